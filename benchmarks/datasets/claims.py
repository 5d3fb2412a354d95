"""Claims: passages that express, contradict, half express or miss a technical statement.

Source: written for this project, with the labels of those who wrote them; no second reader.
Licence: the project's.

A row is one passage (the answer) and one statement (the claim), label as given. The statement is
the claim itself, or the contrary that a false passage asserts, or another fact, or another claim
of the field at random: paired that way because as written the style of a passage gave its label
away. ``question_id`` is the claim from which the row was made, ``group`` its field: split by field.
11,573 rows, 336 claims, 7 fields: 3,656 met, 672 partial, 3,933 missed, 3,312 contradicted. Kind
of passage and pairing are not read; partial is the kinds ``half`` and ``vague``, among the most
arguable ones.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.datasets.files import look_up, read_bytes
from benchmarks.datasets.pairs import DatasetError, Label, LabelledPair

_FILE = Path("claims", "pairs.jsonl.gz")
_COLUMNS = ("field", "claim_id", "question", "statement", "passage", "label")
_LABELS: Mapping[str, Label] = MappingProxyType(
    {"met": "met", "partial": "partial", "missed": "missed", "contradicted": "contradicted"}
)


def load(data_dir: Path) -> list[LabelledPair]:
    """Return the claims: a passage and a statement a row."""
    path = data_dir / _FILE
    # Not splitlines(): it also cuts at separators that JSON allows inside a string.
    lines = read_bytes(path).decode("utf-8").split("\n")
    return [_row(line, f"{path}:{i}") for i, line in enumerate(lines, start=1) if line.strip()]


def _row(line: str, where: str) -> LabelledPair:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise DatasetError(f"{where}: {error}") from None
    for column in _COLUMNS:
        if not isinstance(row, dict) or not isinstance(row.get(column), str):
            raise DatasetError(f"{where}: expected an object with a text {column!r}")
    return LabelledPair(
        dataset="claims",
        split="all",
        question_id=row["claim_id"],
        group=row["field"],
        question=row["question"].strip(),
        claim=row["statement"].strip(),
        answer=row["passage"].strip(),
        label=look_up(_LABELS, row["label"], where),
        score=None,
    )
