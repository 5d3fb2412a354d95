"""What grades were made with: where that differs, a difference is of the grader as well."""

from __future__ import annotations

from typing import get_args

from interviewer.analysis.results import Field
from interviewer.grades import Provenance

_NOTHING = "none"
_SHOWN = 12
"""Digits of a hash that are told: enough to tell two apart."""


class Origin:
    """The different values of each field in the grades of a batch."""

    def __init__(self) -> None:
        self.values: dict[Field, set[str]] = {name: set() for name in get_args(Field)}

    def add(self, made: Provenance | None) -> None:
        """Take note of one grade's; a failed answer may have none."""
        if made is None:
            return
        values: dict[Field, str | None] = {
            "interviewer": made.interviewer,
            "embedder": _with_hash(made.embedder, made.embedder_sha256),
            "matcher": _with_hash(made.matcher.name, made.matcher.sha256),
            "calibration": made.calibration,
            "judge": made.judge,
            "prompt_version": made.prompt_version,
        }
        for name, value in values.items():
            self.values[name].add(value or _NOTHING)


def wording(made: Provenance) -> str:
    """Return which wording of a rubric graded an answer: its version, and a hash of what it says.

    With other points, tiers or groups it says the same.
    """
    sha256 = made.meaning_sha256 or made.rubric_sha256
    if sha256 is None:
        return "unknown"
    return f"version {made.rubric_version} ({_short(sha256)})"


def _short(sha256: str) -> str:
    return sha256[:_SHOWN]


def _with_hash(name: str, sha256: str | None) -> str:
    return name if sha256 is None else f"{name} ({_short(sha256)})"
