"""R013: a concept or topic that the subject's vocabulary does not have.

Progress is kept by concept, over questions: the same idea needs the same id everywhere. The list is
in ``questions/<subject>/_subject.yaml``; where it names no concepts (or topics), any id is good.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.consistency import nearest

CODE = "R013"


def find(given: Given) -> Iterator[Finding]:
    """Find ids outside the vocabulary, and keypoints without a concept where there is one."""
    if given.subject is None:
        return
    topics = [*given.subject.topics]
    topic = given.item.question.topic
    if topics and topic not in topics:
        told = f"the subject has no topic {topic!r}; {nearest(topic, topics)}"
        yield Finding(CODE, "warning", ("topic",), told, "questions")
    concepts = [*given.subject.concepts]
    for at, keypoint in enumerate(given.item.rubric.keypoints):
        if not concepts or keypoint.concept in given.subject.concepts:
            continue
        if keypoint.concept is None:
            told = "without a concept; pick one of the subject's, so that progress can be kept"
            yield Finding(CODE, "warning", ("keypoints", at), told)
        else:
            remedy = _remedy(keypoint.concept, concepts)
            told = f"the subject has no concept {keypoint.concept!r}; {remedy}"
            yield Finding(CODE, "warning", ("keypoints", at, "concept"), told)


def _remedy(name: str, known: list[str]) -> str:
    told = nearest(name, known)
    is_near = told.startswith("did you mean")
    return told if is_near else "pick one of `_subject.yaml`, or add it there in a line"
