"""The line editor of an interview: prompt_toolkit, and nothing of it outside this file.

A pasted text arrives as one piece (bracketed paste); what in it would read as a command is escaped,
so no line of it does anything. The editor runs no command itself: it ends, and whoever called it
begins it again with the words that are left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from interviewer.cli.commands import Command, Typed, entered, escaped
from interviewer.cli.leaving import Left, by_event_loop

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.completion import Completer
    from prompt_toolkit.formatted_text import AnyFormattedText
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.layout.processors import Processor

How = Literal["sent", "command", "cancelled", "late", "gone"]
Kind = Literal["text", "line", "paste"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_TICK = 1.0
"""Seconds between two looks at the clock for the toolbar; it shows whole seconds."""


class Desk(NamedTuple):
    """What an editor is set up with.

    ``kind``: a text of many lines; a line that Enter sends; or lines that are pasted, up to one
    that is only a dot. ``commands`` are completed at the start of a line, each with its meaning.
    ``bar`` is shown at the foot of terminals that tell where their cursor is, gets the columns that
    are there, and is asked again each second if it ``ticks``. ``late`` is in how many seconds the
    text is taken as it stands. ``typed`` hears of every change. ``keys`` are sent as soon as one is
    pressed where nothing else stands on the line.
    """

    kind: Kind = "text"
    commands: Mapping[str, str] = {}
    bar: Callable[[int], str] | None = None
    ticks: bool = False
    late: float | None = None
    typed: Callable[[str], None] = lambda text: None
    seconds: Callable[[], float] = lambda: 0.0
    keys: str = ""


class Edited(NamedTuple):
    """The text when the editor ended, and how it came to that.

    ``typed`` is what Enter made of a line. ``first_key`` is the time of the first key, ``changed``
    whether the text is another than at the start. ``gone``: the input has ended.
    """

    text: str
    how: How
    cursor: int = 0
    typed: Typed | None = None
    first_key: float | None = None
    changed: bool = False


def edit(message: str, draft: str, desk: Desk, *, cursor: int | None = None) -> Edited:
    """Return what became of a draft; the cursor starts at its end unless it is said where.

    The message stands before the first row, as many blanks before every other.
    Bytes that are no text become U+FFFD. What is sent or late stays on the screen, all else is
    wiped. Ctrl-D where nothing is written cancels, as Ctrl-C does.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.document import Document
    from prompt_toolkit.history import DummyHistory

    ending = _Ending(desk, draft)
    session: PromptSession[str] = PromptSession(
        history=DummyHistory(),
        multiline=desk.kind != "line",
        prompt_continuation=lambda width, *_: " " * width,
        input_processors=[_by_words(len(message))],
        bottom_toolbar=_toolbar(desk),
        refresh_interval=_TICK if desk.ticks else 0,
        completer=_completer(desk.commands) if desk.commands else None,
        complete_while_typing=False,
        enable_suspend=True,
        key_bindings=_bindings(ending),
    )
    session.default_buffer.on_text_changed += lambda buffer: ending.changed(buffer.text)
    session.app.key_processor.before_key_press += lambda _: ending.pressed()
    start = Document(draft, len(draft) if cursor is None else cursor)

    def leave(left: Left) -> None:
        if not session.app.is_done:
            session.app.exit(exception=left)

    try:
        with by_event_loop(leave) as hand_over:

            def begin() -> None:
                hand_over()
                _expire(session, ending, desk.late)

            text = session.prompt(message, default=start, pre_run=begin)
    except (EOFError, OSError):  # OSError: the terminal was closed
        return ending.edited(session.default_buffer.text, "gone")
    return ending.edited(text, ending.how)


class _Ending:
    """Follow an editor from its first key to how it ended."""

    def __init__(self, desk: Desk, draft: str) -> None:
        self.desk = desk
        self.how: How = "sent"
        self.typed: Typed | None = None
        self._draft = draft
        self._cursor = 0
        self._first_key: float | None = None

    def pressed(self) -> None:
        if self._first_key is None:
            self._first_key = self.desk.seconds()

    def changed(self, text: str) -> None:
        self.desk.typed(_SURROGATES.sub("\ufffd", text))

    def end(self, event: KeyPressEvent, how: How, typed: Typed | None = None) -> None:
        self.how, self.typed = how, typed
        self._cursor = event.current_buffer.cursor_position
        event.app.erase_when_done = how in ("command", "cancelled")
        event.app.exit(result=event.current_buffer.text)

    def edited(self, text: str, how: How) -> Edited:
        text = _SURROGATES.sub("\ufffd", text)
        return Edited(text, how, self._cursor, self.typed, self._first_key, text != self._draft)


