"""Grades for a conversation: the grader behind words that say what is waited for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.cli.soon import SoonGrader
    from interviewer.grades import Grade, Verdict
    from interviewer.items import Item

_GRADING = "grading…"
_JUDGING = "the judge is reading; Ctrl-C keeps the grade without it…"


class ScreenGrades:
    """The `Grades` of an interview on a screen.

    With a judge, the matcher's ledger is shown until the judge's is there, where that tells nothing
    that is still to be asked about (``may_show``).
    """

    def __init__(self, grader: SoonGrader, screen: Screen, *, judged: bool, may_show: bool) -> None:
        self._grader = grader
        self._screen = screen
        self._judged = judged
        self._may_show = may_show

    def grade(self, item: Item, text: str) -> Grade:
        """Return the grade of an answer."""
        from interviewer.report.terminal import ledger

        with self._screen.waiting(_GRADING):
            first = self._grader.grade(item, text)
        if not self._judged:
            return first
        if not self._may_show:
            with self._screen.waiting(_JUDGING):
                return self._grader.refine(item, text)
        shown = ledger(item, first, width=self._screen.width, color=self._screen.color)
        with self._screen.meanwhile(f"\n{shown}", _JUDGING):
            return self._grader.refine(item, text)

    def heard(self, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
        """Return the verdict on a reply to a probe."""
        with self._screen.waiting(_JUDGING if self._judged else _GRADING):
            return self._grader.heard(item, about, said, reply)

    def settle(self, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
        """Return the judge's verdict on a disputed keypoint; None where there is no judge."""
        if not self._judged:
            return None
        with self._screen.waiting(_JUDGING):
            return self._grader.settle(item, keypoint_id, answer)
