"""A draft: keypoints with all that can be made by rule, groups, and notes for whoever reads it.

What the prompt asks first is worth two points, all else one: a choice that an author sees at once.
Nothing that is in the rubric is changed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from interviewer.authoring.draft.choosing import Choice, Chosen, choose
from interviewer.authoring.draft.flaws import Looked, looked_at
from interviewer.authoring.draft.groups import groups_of
from interviewer.authoring.draft.naming import named, topic_of
from interviewer.authoring.draft.near_misses import near_misses
from interviewer.authoring.draft.probes import probe_of
from interviewer.authoring.draft.support import Candidate, Said, candidates, said_in
from interviewer.authoring.draft.worth import MOST
from interviewer.authoring.new_item.naming import id_of
from interviewer.grader import Grader
from interviewer.items import Group, Item, Keypoint, Rubric

FIRST_POINTS, POINTS = 2.0, 1.0
_LONGEST_QUOTE = 160


class LeftOut(NamedTuple):
    """A claim that was not proposed, and why."""

    text: str
    reason: str


class Draft(NamedTuple):
    """What is proposed: keypoints, groups, notes by the id of a keypoint, and what people say."""

    keypoints: tuple[Keypoint, ...]
    groups: tuple[Group, ...]
    notes: Mapping[str, tuple[str, ...]]
    candidates: tuple[Candidate, ...] = ()
    answers: int = 0
    left_out: tuple[LeftOut, ...] = ()


def draft(
    item: Item,
    grader: Grader,
    answers: Sequence[str] | None = None,
    proposed: Sequence[Keypoint] = (),
    notes: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Draft:
    """Return what a reference says and the rubric lacks, and what answers say that neither has.

    ``answers`` are texts to the item's question; None where there are none to learn from.
    ``proposed`` are keypoints that a model has proposed and that were checked: they come first,
    with the ``notes`` that the checks made of them.
    """
    if proposed:
        item = with_keypoints_more(item, proposed)
    embedder, rubric = grader.embedder, item.rubric
    said = None if answers is None else said_in(answers, embedder)
    names = {keypoint.id for keypoint in proposed}
    known = [
        k.model_copy(update={"draft": k.draft and k.id not in names}) for k in rubric.keypoints
    ]
    room = max(0, MOST - _to_earn(rubric, [k.id for k in known if not k.draft]))
    choice = choose(item.question, rubric.reference, known, embedder, said, room=room)
    looked = looked_at(item, _keypoints(item, choice, grader), embedder)
    sound = [at for at, each in enumerate(looked) if not each.fatal]
    chosen = [choice.chosen[at] for at in sound]
    keypoints = [looked[at].keypoint for at in sound]
    ids = [keypoint.id for keypoint in keypoints]
    groups = groups_of(chosen, ids, choice.asks, taken_in(item))
    grouped = {member for group in groups for member in group.of}
    bare = {"points": None}
    said_count = 0 if said is None else said.answers
    return Draft(
        (
            *proposed,
            *(k.model_copy(update=bare) if k.id in grouped else k for k in keypoints),
        ),
        tuple(groups),
        {
            **notes,
            **{
                looked[at].keypoint.id: _notes(choice.chosen[at], looked[at], said_count)
                for at in sound
            },
        },
        () if said is None else tuple(_candidates(item, said, choice, grader)),
        said_count,
        tuple(LeftOut(each.keypoint.text, each.fatal) for each in looked if each.fatal),
    )


def _keypoints(item: Item, choice: Choice, grader: Grader) -> list[Keypoint]:
    prompt = item.question.prompt
    texts = [one.text for one in choice.chosen]
    topic = topic_of(prompt)
    bare = [one.claim.text for one in choice.chosen]
    wrong = near_misses(bare, prompt, grader.matcher)
    ids = taken_in(item)
    made = []
    for number, one in enumerate(choice.chosen):
        name = id_of(one.claim.text, ids, f"claim-{number + 1}")
        ids.append(name)
        made.append(
            Keypoint(
                id=name,
                text=texts[number],
                points=FIRST_POINTS if one.ask == 0 else POINTS,
                reject=tuple(named(miss, topic) for miss in wrong[number]),
                probe=probe_of(one.claim.text, choice.asks[one.ask], prompt),
                draft=True,
            )
        )
    return made


def with_keypoints_more(item: Item, proposed: Sequence[Keypoint]) -> Item:
    """Return the item with keypoints more; its examples, which label none of them, left out."""
    keypoints = (*item.rubric.keypoints, *proposed)
    rubric = item.rubric.model_copy(update={"keypoints": keypoints, "examples": ()})
    return item.model_copy(update={"rubric": rubric})


def _to_earn(rubric: Rubric, accepted: Collection[str]) -> int:
    """Count what an answer has to say by the accepted keypoints, a group as its need."""
    grouped = rubric.group_of()
    single = [name for name in accepted if name not in grouped]
    earned = sum(k.id in single and rubric.tier_of(k) != "bonus" for k in rubric.keypoints)
    groups = [g for g in rubric.groups if g.tier != "bonus" and {*g.of} & {*accepted}]
    return earned + sum(group.need for group in groups)


def taken_in(item: Item) -> list[str]:
    """Return the ids that a new keypoint of the item may not have."""
    rubric = item.rubric
    return [
        *(keypoint.id for keypoint in rubric.keypoints),
        *(group.id for group in rubric.groups),
        *(false.id for false in rubric.misconceptions),
    ]


def _notes(one: Chosen, looked: Looked, answers: int) -> tuple[str, ...]:
    told = [*one.claim.doubts, *looked.doubts]
    if one.support is not None and answers:
        told.append(f"said by {one.support} of {answers} answers")
    return tuple(dict.fromkeys(told))


def _candidates(item: Item, said: Said, choice: Choice, grader: Grader) -> list[Candidate]:
    known = [*item.claims(), *(one.claim.text for one in choice.chosen), item.rubric.reference]
    asked = [item.question.prompt, *(ask.text for ask in choice.asks)]
    embed = grader.embedder.embed
    return candidates(said, embed(known), embed(asked))


def told_of(candidate: Candidate, answers: int) -> str:
    """Return what an author reads of a candidate, in one line; its quotes are untrusted."""
    quotes = "; ".join(f'"{quote[:_LONGEST_QUOTE]}"' for quote in candidate.quotes)
    return (
        f"said by {candidate.answers} of {answers} answers and in no keypoint; is it true and "
        f"worth one, or a misconception? {quotes}"
    )
