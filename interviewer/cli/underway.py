"""One asking while it is under way: what was typed since when, and what both ways of asking say."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from interviewer.interview.asking import (
    Asked,
    Hint,
    Idk,
    Next,
    Pause,
    Quit,
    Rate,
    Reply,
    Skip,
)

if TYPE_CHECKING:
    from interviewer.cli.commands import Command, Name, Place
    from interviewer.cli.disputing import Disputing
    from interviewer.cli.screen import Screen

ALL = 9
"""The key for "I had all of it"; the keys below it are even steps down to 0. A choice: one key."""
RATES = (
    "How much of it did you have? 0 nothing, 5 about half, 9 all; "
    "Enter: do not say, p: pause, q: quit"
)
MENU = (
    "Enter: {next}, r: revise, s: the reference, d: dispute, w: why this question, "
    "p: pause, q: quit"
)
ONE_KEY = " (one key)"
THEN_ENTER = " (a letter needs Enter)"
"""What a menu and a rating end with: whether a key is enough."""
TIME_IS_UP = "The time is up; your answer is taken as it stands."
SO_FAR = "What you wrote is kept."
BEGUN = "You had begun to write your answer once more; r goes on with it."


class Tools(NamedTuple):
    """What a command needs that is no reply.

    ``keep`` makes a draft durable, with the seconds spent on what is asked so far; it is called
    from another thread. The others return what to show; ``time`` gets those seconds too.
    """

    keep: Callable[[str, float], None]
    progress: Callable[[], str]
    why: Callable[[], str]
    time: Callable[[float], str]


class Underway(NamedTuple):
    """What was typed for one asking, since when; ``before`` are the seconds before a hint."""

    asked: Asked
    seconds: Callable[[], float]
    begun: float
    words: str
    thinking: float | None = None
    before: float = 0.0

    @classmethod
    def of(cls, asked: Asked, seconds: Callable[[], float], held: Underway | None) -> Underway:
        """Return an asking that begins now, or goes on after the hint that ``held`` ended with."""
        if held is None or (held.asked.item.id, held.asked.step) != (asked.item.id, asked.step):
            return cls(asked, seconds, seconds(), asked.draft)
        return held._replace(asked=asked, begun=seconds())

    def held(self, words: str) -> Underway:
        """Return the asking as it stands, to go on with after a hint."""
        return self._replace(words=words, before=self.spent())

    def spent(self) -> float:
        """Return the seconds since it was shown."""
        return self.before + max(0.0, self.seconds() - self.begun)

    def first_key(self, at: float | None) -> Underway:
        """Return the asking with the time of its first key, unless that is known."""
        if at is None or self.thinking is not None:
            return self
        return self._replace(thinking=round(self.before + max(0.0, at - self.begun), 3))

    def left(self) -> float | None:
        """Return the candidate's own seconds still to go; None where nobody counts them."""
        left = self.asked.seconds_left
        return None if left is None else left - self.spent()

    @property
    def late(self) -> float | None:
        """Return in how many seconds the answer is taken as it stands; None for never."""
        return self.left() if self.asked.session.rules.hard else None

    def clock(self) -> str:
        """Return the time left in words; empty where nobody counts it."""
        from interviewer.cli.durations import clock_of

        left = self.left()
        if left is None:
            return ""
        return f"{clock_of(left)} left" if left > 0 else _OVER

    def bar(self, columns: int) -> str:
        """Return the foot of the screen: the time left, then what fits of the keys."""
        clock = self.clock()
        bars = [" | ".join([*([clock] if clock else []), *keys]) for keys in _KEYS]
        short = bars[-1].replace(_OVER, _OVER.partition(":")[0])
        return next((bar for bar in (*bars, short) if len(bar) <= columns), short)


_OVER = "time is up: finish this answer"
_KEYS = (
    ("Esc Enter or Ctrl-D: send", "Enter: new line", "/help"),
    ("Ctrl-D: send", "Enter: new line", "/help"),
    ("Ctrl-D: send", "/help"),
)


def show(screen: Screen, asked: Asked) -> None:
    """Print what is asked: the question and why it came, or the interviewer's next words."""
    from interviewer.report.terminal import question
    from interviewer.report.text import flow

    if asked.step == "question":
        why = asked.session.turns[-1].reason if asked.session.turns else ""
        shown = question(asked.item, asked.number, asked.total, why=why, width=screen.width)
    else:
        shown = "\n".join(flow(asked.text, screen.width, first="Interviewer: "))
    screen.say(f"\n{shown}\n")


def menu(asked: Asked, how: str) -> str:
    """Return what can be done once the grade was shown, and how it is typed."""
    return MENU.format(next="next" if asked.number < asked.total else "finish") + how


def tell(
    name: Name, place: Place, under: Underway, screen: Screen, tools: Tools, keys: str
) -> bool:
    """Answer a command that is no reply, and one that does not fit; return whether it was."""
    from interviewer.cli.commands import fitting, help_text, misfit

    mode = under.asked.session.rules.mode
    if name not in fitting(place, mode):
        screen.note(misfit(name, place, mode))
        return True
    match name:
        case "help":
            screen.note(f"{keys}\n{help_text(place, mode)}")
        case "repeat":
            show(screen, under.asked)
        case "progress":
            screen.note(tools.progress())
        case "why":
            screen.note(tools.why())
        case "time":
            screen.note(tools.time(under.spent()))
        case _:
            return False
    return True


def reply_of(name: Name, words: str) -> Reply | None:
    """Return the reply that a command is, with the words typed before it; None where it is none.

    Who has written something does not say that they do not know: that is no reply.
    """
    match name:
        case "hint":
            return Hint()
        case "skip":
            return Skip()
        case "idk":
            return None if words.strip() else Idk()
        case "pause":
            return Pause(words)
        case "quit":
            return Quit()
    return None


def word_after(chosen: Command, asked: Asked, screen: Screen, disputing: Disputing) -> Reply | None:
    """Return the reply that a word in the menu is; None where it was answered on the screen."""
    from interviewer.report.terminal import reference

    if chosen.name == "reference":
        screen.say(reference(asked.item, width=screen.width))
        return None
    if chosen.name == "dispute":
        return disputing(chosen.words, asked)
    return reply_of(chosen.name, "")


def writing_again(asked: Asked, seconds: Callable[[], float]) -> Underway:
    """Return the answer being written once more, against no clock.

    It goes on from what was typed of a revision before, else from the answer as it stands.
    """
    from interviewer.cli.commands import escaped

    untimed = asked._replace(seconds_left=None, draft=asked.draft or escaped(asked.answer))
    return Underway.of(untimed, seconds, None)


def rated(key: str) -> Reply | None:
    """Return the reply that a key is where the candidate rates themselves; None for another key."""
    if not key:
        return Next()
    if len(key) == 1 and key in "0123456789":
        return Rate(int(key) / ALL)
    match key.lower():
        case "p" | "/pause":
            return Pause()
        case "q" | "/quit":
            return Quit()
    return None
