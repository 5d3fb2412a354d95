"""``interviewer sessions``: the interviews that are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
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

    A score with two numbers is without and with help; none counts a question that is still open,
    or a grade that is not due yet.

    Example: interviewer sessions list
    """
    import json

    from interviewer.cli.screen import Screen
    from interviewer.report.sessions import listed, standing_of, state_of
    from interviewer.store.place import is_begun

    screen = Screen.here()
    found: list[Session] = []
    if is_begun():
        with _journal() as journal:
            found = journal.sessions()
            _warn_of_broken(journal)
    if format == "json":
        rows = [
            {
                "id": session.id,
                "started_at": session.started_at,
                "mode": session.rules.mode,
                "state": state_of(session),
                **standing_of(session).model_dump(),
            }
            for session in found
        ]
        screen.say(json.dumps(rows, indent=2))
    elif found:
        screen.say(listed(found))
    else:
        screen.note("no interview yet; `interviewer practice` begins one")


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
    screen.say(told(found, _items(found, screen), width=screen.width))


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
    from interviewer.cli.screen import Screen
    from interviewer.errors import SessionError
    from interviewer.report.disputes import disputes
    from interviewer.report.transcript import transcript

    with _journal() as journal:
        ids = [journal.find(name) for name in sessions or ([] if everything else ["last"])]
        if everything:
            _warn_of_broken(journal)
            ids += [each.id for each in journal.sessions()]
        ids = list(dict.fromkeys(ids))
        if format == "json" and len(ids) != 1:
            raise SessionError(f"json holds one session, and these are {len(ids)}; take jsonl")
        if format == "md":
            text = "\n".join(transcript(journal.session(name)) for name in ids)
        elif format == "disputes":
            text = disputes([journal.session(name) for name in ids])
        else:
            indent = 2 if format == "json" else None
            text = "".join(_as_json(journal, name, indent) for name in ids)
    screen = Screen.here()
    if output is None:
        if format == "md":
            screen.say(text.removesuffix("\n"))
        else:
            typer.echo(text, nl=False)
        return
    _write(output, text, force=force)
    screen.note(f"Written to {output}.")


@app.command("delete")
def delete(
    sessions: Ids = None,
    everything: Annotated[
        bool, typer.Option("--all", help="All interviews, and what repairs have left of them.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Delete interviews for good; what they taught about you is forgotten with them.

    Files that may still hold words of them are named. Those that a repair has put aside go with
    --all; a judge's replies and what you exported are yours to delete.

    Example: interviewer sessions delete 3f9a

    Example: interviewer sessions delete --all
    """
    from interviewer.cli.deleting import delete_all, delete_some
    from interviewer.cli.screen import Screen
    from interviewer.errors import SessionError

    if bool(sessions) == everything:
        raise SessionError("name the interviews to delete by their ids, or say --all for all")
    with _journal() as journal:
        if everything:
            delete_all(journal, Screen.here(), yes=yes)
        else:
            delete_some(journal, sessions or [], Screen.here(), yes=yes)


@app.command("repair")
def repair() -> None:
    """Save what a damaged journal still gives into a new one; the damaged file is kept.

    A journal in which all can be read is left as it is.

    Example: interviewer sessions repair
    """
    from interviewer.cli.screen import Screen
    from interviewer.report.text import printable
    from interviewer.store.place import journal_file
    from interviewer.store.repair import repair as repaired

    done = repaired(journal_file())
    held = f"{done.events} events of {done.sessions} interview{'' if done.sessions == 1 else 's'}"
    told = (
        f"nothing to repair: all {held} can be read"
        if done.kept_at is None
        else f"{held} saved, {done.lost} more known of and lost; the old file is {done.kept_at}"
    )
    Screen.here().say(printable(told))


def _journal() -> Journal:
    from interviewer.errors import SessionError
    from interviewer.store.journal import Journal
    from interviewer.store.place import is_begun, journal_file

    if not is_begun():
        raise SessionError("there is no interview yet; `interviewer practice` begins one")
    return Journal.open(journal_file())


def _warn_of_broken(journal: Journal) -> None:
    from interviewer.cli.screen import Screen

    for name, why in sorted(journal.broken().items()):
        Screen.here().warn(f"{name[:8]} cannot be read: {why}")


def _as_json(journal: Journal, session_id: str, indent: int | None) -> str:
    """Return a session in ASCII: no terminal obeys what an answer holds, and JSON loses nothing."""
    import json

    session = journal.session(session_id)
    events = [event.model_dump(mode="json") for event in journal.events(session_id)]
    return json.dumps({**session.model_dump(mode="json"), "events": events}, indent=indent) + "\n"


def _write(output: Path, text: str, *, force: bool) -> None:
    """Write a file for its owner alone; another one gives way only whole, and only to force."""
    from interviewer.cli.own_files import write_new, write_over
    from interviewer.errors import SessionError

    if not os.path.lexists(output):
        write_new(output, text)
        return
    if output.is_symlink() or not output.is_file():
        raise SessionError(f"{output}: is no plain file; name another with --output")
    if not force:
        raise SessionError(f"{output}: is there already; --force replaces it")
    write_over(output, text)


def _items(session: Session, screen: Screen) -> Mapping[str, Item]:
    """Return the questions that a session was held on; none where their bank is gone."""
    from interviewer.cli.wiring import open_bank
    from interviewer.errors import BankError

    bank = session.made_with.get("bank")
    try:
        return open_bank(Path(bank) if bank else None).items
    except BankError as error:
        screen.warn(f"{error}; shown without the keypoints")
        return {}
