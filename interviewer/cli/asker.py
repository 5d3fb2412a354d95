"""Who is asked: a terminal's editor, plain lines, or a file of answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.interviewing import Input
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
        self.items = items

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
            shown = ability([*self._history, self.session], self.items).shown
            told += f" Ability {shown}." if shown else ""
        return told

    def time(self, here: float) -> str:
        """Return the candidate's own time, used and left, with the seconds ``here`` so far."""
        from interviewer.cli.durations import told

        used, limit = self.session.seconds + here, self.session.rules.seconds
        if limit is None:
            return f"{told(used)} used."
        return f"{told(used)} used, {told(limit - used)} left."


def asker(
    screen: Screen, words: Input, situation: Situation, keep: Callable[[str, float], None]
) -> Ask:
    """Return a terminal's asker where there is one on both ends, else plain lines or a script."""
    import io
    import os
    import sys

    from interviewer.cli.ask import PLAIN_HELP, PlainAsk, ScriptAsk, Tools
    from interviewer.cli.screen import is_dumb
    from interviewer.cli.terminal import TERMINAL_HELP, TerminalAsk

    if words.answers is not None:
        return ScriptAsk.read(words.answers, screen, situation.items)
    tools = Tools(keep, situation.progress, situation.why, situation.time)
    opening = _opening(situation.session)
    is_terminal = sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()
    if is_terminal and not words.plain and not is_dumb(os.environ):
        screen.note(f"{opening} {TERMINAL_HELP} /help tells more.")
        return TerminalAsk(screen, tools)
    screen.note(f"{opening} {PLAIN_HELP}")
    if sys.stdin is None:  # closed by whoever started us
        return PlainAsk(io.BytesIO(), screen, tools)
    return PlainAsk(sys.stdin.buffer, screen, tools)


def _opening(session: Session) -> str:
    from interviewer.cli.durations import clock_of

    rules = session.rules
    count = f"{rules.questions} {'question' if rules.questions == 1 else 'questions'}"
    limit = "" if rules.seconds is None else f", {clock_of(rules.seconds)} of your own time"
    kind = {"practice": "", "exam": "Exam: ", "drill": "Drill: "}[rules.mode]
    return f"{kind}{count}{limit}, seed {session.seed}."
