"""Where a conversation is shown: data on stdout, chatter on stderr, as wide as the terminal."""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO

_NARROWEST, _WIDEST = 40, 100
_ROOM = 4
_USUAL = 80
"""As wide as a screen is taken to be where nothing says more: the width of a terminal of old."""


class Screen:
    """Write lines in what the streams can encode; know the width and whether colour helps.

    What `say` gets has been through `interviewer.report`, which disarms hostile text; what `note`
    and `warn` get has not, and is disarmed here.
    """

    def __init__(
        self, out: TextIO, err: TextIO, *, color: bool, columns: Callable[[], int]
    ) -> None:
        self._out = out
        self._err = err
        self._columns = columns
        self.color = color

    @classmethod
    def here(cls, *, quiet_out: bool = False) -> Screen:
        """Return the screen of this process; ``quiet_out`` leaves its output to something else.

        OSError where standard output is closed. Chatter may be: it goes nowhere then.
        """
        err = io.StringIO() if sys.stderr is None else sys.stderr
        out = err if quiet_out else sys.stdout
        if out is None:
            raise OSError(errno.EBADF, "standard output is closed")
        return cls(
            out,
            err,
            color=wants_color(os.environ, is_terminal=out.isatty()),
            columns=lambda: columns(os.environ),
        )

    @property
    def width(self) -> int:
        """Return how many columns to fill; asked each time, as windows are resized."""
        return max(_NARROWEST, min(_WIDEST, self._columns()))

    def say(self, text: str = "") -> None:
        """Print what was asked for."""
        _print(text, self._out)

    def note(self, text: str) -> None:
        """Print what goes on."""
        from interviewer.report.text import paragraphs

        _print("\n".join(paragraphs(text, self.width)), self._err)

    def warn(self, text: str) -> None:
        """Print a warning on a line of its own, unwrapped."""
        from interviewer.report.text import printable

        _print(f"warning: {printable(' '.join(text.split()))}", self._err)

    @contextmanager
    def waiting(self, text: str) -> Iterator[None]:
        """Show a word while something takes its time, and wipe it after; only on a terminal."""
        if not self._err.isatty():
            yield
            return
        from interviewer.report.text import encodable

        text = encodable(text, self._err.encoding)
        self._err.write(text)
        self._err.flush()
        try:
            yield
        finally:
            self._err.write(f"\r{' ' * len(text)}\r")
            self._err.flush()

    @contextmanager
    def meanwhile(self, text: str, waiting: str) -> Iterator[None]:
        """Show a text and a word below it until what comes in their place is there.

        On a terminal, as much as its height holds, and wiped after; else only the word's wait.
        """
        if not self._out.isatty() or is_dumb(os.environ):
            with self.waiting(waiting):
                yield
            return
        from rich.console import Console
        from rich.live import Live
        from rich.text import Text

        from interviewer.report.text import encodable

        console = Console(file=self._out, highlight=False, markup=False)
        lines = encodable(text, self._out.encoding).split("\n")
        shown = "\n".join(lines[: max(1, console.height - _ROOM)])
        both = Text.from_ansi(f"{shown}\n\n{waiting}")
        with Live(both, console=console, transient=True, auto_refresh=False):
            yield


def columns(environ: Mapping[str, str]) -> int:
    """Return the width that all output is laid out for, on whichever stream it goes out.

    That of the terminal, where any of the three streams is one; else ``COLUMNS``; else 80.
    """
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        with suppress(OSError, ValueError, AttributeError):  # no terminal, closed, or not there
            found = os.get_terminal_size(stream.fileno()).columns
            if found > 0:
                return found
    told = environ.get("COLUMNS", "")
    return int(told) if told.isdecimal() and int(told) > 0 else _USUAL


def is_dumb(environ: Mapping[str, str]) -> bool:
    """Return whether the terminal says that it can only print lines."""
    return environ.get("TERM") in ("dumb", "unknown")


def wants_color(environ: Mapping[str, str], *, is_terminal: bool) -> bool:
    """Return whether to colour: on a terminal that can, unless ``NO_COLOR`` is set to anything."""
    return is_terminal and not environ.get("NO_COLOR") and not is_dumb(environ)


def _print(text: str, stream: TextIO) -> None:
    from interviewer.report.text import encodable

    stream.write(encodable(text, stream.encoding) + "\n")
    stream.flush()
