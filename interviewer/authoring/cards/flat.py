"""A keypoint as a flat row of texts, and what of an item has no place in rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from interviewer.items import Item, Keypoint


def row_of(item: Item, keypoint: Keypoint) -> dict[str, str]:
    """Return every column of a keypoint's row; lists one entry a line, empty where nothing is."""
    group = item.rubric.group_of().get(keypoint.id)
    return {
        "question": _one_line(item.question.prompt),
        "keypoint": _one_line(keypoint.text),
        "id": item.id,
        "topic": item.question.topic,
        "level": item.question.level,
        "reference": item.rubric.reference.strip(),
        "keypoint_id": keypoint.id,
        "points": "" if keypoint.points is None else f"{keypoint.points:g}",
        "tier": item.rubric.tier_of(keypoint),
        "group": "" if group is None else group.id,
        "need": "" if group is None else str(group.need),
        "group_points": "" if group is None else f"{group.points:g}",
        "concept": keypoint.concept or "",
        "accept": _lines(keypoint.accept),
        "reject": _lines(keypoint.reject),
        "explain": _one_line(keypoint.explain),
        "see": _lines(keypoint.see),
    }


def json_lines(items: Iterable[Item]) -> Iterator[str]:
    """Yield one JSON object a keypoint: all its fields, with its question's id and prompt."""
    for item in items:
        groups = item.rubric.group_of()
        for keypoint in item.rubric.keypoints:
            group = groups.get(keypoint.id)
            row = {
                "question_id": item.id,
                "prompt": item.question.prompt,
                "topic": item.question.topic,
                "level": item.question.level,
                "group": None if group is None else group.model_dump(mode="json"),
                **keypoint.model_dump(mode="json"),
            }
            yield json.dumps(row, ensure_ascii=False)


def not_told(items: Iterable[Item]) -> str:
    """Return what of these items no row has, counted; empty where there is nothing."""
    counts = dict.fromkeys(("misconception", "example", "follow-up"), 0)
    for item in items:
        counts["misconception"] += len(item.rubric.misconceptions)
        counts["example"] += len(item.rubric.examples)
        counts["follow-up"] += item.rubric.followup is not None
    found = [f"{n} {name}{'' if n == 1 else 's'}" for name, n in counts.items() if n]
    return ", ".join(found)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(map(_one_line, texts))


def _one_line(text: str) -> str:
    return " ".join(text.split())
