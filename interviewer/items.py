"""What is asked and how it is graded: Question, Rubric and the Item that joins them.

The shapes are those of the files in ``questions/`` and ``rubrics/``. What must hold *between*
the parts of a rubric (groups that name real keypoints, labels for every keypoint) is checked by
`interviewer.consistency`, here and by the loader, which knows the line numbers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from interviewer.consistency import inconsistencies
from interviewer.frozen import Frozen, Points, QuestionId, Slug, Text

Level = Literal["beginner", "intermediate", "advanced"]
Tier = Literal["core", "standard", "bonus"]
ExampleKind = Literal["strong", "partial", "weak", "wrong", "attack"]
ExampleLabel = Literal["met", "partial", "missed", "contradicted"]
PartialCredit = Annotated[float, Field(gt=0, lt=1)]

DEFAULT_PARTIAL = 0.5
_NOT_HASHED = {"examples": True, "keypoints": {"__all__": {"probe", "explain", "see", "draft"}}}


class Question(Frozen):
    """What the candidate is asked."""

    prompt: Text
    topic: Slug
    level: Level
    minutes: Annotated[float, Field(gt=0, le=240)] = 3.0
    difficulty: Annotated[float, Field(ge=-6, le=6)] = 0.0
    tags: tuple[Slug, ...] = ()
    source: Annotated[int, Field(ge=1)] | None = None


class Probe(Frozen):
    """Three ways to ask again, from least to most leading; empty where there is none."""

    pump: str = ""
    hint: str = ""
    lead: str = ""


class Keypoint(Frozen):
    """One atomic claim that a good answer makes.

    ``points`` is None exactly where a group names the keypoint; ``tier`` None reads as standard.
    ``draft`` is true of a proposal until a person has read it and deleted the line.
    """

    id: Slug
    concept: Slug | None = None
    text: Text
    points: Points | None = None
    tier: Tier | None = None
    partial: PartialCredit | None = None
    accept: tuple[Text, ...] = ()
    reject: tuple[Text, ...] = ()
    probe: Probe | None = None
    explain: str = ""
    see: tuple[Text, ...] = ()
    draft: bool = False


class Group(Frozen):
    """Any ``need`` of the named keypoints earn all of ``points``."""

    id: Slug
    need: Annotated[int, Field(ge=1)]
    points: Points
    tier: Tier = "standard"
    of: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Misconception(Frozen):
    """A false claim; an answer that holds it loses ``points``."""

    id: Slug
    text: Text
    points: Points
    correct: str = ""
    challenge: str = ""


class Followup(Frozen):
    """A question in depth, for after the answer."""

    ask: Text


class Example(Frozen):
    """An answer with the labels that a reader gave it."""

    answer: str
    labels: dict[Slug, ExampleLabel]
    misconceptions: tuple[Slug, ...] = ()
    kind: ExampleKind


class Rubric(Frozen):
    """How the answers to one question are graded."""

    version: Annotated[int, Field(ge=1)]
    reference: Text
    partial: PartialCredit = DEFAULT_PARTIAL
    keypoints: Annotated[tuple[Keypoint, ...], Field(min_length=1)]
    groups: tuple[Group, ...] = ()
    misconceptions: tuple[Misconception, ...] = ()
    followup: Followup | None = None
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        found = inconsistencies(self.model_dump(mode="json", exclude_none=True))
        if found:
            raise PydanticCustomError(
                "inconsistent", "{why}", {"why": "; ".join(item.message for item in found)}
            )
        return self

    def group_of(self) -> Mapping[str, Group]:
        """Map the id of each grouped keypoint to its group."""
        return {member: group for group in self.groups for member in group.of}

    def partial_credit(self, keypoint: Keypoint) -> float:
        """Return what a partly met keypoint earns, as a share of the whole."""
        return self.partial if keypoint.partial is None else keypoint.partial

    def tier_of(self, keypoint: Keypoint) -> Tier:
        """Return the tier that counts: the group's for a grouped keypoint, else its own."""
        group = self.group_of().get(keypoint.id)
        if group is not None:
            return group.tier
        return keypoint.tier or "standard"


class Item(Frozen):
    """A question, its rubric, and the id that both files share."""

    id: QuestionId
    question: Question
    rubric: Rubric

    def rubric_sha256(self) -> str:
        """Hash everything that can change a grade: prompt and rubric.

        Examples, probes, explanations and reading lists are left out: they may be improved
        without making older grades incomparable.
        """
        rubric = self.rubric.model_dump(mode="json", exclude=_NOT_HASHED)  # type: ignore[arg-type]
        return _sha256({"prompt": self.question.prompt, "rubric": rubric})

    def meaning_sha256(self) -> str:
        """Hash what a verdict is about: the prompt, and what each claim says.

        What the verdicts are worth is left out: with other points, tiers or groups the sum is done
        again, and nothing is read again.
        """
        rubric = self.rubric
        payload = {
            "prompt": self.question.prompt,
            "keypoints": [[k.id, k.text, k.accept, k.reject] for k in rubric.keypoints],
            "misconceptions": [[m.id, m.text, m.correct] for m in rubric.misconceptions],
        }
        return _sha256(payload)

    def claims(self) -> Iterator[str]:
        """Yield every text of the rubric that answers are compared with."""
        for keypoint in self.rubric.keypoints:
            yield keypoint.text
            yield from keypoint.accept
            yield from keypoint.reject
        for misconception in self.rubric.misconceptions:
            yield misconception.text
            if misconception.correct:
                yield misconception.correct


def _sha256(payload: dict[str, Any]) -> str:
    text = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
