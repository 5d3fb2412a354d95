"""What loading and the rules found, as lines with file, line and code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from interviewer.authoring.lint.chosen import chosen
from interviewer.authoring.lint.run import lint
from interviewer.bank import Bank
from interviewer.bank.place import dotted

LOADING = "R000"
"""The code of all that keeps a file from being loaded."""


class Line(NamedTuple):
    """One finding for a person or a program to read."""

    file: str
    line: int | None
    code: str
    severity: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.severity} {self.code}: {self.message}"


def reports(bank: Bank, paths: Sequence[Path]) -> tuple[list[Line], int]:
    """Return what is to be mended, by file and line, and how many items were checked.

    ``paths`` are files and folders of the bank; none means all of it.
    """
    picked = chosen(bank, paths)
    lines = [Line(p.file, p.line, LOADING, "error", p.message) for p in picked.problems]
    for name in picked.items:
        file = f"rubrics/{name}.yaml"
        for finding in lint(bank.items[name]):
            line = bank.line(file, finding.place)
            message = f"{dotted(finding.place)}: {finding.message}"
            lines.append(Line(file, line, finding.code, finding.severity, message))
    lines.sort(key=lambda line: (line.file, line.line or 0))
    return lines, len(picked.items) + len(picked.broken)
