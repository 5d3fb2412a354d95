"""From a judge's raw text to what it said of each statement; nothing is guessed or repaired.

The whole text must be one JSON object, alone or in one code fence; prose around it is let pass only
where the text holds no other brace, since one object of two, or one inside another that cannot be
read, may be the candidate's own.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple, NoReturn

from interviewer.judge.prompt import Statement

PARSER_VERSION = "1"
"""Part of the key that replies are kept under: a stricter reader must not meet old readings."""

_MOST_CHARACTERS = 400_000
_MOST_REASON = 600
_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*)\n\s*```", re.DOTALL)
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
"""Control characters, and halves of surrogate pairs, which have no UTF-8."""


class Unparsable(ValueError):  # noqa: N818 - a state of the reply
    """The text is not the one object that was asked for."""


class Said(NamedTuple):
    """What a judge said of one statement: unchecked words."""

    quotes: tuple[str, ...]
    reason: str
    label: str


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written, repeated keys and all."""


def read_reply(text: str, asked: Iterable[Statement]) -> dict[str, Said]:
    """Return what the reply says, by key; what is missing, repeated or malformed is left out.

    Keys that nobody asked for are passed over. Unparsable where the text is no such object.
    """
    pairs = _only_object(text)
    labels = {statement.key: statement.labels for statement in asked}
    counts = Counter(key for key, _ in pairs)
    found = {}
    for key, value in pairs:
        if key in labels and counts[key] == 1:
            said = _said(value, labels[key])
            if said is not None:
                found[key] = said
    return found


def is_copied(text: str, answer: str) -> bool:
    """Say whether the object in a reply is the candidate's own, word for word."""
    first, last = text.find("{"), text.rfind("}")
    if first < 0 or last < first:
        return False
    return "".join(text[first : last + 1].split()) in "".join(answer.split())


def _only_object(text: str) -> _Pairs:
    if len(text) > _MOST_CHARACTERS:
        raise Unparsable(f"{len(text):,} characters")
    bare = text.strip()
    fenced = _FENCE.fullmatch(bare)
    if fenced is not None:
        bare = fenced[1].strip()
    try:
        whole = _decoder().decode(bare)
    except (ValueError, RecursionError):
        return _object_in_prose(bare)
    if not isinstance(whole, _Pairs):
        raise Unparsable("JSON, but no object")
    return whole


def _object_in_prose(text: str) -> _Pairs:
    start = text.find("{")
    if start < 0:
        raise Unparsable("no JSON object in the text")
    try:
        value, end = _decoder().raw_decode(text, start)
    except (ValueError, RecursionError):
        raise Unparsable("the JSON object in the text cannot be read") from None
    if "{" in text[end:]:
        raise Unparsable("more than one JSON object in the text")
    found: _Pairs = value
    return found


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_Pairs, parse_constant=_no_number)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _said(value: object, labels: tuple[str, ...]) -> Said | None:
    """Return a well-formed ruling; None where a part is missing, repeated or of another kind."""
    if not isinstance(value, _Pairs):
        return None
    parts = dict(value)
    if len(parts) != len(value):
        return None
    quotes, reason, label = (parts.get(name) for name in ("evidence", "reason", "label"))
    if isinstance(quotes, _Pairs) or not isinstance(quotes, list):
        return None
    if not all(isinstance(quote, str) for quote in quotes):
        return None
    if not isinstance(reason, str) or not isinstance(label, str) or label not in labels:
        return None
    told = _UNWRITABLE.sub(" ", reason).strip()
    return Said(
        tuple(quotes), told if len(told) <= _MOST_REASON else f"{told[:_MOST_REASON]}…", label
    )
