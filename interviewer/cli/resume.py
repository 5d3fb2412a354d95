"""``interviewer resume``: go on with an interview where it was left, or cut off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.cli import interview_options, judge_options

if TYPE_CHECKING:
    from interviewer.cli.interviewing import Input, Output
    from interviewer.cli.screen import Screen
    from interviewer.settings import JudgeSettings
    from interviewer.store.journal import Journal


def resume(
    session: Annotated[
        str, typer.Argument(metavar="[ID]", help="Which interview; else the last unfinished one.")
    ] = "",
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_when: judge_options.When = None,
    transcript: interview_options.Transcript = None,
    as_json: interview_options.AsJson = False,
    plain: interview_options.Plain = False,
) -> None:
    """Go on with an interview where it was left, or where it was cut off.

    Everything is as it was: the question on the screen, what you had typed, the rules, the seed.
    `interviewer sessions list` shows which interviews there are.

    Example: interviewer resume

    Example: interviewer resume 3f9a
    """
    from interviewer.cli.interviewing import Input, Output, open_journal
    from interviewer.cli.judging import chosen
    from interviewer.cli.screen import Screen

    screen = Screen.here(quiet_out=as_json)
    output = Output(transcript, as_json)
    settings = chosen(
        {"model": judge, "url": judge_url, "when": judge_when, "on_failure": "matcher"}
    )
    with open_journal() as journal:
        go_on(journal, session, settings, screen, Input(plain), output)


def go_on(
    journal: Journal,
    name: str,
    settings: JudgeSettings,
    screen: Screen,
    words: Input,
    output: Output,
) -> None:
    """Take up the session of this id or prefix; empty means the last unfinished one."""
    from interviewer.cli.interviewing import MadeWith, hold, now
    from interviewer.cli.wiring import open_bank
    from interviewer.errors import SessionError
    from interviewer.interview.fold import replay
    from interviewer.sessions import Drafted, Event, Resumed

    if not name:
        unfinished = journal.unfinished()
        if not unfinished:
            raise SessionError("no interview is unfinished; `interviewer practice` begins one")
        name = unfinished[0].id
    session_id = journal.find(name)
    events = journal.events(session_id)
    session = replay(events)
    if session.ended_at is not None:
        raise SessionError(
            f"session {session_id[:8]!r} is over; `interviewer sessions show {session_id[:8]}` "
            "shows it"
        )
    bank = MadeWith.of(session).bank
    there = open_bank(Path(bank) if bank else None)
    back: list[Event] = [Resumed(at=max(session.last_at, now()))]
    draft = journal.draft(session_id)
    if draft is not None:
        text, seconds = draft
        back.append(Drafted(at=back[0].at, text=text, seconds=seconds))
    hold(
        journal,
        events,
        back,
        items=there.items,
        settings=settings,
        screen=screen,
        words=words,
        output=output,
    )
