"""What a record keeps of an answer that JSON cannot carry, or whose words it must not hold."""

from __future__ import annotations

import hashlib
from typing import TypeVar

from interviewer.grades import MisconceptionVerdict, Verdict

JUDGE_REASON = "the judge's reason is left out with the answer's words"
PERSON_REASON = "the reviewer's reason is left out with the answer's words"

_REPLACEMENT = "\ufffd"

Ruled = TypeVar("Ruled", Verdict, MisconceptionVerdict)


def repaired(text: str) -> tuple[str, bool]:
    """Return the text with every lone surrogate as U+FFFD, and whether there was one."""
    fixed = "".join(_REPLACEMENT if "\ud800" <= c <= "\udfff" else c for c in text)
    return fixed, fixed != text


def sha256_of(text: str) -> str:
    """Return the hash that stands for an answer, over its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def without_words(verdict: Ruled) -> Ruled:
    """Return the verdict without quotes, and without a judge's or a person's reason.

    Those may hold some.
    """
    bare = tuple(e.model_copy(update={"quote": None}) for e in verdict.evidence)
    reason = verdict.reason
    if verdict.decided_by == "judge" and verdict.label != "unscored":
        reason = JUDGE_REASON
    elif verdict.decided_by == "person":
        reason = PERSON_REASON
    return verdict.model_copy(update={"evidence": bare, "reason": reason})
