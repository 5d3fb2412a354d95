"""``interviewer rubric try``: one answer on one rubric, and why each verdict fell as it did."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options, model_options

if TYPE_CHECKING:
    from interviewer.authoring.trial.opening import Files, Opened
    from interviewer.grader import Grader


def try_rubric(
    item: Annotated[
        str,
        typer.Argument(
            metavar="ITEM", help="For instance deep-learning/dropout, or one of its two files."
        ),
    ],
    bank: bank_options.Bank = None,
    answer: Annotated[str | None, typer.Option(metavar="TEXT", help="The answer to try.")] = None,
    from_file: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="A file that holds the answer.")
    ] = None,
    once: Annotated[
        bool, typer.Option("--once", help="Print one ledger and end, at a terminal too.")
    ] = False,
    every: Annotated[
        bool, typer.Option("--all", help="Show every passage that was read, and all cuts.")
    ] = False,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print; json ends at once.")
    ] = "text",
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Try an answer on a rubric: each verdict, the passages behind it, the cut that decided.

    At a terminal it stays: edit the rubric beside it, and at every save the ledger comes anew with
    what changed marked. One key labels the answer as an example, one adds a passage as an accept;
    both show a diff before anything is written. Without a terminal the answer is read from
    standard input and the ledger printed once.

    Example: interviewer rubric try deep-learning/dropout

    Example: interviewer rubric try deep-learning/dropout --answer "It zeroes random units." --all

    Example: interviewer rubric try rubrics/sql/isolation.yaml --bank . --from answer.txt
    """
    if answer is not None and from_file is not None:
        raise typer.BadParameter("give --answer or --from, not both")
    from interviewer.authoring.source import read_source
    from interviewer.authoring.trial.opening import open_item

    files = _files(bank, item)
    opened = open_item(files)
    given = answer if from_file is None else read_source(from_file).rstrip("\n")
    if format == "text" and _is_terminal():
        _at_terminal(files, opened, given, once=once, every=every, matcher=matcher)
        return
    text = _from_stdin() if given is None else given
    _print(opened, text, _grader(matcher), every=every, format=format)


def _at_terminal(
    files: Files, opened: Opened, given: str | None, *, once: bool, every: bool, matcher: str
) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from interviewer.cli.author_desk import AuthorDesk
    from interviewer.cli.leaving import leaving
    from interviewer.cli.screen import Screen

    with leaving(lambda: None), ThreadPoolExecutor(1) as pool:
        grader = pool.submit(_grader, matcher)
        desk = AuthorDesk(files, opened, grader.result, Screen.here(), every=every)
        desk.run(given, once=once)


def _print(opened: Opened, text: str, grader: Grader, *, every: bool, format: str) -> None:  # noqa: A002
    from interviewer.authoring.trial.explain import tried
    from interviewer.cli.screen import Screen
    from interviewer.report.trial import trial

    found = tried(opened.item, text, grader)
    if format == "json":
        typer.echo(found.model_dump_json(indent=2))
        return
    screen = Screen.here()
    screen.say(trial(found, width=screen.width, color=screen.color, every=every))


def _files(bank: Path | None, item: str) -> Files:
    """Return the files of the item that an id, or a file of the bank, names."""
    from interviewer.authoring.lint.chosen import chosen
    from interviewer.authoring.trial.opening import Files
    from interviewer.bank import default_root
    from interviewer.bank.files import is_id
    from interviewer.bank.installed import bank_folder
    from interviewer.cli.wiring import open_bank
    from interviewer.consistency import nearest
    from interviewer.errors import InterviewerError

    named = Files(default_root() if bank is None else bank_folder(bank), item)
    if is_id(item) and (named.question.is_file() or named.rubric.is_file()):
        return named
    found = open_bank(bank)
    if is_id(item):
        known = sorted({*found.items, *found.broken})
        raise InterviewerError(f"no question {item!r}; {nearest(item, known)}")
    picked = chosen(found, [Path(item)])
    names = [*picked.items, *picked.broken]
    if len(names) != 1:
        raise InterviewerError(f"{item}: {len(names)} items lie there; try takes one")
    return Files(found.root, names[0])


def _grader(matcher: str) -> Grader:
    from interviewer.authoring.trial.remembering import remembering
    from interviewer.cli.wiring import build_cached_grader

    return remembering(build_cached_grader(matcher=matcher)[0])


def _from_stdin() -> str:
    from interviewer.authoring.source import source_text
    from interviewer.bank.files import MAX_BYTES
    from interviewer.errors import InterviewerError

    if sys.stdin is None:
        raise InterviewerError("no answer; give --answer TEXT or --from FILE")
    if sys.stdin.isatty():
        typer.echo("Write the answer; Ctrl-D on a line of its own ends it.", err=True)
    text = source_text(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input")
    if not text.strip():
        raise InterviewerError(
            "standard input holds no answer; write it there, or give --answer TEXT or --from FILE"
        )
    return text.rstrip("\n")


def _is_terminal() -> bool:
    from interviewer.cli.screen import is_dumb

    ends = (sys.stdin, sys.stdout)
    return all(end is not None and end.isatty() for end in ends) and not is_dumb(os.environ)
