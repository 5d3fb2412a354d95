"""An answer cut where evidence begins and ends, and characters that nobody would see spelt out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

_PICTURES = 0x2400
"""Unicode has a picture of each control character up to the space: U+241B shows escape."""

_DELETE = "\x7f"
_LINE_END = re.compile(r"\r\n")
_KEPT = "\n\t\u200c\u200d"
"""Line breaks and tabs show themselves; without joiners some scripts and emoji fall apart."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Span(NamedTuple):
    """Evidence of one claim, which is known by its number: ``answer[start:end]``."""

    start: int
    end: int
    claim: int


class Passage(NamedTuple):
    """A stretch of the answer that is evidence of the same claims throughout.

    ``begins`` are those among them whose evidence begins here.
    """

    text: str
    claims: tuple[int, ...]
    begins: tuple[int, ...]


def passages(answer: str, spans: Iterable[Span]) -> list[Passage]:
    """Return the answer in stretches; their texts joined are the answer.

    What lies outside the answer, or is empty, is no evidence and is left out.
    """
    real = [Span(s.start, min(s.end, len(answer)), s.claim) for s in spans]
    real = sorted(span for span in real if span.start < span.end)
    cuts = sorted({0, len(answer), *(s.start for s in real), *(s.end for s in real)})
    found, open_now, waiting = [], list[Span](), 0
    for start, end in pairwise(cuts):
        open_now = [span for span in open_now if span.end > start]
        begun = waiting
        while begun < len(real) and real[begun].start == start:
            begun += 1
        new, waiting = real[waiting:begun], begun
        begins = sorted({span.claim for span in new} - {span.claim for span in open_now})
        open_now += new
        claims = sorted({span.claim for span in open_now})
        found.append(Passage(answer[start:end], tuple(claims), tuple(begins)))
    return found


def visible(text: str) -> str:
    """Return the text with a sign for each control, format and surrogate character.

    A browser would hide them, or obey them: one that turns the reading direction around makes an
    answer read as what it does not say.
    """
    joined = _LINE_END.sub("\n", text)
    if joined.isascii() and joined.replace("\n", "").replace("\t", "").isprintable():
        return joined
    return "".join(map(_shown, joined))


def _shown(character: str) -> str:
    if character in _KEPT or unicodedata.category(character) not in _UNSEEN:
        return character
    code = ord(character)
    if character == _DELETE:
        return "\u2421"
    return chr(_PICTURES + code) if code < 0x20 else f"⟨U+{code:04X}⟩"
