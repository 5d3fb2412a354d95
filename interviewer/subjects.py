"""What holds for all items of a subject: its topics, its vocabulary of concepts, its limits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from interviewer.frozen import Frozen, Share, Slug, Text

Count = Annotated[int, Field(ge=0)]


class Topic(Frozen):
    """A topic by its title, and how many questions of it a balanced interview asks."""

    title: Text
    minimum: Count = 0
    target: Count = 1


class Limits(Frozen):
    """What `interviewer rubric test` holds a subject's labelled examples to; None holds nothing.

    ``kappa`` and ``accuracy`` are the least agreement of verdicts with labels, ``ordering`` the
    least share of pairs of examples in the right order, ``attack`` the most that one may earn.
    ``opposites`` is the most of the keypoints which an example denies that may get credit all the
    same, ``wrong`` the most that fluent wrong answers may earn on average.
    """

    kappa: Annotated[float, Field(ge=-1, le=1)] | None = None
    accuracy: Share | None = None
    ordering: Share | None = None
    attack: Share | None = None
    opposites: Share | None = None
    wrong: Share | None = None


class Subject(Frozen):
    """The file ``questions/<subject>/_subject.yaml``.

    ``concepts`` maps each concept's id to one line on what it is; empty leaves concepts free.
    """

    title: Text
    topics: dict[Slug, Topic] = {}
    concepts: dict[Slug, Text] = {}
    limits: Limits = Limits()
