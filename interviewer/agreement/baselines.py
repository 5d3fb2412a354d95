"""What simpler ways of grading would give on the same labels.

Each ranks an answer's keypoints by one number and calls met what lies above a cut. The cut for a
question is, of some forty, the one with the highest κ on all the other questions: no question sets
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from interviewer.agreement.join import Judged
from interviewer.agreement.measures import cohens_kappa
from interviewer.agreement.series import Series
from interviewer.items import Item
from interviewer.scoring.windows import narrowed, windows
from interviewer.scoring.words import read_words
from interviewer.seams import Embedder

_WHOLE_CHARACTERS = 2000
_CUTS = 40


class Baseline(NamedTuple):
    """A way of grading by one number, and the numbers that it gives."""

    name: str
    series: Series


def baselines(
    judged: Sequence[Judged],
    answers: Mapping[tuple[str, str], str],
    items: Mapping[str, Item],
    embedder: Embedder,
) -> Iterator[Baseline]:
    """Yield the baselines on the rows whose answer and keypoint are known.

    ``answers`` maps (question id, answer id) to the text. ``whole-cosine`` compares the whole
    answer with the keypoint, ``keypoint-cosine`` its nearest passage, ``lexical`` is the share of
    the keypoint's content words that the answer has.
    """
    usable = [
        (row, answers[row.question, row.answer_id], claim)
        for row in judged
        if (row.question, row.answer_id) in answers
        and (claim := _claim(items, row.question, row.keypoint_id)) is not None
    ]
    if not usable:
        return
    questions = [row.question for row, _, _ in usable]
    truth = [row.human == "met" for row, _, _ in usable]
    scorers: dict[str, Callable[[str, str, str], float]] = {
        "whole-cosine": lambda answer, claim, _: _cosine(
            embedder, answer[:_WHOLE_CHARACTERS], [claim]
        ),
        "keypoint-cosine": lambda answer, claim, prompt: _nearest(embedder, answer, claim, prompt),
        "lexical": lambda answer, claim, _: _recall(answer, claim),
    }
    for name, scorer in scorers.items():
        shares = [
            scorer(answer, claim, items[row.question].question.prompt)
            for row, answer, claim in usable
        ]
        called = calls_by_others(questions, truth, shares)
        yield Baseline(name, Series(questions, truth, called, shares, probable=False))


def calls_by_others(
    questions: Sequence[str], truth: Sequence[bool], shares: Sequence[float]
) -> list[bool] | None:
    """Call each row by the cut that is best on the other questions; None with one question."""
    names = list(dict.fromkeys(questions))
    if len(names) < 2:
        return None
    called = [False] * len(truth)
    for name in names:
        rest = [at for at, question in enumerate(questions) if question != name]
        cut = _best_cut([truth[at] for at in rest], [shares[at] for at in rest])
        for at, question in enumerate(questions):
            if question == name:
                called[at] = shares[at] >= cut
    return called


def _best_cut(truth: Sequence[bool], shares: Sequence[float]) -> float:
    ordered = sorted(set(shares))
    grid = ordered[:: max(1, len(ordered) // _CUTS)]
    return max(grid, key=lambda cut: cohens_kappa([s >= cut for s in shares], truth) or 0.0)


def _claim(items: Mapping[str, Item], question: str, keypoint: str) -> str | None:
    item = items.get(question)
    found = [] if item is None else [k.text for k in item.rubric.keypoints if k.id == keypoint]
    return found[0] if found else None


def _cosine(embedder: Embedder, claim: str, texts: Sequence[str]) -> float:
    import numpy as np

    rows = embedder.embed([claim, *texts])
    return float(np.einsum("nd,d->n", rows[1:], rows[0], optimize=False).max())


def _nearest(embedder: Embedder, answer: str, claim: str, prompt: str) -> float:
    passages = [segment.text for segment in narrowed(windows(answer, prompt), [claim])]
    return _cosine(embedder, claim, passages) if passages else 0.0


def _recall(answer: str, claim: str) -> float:
    wanted = read_words(claim).content
    return len(wanted & read_words(answer).content) / len(wanted) if wanted else 0.0
