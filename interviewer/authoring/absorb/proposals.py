"""What an item could learn from the answers that people have reviewed.

An answer whose keypoints are all settled becomes a labelled example. An answer that is settled in
part can give wordings: an `accept` where a person called met what the grader had not, a `reject`
where the grader gave credit for words that a person says deny the claim. Words that a person calls
missed are no `reject`: they are not false, only beside the point. An answer that becomes an example
gives no wordings, unless asked to: a rubric that holds an example's own words is tested on what it
was told.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from interviewer.authoring.gold.labels import by_labels
from interviewer.authoring.lint.clauses import second_claim
from interviewer.grades import Grade, HeldLabel
from interviewer.items import Example, ExampleKind, ExampleLabel, Item
from interviewer.overrides import About, Marked, Overrides, about

STRONG = 0.8
"""An example is strong from this share on: a choice. The shipped strong ones earn .85 or more by
their labels, the partial ones .79 or less."""

WEAK = 0.15
"""Under this share an example is weak, or wrong where it denies more than it says: a choice. Nine
in ten of the shipped weak ones earn .12 or less, nine in ten of the partial ones .14 or more."""

MOST_WORDS = 26
"""A wording has no more words: a choice, the longest `accept` of the shipped bank."""

ANSWER_THERE = "answers that are examples already"
WORDS_THERE = "wordings that the rubric has already"
NO_WORDING = "verdicts without a short passage of one claim"
NOT_FALSE = "verdicts on words that a person calls missed: they are not false"
OF_AN_EXAMPLE = "verdicts on answers that become examples; --wordings takes their words, too"
ANOTHER_CLAIM = "labels of claims that say something else now"
DIFFERING = "verdicts on which reviewers differ, and nothing is accepted"

NearestPassage = Callable[[str, int], str | None]
"""The short claim of an answer that is nearest to the keypoint at a place, if any is near."""


class Reviewed(NamedTuple):
    """An answer, its grade, and the word that counts on each verdict that has one."""

    grade: Grade
    words: Mapping[str, Marked]


class Wording(NamedTuple):
    """Words to add to a keypoint."""

    keypoint_id: str
    kind: Literal["accept", "reject"]
    text: str


class Proposals(NamedTuple):
    """What could be added to a rubric, and how much could not, by why."""

    examples: tuple[Example, ...]
    wordings: tuple[Wording, ...]
    left_out: Counter[str]


def reviewed(
    grades: Iterable[Grade], overrides: Overrides, left_out: Counter[str]
) -> Iterator[Reviewed]:
    """Yield each different answer of which something was said, in the order of the grades."""
    seen: set[About] = set()
    for grade in grades:
        place = about(grade, "")
        if grade.status == "failed" or not (grade.answer or "").strip() or place in seen:
            continue
        seen.add(place)
        standings = {name: overrides.get(about(grade, name)) for name in _names(grade)}
        words = {name: found.settled for name, found in standings.items() if found is not None}
        left_out[DIFFERING] += sum(bool(s and s.is_conflict) for s in standings.values())
        settled = {name: word for name, word in words.items() if word is not None}
        if settled:
            yield Reviewed(grade, settled)


def proposals(
    item: Item,
    answers: Iterable[Reviewed],
    nearest: NearestPassage,
    *,
    wordings_of_examples: bool = False,
) -> Proposals:
    """Return what reviewed answers to an item's question propose, without what it has already."""
    examples: list[Example] = []
    wordings: list[Wording] = []
    left_out: Counter[str] = Counter()
    there = {example.answer.strip() for example in item.rubric.examples}
    for answer in answers:
        current = _current(item, answer, left_out)
        text = current.grade.answer or ""
        if text.strip() in there:
            left_out[ANSWER_THERE] += 1
            continue
        example = _example(item, current)
        lessons = [*_lessons(item, current, left_out)]
        if example is not None:
            examples.append(example)
        if example is None or wordings_of_examples:
            wordings += _worded(lessons, text, nearest, left_out)
        else:
            left_out[OF_AN_EXAMPLE] += len(lessons)
    new = [*_new(item, wordings)]
    left_out[WORDS_THERE] += len(wordings) - len(new)
    return Proposals(tuple(examples), tuple(new), +left_out)


