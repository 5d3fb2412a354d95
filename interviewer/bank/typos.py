"""Keys that no model knows: reported with the nearest known one, then read as that one.

So a single slip of the pen is one line of output (and not also a missing key and a dozen names
that are suddenly unknown), and what stands below the key is checked all the same.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from interviewer.bank.place import Document, Flaw, at, line_of, short
from interviewer.consistency import Place

UNKNOWN_KEY = "extra_forbidden"
NO_PLACE = "[key]"
"""pydantic's word, at the end of a place, for an error in a key instead of its value."""


def read_as_known(
    document: Document,
    model: type[BaseModel],
    errors_of: Callable[[object], Sequence[ErrorDetails]],
) -> tuple[Document, list[Flaw]]:
    """Return the document with known keys only, and a flaw for each key that was not."""
    flaws: list[Flaw] = []
    while True:
        # Again after each repair: below a mistyped key, pydantic has not looked yet.
        places = [tuple(e["loc"]) for e in errors_of(document.data) if e["type"] == UNKNOWN_KEY]
        if not places:
            return document, flaws
        data = copy.deepcopy(document.data)
        moved: dict[Place, Place] = {}
        for place in places:
            known = list(model_at(model, place[:-1]).model_fields)
            key = str(place[-1])
            if not any(place[:end] in document.doubtful for end in range(len(place) + 1)):
                told = f"unknown key {short(key)}; {_remedy(key, known)}"
                flaws.append(Flaw(line_of(document.lines, place), at(place[:-1], told)))
            moved |= _renamed(data, place, _near(key, known))
        document = document._replace(
            data=data,
            lines={_new(place, moved): line for place, line in document.lines.items()},
            doubtful=frozenset(_new(place, moved) for place in document.doubtful),
        )


def model_at(model: type[BaseModel], place: Place) -> type[BaseModel]:
    """Return the model of the mapping at a place of a model's data."""
    for part in place:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        inner = _models(field.annotation) if field else []  # no field: the key of a mapping
        model = inner[0] if inner else model
    return model


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for part in get_args(annotation) for found in _models(part)]


def _near(key: str, known: list[str]) -> str | None:
    close = get_close_matches(key, known, n=1)
    return close[0] if close else None


def _remedy(key: str, known: list[str]) -> str:
    near = _near(key, known)
    return f"did you mean {near!r}?" if near else f"there are {', '.join(map(repr, known))}"


def _renamed(data: Any, place: Place, name: str | None) -> dict[Place, Place]:
    """Give the value at a place its new key; drop it where it has none or the key is taken."""
    parent = data
    for part in place[:-1]:
        parent = parent[part]
    value = parent.pop(place[-1])
    if name is None or name in parent:
        return {}
    parent[name] = value
    return {place: (*place[:-1], name)}


def _new(place: Place, moved: Mapping[Place, Place]) -> Place:
    """Return where a place is after the move of its nearest renamed parent."""
    for end in range(len(place), 0, -1):
        new = moved.get(place[:end])
        if new is not None:
            return new + place[end:]
    return place
