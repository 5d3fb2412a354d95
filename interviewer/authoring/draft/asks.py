"""What a prompt asks for, part by part: where claims belong, how many of a list, what to ask.

A part becomes a question of its own only where that is a sentence: a direct question stays one, and
what hangs on "Say …" is said with it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.scoring.segment import segment

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_ASKING = "what|why|how|which|when|where|who|whether|in what|on which|by which|by what|for which"
_TELLING = "say|name|give|describe|explain|compare|list|discuss|mention|tell"
_CUT = re.compile(
    rf"(?:[,;:]\s+(?:and\s+)?|\s+and\s+)(?:(?:then|finally|also)\s+)?(?=(?:{_ASKING}|{_TELLING})\b)",
    re.IGNORECASE,
)
_NEED = re.compile(
    rf"^(?:name|give|list|describe|mention|pick)(?:\s+(?!how\b|what\b|why\b)[\w-]+){{0,2}}?\s+({'|'.join(_NUMBERS)})\b",
    re.IGNORECASE,
)
_OPENER = re.compile(r"^(?:then|finally|also|first|and|next|lastly)\b,?\s*", re.IGNORECASE)
_STARTS = re.compile(rf"^(?:(?:{_ASKING})|(?P<telling>{_TELLING}))\b", re.IGNORECASE)
_INVERTED = re.compile(
    rf"^(?:{_ASKING})\s+(?:[\w-]+\s+){{0,4}}?"
    r"(?:is|are|do|does|did|has|have|can|could|would|should|will|must)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3


class Ask(NamedTuple):
    """One part of a prompt, how many things it wants, and the same as a sentence; empty if none."""

    text: str
    need: int | None
    again: str


def asks_of(prompt: str) -> list[Ask]:
    """Return the parts of a prompt in its order; one at least."""
    found = []
    for sentence in segment(" ".join(prompt.split())):
        is_question = sentence.text.endswith("?")
        for piece in _pieces(sentence.text.rstrip(".?!")):
            need = _NEED.match(piece)
            wanted = None if need is None else _NUMBERS[need[1].lower()]
            found.append(Ask(piece, wanted, _again(piece, is_question=is_question)))
    return found or [Ask(prompt, None, "")]


def belonging(
    vectors: NDArray[np.float32], asks: Sequence[Ask], asked: NDArray[np.float32]
) -> list[int]:
    """Return for each claim the part that it answers; claims and parts go on in the same order.

    Of all ways to walk through the prompt along with the reference, the one with the greatest sum
    of cosines: a reference answers in the order in which it was asked. Ties go to earlier parts.
    """
    near = [[round(float(cosine), 4) for cosine in row] for row in vectors @ asked.T]
    best: list[list[tuple[float, int]]] = []
    for row in near:
        sums: list[tuple[float, int]] = []
        lead = (0.0, 0)
        for part, cosine in enumerate(row):
            before = best[-1][part][0] if best else 0.0
            lead = max(lead, (before, part), key=lambda one: one[0]) if part else (before, 0)
            sums.append((lead[0] + cosine, lead[1]))
        best.append(sums)
    if not best:
        return []
    at = max(range(len(asks)), key=lambda part: (best[-1][part][0], -part))
    walk = [at]
    for sums in reversed(best[1:]):
        at = sums[at][1]
        walk.append(at)
    return walk[::-1]


def _pieces(sentence: str) -> list[str]:
    """Cut where another thing is asked; what is too short to stand alone is not cut off."""
    pieces: list[str] = []
    start = 0
    for found in _CUT.finditer(sentence):
        piece = _OPENER.sub("", sentence[start : found.start()])
        if len(piece.split()) >= _FEWEST_WORDS:
            pieces.append(piece)
            start = found.end()
    return [*pieces, _OPENER.sub("", sentence[start:])]


def _again(piece: str, *, is_question: bool) -> str:
    start = _STARTS.match(piece)
    if start is None:
        return ""
    if start["telling"]:
        return f"{piece[:1].upper()}{piece[1:]}."
    if is_question:
        return f"{piece[:1].upper()}{piece[1:]}?" if _INVERTED.match(piece) else ""
    return f"Say {piece[:1].lower()}{piece[1:]}."
