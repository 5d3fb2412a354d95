"""Items as plain text: a line each, or one in full."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from interviewer.items import Item, Keypoint
from interviewer.report.text import printable

_WIDTH = 96


def listed(items: Sequence[Item]) -> list[str]:
    """Return a line an item: id, level, topic, number of keypoints, prompt; columns aligned."""
    rows = [
        (i.id, i.question.level, i.question.topic, f"{len(i.rubric.keypoints)} keypoints")
        for i in items
    ]
    widths = [max((len(row[c]) for row in rows), default=0) for c in range(4)]
    prompts = [" ".join(printable(i.question.prompt).split()) for i in items]
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=True)), prompt])
        for row, prompt in zip(rows, prompts, strict=True)
    ]


def shown(item: Item, *, rubric: bool) -> str:
    """Return one item in full, or without what gives the answer away."""
    question = item.question
    head = f"{item.id}  {question.level}, {question.topic}, {question.minutes:g} minutes"
    lines = [head, "", *_wrapped(question.prompt, "")]
    if question.tags:
        lines += ["", f"tags: {', '.join(question.tags)}"]
    if rubric:
        lines += ["", "keypoints"]
        groups = item.rubric.group_of()
        for keypoint in item.rubric.keypoints:
            if keypoint.id not in groups:
                tier = item.rubric.tier_of(keypoint)
                lines += _wrapped(f"{keypoint.points or 0:g} {tier}: {keypoint.text}", "  ")
        for group in item.rubric.groups:
            lines.append(f"  {group.points:g} {group.tier}: any {group.need} of")
            lines += [x for k in _members(item, group.of) for x in _wrapped(k.text, "      ")]
        if item.rubric.misconceptions:
            lines += ["", "misconceptions"]
        for false in item.rubric.misconceptions:
            lines += _wrapped(f"-{false.points:g}: {false.text} {false.correct}", "  ")
    return "\n".join(lines)


def _members(item: Item, names: Sequence[str]) -> list[Keypoint]:
    return [keypoint for keypoint in item.rubric.keypoints if keypoint.id in names]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        printable(text), _WIDTH, initial_indent=indent, subsequent_indent=f"{indent}    "
    )
