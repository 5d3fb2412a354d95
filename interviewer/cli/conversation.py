"""Hold an interview: show and save every step, then the summary. Knows no prompt and no model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.grades import Grade
    from interviewer.interview import Pick
    from interviewer.interview.engine import Ask, Step
    from interviewer.items import Item
    from interviewer.sessions import Session


_JUDGING = "the judge is reading; Ctrl-C keeps the grade without it…"


def converse(
    session: Session,
    picks: Sequence[Pick],
    *,
    ask: Ask,
    grade: Callable[[Item, str], Grade],
    clock: Callable[[], str],
    screen: Screen,
    items: Mapping[str, Item],
    save: Path | None,
    refine: Callable[[Item, str], Grade] | None = None,
) -> None:
    """Interview, print the ledgers and the summary, and keep the session in ``save``.

    ``refine`` takes its time: the ledger of ``grade`` is shown until its own is there.

    A save that fails is tried again after each step; at the end it is a SessionError, once the
    summary has been shown. Errors and KeyboardInterrupt pass through once it is said what was
    saved.
    """
    from interviewer.errors import InterviewerError, SessionError
    from interviewer.interview import end
    from interviewer.interview.engine import interview
    from interviewer.interview.saving import save_session
    from interviewer.report.terminal import ledger, summary

    def graded(item: Item, text: str) -> Grade:
        with screen.waiting("grading…"):
            first = grade(item, text)
        if refine is None:
            return first
        shown = ledger(item, first, width=screen.width, color=screen.color)
        with screen.meanwhile(f"\n{shown}", _JUDGING):
            return refine(item, text)

    saved = False
    try:
        for step in interview(session, picks, ask=ask, grade=graded, clock=clock):
            session = step.session
            if save is not None:
                try:
                    save_session(session, save)
                    saved = True
                except SessionError as error:
                    saved = False
                    screen.warn(f"{error}; it is tried again after the next answer")
            if step.error is not None:
                raise step.error
            _show(step, screen)
    except (InterviewerError, KeyboardInterrupt):
        screen.note(_where(session, save if saved else None))
        raise
    screen.say(f"\n{summary(session, items, width=screen.width)}")
    if session.turns and save is not None:
        save_session(end(session, clock()), save)
    screen.note(_where(session, save))


def _show(step: Step, screen: Screen) -> None:
    from interviewer.report.terminal import flips, ledger

    grade = step.turn.revisions[-1] if step.turn.revisions else step.turn.grade
    if grade is None:
        return
    screen.say(f"\n{ledger(step.item, grade, width=screen.width, color=screen.color)}")
    if step.before is not None:
        changed = flips(step.before, grade, step.item, width=screen.width)
        screen.say(f"\nWhat the revision changed:\n{changed}")


def _where(session: Session, save: Path | None) -> str:
    if not session.turns:
        return "Nothing was answered, so nothing was saved."
    return f"Saved to {save}." if save is not None else "Not saved; --save FILE keeps a session."
