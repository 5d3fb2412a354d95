"""What is asked in the tests of who asks, and a screen that remembers."""

from __future__ import annotations

import io
from collections.abc import Sequence

from interviewer.cli.ask import Tools
from interviewer.cli.screen import Screen
from interviewer.interview.asking import Asked, AskStep
from interviewer.rules import Mode, Rules
from interviewer.sessions import Disputed, Probing, Session, Turn
from tests.interview.items import probed

AT = "2026-01-01T00:00:00+00:00"
ITEM = probed()


def asked(
    step: AskStep = "question",
    *,
    text: str = "What happens in training?",
    draft: str = "",
    answer: str = "",
    left: float | None = None,
    hard: bool = False,
    mode: Mode = "practice",
    number: int = 1,
    probes: Sequence[str] = (),
    disputed: Sequence[str] = (),
) -> Asked:
    """Return what is wanted in an interview of two questions on dropout."""
    turn = Turn(
        question_id=ITEM.id,
        prompt=ITEM.question.prompt,
        rubric_sha256=ITEM.rubric_sha256(),
        reason="due again",
        shown_at=AT,
        probes=tuple(Probing(about=about, step="pump", text=text) for about in probes),
        disputes=tuple(Disputed(at=AT, keypoint_id=name, because="so") for name in disputed),
    )
    session = Session(
        id="s",
        interviewer="0.1.0",
        started_at=AT,
        last_at=AT,
        seed=1,
        rules=Rules(mode=mode, hard=hard, seconds=left),
        turns=(turn,),
    )
    return Asked(step, ITEM, session, text, number, 2, draft, answer, left)


class _Text(io.StringIO):
    encoding = "utf-8"


class Room:
    """A screen and tools; ``kept`` are the drafts, ``clock`` stands still unless it is moved."""

    def __init__(self, columns: int = 80) -> None:
        self.out, self.err = _Text(), _Text()
        self.screen = Screen(self.out, self.err, color=False, columns=lambda: columns)
        self.kept: list[tuple[str, float]] = []
        self.clock = 0.0
        self.tools = Tools(
            keep=lambda text, seconds: self.kept.append((text, seconds)),
            progress=lambda: "1 of 5 questions done.",
            why=lambda: "Why this question: due again.",
            time=lambda here: f"1 min {here:.0f} s used, 4 min 0 s left.",
        )

    def seconds(self) -> float:
        """Return the time on the clock."""
        return self.clock

    @property
    def said(self) -> str:
        """Return the notes so far, as one line."""
        return " ".join(self.err.getvalue().split())
