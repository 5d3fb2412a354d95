"""People's verdicts to learn from, and which rows are kept for fitting cuts and for reporting.

Every set is cut by question. ``learn`` rows train the network; ``held`` rows never do: the
calibration is fitted on them, and figures are reported on them. The Khan set and stita are never
learned from.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from benchmarks.datasets import LabelledPair, load
from interviewer.scoring.windows import windows
from interviewer.scoring.words import read_words
from interviewer.seams import Pair
from training.examples import Example, drawn, read_as

LEARNED = {"scientsbank": 3600, "beetle": 1600, "saf": 1200, "argkp": 2500, "scu": 2500}
"""Sets to learn from, with the most rows that are drawn of each."""

_LONG_WORDS = 60
_SCU_HELD = 0.4


def is_held(row: LabelledPair) -> bool:
    """Say whether a row is kept from the network; the same for all rows of a question."""
    if row.dataset in ("scientsbank", "beetle"):
        return row.split in ("unseen-questions", "unseen-domains")
    if row.dataset == "saf":
        return row.split == "unseen-questions"
    if row.dataset == "argkp":
        return row.split != "train"
    if row.dataset == "scu":
        digest = hashlib.sha256(row.question_id.encode()).digest()
        return digest[0] / 256 < _SCU_HELD
    return True


def learned(data: Path) -> list[Example]:
    """Return the rows to learn from."""
    found: list[Example] = []
    for name, most in LEARNED.items():
        rows = [row for row in load(name, data) if not is_held(row) and row.answer]
        found += drawn([_example(row) for row in rows], most)
    return found


def _example(row: LabelledPair) -> Example:
    passage = row.answer
    if len(passage.split()) > _LONG_WORDS:
        passage = nearest_passage(passage, row.claim, row.question)
    return read_as(row.dataset, Pair(passage, row.claim, row.question), row.label)


def nearest_passage(answer: str, claim: str, question: str) -> str:
    """Return the passage of a long answer that shares most words with the claim."""
    wanted = read_words(claim).content
    found = [s.text for s in windows(answer, question)] or [answer]
    return max(found, key=lambda text: (len(wanted & read_words(text).content), -len(text)))
