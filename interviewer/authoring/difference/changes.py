"""What differs between two versions of an item, of all that can change a grade."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from interviewer.frozen import Frozen
from interviewer.items import Item, Rubric

Bears = Literal["meaning", "sum"]
Kind = Literal["question", "rubric", "keypoint", "group", "misconception"]
Said = Mapping[str, str]

_ORDER = "order"


class Change(Frozen):
    """One thing that was added, removed or changed.

    ``bears_on`` is ``meaning`` where verdicts may fall otherwise, ``sum`` where only what they are
    worth differs. ``before`` is None for what is new, ``after`` for what is gone; ``field`` is None
    where the whole came or went.
    """

    kind: Kind
    name: str
    field: str | None
    before: str | None
    after: str | None
    bears_on: Bears


def changes(old: Item, new: Item) -> tuple[Change, ...]:
    """Return what can change a grade, in the order of the rubric's parts.

    Explanations, probes and sources are left out: they change none.
    """
    return tuple(_changes(old, new))


def _changes(old: Item, new: Item) -> Iterator[Change]:
    was, now = old.rubric, new.rubric
    found = [
        *_fields("question", "", {"prompt": old.question.prompt}, {"prompt": new.question.prompt}),
        *_fields(
            "rubric", "", {"partial": f"{was.partial:g}"}, {"partial": f"{now.partial:g}"}, "sum"
        ),
        *_parts("keypoint", _claims(was), _claims(now)),
        *_parts("keypoint", _worth(was), _worth(now), "sum"),
        *_parts("group", _groups(was), _groups(now), "sum"),
        *_parts("misconception", _falsehoods(was), _falsehoods(now)),
        *_parts("misconception", _prices(was), _prices(now), "sum"),
    ]
    for change in found:
        is_told_as_claim = change.field is None and change.kind != "group"
        if change.bears_on == "meaning" or not is_told_as_claim:
            yield change
    means_other = old.meaning_sha256() != new.meaning_sha256()
    if means_other and all(change.bears_on == "sum" for change in found):
        order = [", ".join(k.id for k in rubric.keypoints) for rubric in (was, now)]
        yield Change(
            kind="rubric",
            name="",
            field=_ORDER,
            before=order[0],
            after=order[1],
            bears_on="meaning",
        )


def _parts(
    kind: Kind, old: Mapping[str, Said], new: Mapping[str, Said], bears: Bears = "meaning"
) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        was, now = old.get(name), new.get(name)
        if was is not None and now is not None:
            yield from _fields(kind, name, was, now, bears)
        else:
            before, after = (None if part is None else _whole(part) for part in (was, now))
            yield Change(
                kind=kind, name=name, field=None, before=before, after=after, bears_on=bears
            )


def _fields(
    kind: Kind, name: str, old: Said, new: Said, bears: Bears = "meaning"
) -> Iterator[Change]:
    for field in dict.fromkeys((*old, *new)):
        was, now = old.get(field, ""), new.get(field, "")
        if was != now:
            yield Change(kind=kind, name=name, field=field, before=was, after=now, bears_on=bears)


def _whole(part: Said) -> str:
    return part.get("text") or ", ".join(f"{field} {value}" for field, value in part.items())


def _claims(rubric: Rubric) -> dict[str, Said]:
    return {
        k.id: {"text": k.text, "accept": _listed(k.accept), "reject": _listed(k.reject)}
        for k in rubric.keypoints
    }


def _worth(rubric: Rubric) -> dict[str, Said]:
    return {
        k.id: {
            "points": "" if k.points is None else f"{k.points:g}",
            "tier": rubric.tier_of(k),
            "partial": f"{rubric.partial_credit(k):g}" if k.partial is not None else "",
        }
        for k in rubric.keypoints
    }


def _groups(rubric: Rubric) -> dict[str, Said]:
    return {
        g.id: {
            "need": str(g.need),
            "points": f"{g.points:g}",
            "tier": g.tier,
            "of": ", ".join(sorted(g.of)),
        }
        for g in rubric.groups
    }


def _falsehoods(rubric: Rubric) -> dict[str, Said]:
    return {m.id: {"text": m.text, "correct": m.correct} for m in rubric.misconceptions}


def _prices(rubric: Rubric) -> dict[str, Said]:
    return {m.id: {"points": f"{m.points:g}"} for m in rubric.misconceptions}


def _listed(texts: tuple[str, ...]) -> str:
    return " | ".join(texts)
