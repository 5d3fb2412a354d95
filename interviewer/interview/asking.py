"""What the engine asks of whoever sits at the other end, and what may come back.

`Ask` is the only way words come in: a terminal, a pipe, a script or a simulated candidate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from interviewer.items import Item
from interviewer.sessions import Session

AskStep = Literal["question", "probe", "rate", "after"]


class Asked(NamedTuple):
    """What is wanted now.

    ``question``: an answer to the question, ``text``. ``probe``: a reply to ``text``. ``rate``: a
    share between 0 and 1, or `Next` for none. ``after``: a word once the grade was shown.
    ``draft`` is what was typed before and not sent, to go on with: for ``after``, a revision.
    ``answer`` is the answer as it stands, once there is one.
    ``seconds_left`` is the candidate's own time still to go; None where nobody counts it.
    """

    step: AskStep
    item: Item
    session: Session
    text: str
    number: int
    total: int
    draft: str = ""
    answer: str = ""
    seconds_left: float | None = None


@dataclass(frozen=True)
class Answer:
    """The candidate's words; ``thinking`` is how many seconds went by before the first key."""

    text: str
    thinking: float | None = None


@dataclass(frozen=True)
class Idk:
    """The candidate says that they do not know."""


@dataclass(frozen=True)
class Skip:
    """Leave it out: the question in practice leaves the sums; a probe closes its keypoint."""


@dataclass(frozen=True)
class Hint:
    """Help, at a stated cost."""


@dataclass(frozen=True)
class Revise:
    """The answer once more, edited; graded and kept, and does not count."""

    text: str
    thinking: float | None = None


@dataclass(frozen=True)
class Dispute:
    """This verdict is wrong, because."""

    keypoint_id: str
    because: str


@dataclass(frozen=True)
class Rate:
    """What the candidate believes to have had of the question, as a share."""

    share: float


@dataclass(frozen=True)
class Next:
    """Go on."""


@dataclass(frozen=True)
class Pause:
    """Leave now and come back later; ``draft`` is what was typed and not sent."""

    draft: str = ""


@dataclass(frozen=True)
class Quit:
    """End the interview here."""


Reply = Answer | Idk | Skip | Hint | Revise | Dispute | Rate | Next | Pause | Quit
Ask = Callable[[Asked], Reply]
