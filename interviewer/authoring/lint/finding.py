"""What a rule finds: a code, how bad, where in the rubric, and what to do."""

from __future__ import annotations

from typing import Literal, NamedTuple

from interviewer.consistency import Place

Severity = Literal["error", "warning"]


class Finding(NamedTuple):
    """One thing to mend, at a place of the rubric's data."""

    code: str
    severity: Severity
    place: Place
    message: str
