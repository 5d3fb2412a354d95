"""From a file's text to a model, with all that is wrong in our own words and with lines."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from interviewer.bank.build import Document
from interviewer.bank.document import read_document
from interviewer.bank.place import Flaw, at, line_of, short
from interviewer.consistency import Place, inconsistencies, nearest
from interviewer.frozen import QuestionId
from interviewer.items import Question, Rubric

_ID: TypeAdapter[str] = TypeAdapter(QuestionId)
_KINDS = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}
_BOUNDS = {
    "greater_than": ("greater than", "gt"),
    "greater_than_equal": ("at least", "ge"),
    "less_than": ("less than", "lt"),
    "less_than_equal": ("at most", "le"),
}


class Checked(NamedTuple):
    """A model, or None with the flaws that say why; and the line of each place."""

    model: Question | Rubric | None
    flaws: list[Flaw]
    lines: Mapping[Place, int]


def checked(text: str, model: type[Question] | type[Rubric], name: str) -> Checked:
    """Read one file; ``name`` is the id that its path makes."""
    document = read_document(text)
    flaws = list(document.flaws)
    try:
        _ID.validate_python(name)
    except ValidationError:
        flaws.append(
            Flaw(None, f"the path {short(name)} is no id; use lower-case words and hyphens")
        )
    made: Question | Rubric | None = None
    if document.complete and not isinstance(document.data, dict):
        kind = "empty" if document.data is None else "no mapping"
        flaws.append(Flaw(1, f"{kind}; a {model.__name__.lower()} is a list of `key: value` lines"))
    elif document.complete:
        try:
            made = model.model_validate_json(json.dumps(document.data))
        except ValidationError as error:
            flaws.extend(_translated(error, document, model))
        if model is Rubric:
            flaws.extend(_disagreeing(document, flaws))
    ordered = sorted(dict.fromkeys(flaws), key=lambda flaw: (flaw.line or 0, flaw.message))
    return Checked(None if ordered else made, ordered, document.lines)


def _disagreeing(document: Document, known: list[Flaw]) -> list[Flaw]:
    said = {flaw.message.partition(":")[0] for flaw in known}
    return [
        Flaw(line_of(document.lines, found.place), found.message)
        for found in inconsistencies(document.data)
        if found.message.partition(":")[0] not in said
    ]


def _translated(error: ValidationError, document: Document, model: type[BaseModel]) -> list[Flaw]:
    flaws = []
    for detail in error.errors(include_url=False):
        if detail["type"] == "inconsistent" or (detail["type"] == "too_short" and detail["input"]):
            continue  # told by `inconsistencies`; its entries are told one by one
        place: Place = tuple(part for part in detail["loc"] if part != "[key]")
        if any(place[: len(doubt)] == doubt for doubt in document.doubtful):
            continue
        message = _sentence(detail, place, model)
        flaws.append(Flaw(line_of(document.lines, place), at(place, message)))
    return flaws


def _sentence(detail: ErrorDetails, place: Place, model: type[BaseModel]) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    got = _got(detail["input"])
    if kind == "extra_forbidden":
        known = _fields(model, place[:-1])
        return f"unknown key {short(str(place[-1]))}; {nearest(str(place[-1]), known)}"
    if kind == "missing":
        return "missing; add it"
    if kind == "literal_error":
        return f"must be {context['expected']}, got {got}"
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"must be {words} {context[key]:g}, got {got}"
    if kind in _KINDS:
        return f"must be {_KINDS[kind]}, got {got}"
    if kind == "string_pattern_mismatch":
        is_id = "a-z" in str(context.get("pattern"))
        wanted = "lower-case words joined by hyphens" if is_id else "text with something in it"
        return f"must be {wanted}, got {got}"
    if kind in ("too_short", "string_too_short"):
        return "must not be empty"
    if kind == "string_too_long":
        return f"must be at most {context['max_length']} characters long"
    return re.sub(r"^Value error, ", "", detail["msg"])


def _fields(model: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that the mapping at a place may have."""
    here: Any = model
    for part in place:
        if isinstance(part, int):
            continue
        field = getattr(here, "model_fields", {}).get(part)
        if field is None:
            return []
        here = _model_in(field.annotation)
    return list(getattr(here, "model_fields", {}))


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found is not None:
            return found
    return None


def _got(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    return short(value) if isinstance(value, str) else str(value)
