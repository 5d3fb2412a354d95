"""Cases to fit cuts on and to measure on: an answer, a claim, and what a person said of the two.

A case of the open sets is a row as it is: one reference, criterion or key point as the claim. A
case of `training.answers` is one keypoint of one answer, with its other wordings, its reject, and
the question's other keypoints beside it, as in a shipped rubric.

To measure, only held rows, and of these only such as the network has seen neither the question nor
the claim of: Beetle repeats claims under other questions, and two of our own questions may ask the
same (`training.overlap`).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.datasets import LabelledPair, load
from interviewer.scoring.match import Claim
from training.answers import NAME, claims_of, is_held, read_questions
from training.graded import LEARNED
from training.graded import is_held as row_is_held
from training.hard_cases import keywords
from training.overlap import Learned, shipped

SEED = 20261124
COMPANIONS = 7
"""So many other claims of a question compete for an answer's passages, at most."""

ELSEWHERE = 3
"""So many answers to other questions are set against each held question."""

EMPTY = "answers-empty"

OPEN = ("scientsbank", "beetle", "saf", "stita", "argkp", "scu")
"""Open sets that the shipped calibration is fitted on; Khan never is."""


class Case(NamedTuple):
    """One answer against one claim. Cuts are made by ``group``; never by answer.

    ``companions`` are other claims of the same question: they compete for the answer's passages.
    ``answer_id`` joins the cases of one answer; ``score`` is a person's score of the whole answer.
    """

    dataset: str
    group: str
    question: str
    claim: Claim
    answer: str
    label: str
    companions: tuple[Claim, ...] = ()
    answer_id: str = ""
    score: float | None = None
    split: str = "all"


def open_cases(name: str, data: Path, *, most: int | None = None) -> list[Case]:
    """Return the held rows of one open set, at most ``most`` of them, drawn under a seed."""
    rows = load(name, data)
    seen = {text for row in rows if not row_is_held(row) for text in (row.question, row.claim)}
    held = [
        row
        for row in rows
        if row_is_held(row) and (name != "beetle" or not {row.question, row.claim} & seen)
    ]
    claims: dict[str, list[str]] = {}
    for row in held:
        claims.setdefault(row.question_id, []).append(row.claim)
    asked = {question: list(dict.fromkeys(texts)) for question, texts in claims.items()}
    return _some([_case(row, asked[row.question_id], at) for at, row in enumerate(held)], most)


def learned_cases(data: Path) -> list[Case]:
    """Return the rows that the network learns from."""
    found: list[Case] = []
    for name, most in LEARNED.items():
        rows = [row for row in load(name, data) if not row_is_held(row) and row.answer]
        found += _some([_case(row, (), at) for at, row in enumerate(rows)], most)
    asked = shipped()
    ours = (c for q in read_questions() if not is_held(q) for c in _cases_of(q))
    return [*found, *(c for c in ours if not asked.has(c.claim.wordings[0]))]


def answer_cases() -> list[Case]:
    """Return every keypoint of every answer to the held questions that nothing learned repeats."""
    learned = Learned(
        text
        for question in read_questions()
        if not is_held(question)
        for text in (question["question"], *(k["text"] for k in question["keypoints"]))
    )
    cases = []
    for question in filter(is_held, read_questions()):
        repeated = sum(learned.has(k["text"]) for k in question["keypoints"])
        if not learned.has(question["question"]) and repeated <= 1:
            cases += _cases_of(question)
    return cases


def _cases_of(question: Mapping[str, Any]) -> Iterator[Case]:
    claims = claims_of(question)
    for number, answer in enumerate(question["answers"]):
        for claim, keypoint in zip(claims, question["keypoints"], strict=True):
            yield Case(
                NAME,
                f"{NAME}:{question['item_id']}",
                question["question"],
                claim,
                answer["answer"],
                answer["labels"][keypoint["id"]],
                tuple(other for other in claims if other is not claim),
                f"{question['item_id']}:{number}",
            )


def empty_cases() -> list[Case]:
    """Return the held questions' keypoints against answers that make none of them.

    Answers to other questions, and the words of a strong answer out of order: what is beside the
    point or no sentence must not lie outside of all that cuts were fitted on.
    """
    real = answer_cases()
    answers = list(dict.fromkeys((case.group, case.answer) for case in real))
    rng = random.Random(SEED)
    made: dict[str, list[str]] = {}
    for group in dict.fromkeys(case.group for case in real):
        own = next(text for other, text in answers if other == group)  # the strong one comes first
        others = [text for other, text in answers if other != group]
        made[group] = [*rng.sample(others, ELSEWHERE), keywords(own, rng)]
    claims = {(case.group, case.claim.wordings[0]): case for case in real}
    return [
        case._replace(
            dataset=EMPTY, answer=text, label="missed", answer_id=f"{case.group}:empty{at}"
        )
        for case in claims.values()
        for at, text in enumerate(made[case.group])
    ]


def _case(row: LabelledPair, asked: Sequence[str], at: int) -> Case:
    return Case(
        row.dataset,
        f"{row.dataset}:{row.question_id}",
        row.question,
        Claim(row.references or (row.claim,)),
        row.answer,
        row.label,
        () if row.references else _companions(row.claim, asked),
        f"{row.dataset}:{at}",
        row.score,
        row.split,
    )


def _companions(claim: str, asked: Sequence[str]) -> tuple[Claim, ...]:
    """Return up to `COMPANIONS` other claims of the question, drawn under a seed."""
    others = [text for text in asked if text != claim]
    drawn = random.Random(f"{SEED}{claim}").sample(others, min(COMPANIONS, len(others)))
    return tuple(Claim((text,)) for text in drawn)


def _some(cases: Sequence[Case], most: int | None) -> list[Case]:
    """Return at most ``most`` cases, in their order."""
    if most is None or len(cases) <= most:
        return list(cases)
    kept = set(random.Random(SEED).sample(range(len(cases)), most))
    return [case for at, case in enumerate(cases) if at in kept]
