"""``# noqa: CODE reason`` at the end of a line lets a finding on that line be, and says why.

R099 is what this module finds: a ``noqa`` without a reason, or one that lets nothing be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

CODE = "R099"
_NOQA = re.compile(r"\s#\s*noqa:\s*(R\d{3}(?:\s*,\s*R\d{3})*)(?:[\s:,-]+(\S.*))?\s*$")


class Noqa(NamedTuple):
    """The codes that a line lets be, and the reason given."""

    codes: tuple[str, ...]
    reason: str


def noqas(text: str) -> Mapping[int, Noqa]:
    """Return the exceptions of a file by line, counted from 1."""
    found: dict[int, Noqa] = {}
    if "noqa" not in text:
        return found
    for number, line in enumerate(text.splitlines(), start=1):
        match = _NOQA.search(line)
        if match:
            codes = tuple(code.strip() for code in match[1].split(","))
            found[number] = Noqa(codes, (match[2] or "").strip())
    return found


def unfounded(
    found: Mapping[int, Noqa], used: Iterable[tuple[int, str]]
) -> Iterator[tuple[int, str]]:
    """Yield the line of each exception that gives no reason or lets nothing be, and what to do."""
    needed = set(used)
    for line, noqa in found.items():
        if not noqa.reason:
            yield line, "`noqa` without a reason; write why after the code"
        for code in noqa.codes:
            if (line, code) not in needed:
                yield line, f"`noqa: {code}` lets nothing be here; remove it"
