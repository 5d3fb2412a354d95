"""What loading and the rules found, as lines with file, line and code."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from interviewer.authoring.lint.run import lint
from interviewer.bank import Bank
from interviewer.bank.place import dotted, line_of
from interviewer.errors import InterviewerError


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
    """Return what is to be mended, and how many items were checked; no path means all."""
    wanted = _chosen(bank, paths)
    lines = []
    for name in sorted(wanted & {*bank.broken}):
        lines += [Line(p.file, p.line, "R000", "error", p.message) for p in bank.broken[name]]
    for name in sorted(wanted & {*bank.items}):
        file = f"rubrics/{name}.yaml"
        for finding in lint(bank.items[name]):
            line = line_of(bank.lines.get(file, {}), finding.place)
            message = f"{dotted(finding.place)}: {finding.message}"
            lines.append(Line(file, line, finding.code, finding.severity, message))
    return lines, len(wanted)


def _chosen(bank: Bank, paths: Sequence[Path]) -> set[str]:
    names = {*bank.items, *bank.broken}
    if not paths:
        return names
    chosen: set[str] = set()
    for path in paths:
        found = {name for name in names if _covers(bank.root, path, name)}
        if not found:
            raise InterviewerError(f"{path}: no question or rubric of the bank in {bank.root}")
        chosen |= found
    return chosen


def _covers(root: Path, path: Path, name: str) -> bool:
    for folder in ("questions", "rubrics"):
        file = (root / folder / f"{name}.yaml").resolve()
        for start in (path, root / path):
            if file == start.resolve() or file.is_relative_to(start.resolve()):
                return True
    return False
