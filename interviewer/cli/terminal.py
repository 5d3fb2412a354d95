"""The terminal's way to get answers: an editor of many lines, and a menu after each grade."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from interviewer.cli.commands import (
    LETTERS,
    MEANINGS,
    Typed,
    choice,
    escaped,
    fitting,
    hint,
    parse,
    unescaped,
)
from interviewer.cli.disputing import Disputing, Line
from interviewer.cli.drafting import Drafting
from interviewer.cli.underway import (
    BEGUN,
    ONE_KEY,
    RATES,
    SO_FAR,
    TIME_IS_UP,
    Tools,
    Underway,
    menu,
    rated,
    reply_of,
    show,
    tell,
    word_after,
    writing_again,
)
from interviewer.interview.asking import Answer, Asked, Hint, Next, Pause, Reply, Revise

if TYPE_CHECKING:
    from interviewer.cli.commands import Name, Place
    from interviewer.cli.editor import Desk, Edited
    from interviewer.cli.screen import Screen

TERMINAL_HELP = "Enter begins a new line; Esc then Enter, or Ctrl-D, sends the answer."
TWICE_SECONDS = 2.0
"""Two Ctrl-C within so long leave: a choice, long enough to read what the first one says."""
_KEYS = (
    f"{TERMINAL_HELP} Tab completes a command; Ctrl-X Ctrl-E is /edit. "
    "Ctrl-C twice leaves, with everything kept; where nothing is written, Ctrl-D does so too."
)
_PASTING = "Paste; a line of one dot ends it."
_AGAIN = f"Press Ctrl-C again within {TWICE_SECONDS:.0f} s to save and leave."
_WRITTEN = "You have written something: Esc Enter sends it, /idk alone says that you do not know."
_BLANK = "Nothing is written yet. /skip leaves it out, /idk says that you do not know."
_BLANK_REVISION = "Nothing is written. /skip leaves the answer as it was."
_LETTERS = "".join(letter + letter.upper() for letter in LETTERS)
_UNCHANGED = "Nothing was changed, so there is nothing to grade again."


class TerminalAsk:
    """Ask on a terminal: an editor of many lines for words, a line or a key for all else.

    The first Ctrl-C gives up what is being done and keeps what is typed; a second one within
    `TWICE_SECONDS`, with nothing typed in between, raises KeyboardInterrupt. Ctrl-D where nothing
    is written is a Ctrl-C. ``seconds`` tells seconds from any point on.
    """

    def __init__(
        self, screen: Screen, tools: Tools, *, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._screen = screen
        self._tools = tools
        self._seconds = seconds
        self._held: Underway | None = None
        self._last: tuple[str, str, str] | None = None
        self._interrupted: float | None = None
        self._revision: tuple[str, str] | None = None
        self._disputing = Disputing(screen, self._reason)

    def __call__(self, asked: Asked) -> Reply:
        """Return the candidate's reply; Pause where the terminal has gone."""
        under = Underway.of(asked, self._seconds, self._held)
        self._held = None
        if asked.step == "rate":
            return self._rate()
        if asked.step == "after":
            return self._after(under)
        if self._last != (asked.item.id, asked.step, asked.text):
            self._last = (asked.item.id, asked.step, asked.text)
            show(self._screen, asked)
        return self._write(asked.step, under) or Next()

    def _write(self, place: Place, under: Underway) -> Reply | None:
        """Return the reply that is written; None where a revision is left as it was."""
        words, cursor = under.words, None
        with Drafting(self._tools.keep, under.spent, words) as drafting:
            while True:
                done = self._edit("> ", words, self._desk(place, under, drafting), cursor=cursor)
                under = under.first_key(done.first_key)
                words, cursor = done.text, done.cursor
                drafting.typed(words)
                if done.how == "gone":
                    return Pause(words)
                if done.how == "late":
                    self._screen.note(TIME_IS_UP)
                    return _worded(place, words, under)
                if done.how == "cancelled":
                    self._cancel(done)
                    if place == "revise":
                        self._revision = (under.asked.item.id, words)
                        return None
                    continue
                typed = done.typed or parse(words)
                if typed.unknown:
                    mode = under.asked.session.rules.mode
                    self._screen.note(hint(typed.unknown, fitting(place, mode)))
                    continue
                words, cursor = typed.words, None
                if typed.command is None and words.strip():
                    return _worded(place, words, under)
                if typed.command is None:
                    self._screen.note(_BLANK_REVISION if place == "revise" else _BLANK)
                elif typed.command.name == "skip" and place == "revise":
                    drafting.typed("")
                    self._revision = (under.asked.item.id, escaped(under.asked.answer))
                    return None
                elif typed.command.name in ("edit", "paste"):
                    words = self._taken(typed, under, drafting)
                else:
                    reply = self._run(typed.command.name, place, under, words)
                    if reply is not None:
                        drafting.typed(words)
                        return reply
                drafting.typed(words)

    def _run(self, name: Name, place: Place, under: Underway, words: str) -> Reply | None:
        if tell(name, place, under, self._screen, self._tools, _KEYS):
            return None
        reply = reply_of(name, words)
        if reply is None:
            self._screen.note(_WRITTEN)
        elif isinstance(reply, Hint):
            self._held = under.held(words)
        return reply

    def _taken(self, typed: Typed, under: Underway, drafting: Drafting) -> str:
        """Return the words as they come out of the candidate's own editor, or with a paste."""
        from interviewer.cli.editor import Desk
        from interviewer.cli.own_editor import in_own_editor

        words = typed.words
        if typed.command is not None and typed.command.name == "edit":
            edited = in_own_editor(unescaped(words), os.environ)
            if edited.note:
                self._screen.note(edited.note)
                return words
            return escaped(edited.text)
        before = f"{words}\n" if words else ""
        self._screen.note(_PASTING)
        desk = Desk(
            kind="paste",
            bar=lambda columns: _PASTING,
            late=under.late,
            typed=lambda text: drafting.typed(before + escaped(text)),
            seconds=self._seconds,
        )
        done = self._edit("| ", "", desk)
        if done.how == "cancelled":
            self._cancel(done._replace(text=before + done.text))
        return before + escaped(done.text) if done.text else words

    def _desk(self, place: Place, under: Underway, drafting: Drafting) -> Desk:
        from interviewer.cli.editor import Desk

        names = fitting(place, under.asked.session.rules.mode)
        return Desk(
            commands={name: MEANINGS[name] for name in names},
            bar=under.bar,
            ticks=under.asked.seconds_left is not None,
            late=under.late,
            typed=drafting.typed,
            seconds=self._seconds,
        )

    def _after(self, under: Underway) -> Reply:
        asked = under.asked
        self._screen.say()
        if asked.draft and self._revision is None:
            self._screen.note(BEGUN)
        shown = menu(asked, ONE_KEY)
        while True:
            self._screen.note(shown)
            text = self._key(_LETTERS, fitting("after", "practice"))
            if text is None:
                return Pause()
            if not text.strip():
                return self._left(Next())
            chosen = choice(text)
            if chosen is None:
                self._screen.note(f"{text.strip()[:40]!r} is none of these.")
            elif not tell(chosen.name, "after", under, self._screen, self._tools, shown):
                reply = (
                    self._revised(asked)
                    if chosen.name == "revise"
                    else word_after(chosen, asked, self._screen, self._disputing)
                )
                if reply is not None:
                    return self._left(reply)

    def _left(self, reply: Reply) -> Reply:
        """Return the reply; a revision that was given up is no draft of what comes next."""
        if self._revision is not None and isinstance(reply, Next):
            self._revision = None
            self._tools.keep("", 0.0)
        return reply

    def _revised(self, asked: Asked) -> Reply | None:
        under = writing_again(asked, self._seconds)
        if self._revision is not None and self._revision[0] == asked.item.id:
            under = under._replace(words=self._revision[1])
        self._revision = None
        reply = self._write("revise", under)
        if isinstance(reply, Revise) and reply.text == asked.answer:
            self._screen.note(_UNCHANGED)
            self._tools.keep("", 0.0)
            return None
        return reply

    def _rate(self) -> Reply:
        self._screen.note(RATES + ONE_KEY)
        while (key := self._key("0123456789pq")) is not None:
            reply = rated(key.strip())
            if reply is not None:
                return reply
        return Pause()

    def _key(self, keys: str, names: Sequence[Name] = ()) -> str | None:
        """Return the key or the line that was typed; None where the input has ended."""
        from interviewer.cli.editor import Desk

        commands: dict[str, str] = {name: MEANINGS[name] for name in names}
        desk = Desk(kind="line", commands=commands, seconds=self._seconds, keys=keys)
        draft = ""
        while (done := self._edit("> ", draft, desk)).how == "cancelled":
            draft = done.text
            self._cancel(done)
        return None if done.how == "gone" else done.text

    def _reason(self, message: str, draft: str) -> Line:
        """Return a line; given up with Ctrl-C, or where the input has ended."""
        from interviewer.cli.editor import Desk

        done = self._edit(message, draft, Desk(kind="line", seconds=self._seconds))
        if done.how == "cancelled":
            self._cancel(done)
        return Line(done.text, given_up=done.how in ("cancelled", "gone"))

    def _edit(self, message: str, draft: str, desk: Desk, *, cursor: int | None = None) -> Edited:
        """Return what became of a draft; a Ctrl-C before something else was done is forgotten."""
        from interviewer.cli.editor import edit

        done = edit(message, draft, desk, cursor=cursor)
        if done.how != "cancelled":
            self._interrupted = None
        return done

    def _cancel(self, done: Edited) -> None:
        """Say how to leave; the second time in a row, raise KeyboardInterrupt."""
        now = self._seconds()
        last = None if done.changed else self._interrupted
        if last is not None and now - last <= TWICE_SECONDS:
            raise KeyboardInterrupt
        self._interrupted = now
        self._screen.note(f"{SO_FAR} {_AGAIN}" if done.text.strip() else _AGAIN)


def _worded(place: Place, words: str, under: Underway) -> Reply:
    text = unescaped(words)
    if place == "revise":
        return Revise(text, under.thinking)
    return Answer(text, under.thinking)
