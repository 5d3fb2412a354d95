"""Answers that say nothing, told apart by rule before any model is asked."""

from __future__ import annotations

import re
import unicodedata

_IDK = re.compile(
    r"""(?:sorry\W+)? (?:honestly\W+)? (?:i\W+)? (?:really\W+)?
    (?:do\s?n[o']?t|dunno|have\ no|no)\W* (?:really\W+)?
    (?:know|remember|recall|idea|clue)? (?:\W+(?:this|that|it|the\ answer|one|about))* (?:\W+sorry)?
    | idk | dunno | no\ idea | pass | skip | n/?a | \?+""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_IDK = 80


def why_nothing(answer: str) -> str | None:
    """Return ``blank`` or ``idk`` for an answer that claims nothing, else None."""
    visible = "".join(
        c for c in answer if unicodedata.category(c) not in ("Cf", "Cc") or c.isspace()
    )
    if not any(character.isalnum() for character in visible):
        return "blank"
    words = " ".join(visible.replace("’", "'").split()).strip(" .!…\"'")
    if len(words) <= _LONGEST_IDK and _IDK.fullmatch(words):
        return "idk"
    return None
