"""Grade answers by two versions of a rubric and set the grades side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from interviewer.agreement.join import join
from interviewer.analysis.estimate import places
from interviewer.authoring.against_people import words_of
from interviewer.authoring.answers import Answers
from interviewer.authoring.difference.changes import changes
from interviewer.authoring.difference.people import Both, sided
from interviewer.authoring.difference.results import (
    TENTHS,
    Difference,
    Flip,
    Scores,
    SideName,
    Version,
)
from interviewer.authoring.difference.sides import Side
from interviewer.errors import RecordsError
from interviewer.grader import Grader
from interviewer.grades import Answer, Grade
from interviewer.records.labels import Labels

Pairs = Sequence[tuple[Grade, Grade]]
People = Mapping[tuple[str, str], str]

Verdicts = tuple[Literal["keypoint", "misconception"], str, str, str]

_MORE = ("met", "partial", "held")
"""Labels that rest on words of the answer."""


def compared(
    old: Side,
    new: Side,
    answers: Answers,
    grader: Grader,
    *,
    labels: Labels | None = None,
    watched: Callable[[Sequence[Answer]], Iterable[Answer]] = iter,
) -> Difference:
    """Return what changed in the rubric, in its verdicts and in its scores.

    With labels, also whose labels side with which; RecordsError where none fits an answer.
    """
    pairs = [
        (grader.grade(old.item, answer), grader.grade(new.item, answer))
        for answer in watched(answers.found)
    ]
    left_out = Counter(answers.left_out)
    both: list[Both] = []
    if labels is not None:
        both, unused = _labelled(pairs, labels)
        left_out += unused
    people = {(row.answer_id, row.keypoint_id): row.people for row in both}
    flips = tuple(_flips(pairs, people))
    return Difference(
        question_id=new.item.id,
        old=_version(old),
        new=_version(new),
        changes=changes(old.item, new.item),
        answers=len(pairs),
        verdicts=sum(len(_shared(*pair)) for pair in pairs),
        flips=flips,
        scores=_scores(pairs),
        people=None if labels is None else sided(both, [flip.right for flip in flips]),
        left_out=dict(left_out),
    )


def _version(side: Side) -> Version:
    item = side.item
    return Version(
        name=side.name, version=item.rubric.version, meaning_sha256=item.meaning_sha256()
    )


def _labelled(pairs: Pairs, labels: Labels) -> tuple[list[Both], Counter[str]]:
    """Return the labels that have a verdict on both sides, and how many have not."""
    own = [x for x in labels.keypoints if x.question_id in (None, pairs[0][1].question_id)]
    if not own:
        raise RecordsError(f"no label of a keypoint fits an answer to {pairs[0][1].question_id!r}")
    before = join((old for old, _ in pairs), Labels(own, []))
    after = join((new for _, new in pairs), Labels(own, []))
    olds = {(row.answer_id, row.keypoint_id): row for row in before.judged}
    both = [
        Both(row.answer_id, row.keypoint_id, row.human, olds[key].ours, row.ours)
        for row in after.judged
        if (key := (row.answer_id, row.keypoint_id)) in olds
    ]
    unused = Counter(after.left_out)
    only_new = len(after.judged) - len(both)
    if only_new:
        unused["keypoint not in OLD"] = only_new
    return both, unused


def _flips(pairs: Pairs, people: People) -> Iterator[Flip]:
    for old, new in pairs:
        answer = new.answer_id or ""
        for kind, name, before, after in _shared(old, new):
            if before == after:
                continue
            said = people.get((answer, name))
            better = old if before in _MORE and after not in _MORE else new
            yield Flip(
                answer_id=answer,
                kind=kind,
                name=name,
                before=before,
                after=after,
                words=words_of(better, name),
                people=said,
                right=_right(said, before, after),
            )


def _shared(old: Grade, new: Grade) -> list[Verdicts]:
    """Return kind, name and both labels of what both sides have a verdict on."""
    held = {v.misconception_id: v.label for v in old.misconceptions}
    labels = {v.keypoint_id: v.label for v in old.verdicts}
    found: list[Verdicts] = [
        ("keypoint", v.keypoint_id, labels[v.keypoint_id], v.label)
        for v in new.verdicts
        if v.keypoint_id in labels
    ]
    found += [
        ("misconception", v.misconception_id, held[v.misconception_id], v.label)
        for v in new.misconceptions
        if v.misconception_id in held
    ]
    return found


def _right(people: str | None, before: str, after: str) -> SideName | None:
    if people is None:
        return None
    return "old" if people == before else "new" if people == after else "neither"


def _scores(pairs: Pairs) -> Scores | None:
    found = [
        (old.score.fraction, new.score.fraction)
        for old, new in pairs
        if old.score is not None
        and new.score is not None
        and old.score.fraction is not None
        and new.score.fraction is not None
    ]
    if not found:
        return None
    before, after = zip(*found, strict=True)
    return Scores(
        answers=len(found),
        mean_before=places(sum(before) / len(found)),
        mean_after=places(sum(after) / len(found)),
        up=sum(new > old for old, new in found),
        down=sum(new < old for old, new in found),
        before=_bins(before),
        after=_bins(after),
    )


def _bins(fractions: Sequence[float]) -> tuple[int, ...]:
    counts = Counter(min(TENTHS - 1, int(TENTHS * fraction)) for fraction in fractions)
    return tuple(counts[bin_] for bin_ in range(TENTHS))
