"""``interviewer sessions``: the interviews that are kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from interviewer.items import Item
    from interviewer.sessions import Session
    from interviewer.store.journal import Journal

app = typer.Typer(no_args_is_help=True, help="Look at your interviews, export or delete them.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The beginning of its id, or: last.")]
Ids = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help="Beginnings of ids, or: last.")
]


@app.command("list")
def list_sessions(
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print.")
    ] = "text",
) -> None:
    """List the interviews, the latest last: id, start, mode, n questions, score, state.

    A score with two numbers is without and with help.

    Example: interviewer sessions list
    """
    import json

    from interviewer.interview.standing import standing
    from interviewer.report.sessions import listed, state_of

    with _journal() as journal:
        found = journal.sessions()
        broken = journal.broken()
    for name, why in sorted(broken.items()):
        typer.echo(f"warning: {name[:8]} cannot be read: {why}", err=True)
    if format == "json":
        rows = [
            {
                "id": session.id,
                "started_at": session.started_at,
                "mode": session.rules.mode,
                "state": state_of(session),
                **standing(session.turns, {}).model_dump(),
            }
            for session in found
        ]
        typer.echo(json.dumps(rows, indent=2))
    elif found:
        typer.echo(listed(found))
    else:
        typer.echo("no interview yet; `interviewer practice` begins one", err=True)


@app.command("show")
def show(session: Id = "last") -> None:
    """Show a whole interview: questions, answers, what was asked on, grades and the sum.

    Example: interviewer sessions show last
    """
    from interviewer.cli.screen import Screen
    from interviewer.report.sessions import told

    screen = Screen.here()
    with _journal() as journal:
        found = journal.session(journal.find(session))
    screen.say(told(found, _items(found), width=screen.width))


@app.command("export")
def export(
    sessions: Ids = None,
    everything: Annotated[bool, typer.Option("--all", help="All interviews.")] = False,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["json", "jsonl", "md", "disputes"],
        typer.Option(
            "--format",
            help="json: one object; jsonl: one a line; md: to read; disputes: for authors.",
        ),
    ] = "json",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write a file instead of printing."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write interviews out: state and events as JSON, or a transcript in Markdown.

    With --format disputes, the verdicts that you disputed, each with the answer, the label that you
    hold for right and why: ready to be sent to the authors of the bank, with no name in it.

    Example: interviewer sessions export last --format md -o monday.md

    Example: interviewer sessions export --all --format jsonl -o mine.jsonl

    Example: interviewer sessions export --all --format disputes -o disputes.yaml
    """
    import json

    from interviewer.errors import SessionError
    from interviewer.report.disputes import disputes
    from interviewer.report.transcript import transcript

    with _journal() as journal:
        ids = [each.id for each in journal.sessions()] if everything else []
        ids += [journal.find(name) for name in sessions or ([] if everything else ["last"])]
        if format == "json" and len(ids) != 1:
            raise SessionError(f"json holds one session, and these are {len(ids)}; take jsonl")
        if format == "md":
            text = "\n".join(transcript(journal.session(name)) for name in ids)
        elif format == "disputes":
            text = disputes([journal.session(name) for name in ids])
        else:
            rows = [_with_events(journal, name) for name in ids]
            text = "".join(
                json.dumps(row, ensure_ascii=False, indent=2 if format == "json" else None) + "\n"
                for row in rows
            )
    if output is None:
        sys.stdout.write(text)
        return
    from interviewer.cli.interviewing import write_new

    if force:
        output.unlink(missing_ok=True)
    write_new(output, text)
    typer.echo(f"Written to {output}.", err=True)


@app.command("delete")
def delete(
    sessions: Annotated[list[str], typer.Argument(metavar="ID...", help="Beginnings of ids.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete interviews for good; what they taught about you is forgotten with them.

    Example: interviewer sessions delete 3f9a
    """
    from interviewer.errors import SessionError

    with _journal() as journal:
        ids = [journal.find(name) for name in sessions]
        if not yes:
            if sys.stdin is None or not sys.stdin.isatty():
                raise SessionError("to delete without being asked, say --yes")
            shown = ", ".join(name[:8] for name in ids)
            if not typer.confirm(f"Delete {shown} for good?", err=True):
                raise typer.Exit(1)
        for name in ids:
            journal.delete_session(name)
            typer.echo(f"deleted {name[:8]}", err=True)


@app.command("repair")
def repair() -> None:
    """Save what a damaged journal still gives into a new one; the damaged file is kept.

    Example: interviewer sessions repair
    """
    from interviewer.store.place import journal_file
    from interviewer.store.repair import repair as repaired

    done = repaired(journal_file())
    typer.echo(
        f"{done.events} events of {done.sessions} interviews saved, {done.lost} unreadable; "
        f"the old file is {done.kept_at}"
    )


def _journal() -> Journal:
    from interviewer.store.journal import Journal
    from interviewer.store.place import journal_file

    return Journal.open(journal_file())


def _with_events(journal: Journal, session_id: str) -> dict[str, object]:
    session = journal.session(session_id)
    events = [event.model_dump(mode="json") for event in journal.events(session_id)]
    return {**session.model_dump(mode="json"), "events": events}


def _items(session: Session) -> Mapping[str, Item]:
    from interviewer.cli.wiring import open_bank

    bank = session.made_with.get("bank")
    return open_bank(Path(bank) if bank else None).items