def kind_of(item: Item, example: Example) -> ExampleKind:
    """Return the kind that an example's labels and the share that they earn make it."""
    rubric = item.rubric.model_copy(update={"examples": (example,)})
    (share,) = by_labels(rubric)
    if share >= STRONG:
        return "strong"
    if share >= WEAK:
        return "partial"
    labels = [*example.labels.values()]
    denied = labels.count("contradicted") + len(example.misconceptions)
    return "wrong" if denied > labels.count("met") else "weak"


def is_short_claim(passage: str) -> bool:
    """Tell whether a passage could stand in a rubric: something, not much, and one claim only."""
    text = " ".join(passage.split())
    return 0 < len(text.split()) <= MOST_WORDS and second_claim(text) is None


def _names(grade: Grade) -> list[str]:
    return [
        *(verdict.keypoint_id for verdict in grade.verdicts),
        *(verdict.misconception_id for verdict in grade.misconceptions),
    ]


def _current(item: Item, answer: Reviewed, left_out: Counter[str]) -> Reviewed:
    """Return the answer with the words that are about what the rubric says now."""
    rubric = item.rubric
    claims = {claim.id: claim.text for claim in rubric.keypoints}
    claims |= {claim.id: claim.text for claim in rubric.misconceptions}
    labels = {claim.id: get_args(ExampleLabel) for claim in rubric.keypoints}
    labels |= {claim.id: get_args(HeldLabel) for claim in rubric.misconceptions}
    words = {
        name: word
        for name, word in answer.words.items()
        if word.claim == claims.get(name) and word.label in labels[name]
    }
    left_out[ANOTHER_CLAIM] += len(answer.words) - len(words)
    return answer._replace(words=words)


def _example(item: Item, answer: Reviewed) -> Example | None:
    """Return the answer as an example; None where people have not settled all of it.

    A misconception that the grade calls absent, and of which nobody has said otherwise, is absent.
    """
    words, grade = answer.words, answer.grade
    keypoints = [keypoint.id for keypoint in item.rubric.keypoints]
    doubtful = {held.misconception_id for held in grade.misconceptions if held.label != "absent"}
    if not {*keypoints, *doubtful} <= words.keys():
        return None
    false = [misconception.id for misconception in item.rubric.misconceptions]
    held = tuple(name for name in false if name in words and words[name].label == "held")
    labels = {name: words[name].label for name in keypoints}
    told = {"answer": grade.answer, "labels": labels, "misconceptions": held, "kind": "weak"}
    example = Example.model_validate(told)
    return example.model_copy(update={"kind": kind_of(item, example)})


class _Lesson(NamedTuple):
    """A verdict that a person turned round; for a reject, the ``words`` that got credit."""

    keypoint_id: str
    place: int
    kind: Literal["accept", "reject"]
    words: str | None


def _lessons(item: Item, answer: Reviewed, left_out: Counter[str]) -> Iterator[_Lesson]:
    verdicts = {verdict.keypoint_id: verdict for verdict in answer.grade.verdicts}
    for place, keypoint in enumerate(item.rubric.keypoints):
        verdict, word = verdicts.get(keypoint.id), answer.words.get(keypoint.id)
        if verdict is None or word is None:
            continue
        was = verdict.label if verdict.was is None else verdict.was
        if word.label == "met" and was in ("missed", "partial", "contradicted"):
            yield _Lesson(keypoint.id, place, "accept", None)
        elif was in ("met", "partial") and word.label == "contradicted":
            words = next((evidence.quote for evidence in verdict.evidence), None)
            yield _Lesson(keypoint.id, place, "reject", words)
        elif was in ("met", "partial") and word.label == "missed":
            left_out[NOT_FALSE] += 1


def _worded(
    lessons: Sequence[_Lesson], answer: str, nearest: NearestPassage, left_out: Counter[str]
) -> Iterator[Wording]:
    for lesson in lessons:
        found = nearest(answer, lesson.place) if lesson.kind == "accept" else lesson.words
        if found is None or not is_short_claim(found):
            left_out[NO_WORDING] += 1
        else:
            yield Wording(lesson.keypoint_id, lesson.kind, " ".join(found.split()))


def _new(item: Item, wordings: Sequence[Wording]) -> Iterator[Wording]:
    """Yield each wording once, and none that its keypoint has in the same letters already."""
    seen = {
        (keypoint.id, _letters(text))
        for keypoint in item.rubric.keypoints
        for text in (keypoint.text, *keypoint.accept, *keypoint.reject)
    }
    for wording in wordings:
        place = (wording.keypoint_id, _letters(wording.text))
        if place not in seen:
            seen.add(place)
            yield wording


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
