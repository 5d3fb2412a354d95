"""Examples, keypoints and groups as the data and the lines that stand for them in a file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from interviewer.authoring.writing.scalars import WIDTH, scalar
from interviewer.items import Example, Group, Keypoint

Value = str | int | float | bool | Sequence[str] | Mapping[str, str]
Entry = str | Mapping[str, Value]
"""An entry of a list: a text, or keys and values."""

STEP = 2
"""Columns by which what stands below a key is indented."""

_WORD = re.compile(r"[a-z0-9-]+")


def of_example(example: Example, keypoints: Sequence[Keypoint]) -> Mapping[str, Value]:
    """Return an example; its labels stand in the order of the keypoints."""
    order = [keypoint.id for keypoint in keypoints]
    names = sorted(example.labels, key=lambda name: order.index(name) if name in order else -1)
    return {
        "answer": example.answer,
        "labels": {name: example.labels[name] for name in names},
        "misconceptions": example.misconceptions,
        "kind": example.kind,
    }


def of_keypoint(keypoint: Keypoint) -> Mapping[str, Value]:
    """Return what a keypoint says beyond its defaults, a draft's mark behind its id."""
    said = keypoint.model_dump(mode="json", exclude_defaults=True)
    mark = {"draft": said.pop("draft")} if "draft" in said else {}
    return {"id": said.pop("id"), **mark, **_numbers(said)}


def of_group(group: Group) -> Mapping[str, Value]:
    """Return a group, its tier too."""
    return _numbers(group.model_dump(mode="json"))


def block(entry: Entry, dash: int, gap: int, offset: int) -> list[str]:
    """Return an entry's lines: a dash in a column, its text ``gap`` further on.

    ``offset`` is how far the dashes of a list stand to the right of its key.
    """
    margin = " " * dash + "-" + " " * (gap - 1)
    if isinstance(entry, str):
        first, *more = scalar(entry, dash + gap, dash + gap)
        return [margin + first, *more]
    first, *more = [
        line
        for key, value in entry.items()
        for line in key_and_value(key, value, dash + gap, offset)
    ]
    return [margin + first.lstrip(" "), *more]


def key_and_value(key: str, value: Value, column: int, offset: int) -> list[str]:
    """Return the lines of a key in a column and of what it holds."""
    margin = " " * column
    head = f"{margin}{_key(key)}:"
    if isinstance(value, Mapping):
        inner = [
            line
            for name, held in value.items()
            for line in key_and_value(name, held, column + STEP, offset)
        ]
        return [head, *inner]
    if isinstance(value, str):
        first, *more = scalar(value, len(head) + 1, column + STEP)
        return [f"{head} {first}", *more]
    if isinstance(value, Sequence):
        in_line = f"{head} [{', '.join(value)}]"
        if not value or (len(in_line) <= WIDTH and _are_ids(key, value)):
            return [in_line]
        return [head, *(line for e in value for line in block(e, column + offset, STEP, offset))]
    return [f"{head} {json.dumps(value)}"]


def flow(entry: Entry | Sequence[Entry], margin: str | None) -> str:
    """Return JSON in one line, or over several that begin with ``margin``."""
    told = json.dumps(entry, ensure_ascii=False, indent=None if margin is None else STEP)
    return told if margin is None else told.replace("\n", f"\n{margin}")


def _key(name: str) -> str:
    return scalar(name, 0, 0)[0]


def _are_ids(key: str, value: Sequence[str]) -> bool:
    return key in ("of", "misconceptions") and all(map(_WORD.fullmatch, value))


def _numbers(said: Mapping[str, Value]) -> dict[str, Value]:
    """Return numbers without the .0 that nobody writes."""
    return {
        key: int(value) if isinstance(value, float) and value.is_integer() else value
        for key, value in said.items()
    }
