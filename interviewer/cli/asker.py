"""Who is asked: a terminal's editor, plain lines, or a file of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.interviewing import Input
    from interviewer.cli.recorder import Keeper
    from interviewer.cli.screen import Screen
    from interviewer.interview.asking import Ask
    from interviewer.items import Item
    from interviewer.sessions import Event, Session


class Situation:
    """What a candidate may ask about while the interview goes on: where it stands, and why."""

    def __init__(
        self, session: Session, history: Sequence[Session], items: Mapping[str, Item]
    ) -> None:
        self.session = session
        self._history = history
        self._items = items

    def happened(self, event: Event) -> None:
        """Follow the interview by one event."""
        from interviewer.interview.fold import apply

        self.session = apply(self.session, event)

    def why(self) -> str:
        """Return why this question was picked."""
        turn = self.session.open_turn
        return "" if turn is None else f"Why this question: {turn.reason}."

    def progress(self) -> str:
        """Return how far the interview is, and the ability where enough was answered.

        No score of a question that is still open, and none at all before an exam is over.
        """
        from interviewer.interview.ability import ability

        rules = self.session.rules
        closed = sum(turn.closed for turn in self.session.turns)
        told = f"{closed} of {rules.questions} questions done."
        if rules.feedback == "each":
            shown = ability([*self._history, self.session], self._items).shown
            told += f" Ability {shown}." if shown else ""
        return told

    def time_left(self) -> str:
        """Return the candidate's own time, spent and left."""
        from interviewer.cli.durations import clock_of

        spent = self.session.seconds
        if self.session.rules.seconds is None:
            return f"{clock_of(spent)} of your own time so far; nothing limits it."
        left = max(0.0, self.session.rules.seconds - spent)
        return f"{clock_of(left)} left of {clock_of(self.session.rules.seconds)}."


def asker(screen: Screen, words: Input, situation: Situation, keep: Keeper) -> Ask:
    """Return a terminal's asker where there is one on both ends, else plain lines or a script."""
    import io
    import os
    import sys

    from interviewer.cli.ask import PLAIN_HELP, PlainAsk, ScriptAsk, Tools
    from interviewer.cli.screen import is_dumb
    from interviewer.cli.terminal import TERMINAL_HELP, TerminalAsk

    if words.answers is not None:
        return ScriptAsk.read(words.answers, screen)
    tools = Tools(keep, situation.progress, situation.why, situation.time_left)
    opening = _opening(situation.session)
    is_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if is_terminal and not words.plain and not is_dumb(os.environ):
        screen.note(f"{opening} {TERMINAL_HELP} /help tells more.")
        return TerminalAsk(screen, tools)
    screen.note(f"{opening} {PLAIN_HELP}")
    if sys.stdin is None:  # closed by whoever started us
        return PlainAsk(io.BytesIO(), screen, tools)
    return PlainAsk(sys.stdin.buffer, screen, tools, encoding=sys.stdin.encoding)


def _opening(session: Session) -> str:
    from interviewer.cli.durations import clock_of

    rules = session.rules
    count = f"{rules.questions} {'question' if rules.questions == 1 else 'questions'}"
    limit = "" if rules.seconds is None else f", {clock_of(rules.seconds)} of your own time"
    kind = {"practice": "", "exam": "Exam: ", "drill": "Drill: "}[rules.mode]
    return f"{kind}{count}{limit}, seed {session.seed}."
