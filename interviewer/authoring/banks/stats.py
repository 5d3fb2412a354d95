"""What a bank has of everything, and where it is thin: pure counting, no model."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import get_args

from interviewer.authoring.lint.run import uses
from interviewer.bank import Bank
from interviewer.frozen import Frozen
from interviewer.items import Item, Level

LEVELS: tuple[Level, ...] = get_args(Level)


class Topic(Frozen):
    """A topic of a subject: how many questions of each level, and what the blueprint asks for.

    ``minimum`` and ``target`` are None where `_subject.yaml` does not name the topic.
    """

    subject: str
    topic: str
    levels: dict[str, int]
    minimum: int | None
    target: int | None

    @property
    def questions(self) -> int:
        """Return how many questions there are."""
        return sum(self.levels.values())

    @property
    def lacking(self) -> int:
        """Return how many questions are missing to what the blueprint asks for."""
        return max(0, max(self.minimum or 0, self.target or 0) - self.questions)


class Concepts(Frozen):
    """Of a subject with a vocabulary: what no rubric names, what is not in it, what is used once.

    ``once`` maps a concept to the one item that has it.
    """

    subject: str
    known: int
    orphans: tuple[str, ...]
    unknown: dict[str, tuple[str, ...]]
    once: dict[str, str]
    without: int


class Stats(Frozen):
    """A bank counted."""

    items: int
    broken: int
    keypoints: int
    drafts: int
    groups: int
    misconceptions: int
    examples: int
    by_kind: dict[str, int]
    by_label: dict[str, int]
    without_examples: tuple[str, ...]
    topics: tuple[Topic, ...]
    concepts: tuple[Concepts, ...]


def stats(bank: Bank) -> Stats:
    """Count what a bank has; items that do not load are counted as broken and no further."""
    items = [*bank.items.values()]
    keypoints = [keypoint for item in items for keypoint in item.rubric.keypoints]
    examples = [example for item in items for example in item.rubric.examples]
    kinds = Counter(example.kind for example in examples)
    labels = Counter(label for example in examples for label in example.labels.values())
    by_subject = _by_subject(items)
    return Stats(
        items=len(items),
        broken=len(bank.broken),
        keypoints=len(keypoints),
        drafts=sum(keypoint.draft for keypoint in keypoints),
        groups=sum(len(item.rubric.groups) for item in items),
        misconceptions=sum(len(item.rubric.misconceptions) for item in items),
        examples=len(examples),
        by_kind={kind: kinds[kind] for kind in sorted(kinds)},
        by_label={label: labels[label] for label in sorted(labels)},
        without_examples=tuple(item.id for item in items if not item.rubric.examples),
        topics=tuple(
            topic
            for subject in sorted({*by_subject, *bank.subjects})
            for topic in _topics(subject, by_subject[subject], bank)
        ),
        concepts=tuple(
            _concepts(subject, by_subject[subject], described.concepts)
            for subject, described in sorted(bank.subjects.items())
            if described.concepts
        ),
    )


def _by_subject(items: Iterable[Item]) -> defaultdict[str, list[Item]]:
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in items:
        found[item.id.partition("/")[0]].append(item)
    return found


def _topics(subject: str, items: list[Item], bank: Bank) -> Iterable[Topic]:
    described = bank.subjects.get(subject)
    asked = {} if described is None else described.topics
    counted = Counter((item.question.topic, item.question.level) for item in items)
    used = {topic for topic, _ in counted}
    for name in [*asked, *sorted(used - {*asked})]:
        quota = asked.get(name)
        yield Topic(
            subject=subject,
            topic=name,
            levels={level: counted[name, level] for level in LEVELS},
            minimum=None if quota is None else quota.minimum,
            target=None if quota is None else quota.target,
        )


def _concepts(subject: str, items: list[Item], known: Mapping[str, str]) -> Concepts:
    counted = uses(items)
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        for concept in sorted({k.concept for k in item.rubric.keypoints if k.concept}):
            owners[concept].append(item.id)
    keypoints = [keypoint for item in items for keypoint in item.rubric.keypoints]
    return Concepts(
        subject=subject,
        known=len(known),
        orphans=tuple(name for name in known if name not in counted),
        unknown={name: tuple(owners[name]) for name in sorted(counted) if name not in known},
        once={name: owners[name][0] for name in known if len(owners[name]) == 1},
        without=sum(keypoint.concept is None for keypoint in keypoints),
    )
