"""A text as the set of its shingles: every run of three words, wherever it stands.

Runs of three words tell copied student texts from others (Lyon, Malcolm and Dickerson, EMNLP 2001);
how alike two sets are is their resemblance, what they share of what both have (Broder, 1997).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

WORDS = 3
"""Words of a shingle, as in the source: long enough to be rarely the same by chance, short enough
that a word replaced spoils only three."""

_UNSPACED = "\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Kana and Han: written without blanks, so that each character is taken as a word."""

_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_STEPS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
"""What the hashes of a shingle's words are multiplied by, so that their order counts: the odd
numbers of xxHash."""


def words(text: str) -> list[str]:
    """Return the words, case and compatibility forms folded, punctuation left out."""
    folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold()
    return _WORD.findall(folded)


def shingles(found: list[str]) -> NDArray[uint64]:
    """Return the hashes of all shingles, sorted, each once; 64 bits, so that two hardly collide."""
    import numpy as np

    count = len(found) - WORDS + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.fromiter(map(_hash, found), dtype=np.uint64, count=len(found))
    mixed = np.zeros(count, dtype=np.uint64)
    for at, step in enumerate(_STEPS):
        mixed += hashes[at : at + count] * np.uint64(step)
    return np.unique(mixed)


@lru_cache(maxsize=65536)
def _hash(word: str) -> int:
    data = word.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")
