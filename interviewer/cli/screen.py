"""Where a conversation is shown: data on stdout, chatter on stderr, as wide as the terminal."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

_NARROWEST, _WIDEST = 40, 100
_ROOM = 4


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
        """Return the screen of this process; ``quiet_out`` leaves its output to something else."""
        out = sys.stderr if quiet_out else sys.stdout
        return cls(
            out,
            sys.stderr,
            color=wants_color(os.environ, is_terminal=out.isatty()),
            columns=lambda: shutil.get_terminal_size().columns,
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
