"""Lay text out in columns, and let nothing through that a terminal would obey.

Answers and rubrics are untrusted: an answer may hold escape codes, a rubric from elsewhere too.
`printable` is the one place where they are disarmed; everything shown goes through it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_JOINERS = "\u200c\u200d"
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_ZERO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_PLAIN = str.maketrans(
    {
        "✓": "+",
        "✗": "x",
        "“": '"',
        "”": '"',
        "’": "'",
        "…": "...",
        "→": "->",
        "·": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "±": "+-",
        "×": "x",
        "≠": "!=",
        "≤": "<=",
        "≥": ">=",
    }
    | {bar: str(eighths) for eighths, bar in enumerate("▁▂▃▄▅▆▇█", start=1)}
)
"""Look-alikes. A bar becomes its height in eighths: ▁▄█ reads 148."""


def printable(text: str) -> str:
    """Return the text with control, format and surrogate characters spelt out: ``\\x1b``.

    Line breaks stay. So do joiners, without which some scripts and emoji fall apart.
    """
    return "".join(
        _spelt(character)
        if unicodedata.category(character) in _INVISIBLE and character not in "\n" + _JOINERS
        else character
        for character in text
    )


def encodable(text: str, encoding: str | None) -> str:
    """Return the text in characters that the encoding has; None means ASCII.

    Signs become their ASCII look-alikes, everything else that is missing a ``\\u`` escape.
    """
    name = encoding or "ascii"
    try:
        text.encode(name)
    except UnicodeEncodeError:
        return text.translate(_PLAIN).encode(name, "backslashreplace").decode(name)
    return text


def columns(text: str) -> int:
    """Return how many cells of a terminal the text takes; wide characters take two."""
    return sum(_cells(character) for character in text)


def flow(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Return the text as lines of at most ``width`` cells, after the prefixes given.

    Every run of white space is one space. A word longer than a line is cut.
    """
    lines, line, empty = [], first, True
    for word in printable(" ".join(text.split())).split(" "):
        gap = "" if empty else " "
        if columns(line) + len(gap) + columns(word) > width and not empty:
            lines.append(line)
            line, gap = rest, ""
        *full, word = _pieces(word, width - columns(line) - len(gap), width - columns(rest))
        for piece in full:
            lines.append(line + gap + piece)
            line, gap = rest, ""
        line, empty = line + gap + word, False
    return [each.rstrip() for each in (*lines, line)]


def paragraphs(text: str, width: int, *, indent: str = "") -> list[str]:
    """Return the text as lines of at most ``width`` cells, with its own line breaks kept."""
    lines = []
    for line in re.split(r"\r\n|\r|\n", text.strip()):
        lines += flow(line, width, first=indent, rest=indent)
    return lines


def _spelt(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _cells(character: str) -> int:
    if character.isascii():
        return 1
    if unicodedata.category(character) in _ZERO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _pieces(word: str, first: int, rest: int) -> Iterator[str]:
    """Yield the word in pieces: at most ``first`` cells, then at most ``rest`` each."""
    room, used, start = max(2, first), 0, 0
    for at, character in enumerate(word):
        cells = _cells(character)
        if used + cells > room:
            yield word[start:at]
            room, used, start = max(2, rest), 0, at
        used += cells
    yield word[start:]
