"""What must hold between the parts of a rubric, as a pure function over plain JSON data.

It works on data that no model has accepted yet, so that a file with a mistyped field *and* a
group that names an unknown keypoint gets both reported in one run. Anything of the wrong type is
passed over here: the models report it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

Place = tuple[str | int, ...]


class Inconsistency(NamedTuple):
    """Where in the data (keys and indices from the top) and what is wrong there."""

    place: Place
    message: str


def inconsistencies(rubric: object) -> list[Inconsistency]:
    """Return everything in which the parts of a rubric disagree, in file order by part."""
    if not isinstance(rubric, Mapping):
        return []
    return [
        *_repeated_ids(rubric),
        *_groups(rubric),
        *_points(rubric),
        *_examples(rubric),
    ]


def nearest(name: str, known: list[str]) -> str:
    """Return a remedy: the known name nearest to this one, or all of them."""
    close = get_close_matches(name, known, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    return f"there are {', '.join(map(repr, known))}" if known else "there are none"


def _entries(rubric: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    entries = rubric.get(key)
    if isinstance(entries, list):
        for index, entry in enumerate(entries):
            if isinstance(entry, Mapping):
                yield index, entry


def _ids(rubric: Mapping[str, Any], key: str) -> list[str]:
    return [e["id"] for _, e in _entries(rubric, key) if isinstance(e.get("id"), str)]


def _strings(value: object) -> list[tuple[int, str]]:
    if not isinstance(value, list):
        return []
    return [(index, entry) for index, entry in enumerate(value) if isinstance(entry, str)]


def _repeated_ids(rubric: Mapping[str, Any]) -> Iterator[Inconsistency]:
    seen: dict[str, str] = {}
    for key in ("keypoints", "groups", "misconceptions"):
        for index, entry in _entries(rubric, key):
            name = entry.get("id")
            if not isinstance(name, str):
                continue
            here = f"{key}[{index}]"
            if name in seen:
                yield Inconsistency(
                    (key, index, "id"),
                    f"{here}.id: {name!r} is taken by {seen[name]}; ids are unique in a rubric",
                )
            seen.setdefault(name, here)


def _groups(rubric: Mapping[str, Any]) -> Iterator[Inconsistency]:
    keypoints = _ids(rubric, "keypoints")
    owner: dict[str, int] = {}
    for index, group in _entries(rubric, "groups"):
        members = _strings(group.get("of"))
        for at, member in members:
            place = ("groups", index, "of", at)
            where = f"groups[{index}].of[{at}]"
            if member not in keypoints:
                yield Inconsistency(
                    place, f"{where}: no keypoint {member!r}; {nearest(member, keypoints)}"
                )
            elif owner.get(member) == index:
                yield Inconsistency(place, f"{where}: {member!r} stands twice in this group")
            elif member in owner:
                yield Inconsistency(
                    place,
                    f"{where}: {member!r} is in groups[{owner[member]}] already; "
                    "a keypoint is in one group only",
                )
            owner.setdefault(member, index)
        need = group.get("need")
        if isinstance(need, int) and members and need > len(members):
            yield Inconsistency(
                ("groups", index, "need"),
                f"groups[{index}].need: {need} of {len(members)} members can never be met; "
                f"give at most {len(members)}",
            )


def _points(rubric: Mapping[str, Any]) -> Iterator[Inconsistency]:
    grouped = {m for _, group in _entries(rubric, "groups") for _, m in _strings(group.get("of"))}
    for index, keypoint in _entries(rubric, "keypoints"):
        name, where = keypoint.get("id"), f"keypoints[{index}]"
        if isinstance(name, str) and name in grouped:
            for field in ("points", "tier"):
                if keypoint.get(field) is not None:
                    yield Inconsistency(
                        ("keypoints", index, field),
                        f"{where}.{field}: {name!r} is in a group, which has the {field}; "
                        "remove this line",
                    )
        elif keypoint.get("points") is None:
            yield Inconsistency(
                ("keypoints", index),
                f"{where}.points: missing; a keypoint outside groups says what it is worth, "
                "for instance `points: 1`",
            )


def _examples(rubric: Mapping[str, Any]) -> Iterator[Inconsistency]:
    keypoints, misconceptions = _ids(rubric, "keypoints"), _ids(rubric, "misconceptions")
    for index, example in _entries(rubric, "examples"):
        labels, where = example.get("labels"), f"examples[{index}]"
        if isinstance(labels, Mapping):
            for name in labels:
                if name not in keypoints:
                    yield Inconsistency(
                        ("examples", index, "labels", str(name)),
                        f"{where}.labels: no keypoint {name!r}; {nearest(str(name), keypoints)}",
                    )
            for name in keypoints:
                if name not in labels:
                    yield Inconsistency(
                        ("examples", index, "labels"),
                        f"{where}.labels: no label for {name!r}; every keypoint is labelled "
                        "met, partial, missed or contradicted",
                    )
        for at, name in _strings(example.get("misconceptions")):
            if name not in misconceptions:
                yield Inconsistency(
                    ("examples", index, "misconceptions", at),
                    f"{where}.misconceptions[{at}]: no misconception {name!r}; "
                    f"{nearest(name, misconceptions)}",
                )
