"""A file's data, where something stands in it, and a mistake at such a place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from interviewer.consistency import Place

_SHOWN = 60


class Flaw(NamedTuple):
    """One mistake in one file: its line (None for the file as a whole), and what to do."""

    line: int | None
    message: str


class Document(NamedTuple):
    """What a file says; ``complete`` is False where reading broke off and data is a part only."""

    data: object
    lines: dict[Place, int]
    flaws: list[Flaw]
    doubtful: frozenset[Place]
    complete: bool


def dotted(place: Place) -> str:
    """Write a place the way messages do: ``keypoints[2].points``; empty for the top."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            name = part if part.isprintable() and len(part) <= _SHOWN else short(part)
            text += f".{name}" if text else name
    return text


def at(place: Place, message: str) -> str:
    """Put the place before a message, unless it is the top of the file."""
    return f"{dotted(place)}: {message}" if place else message


def line_of(lines: Mapping[Place, int], place: Place) -> int | None:
    """Return the line of a place, or of the nearest place around it that has one."""
    for end in range(len(place), -1, -1):
        line = lines.get(place[:end])
        if line is not None:
            return line
    return None


def short(text: str) -> str:
    """Quote a text for a message: one line, at most 60 characters of it."""
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
