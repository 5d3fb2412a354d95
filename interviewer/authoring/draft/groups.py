"""Groups where any few of a list will do: the prompt says how many, the reference names more.

A list is what belongs to a part of the prompt with a number in it ("name two drawbacks"), or, where
nothing does, the sentences that begin with "First", "One reason", "Another". No group is made
without a choice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from interviewer.authoring.draft.asks import Ask
from interviewer.authoring.draft.choosing import Chosen
from interviewer.authoring.new_item.naming import id_of
from interviewer.items import Group

MOST_BEYOND = 4
"""So many members more than are needed at most: a longer list is one that was read wrong."""
_ENTRY = re.compile(
    r"^(?:(?:first|second|third|fourth|fifth|last)(?:ly)?|one|another|the other|a second|a third)"
    r"\b",
    re.IGNORECASE,
)
_AFTER_NUMBER = re.compile(
    r"\b(?:one|two|three|four|five|six)\s+(?P<what>.+?)"
    r"(?=$|[,;:]|\s(?:that|which|in which|of|for|with|on|why|when|where)\b)",
    re.IGNORECASE,
)


def groups_of(
    chosen: Sequence[Chosen], names: Sequence[str], asks: Sequence[Ask], taken: Collection[str]
) -> list[Group]:
    """Return the groups among proposed claims; ``names`` are their ids, ``taken`` all others."""
    made: list[Group] = []
    free = set(range(len(chosen)))
    for number, ask in enumerate(asks):
        if ask.need is None:
            continue
        members = [at for at in sorted(free) if chosen[at].ask == number]
        if len(members) <= ask.need:
            members = _entries(chosen, free)
        if ask.need < len(members) <= ask.need + MOST_BEYOND:
            ids = [*taken, *names, *(group.id for group in made)]
            name = id_of(_what(ask.text), ids, f"group-{number + 1}")
            of = tuple(names[at] for at in members)
            made.append(Group(id=name, need=ask.need, points=float(ask.need), of=of))
            free -= {*members}
    return made


def _entries(chosen: Sequence[Chosen], free: Collection[int]) -> list[int]:
    """Return the first claim of each sentence that begins as an entry of a list does."""
    first: dict[int, int] = {}
    for at in sorted(free):
        claim = chosen[at].claim
        if _ENTRY.match(claim.sentence):
            first.setdefault(claim.place, at)
    return [*first.values()]


def _what(ask: str) -> str:
    found = _AFTER_NUMBER.search(ask)
    return ask if found is None else found["what"]
