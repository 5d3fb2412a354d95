"""One width for all that is shown, on whichever stream it goes out."""

from __future__ import annotations

import fcntl
import io
import os
import struct
import sys
import termios
from collections.abc import Iterator
from typing import TextIO

import pytest

from interviewer.cli.screen import Screen, columns


@pytest.fixture
def terminal() -> Iterator[TextIO]:
    """A terminal of 57 columns."""
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 20, 57, 0, 0))
    with os.fdopen(theirs, "w", encoding="utf-8") as stream:
        yield stream
    os.close(ours)


@pytest.fixture
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.StringIO())


@pytest.mark.usefixtures("no_terminal")
@pytest.mark.parametrize("name", ["stdin", "stdout", "stderr"])
def test_the_terminal_says_the_width_whichever_stream_it_is(
    name: str, terminal: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, name, terminal)
    assert columns({"COLUMNS": "93"}) == 57
    assert Screen.here().width == Screen.here(quiet_out=True).width == 57


@pytest.mark.usefixtures("no_terminal")
@pytest.mark.parametrize(
    ("told", "expected"),
    [({"COLUMNS": "93"}, 93), ({"COLUMNS": "0"}, 80), ({"COLUMNS": "wide"}, 80), ({}, 80)],
)
def test_where_no_stream_is_a_terminal_columns_says_it_or_it_is_80(
    told: dict[str, str], expected: int
) -> None:
    assert columns(told) == expected


def test_a_terminal_that_does_not_know_its_width_says_nothing(
    terminal: TextIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    fcntl.ioctl(terminal.fileno(), termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, terminal)
    assert columns({"COLUMNS": "93"}) == 93


def test_chatter_may_be_closed_and_output_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    Screen.here().note("goes nowhere")
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output is closed"):
        Screen.here()
