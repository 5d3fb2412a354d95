"""R011: a misconception that is not put right.

Whoever holds it should read what is true (``correct``) and be asked something that makes them
notice (``challenge``).
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R011"


def find(given: Given) -> Iterator[Finding]:
    """Find misconceptions without ``correct`` or ``challenge``."""
    for at, false in enumerate(given.item.rubric.misconceptions):
        missing = [name for name in ("correct", "challenge") if not getattr(false, name).strip()]
        if missing:
            told = f"without {' and '.join(missing)}; say what is true and ask what shows it"
            yield Finding(CODE, "warning", ("misconceptions", at), told)
