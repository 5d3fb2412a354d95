"""What a model says about a value, in our words: what is wrong there and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from interviewer.bank.place import short

_SAMPLES = {
    "prompt": "prompt: How does dropout work?",
    "topic": "topic: regularization",
    "level": "level: beginner",
    "version": "version: 1",
    "reference": "reference: an answer that earns every point",
    "keypoints": "keypoints: [{id: relu-formula, text: …, points: 1}]",
    "id": "id: relu-formula",
    "text": "text: one claim that an answer makes",
    "points": "points: 1",
    "need": "need: 2",
    "of": "of: [first-id, second-id]",
    "ask": "ask: When would you not use it?",
    "answer": "answer: what somebody said",
    "labels": "labels: {relu-formula: met}",
    "kind": "kind: strong",
}
_WANTED = {
    "string_type": "must be text",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a whole number of at most 18 digits",
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a mapping such as `relu-formula: met`",
    "model_type": "must be a mapping of keys and values",
    "model_attributes_type": "must be a mapping of keys and values",
}
_LIMITS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


def sentence(kind: str, value: object, context: Mapping[str, Any], key: str | int) -> str:
    """Return the sentence for one kind of pydantic error about one value."""
    if kind == "missing":
        sample = _SAMPLES.get(str(key))
        return f"missing; write for instance `{sample}`" if sample else "missing; write it"
    if kind in _WANTED:
        return f"{_WANTED[kind]}, got {got(value)}{_remedy(kind, value)}"
    if kind in _LIMITS:
        words, name = _LIMITS[kind]
        return f"must be {words} {context[name]:g}, got {got(value)}"
    if kind == "literal_error":
        return f"must be {context['expected']}, got {got(value)}"
    if kind in ("string_too_short", "string_pattern_mismatch"):
        return _pattern(str(value), str(context.get("pattern", "")))
    if kind == "string_too_long":
        return f"must have at most {context['max_length']} characters, got {len(str(value))}"
    if kind == "too_short":
        return f"must not be empty; give at least {context['min_length']}"
    return f"cannot be {got(value)} ({kind.replace('_', ' ')}); compare `interviewer schema`"


def got(value: object) -> str:
    """Name a value in a message: short texts and numbers as they are, the rest by kind."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return short(value)
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a mapping" if isinstance(value, Mapping) else f"{value!r}"


def slug(text: str) -> str:
    """Return the nearest valid id to a text, empty where nothing of it can stay."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:80].strip("-")


def _remedy(kind: str, value: object) -> str:
    if value is None:
        return "; write it or remove it"
    if kind == "string_type":
        if isinstance(value, (bool, int, float)):
            return "; quote it"
        if isinstance(value, (list, tuple)):
            return "; quote text that starts with ["
        return "; quote text that starts with { or holds ': '"
    if isinstance(value, str) and kind in ("int_type", "float_type"):
        return "; write it without quotes" if re.fullmatch(r"-?[0-9.]+", value) else ""
    if kind == "tuple_type":
        return "; put it in [ ] or on a line of its own after '- '"
    return ""


def _pattern(value: str, pattern: str) -> str:
    if not value.strip():
        return "must not be empty; write a text"
    if pattern == r"\S":
        return f"must hold something to read, got {got(value)}"
    near = slug(value)
    told = f"write {near!r}" if near else "for instance 'relu-formula'"
    return f"must be lower-case words and digits joined by hyphens, got {got(value)}; {told}"
