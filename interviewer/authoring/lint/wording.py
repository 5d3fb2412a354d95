"""When two wordings are the same: case, spacing and sentence punctuation aside."""

from __future__ import annotations

import re
import unicodedata

_DIGIT = re.compile(r"\d")
_KEPT_IN_NUMBERS = re.compile(r"(?<=\d)[.,:](?=\d)|(?<!\w)[-−](?=[\d.])")
_MATHEMATICAL = frozenset("*/%#@&\\")
_ASIDE = {ord(mark): 0xE000 + place for place, mark in enumerate(".,:-−")}
_BACK = {aside: mark for mark, aside in _ASIDE.items()}


class _Spaced(dict[int, str]):
    """Turn punctuation into spaces; each character is looked up once."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        is_mark = unicodedata.category(character)[0] == "P" and character not in _MATHEMATICAL
        self[code] = " " if is_mark else character
        return self[code]


_SPACED = _Spaced()


def folded(text: str) -> str:
    """Return a text by its words, numbers and symbols: ``x > 0`` stays another than ``x < 0``."""
    text = unicodedata.normalize("NFC", text).casefold().replace("'", "").replace("’", "")
    if _DIGIT.search(text):
        text = _KEPT_IN_NUMBERS.sub(lambda found: found[0].translate(_ASIDE), text)
    return " ".join(text.translate(_SPACED).translate(_BACK).split())
