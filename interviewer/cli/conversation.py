"""Hold an interview: record and show every step, then the summary. Knows no prompt and no model."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.interview.asking import Asked, Reply
    from interviewer.interview.engine import Engine, Step
    from interviewer.items import Item
    from interviewer.sessions import Event, Session, Turn


def converse(
    session: Session,
    engine: Engine,
    *,
    record: Callable[[Event], None],
    screen: Screen,
    history: Sequence[Session] = (),
) -> Session:
    """Interview from where the session stands, and return it as it stands at the end.

    Every event is recorded before anything is shown or asked after it. ``history`` holds the
    sessions before. Errors and KeyboardInterrupt pass through: what was recorded stands.
    """
    shower = _Shower(screen, engine, history)
    held = engine._replace(ask=shower.asking(engine.ask))
    for step in held.run(session):
        session = step.session
        if step.event is not None:
            record(step.event)
        shower.show(step)
    return session


class _Shower:
    """Show what a step means to the candidate, each thing once."""

    def __init__(self, screen: Screen, engine: Engine, history: Sequence[Session]) -> None:
        self._screen = screen
        self._engine = engine
        self._history = history
        self._revealed: set[tuple[str, int]] = set()

    def asking(self, ask: Callable[[Asked], Reply]) -> Callable[[Asked], Reply]:
        """Return the asker behind the reveal of a question that is over."""

        def revealing(asked: Asked) -> Reply:
            if asked.step == "after":
                self._reveal(asked.item, asked.session.turns[-1])
            return ask(asked)

        return revealing

    def show(self, step: Step) -> None:
        """Print what the candidate reads of a step."""
        from interviewer.sessions import Disputed, Ended

        if step.note:
            self._screen.note(step.note)
        match step.event:
            case Disputed(ruling=ruling):
                said = "" if ruling is None else f" The judge says: {ruling.label}."
                self._screen.note(f"Noted; both verdicts are kept, and it moves nothing.{said}")
            case Ended():
                self._ended(step.session)

    def _reveal(self, item: Item, turn: Turn) -> None:
        from interviewer.report.turn import reveal

        key = (turn.question_id, len(turn.revisions))
        if key in self._revealed:
            return
        self._revealed.add(key)
        before = _last_time(turn.question_id, self._history)
        width, color = self._screen.width, self._screen.color
        self._screen.say(f"\n{reveal(item, turn, before=before, width=width, color=color)}")

    def _ended(self, session: Session) -> None:
        from interviewer.interview.work import work_on
        from interviewer.report.terminal import question, summary

        rules, items, screen = session.rules, self._engine.items, self._screen
        if session.ended_because == "time" and not rules.hard:
            screen.note("The time is up.")
        if rules.feedback == "none":
            screen.say(_kept(session))
            return
        if rules.feedback == "end":
            for number, turn in enumerate(session.turns, start=1):
                item = items.get(turn.question_id)
                if item is not None and turn.grade is not None:
                    total = len(session.turns)
                    screen.say(f"\n{question(item, number, total, width=screen.width)}")
                    self._reveal(item, turn)
        work = work_on(session, self._history, items)
        screen.say(f"\n{summary(session, items, work, width=screen.width)}")


def told_again(session: Session, items: Mapping[str, Item], screen: Screen) -> None:
    """Show what a candidate who comes back must know of the question on the screen."""
    from interviewer.report.text import paragraphs

    turn = session.open_turn
    if turn is None or turn.status is None or turn.question_id not in items:
        return
    screen.say("\nWhere you were:\n")
    screen.say("\n".join(paragraphs(turn.prompt, screen.width)))
    screen.say("\nYour answer:\n")
    screen.say("\n".join(paragraphs(turn.answer or "(none)", screen.width, indent="    ")))


def _kept(session: Session) -> str:
    answered = sum(turn.status == "answered" for turn in session.turns)
    words = "1 answer is" if answered == 1 else f"{answered} answers are"
    return f"\n{words} kept. To see the grades: interviewer sessions show last"


def _last_time(question_id: str, history: Sequence[Session]) -> Turn | None:
    turns = [turn for session in history for turn in session.turns]
    asked = [turn for turn in turns if turn.question_id == question_id and turn.grade is not None]
    return asked[-1] if asked else None
