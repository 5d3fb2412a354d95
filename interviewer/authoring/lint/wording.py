"""When two wordings are the same: case, spacing and sentence punctuation aside."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile("['’]")
_KEPT_IN_NUMBERS = re.compile(r"(?<=\d)[.,:](?=\d)|(?<!\w)[-−](?=[\d.])")
_MATHEMATICAL = frozenset("*/%#@&\\")


def folded(text: str) -> str:
    """Return a text by its words, numbers and symbols: ``x > 0`` stays another than ``x < 0``."""
    text = _APOSTROPHES.sub("", unicodedata.normalize("NFC", text).casefold())
    kept = {match.start() for match in _KEPT_IN_NUMBERS.finditer(text)}
    spaced = (
        " " if _is_punctuation(character) and place not in kept else character
        for place, character in enumerate(text)
    )
    return " ".join("".join(spaced).split())


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] == "P" and character not in _MATHEMATICAL
