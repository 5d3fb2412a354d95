"""Grade labelled examples and set each verdict beside the reader's label."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from interviewer.authoring.attack.make import keyword_list
from interviewer.authoring.attack.phrases import OFF_TOPIC
from interviewer.authoring.gold.misses import Miss, example_id
from interviewer.grader import Grader
from interviewer.items import ExampleKind, Item


class Outcome(NamedTuple):
    """A label of the reader and the verdict on the same keypoint (or misconception).

    ``margin`` is how far, in probability, the verdict lies inside its cuts; None where a rule or a
    ``reject`` settled it.
    """

    name: str
    reader: str
    graded: str
    margin: float | None


class Graded(NamedTuple):
    """One example: its place in the rubric, what it earned and how each verdict compares."""

    at: int
    id: str
    kind: ExampleKind
    fraction: float
    keypoints: tuple[Outcome, ...]
    misconceptions: tuple[Outcome, ...]


class Fares(NamedTuple):
    """How an item's examples fare, and what answers made from its own texts earn (0..1)."""

    item: str
    examples: tuple[Graded, ...]
    reference: float
    echo: float
    off_topic: float
    keywords: float

    def misses(self) -> Iterator[tuple[Miss, Graded, Outcome]]:
        """Yield every verdict that differs from the reader's label."""
        for example in self.examples:
            for outcome in (*example.keypoints, *example.misconceptions):
                if outcome.reader != outcome.graded:
                    miss = Miss(self.item, example.id, outcome.name, outcome.graded)
                    yield miss, example, outcome


def fares(grader: Grader, item: Item) -> Fares:
    """Grade the examples of an item, its reference, and attacks made from its texts."""

    def fraction(answer: str) -> float:
        score = grader.grade(item, answer).score
        return 0.0 if score is None or score.fraction is None else score.fraction

    return Fares(
        item=item.id,
        examples=tuple(_graded(grader, item, at) for at in range(len(item.rubric.examples))),
        reference=fraction(item.rubric.reference),
        echo=fraction(f"{item.question.prompt} {item.question.prompt}"),
        off_topic=fraction(OFF_TOPIC[0]),
        keywords=fraction(keyword_list(item)),
    )


def _graded(grader: Grader, item: Item, at: int) -> Graded:
    example = item.rubric.examples[at]
    grade = grader.grade(item, example.answer)
    calibration = grader.calibration
    keypoints = tuple(
        Outcome(
            verdict.keypoint_id,
            example.labels[verdict.keypoint_id],
            verdict.label,
            calibration.margin(verdict),
        )
        for verdict in grade.verdicts
    )
    misconceptions = tuple(
        Outcome(
            verdict.misconception_id,
            "held" if verdict.misconception_id in example.misconceptions else "absent",
            verdict.label,
            None
            if verdict.probability is None
            else abs(round(verdict.probability - calibration.cuts.held, 4)),
        )
        for verdict in grade.misconceptions
    )
    fraction = 0.0 if grade.score is None else grade.score.fraction or 0.0
    return Graded(at, example_id(example.answer), example.kind, fraction, keypoints, misconceptions)
