"""Cases to fit and to measure on: an answer, a claim, and what a person said of the two.

Most cases are rows of the open data sets as they are: one reference, criterion or key point as the
claim. The set ``claims`` is read twice. Its re-paired rows (``claims-pairs``) fit how a passage is
read, since there style gives nothing away. Its claims as written (``claims-answers``) look like
the product's own rubrics and answers: each claim has two other true passages as ``accept``, one
contrary statement as ``reject`` (never one written for the passage at hand), and its passage
stands in an answer between passages about other claims of the field.

People say the opposite far less often than ``claims`` does: readers called 10 % of the SciEntsBank
answers contradictory. So of its false passages one in four is kept, drawn under a seed: a map
fitted on all of them would suspect every right answer.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.datasets import load
from interviewer.scoring.match import Claim

TRUE = ("textbook", "spoken", "plain", "terse", "embedded", "nonnative")
FALSE = ("negated", "opposite", "swapped", "altered")
HALF = ("half", "vague")
EMPTY = ("other-fact", "echo", "terms", "hedge")
SEED = 20261124
KEPT_FALSE = 0.25


class Case(NamedTuple):
    """One answer against one claim. Cuts are made by ``group``; never by answer."""

    dataset: str
    group: str
    question: str
    claim: Claim
    answer: str
    label: str


def open_cases(name: str, data: Path, *, most: int | None = None) -> list[Case]:
    """Return the rows of one open set, at most ``most`` of them, drawn by whole groups."""
    cases = [
        Case(
            name,
            f"{name}:{row.group if name == 'beetle' else row.question_id}",
            row.question,
            Claim(row.references or (row.claim,)),
            row.answer,
            row.label,
        )
        for row in load(name, data)
    ]
    return _some(cases, most)


def claims_pairs(data: Path) -> list[Case]:
    """Return the re-paired rows of ``claims``, grouped by field."""
    rng = random.Random(SEED)
    return [
        Case("claims-pairs", f"claims:{r.group}", r.question, Claim((r.claim,)), r.answer, r.label)
        for r in load("claims", data)
        if r.label != "contradicted" or rng.random() < KEPT_FALSE
    ]


def claims_answers(data: Path, *, seed: int = SEED) -> list[Case]:
    """Return each passage of ``claims`` inside an answer, against its claim; grouped by field."""
    with gzip.open(data / "claims" / "claims.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rng = random.Random(seed)
    by_field: dict[str, list[dict[str, object]]] = {}
    for row in rows:
        by_field.setdefault(row["field"], []).append(row)
    cases = []
    for row in rows:
        kept = rng.choice(FALSE)
        for kind, passage in row["passages"].items():
            if kind in FALSE and kind != kept:
                continue
            others = rng.sample([r for r in by_field[row["field"]] if r is not row], 3)
            around = [rng.choice(list(r["passages"].values())) for r in others]  # type: ignore[attr-defined]
            parts = [passage, *around[: rng.randrange(4)]]
            rng.shuffle(parts)
            accepts = rng.sample([k for k in TRUE[:3] if k != kind], 2)
            rejects = [k for k in row["contrary"] if k != kind]
            claim = Claim(
                (row["claim"], *(row["passages"][k] for k in accepts)),
                (row["contrary"][rng.choice(rejects)],) if rejects else (),
            )
            label = _label(kind)
            cases.append(
                Case(
                    "claims-answers",
                    f"claims:{row['field']}",
                    row["question"],
                    claim,
                    " ".join(parts),
                    label,
                )
            )
    return cases


def _label(kind: str) -> str:
    for label, kinds in (("met", TRUE), ("contradicted", FALSE), ("partial", HALF)):
        if kind in kinds:
            return label
    if kind not in EMPTY:
        raise ValueError(f"claims: unknown kind of passage {kind!r}")
    return "missed"


def _some(cases: Sequence[Case], most: int | None) -> list[Case]:
    """Return whole groups in a seeded order until there are ``most`` cases."""
    if most is None or len(cases) <= most:
        return list(cases)
    groups = sorted({case.group for case in cases})
    random.Random(SEED).shuffle(groups)
    rank = {group: place for place, group in enumerate(groups)}
    return sorted(cases, key=lambda case: rank[case.group])[:most]
