"""A document against its model: the object, or everything that is wrong, each with its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from interviewer.bank.place import Document, Flaw, at, line_of
from interviewer.bank.typos import NO_PLACE, UNKNOWN_KEY, read_as_known
from interviewer.bank.words import got, sentence
from interviewer.consistency import Inconsistency, Place, inconsistencies
from interviewer.items import Rubric

Model = TypeVar("Model", bound=BaseModel)
MAX_KEYPOINTS = 100
"""Nobody is asked for more, and every unknown name is compared with all of them."""


def check(document: Document, model: type[Model]) -> tuple[Model | None, list[Flaw]]:
    """Return the object, or None and every flaw of the document in file order."""
    flaws = list(document.flaws)
    made = None
    if not document.complete:
        return None, flaws
    if document.data is None and not flaws:
        flaws.append(Flaw(None, f"the file is empty; write the {model.__name__.lower()} into it"))
    elif not isinstance(document.data, dict):
        if () not in document.doubtful:
            told = f"must be a mapping of keys such as `{_first_key(model)}:`, got "
            flaws.append(Flaw(line_of(document.lines, ()), told + got(document.data)))
    else:
        made, errors = validate(document.data, model)
        if any(error["type"] == UNKNOWN_KEY for error in errors):
            document, unknown = read_as_known(document, model, lambda d: validate(d, model)[1])
            flaws += unknown
            errors = validate(document.data, model)[1]
        count = _keypoints(document.data)
        if count > MAX_KEYPOINTS:
            told = f"keypoints: {count} of them; write at most {MAX_KEYPOINTS}"
            flaws.append(Flaw(line_of(document.lines, ("keypoints",)), told))
        # A model that came to be has looked for disagreements itself.
        is_to_compare = made is None and count <= MAX_KEYPOINTS
        found = _disagreements(document, model) if is_to_compare else []
        flaws += _translated(document, errors, found)
    flaws.sort(key=lambda flaw: flaw.line or 0)
    return (None if flaws else made), flaws


def validate(data: object, model: type[Model]) -> tuple[Model | None, list[ErrorDetails]]:
    """Return the object or pydantic's errors. As JSON: strict, and lists become tuples."""
    try:
        return model.model_validate_json(json.dumps(data)), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def _first_key(model: type[BaseModel]) -> str:
    return next(iter(model.model_fields))


def _keypoints(data: object) -> int:
    keypoints = data.get("keypoints") if isinstance(data, dict) else None
    return len(keypoints) if isinstance(keypoints, list) else 0


def _disagreements(document: Document, model: type[BaseModel]) -> list[Inconsistency]:
    if not issubclass(model, Rubric):
        return []
    return inconsistencies(_with_plain_ids(document.data))


def _with_plain_ids(rubric: object) -> object:
    """Leave out ids that are lists or mappings: the model reports them, no set can hold them."""
    if not isinstance(rubric, dict) or not isinstance(rubric.get("keypoints"), list):
        return rubric
    keypoints = [
        {key: value for key, value in entry.items() if key != "id" or isinstance(value, str)}
        if isinstance(entry, dict)
        else entry
        for entry in rubric["keypoints"]
    ]
    return {**rubric, "keypoints": keypoints}


def _translated(
    document: Document, errors: list[ErrorDetails], found: list[Inconsistency]
) -> Iterator[Flaw]:
    """Tell what the parts disagree about, then what the model minds at any other place."""
    told = {item.place for item in found}
    for item in found:
        if not is_doubtful(document, item.place):
            yield Flaw(line_of(document.lines, item.place), item.message)
    for error in errors:
        place: Place = tuple(part for part in error["loc"] if part != NO_PLACE)
        if place in told or error["type"] in ("inconsistent", UNKNOWN_KEY):
            continue
        if is_doubtful(document, place):
            continue
        key = place[-1] if place else ""
        words = sentence(error["type"], error["input"], error.get("ctx", {}), key)
        yield Flaw(line_of(document.lines, place), at(place, words))


def is_doubtful(document: Document, place: Place) -> bool:
    """Tell whether a flaw stands at this place or around it already."""
    return any(place[:end] in document.doubtful for end in range(len(place) + 1))
