"""``interviewer analyse``: what a batch of grades tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from interviewer.grades import Grade


_STDIN = Path("-")


def analyse(
    grades: Annotated[
        Path,
        typer.Argument(metavar="GRADES", help="Records of `interviewer grade`, or - (stdin)."),
    ],
    by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Compare groups by a column that passed through; or candidate_id, question_id.",
        ),
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(metavar="EARLIER", help="Records of an earlier batch, to tell what changed."),
    ] = None,
    bank: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The bank: its own words do not count as copied."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json", "csv"], typer.Option("--format", help="How to print the figures.")
    ] = "text",
) -> None:
    """See what a batch tells: how hard and how telling questions are, and what to look at.

    For each question and keypoint: how many meet it, whether it tells strong from weak, what could
    not be graded. For the test: reliability, candidates' scores with intervals, near-identical
    answers, the commonest misconceptions. Every figure is explained, and left out where there are
    too few answers for it. The file is read once, a record at a time.

    Example: interviewer analyse examples/grades.jsonl

    Example: interviewer analyse grades.jsonl --by site --before last-year.jsonl

    Example: interviewer analyse grades.jsonl --format csv > figures.csv
    """
    import csv
    import sys

    from interviewer.analysis import analyse as analysed
    from interviewer.analysis.flat import FlatRow, flat_rows, spreadsheet_cells
    from interviewer.batch.progress import counted
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import open_bank
    from interviewer.errors import RecordsError
    from interviewer.records.grades import read_grades
    from interviewer.report.analysis import analysis_text

    if grades == before == _STDIN:
        raise RecordsError("standard input is read once: name a file for one of the two")
    if sys.stdin is None and _STDIN in (grades, before):
        raise RecordsError("standard input is closed; name a file of grades")

    def read(source: Path) -> Iterator[Grade]:
        return read_grades(source, sys.stdin.buffer if source == _STDIN else None)

    items = None if bank is None else open_bank(bank).items
    found = analysed(
        _with_lines(read(grades), "records"),
        before=None if before is None else _with_lines(read(before), "earlier records"),
        by=by,
        items=items,
        each=lambda questions: counted(questions, "comparing answers"),
    )
    screen = Screen.here()
    if format == "json":
        screen.say(found.model_dump_json(indent=1))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(FlatRow._fields)
        writer.writerows(spreadsheet_cells(row) for row in flat_rows(found))
    else:
        screen.say(analysis_text(found, width=screen.width))


def _with_lines(grades: Iterable[Grade], what: str) -> Iterator[Grade]:
    """Yield the grades and say on standard error now and then how many were read."""
    import sys
    import time

    from interviewer.batch.progress import LINE_SECONDS

    last = time.monotonic()
    for count, grade in enumerate(grades, start=1):
        yield grade
        now = time.monotonic()
        if now - last >= LINE_SECONDS and sys.stderr is not None:
            last = now
            print(f"{count:,} {what} read", file=sys.stderr, flush=True)
