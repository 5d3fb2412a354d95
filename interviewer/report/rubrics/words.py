"""How figures and an answer's words are told in reports on rubrics."""

from __future__ import annotations

from interviewer.analysis.estimate import Estimate
from interviewer.analysis.least import ANSWERS
from interviewer.report.text import flow

_WORDS = 160
"""Characters of an answer that are shown: a choice, two lines."""


def kappa(found: Estimate | None) -> str:
    """Return κ with its interval and of how many labels it is."""
    if found is None:
        return "κ cannot be told"
    if found.low is None or found.high is None:
        return f"κ {found.value:.2f} (n = {found.n:,})"
    return f"κ {found.value:.2f} ({found.low:.2f} to {found.high:.2f}, n = {found.n:,})"


def too_few(answers: int) -> str | None:
    """Return what to say where so few answers say little; None where there are enough."""
    if answers >= ANSWERS:
        return None
    one = "1 answer says" if answers == 1 else f"{answers} answers say"
    return f"{one} little: with fewer than {ANSWERS}, take the intervals for what they are worth"


def counted(count: int, word: str) -> str:
    """Return a number and its word, with an s where it needs one."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def quoted(answer_id: str, words: str, width: int) -> list[str]:
    """Return an answer's id and its words, cut, as lines."""
    one_line = " ".join(words.split())
    shown = one_line if len(one_line) <= _WORDS else f"{one_line[: _WORDS - 1]}…"
    return flow(f"{answer_id}: “{shown}”", width, first=" " * 6, rest=" " * 8)
