"""The plain way to get answers: lines, from a pipe, a dumb terminal or under a screen reader.

`interviewer.cli.terminal` has the way with an editor, `interviewer.cli.script` the one with a file.
Each is an `Ask` of `interviewer.interview.asking`.
"""

from __future__ import annotations

import io
import os
import select
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, cast

from interviewer.cli.commands import choice, command, escaped, fitting, hint, parse, unescaped
from interviewer.cli.disputing import Disputing, Line
from interviewer.cli.drafting import Drafting
from interviewer.cli.script import ScriptAsk
from interviewer.cli.underway import (
    BEGUN,
    RATES,
    SO_FAR,
    THEN_ENTER,
    TIME_IS_UP,
    Tools,
    Underway,
    menu,
    rated,
    reply_of,
    show,
    tell,
    word_after,
)
from interviewer.interview.asking import Answer, Asked, Hint, Next, Pause, Reply, Revise

if TYPE_CHECKING:
    from interviewer.cli.commands import Name, Place
    from interviewer.cli.screen import Screen

__all__ = ["PLAIN_HELP", "PlainAsk", "ScriptAsk", "Tools"]

PLAIN_HELP = "End an answer with a line that is only a dot."
_END = "."
_AGAIN = "Nothing is written. Ctrl-D again saves and leaves."
_REVISING = (
    "Write the answer once more, or /edit it; a line that is only a dot ends it. "
    "/skip leaves it as it was."
)


