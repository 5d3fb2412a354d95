"""What people said of answers: a label a keypoint, or a score a whole answer.

Columns ``answer_id, keypoint_id, label`` (met, partial, missed, contradicted; or 1 and 0 for met
and not), optionally ``label2`` of a second reader and ``rater``; or ``answer_id, score`` in 0..1.
Rows of both kinds may stand in one file. Where one answer id stands under several questions, a
``question_id`` tells which is meant.

A second row on the same keypoint of the same answer is a second reader's if its ``rater`` is
another one; else it is an error: a label that counts twice makes every figure look surer.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import JsonValue

from interviewer.errors import RecordsError
from interviewer.records.plain import TableRow, read_table

HumanLabel = Literal["met", "partial", "missed", "contradicted"]
_LABELS: dict[str, HumanLabel] = {
    "met": "met",
    "partial": "partial",
    "missed": "missed",
    "contradicted": "contradicted",
    "1": "met",
    "0": "missed",
}


class KeypointLabel(NamedTuple):
    """A person's label of one keypoint of one answer; ``second`` is another person's."""

    place: str
    answer_id: str
    question_id: str | None
    keypoint_id: str
    label: HumanLabel
    second: HumanLabel | None


class ScoreLabel(NamedTuple):
    """A person's score of one whole answer, 0..1."""

    place: str
    answer_id: str
    question_id: str | None
    score: float


class Labels(NamedTuple):
    """All that a file of labels says."""

    keypoints: list[KeypointLabel]
    scores: list[ScoreLabel]


def read_labels(source: Path) -> Labels:
    """Read a file of labels; RecordsError with file and line where a row makes no sense."""
    found = labels_of(read_table(source))
    if not found.keypoints and not found.scores:
        raise RecordsError(f"{source}: no labels in it")
    return found


def labels_of(rows: Iterable[TableRow]) -> Labels:
    """Return the labels that rows make."""
    found = Labels([], [])
    seen: dict[tuple[str, str | None, str], tuple[int, str | None]] = {}
    scored: dict[tuple[str, str | None], str] = {}
    for row in rows:
        answer = _id(row, "answer_id")
        if answer is None:
            there = ", ".join(map(repr, row.fields)) or "nothing"
            raise RecordsError(f"{row.place}: no answer_id; there is {there}")
        question = _id(row, "question_id")
        keypoint = _id(row, "keypoint_id")
        if keypoint is not None:
            label = _label(row, "label")
            if label is None:
                raise RecordsError(f"{row.place}: no label")
            new = KeypointLabel(row.place, answer, question, keypoint, label, _label(row, "label2"))
            _add(new, _id(row, "rater"), found, seen)
        elif row.fields.get("score") is not None:
            earlier = scored.setdefault((answer, question), row.place)
            if earlier != row.place:
                raise RecordsError(f"{row.place}: this answer has a score already: {earlier}")
            found.scores.append(ScoreLabel(row.place, answer, question, _score(row)))
        else:
            raise RecordsError(
                f"{row.place}: neither keypoint_id with label nor score; there is "
                f"{', '.join(map(repr, row.fields)) or 'nothing'}"
            )
    return found


def _add(
    new: KeypointLabel,
    rater: str | None,
    found: Labels,
    seen: dict[tuple[str, str | None, str], tuple[int, str | None]],
) -> None:
    """Add a label, or make it the second of one that is there."""
    key = (new.answer_id, new.question_id, new.keypoint_id)
    if key not in seen:
        seen[key] = (len(found.keypoints), rater)
        found.keypoints.append(new)
        return
    place, first = seen[key]
    there = found.keypoints[place]
    if rater is None or rater == first or there.second is not None:
        raise RecordsError(
            f"{new.place}: {new.keypoint_id!r} of answer {new.answer_id!r} is labelled already: "
            f"{there.place}"
        )
    found.keypoints[place] = there._replace(second=new.label)


def _id(row: TableRow, name: str) -> str | None:
    value = row.fields.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    raise RecordsError(f"{row.place}: {name} must be text, got {type(value).__name__}")


def _label(row: TableRow, name: str) -> HumanLabel | None:
    value = row.fields.get(name)
    if value is None or value == "":
        return None
    label = _LABELS.get(_word(value))
    if label is None:
        raise RecordsError(
            f"{row.place}: {name} must be met, partial, missed, contradicted, 1 or 0, "
            f"got {str(value)[:40]!r}"
        )
    return label


def _word(value: JsonValue) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return str(value).strip().lower()


def _score(row: TableRow) -> float:
    value = row.fields["score"]
    try:
        known = isinstance(value, str | int | float) and not isinstance(value, bool)
        score = float(value) if known else float("nan")  # type: ignore[arg-type]
    except (ValueError, OverflowError):
        score = float("nan")
    if not 0 <= score <= 1:
        raise RecordsError(f"{row.place}: score must be from 0 to 1, got {str(value)[:40]!r}")
    return score
