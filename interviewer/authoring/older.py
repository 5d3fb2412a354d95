"""Grades that were made with other words of a rubric than the bank has now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from interviewer.frozen import Frozen
from interviewer.grades import Grade, Provenance
from interviewer.items import Item

_DIGITS = 12


class Older(Frozen):
    """Answers graded by another wording: its version, the beginning of its hash, how many.

    ``version`` and ``sha256`` are None where the records do not tell.
    """

    version: int | None
    sha256: str | None
    answers: int


def is_older(grade: Grade, item: Item) -> bool:
    """Tell whether a grade's verdicts are about other words than the item's.

    Verdicts hold as long as question and claims say the same, whatever they are worth. Records that
    have no hash of that are told by the hash of all that can change a grade.
    """
    made = grade.provenance
    if made is None:
        return True
    if made.meaning_sha256 is not None:
        return made.meaning_sha256 != item.meaning_sha256()
    return made.rubric_sha256 != item.rubric_sha256()


def older(grades: Iterable[Grade], item: Item) -> tuple[Older, ...]:
    """Return the other wordings that graded answers to this item, the newest version first."""
    counts = Counter(_wording(g.provenance) for g in grades if is_older(g, item))
    ordered = sorted(counts.items(), key=lambda pair: (-(pair[0][0] or 0), -pair[1]))
    return tuple(
        Older(version=version, sha256=sha256, answers=answers)
        for (version, sha256), answers in ordered
    )


def _wording(made: Provenance | None) -> tuple[int | None, str | None]:
    if made is None:
        return None, None
    sha256 = made.meaning_sha256 or made.rubric_sha256
    return made.rubric_version, None if sha256 is None else sha256[:_DIGITS]
