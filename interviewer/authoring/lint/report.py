"""What loading and the rules found, as lines with file, line and code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interviewer.authoring.lint import noqa
from interviewer.authoring.lint.chosen import chosen
from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.rules import BY_GRADER, BY_MEANING, STRUCTURAL, Coded
from interviewer.authoring.lint.run import lint, uses
from interviewer.bank import Bank
from interviewer.bank.place import dotted
from interviewer.items import Item

if TYPE_CHECKING:
    from interviewer.grader import Grader

LOADING = "R000"
"""The code of all that keeps a file from being loaded."""


GRADED = "R2"
"""What the codes of rules begin with that grade the rubric's own sentences."""


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


def nothing(ids: Sequence[str], /) -> Mapping[str, Item]:
    """Know of no commit."""
    return {}


class Report(NamedTuple):
    """The lines, how many items were checked, and how many notes are known and not repeated."""

    lines: list[Line]
    checked: int
    known: int


def reports(
    bank: Bank,
    paths: Sequence[Path],
    *,
    grader: Grader | None = None,
    known: Collection[tuple[str, str, str]] = (),
    committed: Callable[[Sequence[str]], Mapping[str, Item]] = nothing,
    watched: Callable[[Sequence[Item]], Iterable[Item]] = iter,
) -> Report:
    """Return what is to be mended, by file and line.

    ``paths`` are files and folders of the bank; none means all of it. Without a grader, only what
    needs no model is looked at. ``known`` has notes (item, code, place) that are told by number
    alone; ``committed`` tells how git holds items that read otherwise now; ``watched`` sees each
    item pass.
    """
    picked = chosen(bank, paths)
    lines = [Line(p.file, p.line, LOADING, "error", p.message) for p in picked.problems]
    counted = uses(bank.items.values())
    before = committed(picked.items)
    repeated = 0
    for item in watched([bank.items[name] for name in picked.items]):
        given = Given(item, bank.subject_of(item), counted, before.get(item.id))
        found = []
        for finding in lint(given, grader):
            if is_known(item, finding, known):
                repeated += 1
            else:
                found.append(finding)
        lines += _lines(bank, item, found)
    lines.sort(key=lambda line: (line.file, line.line or 0))
    return Report(lines, len(picked.items) + len(picked.broken), repeated)


def is_known(item: Item, finding: Finding, known: Collection[tuple[str, str, str]]) -> bool:
    """Tell whether a finding may stand in the file of known misses, and does."""
    return may_be_known(finding) and (item.id, finding.code, named(item, finding)) in known


def may_be_known(finding: Finding) -> bool:
    """Tell whether a finding may be listed: a note, or what a rule found by grading."""
    return finding.severity == "note" or finding.code.startswith(GRADED)


def named(item: Item, finding: Finding) -> str:
    """Write a finding's place by names instead of numbers: ``relu-formula.reject[1]``."""
    part, at, *rest = (*finding.place, 0) if len(finding.place) == 1 else finding.place
    entries = getattr(item.rubric, str(part), None)
    if not isinstance(entries, tuple) or not isinstance(at, int):
        return dotted(finding.place)
    return dotted((entries[at].id, *rest))


def explanations() -> dict[str, str]:
    """Return the docstring of every rule by its code, in the order of the codes."""
    told = {
        LOADING: "R000: a file that cannot be loaded.\n\nThe message says what is wrong and what "
        "would be right. It cannot be let be with `noqa`.",
        noqa.CODE: "R099: an exception that gives no reason or lets nothing be.\n\n"
        "`# noqa: R006 reason` at the end of the line that is reported lets it be.",
    }
    rules: list[Coded] = [*STRUCTURAL, *BY_MEANING, *BY_GRADER]
    for rule in rules:
        told[rule.CODE] = (rule.__doc__ or "").strip()
    return dict(sorted(told.items()))


def _lines(bank: Bank, item: Item, found: Sequence[Finding]) -> list[Line]:
    """Give findings their lines, leave out what the file lets be, and add what it should not."""
    by_file: dict[str, list[Line]] = defaultdict(list)
    for finding in found:
        file = f"{finding.half}/{item.id}.yaml"
        line = bank.line(file, finding.place)
        message = f"{dotted(finding.place)}: {finding.message}"
        by_file[file].append(Line(file, line, finding.code, finding.severity, message))
    told = []
    for half in ("questions", "rubrics"):
        file = f"{half}/{item.id}.yaml"
        exceptions = noqa.noqas((bank.root / file).read_text(encoding="utf-8-sig"))
        used = []
        for one in by_file[file]:
            exception = exceptions.get(one.line or 0)
            if exception is not None and one.code in exception.codes:
                used.append((one.line or 0, one.code))
            else:
                told.append(one)
        for number, message in noqa.unfounded(exceptions, used):
            told.append(Line(file, number, noqa.CODE, "warning", message))
    return told
