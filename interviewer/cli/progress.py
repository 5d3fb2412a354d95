"""``interviewer progress``: what the interviews so far say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options

if TYPE_CHECKING:
    from interviewer.sessions import Session


def progress(
    bank: bank_options.Bank = None,
    interview_date: Annotated[
        str | None,
        typer.Option(metavar="2026-12-24", help="The day by which it should all be there."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print.")
    ] = "text",
) -> None:
    """See how far you are: ability, topics, what is due, and how well you know what you know.

    Ability is on the scale of the questions' difficulty, with its error, from 3 answers on.

    Example: interviewer progress --interview-date 2026-12-24
    """
    from interviewer.cli.interviewing import now, open_journal
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import open_bank
    from interviewer.interview.days import day_of
    from interviewer.interview.progress import progress_of
    from interviewer.report.progress import shown
    from interviewer.store.place import is_begun

    day = day_of(interview_date, now=now())
    there = open_bank(bank)
    sessions: list[Session] = []
    if is_begun():
        with open_journal() as journal:
            sessions = journal.sessions()
    found = progress_of(sessions, there.items, now=now(), interview_date=day)
    if format == "json":
        typer.echo(found.model_dump_json(indent=2))
        return
    screen = Screen.here()
    screen.say(shown(found, width=screen.width))
