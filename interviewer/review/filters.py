"""Which records the list shows, told by an address's query, and what each choice would leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode

from interviewer.review.shelf import Facet, Shelf

TEXTS = ("question", "keypoint", "label", "flag")
SWITCHES = ("unsure", "unreviewed", "differs", "conflict")
BLIND = ("question", "keypoint", "unreviewed")
"""What may be asked for while verdicts are hidden: everything else would tell of them."""

_ON = "1"
_DIGITS = re.compile(r"[0-9]{1,9}")
_SHOWN = {
    "unsure": "unsure",
    "unreviewed": "not yet reviewed by you",
    "differs": "a person differs from the verdict",
    "conflict": "reviewers or evidence in conflict",
}


class Filter(NamedTuple):
    """What is asked for; all of it must hold. Empty asks for every record.

    With a keypoint, ``label`` and ``unsure`` are about that keypoint alone.
    """

    question: str = ""
    keypoint: str = ""
    label: str = ""
    flag: str = ""
    unsure: bool = False
    unreviewed: bool = False
    differs: bool = False
    conflict: bool = False


class Live(NamedTuple):
    """What reviewers have done so far, a bit a record."""

    unreviewed: int
    differs: int
    conflict: int


class Choice(NamedTuple):
    """A value that a filter may take, in words, and how many records it would leave."""

    value: str
    words: str
    records: int
    is_chosen: bool


class Choices(NamedTuple):
    """A filter and its values; a switch has one."""

    name: str
    choices: tuple[Choice, ...]


def filter_of(query: Mapping[str, str], *, blind: bool) -> Filter:
    """Return the filter that a query asks for; what it may not ask for is passed over."""
    allowed = BLIND if blind else (*TEXTS, *SWITCHES)
    told: dict[str, Any] = {name: query.get(name, "") for name in TEXTS if name in allowed}
    told |= {name: query.get(name) == _ON for name in SWITCHES if name in allowed}
    return Filter(**told)


def query_of(wanted: Filter, **more: int | str) -> str:
    """Return a filter, and whatever more, as a query with its question mark; empty for nothing."""
    parts = {name: _ON if value is True else value for name, value in wanted._asdict().items()}
    told = {name: value for name, value in {**parts, **more}.items() if value}
    return f"?{urlencode(told)}" if told else ""


def whole(text: str) -> int | None:
    """Return a number of an address or a form; None where it is none, or a very large one."""
    return int(text) if _DIGITS.fullmatch(text) else None


def matching(wanted: Filter, shelf: Shelf, live: Live) -> int:
    """Return which records a filter lets through, a bit a record."""
    found = (1 << len(shelf)) - 1
    for name in (*TEXTS, *SWITCHES):
        if getattr(wanted, name):
            found &= _mask(name, wanted, shelf, live)
    return found


def choices(wanted: Filter, shelf: Shelf, live: Live, *, blind: bool) -> list[Choices]:
    """Return the filters with the values worth choosing, and what each would leave."""
    shown = BLIND if blind else (*TEXTS, *SWITCHES)
    return [
        Choices(name, found)
        for name in (*TEXTS, *SWITCHES)
        if name in shown and (found := tuple(_choices(name, wanted, shelf, live)))
    ]


def only_question(wanted: Filter, shelf: Shelf) -> str:
    """Return the question that keypoints are offered of: the chosen or only one; else none."""
    questions = shelf.facets("question", 2)
    return wanted.question or (questions[0][1] if len(questions) == 1 else "")


def _choices(name: str, wanted: Filter, shelf: Shelf, live: Live) -> list[Choice]:
    is_switch = name in SWITCHES
    rest = matching(_with(wanted, name, False if is_switch else ""), shelf, live)
    found = []
    for value in [_ON] if is_switch else _values(name, wanted, shelf):
        asked = _with(wanted, name, True if is_switch else value)
        count = (rest & _mask(name, asked, shelf, live)).bit_count()
        is_chosen = getattr(wanted, name) == (True if is_switch else value)
        if count or is_chosen or is_switch:
            found.append(Choice(value, _SHOWN.get(name, value), count, is_chosen))
    return found


def _with(wanted: Filter, name: str, value: str | bool) -> Filter:
    return Filter(**{**wanted._asdict(), name: value})


def _values(name: str, wanted: Filter, shelf: Shelf) -> list[str]:
    if name == "keypoint":
        question = only_question(wanted, shelf)
        return [f[2] for f in shelf.facets("keypoint", 3) if f[1] == question]
    return [facet[1] for facet in shelf.facets(name, 2)]


def _mask(name: str, wanted: Filter, shelf: Shelf, live: Live) -> int:
    question = only_question(wanted, shelf)
    of_claim: Facet = (question, wanted.keypoint) if wanted.keypoint else ()
    match name:
        case "question":
            return shelf.mask(("question", wanted.question))
        case "keypoint":
            return shelf.mask(("keypoint", *of_claim))
        case "label":
            return shelf.mask(("label", wanted.label, *of_claim))
        case "flag":
            return shelf.mask(("flag", wanted.flag))
        case "unsure":
            return shelf.mask(("unsure", *of_claim))
        case "unreviewed":
            return live.unreviewed
        case "differs":
            return live.differs
        case _:
            return live.conflict
