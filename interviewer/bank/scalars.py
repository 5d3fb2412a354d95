"""Plain (unquoted) YAML values: what each means, and which ones mean something else elsewhere.

YAML 1.1 and 1.2 tools disagree on ``no``, ``010``, ``12:30`` and dates, and people who write them
mostly meant text. Such a value is refused with its remedy instead of being guessed at; numbers
are those of JSON and of YAML 1.2.
"""

from __future__ import annotations

import math
import re
from typing import Any, NamedTuple

from interviewer.bank.place import short

_NUMBER = re.compile(r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DIGITS = 60
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "false": False}
_TAGS = {
    "bool": "a yes-or-no value",
    "int": "a number",
    "float": "a number",
    "timestamp": "a date",
    "merge": "a merge key",
}

Scalar = str | int | float | bool | None


class Reading(NamedTuple):
    """What a plain value means, and why that is refused (None where it is not)."""

    value: Scalar
    trouble: str | None = None


class PlainReader:
    """Read plain values as YAML 1.1 does, where that is also what YAML 1.2 and JSON say."""

    def __init__(self) -> None:
        from yaml.nodes import ScalarNode
        from yaml.resolver import Resolver

        self._node: Any = ScalarNode
        self._resolver: Any = Resolver()
        self._read: dict[str, Reading] = {}

    def read(self, text: str) -> Reading:
        """Return the value; for a value that tools disagree on its text, and what to do.

        The same few keys and words stand all over a file, so each is looked at once.
        """
        reading = self._read.get(text)
        if reading is None:
            reading = self._read[text] = self._new(text)
        return reading

    def _new(self, text: str) -> Reading:
        if text in _NULLS:
            return Reading(None)
        if _NUMBER.fullmatch(text):
            return _number(text)
        tag: str = self._resolver.resolve(self._node, text, (True, False))
        kind = tag.rpartition(":")[2]
        if kind == "bool" and text.lower() in _BOOLEANS:
            return Reading(_BOOLEANS[text.lower()])
        if kind not in _TAGS:
            return Reading(text)
        plain = kind in ("int", "float") and ":" not in text
        other = ", or write it in plain digits" if plain else ""
        told = f"YAML takes {short(text)} for {_TAGS[kind]}; quote it: {quoted(text)}{other}"
        return Reading(text, told)


def quoted(text: str) -> str:
    """Return how the text has to be written in the file to stay text."""
    return f'"{text}"' if len(text) <= _DIGITS and '"' not in text else "put it in quotes"


def _number(text: str) -> Reading:
    if len(text) > _DIGITS:
        return Reading(None, f"a number of {len(text)} characters; write at most {_DIGITS}")
    if _WHOLE.fullmatch(text):
        return Reading(int(text))
    value = float(text)
    if not math.isfinite(value):
        return Reading(None, f"the number {text} is too large; write a smaller one")
    return Reading(value)
