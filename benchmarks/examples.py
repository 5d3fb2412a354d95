"""How the shipped items' own examples are graded: ordering, attacks, and every wrong verdict.

    python -m benchmarks.examples [--bank DIR] [--format text|json]

Nothing is fitted on these examples. The labels are a reader's, given without seeing a grade.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.measures import kappa
from interviewer.bank import load_bank
from interviewer.cli.wiring import build_grader
from interviewer.grader import Grader
from interviewer.items import Item

ORDERED = (("strong", "partial"), ("partial", "weak"), ("strong", "weak"))
LIMIT = 0.25
REFERENCE = 0.9
OFF_TOPIC = (
    "My grandmother's tomato soup starts with onions, slowly fried in butter until golden. "
    "Then come ripe tomatoes, a pinch of sugar and some basil, and it simmers for half an hour."
)


class Miss(NamedTuple):
    """A verdict that differs from the reader's label."""

    example: int
    kind: str
    keypoint: str
    human: str
    graded: str


class Row(NamedTuple):
    """How one item's examples fare; fractions in 0..1."""

    item: str
    kinds: dict[str, list[float]]
    reference: float
    blank: float
    echo: float
    off_topic: float
    keywords: float
    disordered: list[str]
    labels: list[tuple[str, str]]
    misses: list[Miss]


def keyword_list(item: Item) -> str:
    """Return the longer words of the keypoints, sorted: the terms without a claim."""
    words = {w.strip(".,;:()").lower() for k in item.rubric.keypoints for w in k.text.split()}
    return ", ".join(sorted(word for word in words if len(word) > 4))


def row_of(grader: Grader, item: Item) -> Row:
    """Grade an item's examples, its reference and the simple attacks made from its texts."""

    def fraction(answer: str) -> float:
        score = grader.grade(item, answer).score
        assert score is not None
        assert score.fraction is not None
        return score.fraction

    kinds: dict[str, list[float]] = {}
    labels, misses = [], []
    for number, example in enumerate(item.rubric.examples):
        kinds.setdefault(example.kind, []).append(fraction(example.answer))
        for verdict in grader.grade(item, example.answer).verdicts:
            human = example.labels[verdict.keypoint_id]
            labels.append((human, str(verdict.label)))
            if human != verdict.label:
                misses.append(
                    Miss(number, example.kind, verdict.keypoint_id, human, str(verdict.label))
                )
    return Row(
        item=item.id,
        kinds=kinds,
        reference=fraction(item.rubric.reference),
        blank=fraction(""),
        echo=fraction(f"{item.question.prompt} {item.question.prompt}"),
        off_topic=fraction(OFF_TOPIC),
        keywords=fraction(keyword_list(item)),
        disordered=[
            f"{better} {high:.2f} is not above {worse} {low:.2f}"
            for better, worse in ORDERED
            for high, low in product(kinds.get(better, []), kinds.get(worse, []))
            if high <= low
        ],
        labels=labels,
        misses=misses,
    )


def agreement(labels: list[tuple[str, str]]) -> tuple[float, float]:
    """Return κ of met against the rest, and the share of equal labels."""
    human = np.array([h == "met" for h, _ in labels])
    graded = np.array([g == "met" for _, g in labels])
    return kappa(human, graded), float(np.mean([h == g for h, g in labels]))


def main() -> None:
    """Print a row an item, what is out of order, and every miss."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bank", type=Path)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args()
    grader = build_grader()
    rows = [row_of(grader, item) for item in load_bank(options.bank).values()]
    if options.format == "json":
        print(json.dumps([row._asdict() for row in rows], indent=1))
        return
    print(
        f"{'item':42} {'strong':>10} {'partial':>10} {'weak':>5} {'wrong':>9} {'attack':>6} "
        f"{'ref':>4} {'blank':>5} {'echo':>4} {'off':>4} {'words':>5}  κ met  labels"
    )
    for row in rows:
        both = agreement(row.labels)
        print(
            f"{row.item:42} {_told(row.kinds, 'strong'):>10} {_told(row.kinds, 'partial'):>10} "
            f"{_told(row.kinds, 'weak'):>5} {_told(row.kinds, 'wrong'):>9} "
            f"{_told(row.kinds, 'attack'):>6} {row.reference:.2f} {row.blank:5.2f} {row.echo:.2f} "
            f"{row.off_topic:.2f} {row.keywords:5.2f}  {both[0]:5.2f}  {both[1]:.2f}"
        )
    together = agreement([label for row in rows for label in row.labels])
    print(f"all: κ of met {together[0]:.2f}, equal labels {together[1]:.2f}")
    for row in rows:
        for line in row.disordered:
            print(f"out of order: {row.item}: {line}")
    for row in rows:
        for miss in row.misses:
            print(
                f"miss: {row.item} example {miss.example} ({miss.kind}) {miss.keypoint}: "
                f"reader {miss.human}, graded {miss.graded}"
            )


def _told(kinds: Mapping[str, list[float]], kind: str) -> str:
    return " ".join(f"{value:.2f}" for value in sorted(kinds.get(kind, []), reverse=True)) or "–"


if __name__ == "__main__":
    main()
