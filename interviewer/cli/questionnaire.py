"""Ask an author for what is missing: an editor where there is a terminal, else plain lines."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

from interviewer.errors import InterviewerError

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen

END = "."
_ENDING = f"Esc then Enter, Ctrl-D or a line of one dot ({END}) ends it."
_ENDING_PLAIN = f"A line of one dot ({END}) ends it."
_GONE = "the input has ended; nothing was written"


def is_somebody_there() -> bool:
    """Tell whether questions can be asked: standard input is a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


class Questionnaire:
    """Ask until an answer fits. Ctrl-C is a KeyboardInterrupt, the input's end an error."""

    def __init__(self, screen: Screen) -> None:
        from interviewer.cli.screen import is_dumb

        self._screen = screen
        self._edits = sys.stdout.isatty() and not is_dumb(os.environ)

    def line(self, question: str, wrong: Callable[[str], str], offered: str = "") -> str:
        """Return one line; ``wrong`` says what is wrong with one, ``offered`` stands there."""
        self._screen.note(question)
        while True:
            text = " ".join(self._line(offered).split())
            told = wrong(text)
            if not told:
                return text
            self._screen.note(told)

    def choice(
        self,
        question: str,
        options: Mapping[str, str],
        wrong: Callable[[str], str] | None = None,
    ) -> str:
        """Return one of the options, named in full, by its number or by how it begins.

        With ``wrong``, any other word in which nothing is wrong is taken for a new one.
        """
        width = max(map(len, options), default=0)
        shown = [
            f"  {number}  {name.ljust(width)}  {meaning}".rstrip()
            for number, (name, meaning) in enumerate(options.items(), start=1)
        ]
        self._screen.say("\n".join(self._fitting([question, *shown])))
        while True:
            said = " ".join(self._line("").split())
            found = chosen(said, [*options])
            if found is not None:
                return found
            told = "Type one of the numbers, or a name."
            if wrong is not None and said and not said.isdecimal():
                told = wrong(said)
                if not told:
                    return said
            self._screen.note(told)

    def text(self, question: str, wrong: Callable[[str], str]) -> str:
        """Return a text of several lines."""
        self._screen.note(f"{question} {_ENDING if self._edits else _ENDING_PLAIN}")
        while True:
            text = self._text().strip()
            told = wrong(text)
            if not told:
                return text
            self._screen.note(told)

    def _line(self, offered: str) -> str:
        if self._edits:
            return self._edited("line", offered)
        print(f"[{offered}] " if offered else "> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise InterviewerError(_GONE)
        return line.strip() or offered

    def _text(self) -> str:
        if self._edits:
            return self._edited("paste", "")
        lines: list[str] = []
        for line in sys.stdin:
            if line.rstrip("\r\n") == END:
                return "".join(lines)
            lines.append(line)
        if not lines:
            raise InterviewerError(_GONE)
        return "".join(lines)

    def _edited(self, kind: Literal["line", "paste"], offered: str) -> str:
        from interviewer.cli.editor import Desk, edit

        done = edit("> ", offered, Desk(kind=kind))
        if done.how == "cancelled":
            raise KeyboardInterrupt
        if done.how == "gone":
            raise InterviewerError(_GONE)
        return done.text

    def _fitting(self, lines: list[str]) -> list[str]:
        from interviewer.report.text import columns, flow, printable

        fitted = []
        for line in map(printable, lines):
            if columns(line) <= self._screen.width:
                fitted.append(line)
            else:
                fitted += flow(line, self._screen.width, first="  ", rest="     ")
        return fitted


def chosen(said: str, names: list[str]) -> str | None:
    """Return the name that is meant by a number, the name itself or an unmistakable beginning."""
    if said.isdecimal() and len(said) <= len(str(len(names))) and 1 <= int(said) <= len(names):
        return names[int(said) - 1]
    if said in names:
        return said
    beginning = [name for name in names if said and name.startswith(said.lower())]
    return beginning[0] if len(beginning) == 1 else None
