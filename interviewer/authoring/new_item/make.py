"""An item out of what an author says; whatever a file would be refused for is refused here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from interviewer.authoring.new_item.naming import must_be_id
from interviewer.bank.check import check
from interviewer.bank.place import Document
from interviewer.errors import InterviewerError
from interviewer.items import Group, Item, Keypoint, Question, Rubric

VERSION = 1
"""The version of a rubric that is new."""

Model = TypeVar("Model", bound=BaseModel)


class Said(NamedTuple):
    """What an author says of a question before anything is graded."""

    prompt: str
    topic: str
    level: str
    reference: str


def make_item(
    name: str, said: Said, keypoints: Sequence[Keypoint], groups: Sequence[Group] = ()
) -> Item:
    """Return the item; InterviewerError names what cannot be, and what would be right."""
    must_be_id(name)
    question: dict[str, object] = {
        "prompt": " ".join(said.prompt.split()),
        "topic": said.topic,
        "level": said.level,
    }
    rubric: dict[str, object] = {
        "version": VERSION,
        "reference": said.reference.strip(),
        "keypoints": [each.model_dump(mode="json", exclude_defaults=True) for each in keypoints],
        "groups": [each.model_dump(mode="json") for each in groups],
    }
    return Item(id=name, question=checked(question, Question), rubric=checked(rubric, Rubric))


def checked(data: dict[str, object], model: type[Model]) -> Model:
    """Return the object of plain data; InterviewerError with all that is wrong with it."""
    made, flaws = check(Document(data, {}, [], frozenset(), complete=True), model)
    if made is None:
        raise InterviewerError("; ".join(flaw.message for flaw in flaws))
    return made
