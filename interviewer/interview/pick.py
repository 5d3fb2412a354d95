"""Choose the questions of an interview, with the reason for each.

A draw depends on the seed and on the set of matching ids, not on the order of the bank, and a
longer draw begins with the shorter one of the same seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple, get_args

from interviewer.consistency import nearest
from interviewer.errors import SessionError
from interviewer.items import Item, Level


class Pick(NamedTuple):
    """A question to ask, and why this one."""

    item: Item
    reason: str


def pick(
    items: Mapping[str, Item],
    *,
    count: int,
    seed: int,
    level: str | None = None,
    topic: str | None = None,
    tag: str | None = None,
    question: str | None = None,
) -> tuple[Pick, ...]:
    """Draw up to ``count`` different questions that match every filter given.

    ``question`` is an id or a glob of ids. Fewer matches than ``count`` are all drawn; none is a
    SessionError that says what there is.
    """
    if count < 1:
        raise SessionError(f"cannot ask {count} questions; ask for 1 or more")
    wanted = {"level": level, "topic": topic, "tag": tag, "question": question}
    filters = {name: value for name, value in wanted.items() if value is not None}
    matching = [items[name] for name in sorted(items) if _matches(items[name], filters)]
    if not matching:
        raise SessionError(_nothing(items, filters))
    random.Random(seed).shuffle(matching)
    reason = _reason(len(matching), filters, seed)
    return tuple(Pick(item, reason) for item in matching[:count])


def _matches(item: Item, filters: Mapping[str, str]) -> bool:
    have = {
        "level": item.question.level == filters.get("level"),
        "topic": item.question.topic == filters.get("topic"),
        "tag": filters.get("tag") in item.question.tags,
        "question": fnmatchcase(item.id, filters.get("question", "")),
    }
    return all(have[name] for name in filters)


def _reason(matching: int, filters: Mapping[str, str], seed: int) -> str:
    if matching == 1 and filters:
        return f"the only question with {_told(filters)}"
    those = (
        f"{matching} questions with {_told(filters)}" if filters else f"all {matching} questions"
    )
    return f"drawn from {those}, seed {seed}"


def _told(filters: Mapping[str, str]) -> str:
    return " and ".join(f"{name} {value!r}" for name, value in filters.items())


def _nothing(items: Mapping[str, Item], filters: Mapping[str, str]) -> str:
    if not items:
        return "the bank has no question to ask"
    if set(filters) == {"question"}:
        name = filters["question"]
        slugs = {id_.rpartition("/")[2]: id_ for id_ in sorted(items)}
        known = f"did you mean {slugs[name]!r}?" if name in slugs else nearest(name, sorted(items))
        return f"no question {name!r}; {known}"
    questions = [item.question for item in items.values()]
    levels = {question.level for question in questions}
    return (
        f"no question with {_told(filters)}; "
        f"there are levels {_listed(level for level in get_args(Level) if level in levels)}; "
        f"topics {_listed(sorted({question.topic for question in questions}))}; "
        f"tags {_listed(sorted({tag for question in questions for tag in question.tags}))}"
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names)) or "none"
