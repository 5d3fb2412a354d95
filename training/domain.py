"""Claims of many fields with passages about them, and the pairs that are made of those.

``training/claims/<field>.jsonl`` has one claim a line: passages that make it, that assert something
incompatible, that say half of it or something else; for each false passage the statement that it
really asserts (``contrary``), and ``other``, what the other fact says. Written for this project;
the labels are the writers', `training/claims/second-reader.csv` has a second reader's.

As written, a false or empty passage gives itself away by its style. So every passage stands under
several statements: a true one makes its claim, contradicts a contrary and misses another claim of
the field; a false one contradicts the claim, makes its contrary and misses another claim. What a
passage sounds like then says nothing about the label.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

CLAIMS = Path(__file__).parent / "claims"
TRUE = ("textbook", "plain", "spoken", "terse", "nonnative", "embedded")
FALSE = ("opposite", "swapped", "altered", "negated")
HELD_OUT = ("databases", "neural", "physics-chemistry")
"""Whole fields that nothing is fitted on: what is reported of the domain comes from them."""

Row = Mapping[str, Any]


class DomainPair(NamedTuple):
    """A passage under a statement, with the label that follows from how the two were written."""

    field: str
    claim_id: str
    question: str
    statement: str
    passage: str
    kind: str
    label: str


def read_claims(folder: Path = CLAIMS) -> list[dict[str, Any]]:
    """Return all claims, field by field, in the order of the files."""
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def pairs_of(rows: Sequence[Row], seed: int) -> list[DomainPair]:
    """Return the pairs of these claims: a claim's depend on its field and the seed alone."""
    by_field: dict[str, list[Row]] = {}
    for row in rows:
        by_field.setdefault(row["field"], []).append(row)
    return [
        pair
        for _, known in sorted(by_field.items())
        for row in known
        for pair in _pairs(
            row,
            [other for other in known if other is not row],
            random.Random(f"{seed} {row['claim_id']}"),
        )
    ]


def _pairs(row: Row, others: Sequence[Row], rng: random.Random) -> Iterable[DomainPair]:
    passages, contrary = row["passages"], row["contrary"]

    def pair(statement: str, kind: str, label: str) -> DomainPair:
        return DomainPair(
            row["field"],
            row["claim_id"],
            row["question"],
            statement,
            passages[kind],
            kind,
            label,
        )

    def elsewhere() -> str:
        """Return another claim of the field, or what one of its false passages asserts."""
        other = rng.choice(others)
        return str(rng.choice([other["claim"], *other["contrary"].values()]))

    for kind in (k for k in TRUE if k in passages):
        yield pair(row["claim"], kind, "met")
        yield pair(rng.choice(list(contrary.values())), kind, "contradicted")
        yield pair(elsewhere(), kind, "missed")
    for kind in (k for k in FALSE if k in passages):
        yield pair(row["claim"], kind, "contradicted")
        yield pair(contrary[kind], kind, "met")
        yield pair(elsewhere(), kind, "missed")
    if row.get("other"):
        yield pair(row["other"], "other-fact", "met")
        yield pair(row["claim"], "other-fact", "missed")
    yield pair(row["claim"], "half", "partial")
    yield pair(elsewhere(), "half", "missed")
    yield pair(row["claim"], "terms", "missed")