def _bindings(ending: _Ending) -> KeyBindings:
    from prompt_toolkit.application import get_app
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    kind = ending.desk.kind
    bindings = KeyBindings()

    @bindings.add("enter")
    def _enter(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if kind == "line":
            ending.end(event, "sent")
        elif kind == "paste":
            if buffer.document.current_line == "." and buffer.document.is_cursor_at_the_end:
                buffer.text = buffer.text[:-1].removesuffix("\n")
                ending.end(event, "sent")
            else:
                buffer.newline(copy_margin=False)
        elif (found := entered(buffer.text, buffer.cursor_position)) is not None:
            ending.end(event, "command", found)
        else:
            buffer.newline(copy_margin=False)

    @bindings.add("escape", "enter")
    def _send(event: KeyPressEvent) -> None:
        ending.end(event, "sent")

    @bindings.add("c-d")
    def _send_or_cancel(event: KeyPressEvent) -> None:
        ending.end(event, "sent" if event.current_buffer.text or kind == "paste" else "cancelled")

    @bindings.add("c-c")
    @bindings.add("<sigint>")
    def _cancel(event: KeyPressEvent) -> None:
        ending.end(event, "cancelled")

    @bindings.add("c-x", "c-e")
    def _edit(event: KeyPressEvent) -> None:
        if kind == "text":
            ending.end(event, "command", Typed(event.current_buffer.text, Command("edit")))

    @bindings.add(Keys.BracketedPaste)
    def _paste(event: KeyPressEvent) -> None:
        text = event.data.replace("\r\n", "\n").replace("\r", "\n")
        at_start = event.current_buffer.document.cursor_position_col == 0
        if kind == "text":
            text = escaped(text, at_line_start=at_start)
        elif kind == "line":
            text = " ".join(text.split("\n"))
        event.current_buffer.insert_text(text)

    @bindings.add("tab")
    def _tab(event: KeyPressEvent) -> None:
        if kind == "paste":
            event.current_buffer.insert_text("\t")
        else:
            _complete(event.current_buffer)

    for key in ending.desk.keys:

        @bindings.add(key, filter=Condition(lambda: not get_app().current_buffer.text))
        def _key(event: KeyPressEvent) -> None:
            event.current_buffer.text = event.data
            ending.end(event, "sent")

    return bindings


def _toolbar(desk: Desk) -> AnyFormattedText:
    from prompt_toolkit.application import get_app

    bar = desk.bar
    return None if bar is None else lambda: bar(get_app().output.get_size().columns)


def _by_words(before: int) -> Processor:
    """Return what breaks long lines between words, behind ``before`` cells of each row."""
    from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
    from prompt_toolkit.layout.screen import Char
    from prompt_toolkit.layout.utils import explode_text_fragments

    from interviewer.cli.wrapping import displayed, gaps

    class ByWords(Processor):
        """Fill rows up with blanks where the next word does not fit."""

        def apply_transformation(self, given: TransformationInput) -> Transformation:
            """Return the line as it is shown."""
            letters = [*explode_text_fragments(given.fragments)]
            cells = [Char(letter[1]).width for letter in letters]
            if sum(cells) <= given.width - before:
                return Transformation(given.fragments)
            blank = [letter[1] == " " for letter in letters]
            found = gaps(cells, blank, given.width - before)
            for at, fill in reversed(found):
                letters[at : at + (fill < 0)] = [("", " ")] * fill
            to_display, to_source = displayed(found)
            return Transformation(letters, to_display, to_source)

    return ByWords()


def _completer(commands: Mapping[str, str]) -> Completer:
    """Return what completes a command where nothing else stands before it on its line."""
    from collections.abc import Iterable

    from prompt_toolkit.completion import CompleteEvent, Completer, Completion
    from prompt_toolkit.document import Document

    class AtLineStart(Completer):
        """Complete slash commands."""

        def get_completions(self, document: Document, _: CompleteEvent) -> Iterable[Completion]:
            """Yield the commands that begin with what stands on the line."""
            line = document.current_line_before_cursor
            if not line.startswith("/"):
                return
            for name, meaning in commands.items():
                if f"/{name}".startswith(line.lower()):
                    yield Completion(f"/{name}", start_position=-len(line), display_meta=meaning)

    return AtLineStart()


def _complete(buffer: Buffer) -> None:
    """Put in the only command that fits, at once; show a menu where there are more."""
    from prompt_toolkit.completion import CompleteEvent

    if buffer.complete_state is not None:
        buffer.complete_next()
        return
    asked = CompleteEvent(completion_requested=True)
    found = list(buffer.completer.get_completions(buffer.document, asked))
    if len(found) == 1:
        buffer.apply_completion(found[0])
    elif found:
        buffer.start_completion(insert_common_part=True)


def _expire(session: PromptSession[str], ending: _Ending, late: float | None) -> None:
    """Take the text as it stands once the time is over."""
    import asyncio

    if late is None:
        return

    async def wait() -> None:
        await asyncio.sleep(max(0.0, late))
        if not session.app.is_done:
            ending.how = "late"
            session.app.exit(result=session.default_buffer.text)

    session.app.create_background_task(wait())
