"""People's verdicts to learn from, and which rows are kept for fitting cuts and for reporting.

Every set is cut by question. ``learn`` rows train the network; ``held`` rows never do: the
calibration is fitted on them, and figures are reported on them. The Khan set and stita are never
learned from.
"""

from __future__ import annotations

import hashlib

from benchmarks.datasets import LabelledPair

LEARNED = {"scientsbank": 5000, "beetle": 3000, "saf": 1500, "argkp": 3000, "scu": 3000}
"""Sets to learn from, with the most rows that are drawn of each."""

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
