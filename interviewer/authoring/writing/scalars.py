"""One text as YAML, such that it is read back as it was, and read by people without effort.

A short text stands as it is, or in quotes; a long one is folded (``>-``), and one whose lines are
indented stands literally (``|-``). What could not be seen or would be lost there, tabs, spaces at
ends of lines, controls and marks of direction, is escaped in double quotes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

WIDTH = 118
"""Columns that a line fills, as in the bank that is shipped."""

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINER = "\u200d"
"""Is no more to be seen than other marks, but holds emoji together."""

_BEGINS_AS_TEXT = re.compile(r"[\w(]")
_MEANS_MORE = re.compile(r":\s|\s#|:$")
_FOLD = re.compile(r"(?<=\S) (?=\S)")


def scalar(text: str, at: int, indent: int) -> list[str]:
    """Return what stands behind a key or dash that ends before column ``at``, and further lines.

    Further lines are whole: they begin with ``indent`` spaces.
    """
    if at + len(text) <= WIDTH and _is_plain(text):
        return [text]
    is_seen = not any(map(_is_unseen, text))
    if is_seen and at + len(text) + 2 <= WIDTH:
        if '"' not in text and "\\" not in text:
            return [f'"{text}"']
        if "'" not in text:
            return [f"'{text}'"]
    block = None if any(map(_is_unseen, text.replace("\n", ""))) else _block(text, indent)
    if block is not None:
        return block
    return _in_double_quotes(text, at, indent)


def _is_plain(text: str) -> bool:
    from interviewer.bank.scalars import PlainReader, Reading

    if not _BEGINS_AS_TEXT.match(text) or text != text.rstrip() or _MEANS_MORE.search(text):
        return False
    return not any(map(_is_unseen, text)) and PlainReader().read(text) == Reading(text)


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN and character != _JOINER


def _block(text: str, indent: int) -> list[str] | None:
    """Return the text folded or literally; None where spaces would be lost."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not lines[0] or not lines[-1] or lines[0][0].isspace():
        return None
    if any(line != line.rstrip() for line in lines):
        return None
    end = "-" if body == text else ""
    margin = " " * indent
    if any(line[:1].isspace() for line in lines):
        return [f"|{end}", *(margin + line if line else "" for line in lines)]
    rows = [row for line in lines for row in ("", *_filled(_FOLD.split(line), indent))]
    return [f">{end}", *(margin + row if row else "" for row in rows[1:])]


def _in_double_quotes(text: str, at: int, indent: int) -> list[str]:
    words = ["".join(map(_escaped, word)) for word in _FOLD.split(text)]
    first, *others = _filled([f'"{words[0]}', *words[1:]], indent, first=at)
    rows = [first, *(" " * indent + row for row in others)]
    return [*rows[:-1], rows[-1] + '"']


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if not _is_unseen(character):
        return character
    number = ord(character)
    return f"\\u{number:04X}" if number <= 0xFFFF else f"\\U{number:08X}"


def _filled(words: Sequence[str], indent: int, first: int | None = None) -> Iterator[str]:
    """Yield rows of words; one has at least a word, and an empty line has no row."""
    row = ""
    room = WIDTH - (indent if first is None else first)
    for number, word in enumerate(words):
        if number and len(row) + 1 + len(word) > room:
            yield row
            row, room = word, WIDTH - indent
        else:
            row = f"{row} {word}" if number else word
    if row:
        yield row
