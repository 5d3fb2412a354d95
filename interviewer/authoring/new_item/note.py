"""A Markdown file as a question: what it asks, and the answer that earns every point."""

from __future__ import annotations

import re
from typing import NamedTuple

_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BLOCK = re.compile(r"\s*(?:[-*+•>|#]|\d{1,3}[.)]\s)")
_CLOSED = re.compile(r"\s*(?:```|~~~|#)")
"""Lines that no further line continues: fences and headings."""
_CLOSING = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")


class Note(NamedTuple):
    """The question, and the reference answer; either is empty where the file has none."""

    prompt: str
    reference: str


def read_note(text: str) -> Note:
    """Return the first heading or paragraph as the question, all that follows as the reference."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    if start < len(lines) and _HEADING.match(lines[start]):
        return Note(heading(lines[start]), _rest(lines[start + 1 :]))
    end = start
    while end < len(lines) and lines[end].strip() and not _HEADING.match(lines[end]):
        end += 1
    return Note(" ".join(" ".join(lines[start:end]).split()), _rest(lines[end:]))


def heading(line: str) -> str:
    """Return what a line with ``#`` before it says."""
    return " ".join(_CLOSING.sub("", _HEADING.sub("", line, count=1)).split())


def _rest(lines: list[str]) -> str:
    """Return lines with those of a paragraph in one: a break inside it is a space in Markdown."""
    told: list[str] = []
    in_code = False
    for line in lines:
        is_fence = _FENCE.match(line) is not None
        is_new = in_code or is_fence or not line.strip() or _BLOCK.match(line) is not None
        if is_new or not told or not told[-1].strip() or _CLOSED.match(told[-1]):
            told.append(line.rstrip())
        else:
            told[-1] += f" {line.strip()}"
        in_code ^= is_fence
    return "\n".join(told).strip("\n")
