"""Answers to one question, out of a file that may hold answers to many."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from interviewer.errors import RecordsError
from interviewer.grades import Answer
from interviewer.records import read_answers

OF_OTHERS = "of other questions"


class Answers(NamedTuple):
    """The answers, and how many rows are none of them, by reason."""

    found: list[Answer]
    left_out: Counter[str]


def answers_to(question: str, source: Path) -> Answers:
    """Return the answers to a question; grade records will do where they hold the words.

    RecordsError where there is none.
    """
    found = Answers([], Counter())
    for row in read_answers(source):
        if row.answer is None:
            why = "unreadable" if row.failure is None else row.failure.code
            found.left_out[why] += 1
        elif row.answer.question_id == question:
            found.found.append(row.answer)
        else:
            found.left_out[OF_OTHERS] += 1
    if not found.found:
        told = ", ".join(f"{n} {why}" for why, n in found.left_out.most_common()) or "no row"
        raise RecordsError(f"{source}: no answer to {question!r} in it; there is {told}")
    return found
