"""Cases to fit and to measure on: an answer, a claim, and what a person said of the two.

Most cases are rows of the open data sets as they are: one reference, criterion or key point as the
claim. The set ``claims`` is read twice. Its re-paired rows (``claims-pairs``) fit how a passage is
read, since there style gives nothing away. Its claims as written (``claims-answers``) are made to
look like the product's own work: claims of a field stand together as a rubric, each with two other
true passages as ``accept`` and one contrary statement as ``reject`` (never one written for the
passage at hand), and an answer holds passages of some of them.

People say the opposite far less often than ``claims`` does: readers called 10 % of the SciEntsBank
answers contradictory. So of the false pairs one in four is kept, and one passage in ten of a
made-up answer is false: a map fitted on all of them would suspect every right answer.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.datasets import load
from interviewer.scoring.match import Claim

TRUE = ("textbook", "spoken", "plain", "terse", "embedded", "nonnative")
FALSE = ("negated", "opposite", "swapped", "altered")
HALF = ("half", "vague")
EMPTY = ("other-fact", "echo", "terms", "hedge")
SEED = 20261124
KEPT_FALSE = 0.25
RUBRIC = 8
"""Keypoints that stand together, as in a shipped rubric."""
SHUFFLES, ANSWERS = 4, 5
"""How often the claims of a field are dealt into rubrics, and made-up answers to each."""


class Case(NamedTuple):
    """One answer against one claim. Cuts are made by ``group``; never by answer.

    ``companions`` are other claims of the same question: they compete for the answer's passages.
    """

    dataset: str
    group: str
    question: str
    claim: Claim
    answer: str
    label: str
    companions: tuple[str, ...] = ()


def open_cases(name: str, data: Path, *, most: int | None = None) -> list[Case]:
    """Return the rows of one open set, at most ``most`` of them, drawn by whole groups."""
    rows = load(name, data)
    claims: dict[str, list[str]] = {}
    for row in rows:
        claims.setdefault(row.question_id, []).append(row.claim)
    asked = {question: list(dict.fromkeys(texts)) for question, texts in claims.items()}
    cases = [
        Case(
            name,
            f"{name}:{row.group if name == 'beetle' else row.question_id}",
            row.question,
            Claim(row.references or (row.claim,)),
            row.answer,
            row.label,
            () if row.references else _companions(row.claim, asked[row.question_id]),
        )
        for row in rows
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
    """Return whole answers to questions with `RUBRIC` keypoints, made of passages of ``claims``.

    Claims of one field stand together as a rubric. An answer speaks of some of them, one passage
    each, and every claim of the rubric is a case: by its own passage's kind, or missed where the
    answer holds no passage of it, which is what most misses in real answers are.
    """
    with gzip.open(data / "claims" / "claims.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rng = random.Random(seed)
    by_field: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_field.setdefault(row["field"], []).append(row)
    cases = []
    for field, known in sorted(by_field.items()):
        for _ in range(SHUFFLES):
            order = rng.sample(known, len(known))
            for start in range(0, len(order) - RUBRIC + 1, RUBRIC):
                for _ in range(ANSWERS):
                    cases.extend(_answer(order[start : start + RUBRIC], f"claims:{field}", rng))
    return cases


def _answer(rubric: Sequence[dict[str, Any]], group: str, rng: random.Random) -> list[Case]:
    """Return one made-up answer against each of the rubric's claims."""
    said = {row["claim_id"]: _kind(rng) for row in rng.sample(rubric, rng.randint(1, len(rubric)))}
    parts = [row["passages"][said[row["claim_id"]]] for row in rubric if row["claim_id"] in said]
    rng.shuffle(parts)
    cases = []
    for row in rubric:
        kind = said.get(row["claim_id"])
        accepts = rng.sample([k for k in TRUE[:3] if k != kind], 2)
        rejects = [k for k in row["contrary"] if k != kind]
        claim = Claim(
            (row["claim"], *(row["passages"][k] for k in accepts)),
            (row["contrary"][rng.choice(rejects)],) if rejects else (),
        )
        label = "missed" if kind is None else _label(kind)
        others = tuple(r["claim"] for r in rubric if r is not row)
        asked = rubric[0]["question"]
        cases.append(Case("claims-answers", group, asked, claim, " ".join(parts), label, others))
    return cases


def _kind(rng: random.Random) -> str:
    """Draw what a passage says of its claim: mostly what it should, seldom the opposite."""
    return rng.choice(rng.choices((TRUE, HALF, EMPTY, FALSE), (6, 1, 2, 1))[0])


def _companions(claim: str, asked: Sequence[str]) -> tuple[str, ...]:
    """Return up to `RUBRIC` - 1 other claims of the question, drawn under a seed."""
    others = [text for text in asked if text != claim]
    return tuple(random.Random(f"{SEED}{claim}").sample(others, min(RUBRIC - 1, len(others))))


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
