"""Slash commands, and the plain way to get answers: lines, from a person or a program.

An asker is the `Ask` of `interviewer.interview`; `interviewer.cli.terminal` has the
other one. A command is a whole answer of one line: in a longer answer, "/" is a character.
"""

from __future__ import annotations

import io
import select
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.interview.engine import Asked, Reply

Command = Literal["help", "skip", "idk", "quit", "unknown"]

PLAIN_HELP = "End an answer with a line that is only a dot."
HELP = """\
/skip  leave this question out; it does not count
/idk   say that you do not know; it counts, and shows what a good answer has
/quit  stop here, with the summary so far
/help  show this
A command is a whole answer. In a longer answer, / is a character like any other."""
_COMMANDS: dict[str, Command] = {"/help": "help", "/skip": "skip", "/idk": "idk", "/quit": "quit"}


def command(text: str) -> Command | None:
    """Return the command that a whole answer is; None where it is an answer."""
    line = text.strip()
    if not line.startswith("/") or "\n" in line:
        return None
    return _COMMANDS.get(line.lower(), "unknown")


def hint(text: str) -> str:
    """Return what to say to a command that nobody knows."""
    return (
        f"{text.strip()[:40]!r} is no command; there are /help, /skip, /idk and /quit. "
        "An answer of one line cannot begin with /: put a word before it."
    )


def show_question(screen: Screen, asked: Asked) -> None:
    """Print the question as both ways of asking do."""
    from interviewer.report.terminal import question

    shown = question(asked.item, asked.number, asked.total, width=screen.width)
    screen.say(f"\n{shown}\n")


class PlainAsk:
    """Ask for lines: an answer ends with a line that is only a dot, or with the input.

    No menus. Once the input has ended, no further question is shown.
    """

    def __init__(self, stream: BinaryIO, screen: Screen, *, encoding: str = "utf-8") -> None:
        self._stream = (
            stream
            if isinstance(stream, io.BufferedReader)
            else io.BufferedReader(cast(io.RawIOBase, stream))
        )
        self._screen = screen
        self._encoding = encoding

    def __call__(self, asked: Asked) -> Reply:
        """Return the next answer of the input, or Quit at its end."""
        from interviewer.interview.engine import Answered, Idk, Next, Quit, Skip

        if asked.step == "revise":
            return Next()
        if self._has_ended():
            return Quit()
        show_question(self._screen, asked)
        while (text := self._block()) is not None:
            match command(text):
                case "skip":
                    return Skip()
                case "idk":
                    return Idk()
                case "quit":
                    return Quit()
                case "help":
                    self._screen.note(f"{PLAIN_HELP}\n{HELP}")
                case "unknown":
                    self._screen.note(hint(text))
                case None:
                    return Answered(text)
        return Quit()

    def _block(self) -> str | None:
        """Return the lines up to a dot or the end; None where the end comes before any word."""
        lines: list[str] = []
        while line := self._line():
            if line.rstrip("\r\n") == ".":
                return "".join(lines).rstrip("\r\n")
            lines.append(line)
        text = "".join(lines)
        return text.rstrip("\r\n") if text.strip() else None

    def _line(self) -> str:
        try:
            return self._stream.readline().decode(self._encoding, "replace")
        except OSError:  # the terminal was closed
            return ""

    def _has_ended(self) -> bool:
        """Say whether the end of the input is known already; never waits for a line."""
        try:
            ready = bool(select.select([self._stream], [], [], 0)[0])
        except io.UnsupportedOperation:  # in memory: nothing to wait for
            ready = True
        except OSError:  # a pipe where only sockets can be asked
            return False
        try:
            return ready and not self._stream.peek(1)
        except OSError:
            return True
