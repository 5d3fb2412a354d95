"""stita: exam answers in statistics, scored against a reference answer.

Source: edgresearch/dataset-automaticgrading-2022 @ ddfbdc4 (Emiliano del Gobbo and others);
Italian, translated by machine, and it reads like that. Licence: CC BY-SA 4.0.

A row is one answer and its question's reference answer, the claim: a text of several sentences,
hence of several claims. The question texts are not published, so ``question`` is "". The six rows
whose answer is the reference itself are left out, which leaves 327 of 333, 6 questions.

``score`` is as published, 0 to 1. The label is ours: met from 0.75 (156 rows), missed to 0.25 (32),
partial between (139). The scores nearest to these bounds are 0.70 and 0.79, 0.21 and 0.26.
"""

from pathlib import Path

from benchmarks.datasets.files import read_sheet, unit_number
from benchmarks.datasets.pairs import Label, LabelledPair

_FILE = Path("stita", "stita.xlsx")
_COLUMNS = ("id", "question_id", "question", "real_answer", "answer", "score")
_MET_FROM = 0.75
_MISSED_TO = 0.25


def load(data_dir: Path) -> list[LabelledPair]:
    """Return stita: an answer and the reference answer of its question a row, with the score."""
    path = data_dir / _FILE
    rows = []
    for row in read_sheet(path, _COLUMNS):
        if row["answer"] == row["real_answer"]:
            continue
        score = unit_number(row["score"], f"{path}: id {row['id']!r}")
        rows.append(
            LabelledPair(
                dataset="stita",
                split="all",
                question_id=row["question_id"],
                group=row["question_id"],
                question=row["question"],
                claim=row["real_answer"],
                answer=row["answer"],
                label=_label(score),
                score=score,
            )
        )
    return rows


def _label(score: float) -> Label:
    if score >= _MET_FROM:
        return "met"
    return "missed" if score <= _MISSED_TO else "partial"