class PlainAsk:
    """Ask for lines: an answer ends with a line that is only a dot, or with the input.

    A line that is a command runs at once, with the words before it kept. Menus come on a terminal
    only; no cursor is moved. Once the input has ended, no further question is shown, and the
    interview is left to be gone on with. ``seconds`` tells seconds from any point on.
    """

    def __init__(
        self,
        stream: BinaryIO,
        screen: Screen,
        tools: Tools,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = (
            stream
            if isinstance(stream, io.BufferedReader)
            else io.BufferedReader(cast(io.RawIOBase, stream))
        )
        self._screen = screen
        self._tools = tools
        self._seconds = seconds
        self._is_terminal = stream.isatty()
        self._held: Underway | None = None
        self._last: tuple[str, str, str] | None = None
        self._disputing = Disputing(screen, self._reason)

    def __call__(self, asked: Asked) -> Reply:
        """Return the next answer of the input, or Pause at its end."""
        under = Underway.of(asked, self._seconds, self._held)
        self._held = None
        if asked.step in ("after", "rate"):
            if not self._is_terminal:
                return Next()
            return self._after(under) if asked.step == "after" else self._rate()
        if not self._is_terminal and self._has_ended() and under.thinking is None:
            return Pause(under.words)
        place = asked.step
        if self._last != (asked.item.id, place, asked.text):
            self._last = (asked.item.id, place, asked.text)
            show(self._screen, asked)
            self._begin(under)
        return self._write(place, under) or Next()

    def _begin(self, under: Underway) -> None:
        if under.clock():
            self._screen.note(f"{under.clock()}.")
        if under.words:
            self._screen.note(f"You had written this; go on:\n{under.words}")

    def _write(self, place: Place, under: Underway) -> Reply | None:
        """Return the reply that the next lines make; None where a revision is left as it was."""
        draft = under.asked.draft if place == "revise" else under.words
        lines = draft.split("\n") if draft else []
        with Drafting(self._tools.keep, under.spent, draft) as drafting:
            while True:
                line = self._line()
                words = "\n".join(lines)
                if line is None:
                    return Pause(words)
                if not line and not words.strip():
                    line = self._line_after_an_end()
                if not line and (under.thinking is None or not words.strip()):
                    return Pause(words)
                assert line is not None
                under = under.first_key(self._seconds())
                line, has_ended = line.rstrip("\r\n"), not line
                found = None if has_ended else command(line)
                if has_ended or line == _END:
                    reply = self._sent(place, under, words)
                    if reply is not None or has_ended:
                        return reply or Pause(words)
                    lines = []
                elif found is None:
                    lines.append(line)
                elif place == "revise" and found.name == "skip":
                    drafting.typed("")
                    return None
                else:
                    reply = self._run(found.name, place, under, lines)
                    if reply is not None:
                        return reply
                drafting.typed("\n".join(lines))
                late = under.late
                if late is not None and late <= 0:
                    self._screen.note(TIME_IS_UP)
                    return self._worded(place, under, "\n".join(lines))

    def _sent(self, place: Place, under: Underway, words: str) -> Reply | None:
        """Return the words as a reply; None where they are no answer, but a slip."""
        unknown = parse(words).unknown
        if unknown:
            self._screen.note(hint(unknown, fitting(place, under.asked.session.rules.mode)))
            return None
        return self._worded(place, under, words)

    def _worded(self, place: Place, under: Underway, words: str) -> Reply:
        text = unescaped(words).rstrip("\n")
        if place == "revise":
            return Revise(text, under.thinking)
        return Answer(text, under.thinking)

    def _run(self, name: Name, place: Place, under: Underway, lines: list[str]) -> Reply | None:
        """Return the reply that a command is; else do what it says, with the lines so far."""
        words = "\n".join(lines)
        if tell(name, place, under, self._screen, self._tools, PLAIN_HELP):
            return None
        if name == "edit":
            answer = escaped(under.asked.answer) if place == "revise" else ""
            lines[:] = self._edited(words or answer)
        elif name == "paste":
            lines += self._pasted()
        else:
            reply = reply_of(name, words)
            if reply is None:
                self._screen.note(
                    "You have written something: a line that is only a dot sends it, "
                    "/idk alone says that you do not know."
                )
            elif isinstance(reply, Hint):
                self._held = under.held(words)
            return reply
        return None

    def _edited(self, words: str) -> list[str]:
        from interviewer.cli.own_editor import in_own_editor

        if not self._is_terminal:
            kept = f" {SO_FAR}" if words.strip() else ""
            self._screen.note(f"There is no terminal for an editor.{kept}")
            return words.split("\n") if words else []
        edited = in_own_editor(unescaped(words), os.environ)
        self._screen.note(edited.note or f"You have written:\n{edited.text}")
        return escaped(edited.text).split("\n") if edited.text else []

    def _pasted(self) -> list[str]:
        """Return the lines up to a dot, none of which does anything."""
        lines: list[str] = []
        while (line := self._line()) and line.rstrip("\r\n") != _END:
            lines.append(escaped(line.rstrip("\r\n")))
        self._screen.note(f"{len(lines)} lines taken. {PLAIN_HELP}")
        return lines

    def _after(self, under: Underway) -> Reply:
        asked = under.asked
        self._screen.say()
        if asked.draft:
            self._screen.note(BEGUN)
        shown = menu(asked, THEN_ENTER)
        while True:
            self._screen.note(shown)
            line = self._line() or self._line_after_an_end()
            if not line:
                return Pause()
            if not line.strip():
                return Next()
            chosen = choice(line)
            if chosen is None:
                self._screen.note(f"{line.strip()[:40]!r} is none of these.")
            elif not tell(chosen.name, "after", under, self._screen, self._tools, shown):
                reply = (
                    self._revised(asked)
                    if chosen.name == "revise"
                    else word_after(chosen, asked, self._screen, self._disputing)
                )
                if reply is not None:
                    return reply

    def _revised(self, asked: Asked) -> Reply | None:
        self._screen.note(_REVISING)
        under = Underway.of(asked._replace(seconds_left=None), self._seconds, None)
        self._begin(under)
        reply = self._write("revise", under)
        if isinstance(reply, Revise) and reply.text in ("", asked.answer):
            self._screen.note("Nothing was changed, so there is nothing to grade again.")
            self._tools.keep("", 0.0)
            return None
        return reply

    def _rate(self) -> Reply:
        self._screen.note(RATES + THEN_ENTER)
        while line := self._line() or self._line_after_an_end():
            reply = rated(line.strip())
            if reply is not None:
                return reply
            self._screen.note(RATES + THEN_ENTER)
        return Pause()

    def _reason(self, message: str, draft: str) -> Line:
        line = self._line()
        return Line((line or draft).strip(), given_up=not line)

    def _line_after_an_end(self) -> str | None:
        """Return the line after an end of the input, which on a terminal may be a slip: Ctrl-D."""
        if not self._is_terminal:
            return None
        self._screen.note(_AGAIN)
        return self._line()

    def _line(self) -> str | None:
        """Return the next line, empty at the end; None where the terminal was closed."""
        try:
            return self._stream.readline().decode("utf-8", "replace")
        except OSError:
            return None

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
