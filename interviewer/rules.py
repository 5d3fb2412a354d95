"""What is agreed before the first question: how many, of what, how long, with how much help."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from interviewer.frozen import Frozen, Slug
from interviewer.items import Level
from interviewer.subjects import Count

Mode = Literal["practice", "exam", "drill"]
When = Literal["each", "end", "none"]
Seconds = Annotated[float, Field(ge=0)]


class Filters(Frozen):
    """Which questions may come at all; None lets all through. ``question`` is an id or a glob."""

    level: Level | None = None
    topic: str | None = None
    tag: str | None = None
    question: str | None = None


class Quota(Frozen):
    """How many questions of a topic: at least, and as a share of a full interview."""

    minimum: Count = 0
    target: Annotated[float, Field(ge=0)] = 1.0


class Blueprint(Frozen):
    """Quotas by topic. A topic that is not named has no minimum and a target of 1."""

    topics: dict[Slug, Quota] = {}


class Rules(Frozen):
    """What was agreed at the start and holds to the end, after a resume too.

    ``seconds`` is the candidate's own time, thinking and writing; with ``hard`` an answer is taken
    from them when it is over, else the last question may be finished. ``interview_date`` is a day
    (``2026-12-24``) by which everything should have come back.
    """

    mode: Mode = "practice"
    feedback: When = "each"
    questions: Annotated[int, Field(ge=1)] = 5
    seconds: Seconds | None = None
    hard: bool = False
    probes: bool = True
    rate: bool = False
    filters: Filters = Filters()
    blueprint: Blueprint = Blueprint()
    interview_date: str | None = None
