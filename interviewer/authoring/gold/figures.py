"""What the outcomes of labelled examples sum up to, per item and over all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from interviewer.agreement.measures import accuracy, cohens_kappa
from interviewer.authoring.gold.run import Fares, Graded
from interviewer.subjects import Limits

ORDERED = (("strong", "partial"), ("partial", "weak"), ("strong", "weak"), ("partial", "wrong"))
"""Kinds of examples of which each of the first should earn more than each of the second."""


class Figures(NamedTuple):
    """Agreement and order; None where there is nothing to tell by.

    ``kappa`` compares met against the rest, ``accuracy`` all four labels, ``ordering`` is the share
    of pairs in order, ``attack`` the most that an attack earned, ``opposites`` the share of denied
    keypoints that got credit, ``wrong`` the mean that wrong answers earned.
    """

    examples: int
    verdicts: int
    kappa: float | None
    accuracy: float | None
    pairs: int
    ordering: float | None
    attack: float | None
    opposites: float | None = None
    wrong: float | None = None


def figures(rows: Sequence[Fares]) -> Figures:
    """Return the figures over all the given items together."""
    examples = [example for row in rows for example in row.examples]
    outcomes = [outcome for example in examples for outcome in example.keypoints]
    reader = [outcome.reader for outcome in outcomes]
    graded = [outcome.graded for outcome in outcomes]
    pairs = [pair for row in rows for pair in ordered_pairs(row.examples)]
    in_order = sum(high.fraction > low.fraction for high, low in pairs)
    attacks = [example.fraction for example in examples if example.kind == "attack"]
    denied = [outcome.graded for outcome in outcomes if outcome.reader == "contradicted"]
    credited = sum(label in ("met", "partial") for label in denied)
    wrong = [example.fraction for example in examples if example.kind == "wrong"]
    return Figures(
        examples=len(examples),
        verdicts=len(outcomes),
        kappa=cohens_kappa([r == "met" for r in reader], [g == "met" for g in graded]),
        accuracy=accuracy(reader, graded),
        pairs=len(pairs),
        ordering=in_order / len(pairs) if pairs else None,
        attack=max(attacks, default=None),
        opposites=credited / len(denied) if denied else None,
        wrong=sum(wrong) / len(wrong) if wrong else None,
    )


def below(found: Figures, limits: Limits) -> Iterator[str]:
    """Yield what misses a subject's limits, in words."""
    for name in ("kappa", "accuracy", "ordering"):
        value, least = getattr(found, name), getattr(limits, name)
        if least is not None and value is not None and value < least:
            yield f"{name} {value:.3f} is under the limit of {least:g}"
    told = {
        "attack": "an attack earns",
        "opposites": "of denied keypoints get credit",
        "wrong": "is what wrong answers earn on average",
    }
    for name, words in told.items():
        value, most = getattr(found, name), getattr(limits, name)
        if most is not None and value is not None and value > most:
            said = f"{words} {value:.3f}" if name == "attack" else f"{value:.3f} {words}"
            yield f"{said}, over the limit of {most:g}"


def ordered_pairs(examples: Sequence[Graded]) -> Iterator[tuple[Graded, Graded]]:
    """Yield pairs of examples of which the first should earn more."""
    for better, worse in ORDERED:
        yield from product(
            (e for e in examples if e.kind == better), (e for e in examples if e.kind == worse)
        )
