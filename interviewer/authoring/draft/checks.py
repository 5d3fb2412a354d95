"""Check what a model proposes, keypoint by keypoint: code decides what an author gets to read.

First each alone: atomic and within its length (lint's rules), told by no other keypoint and not by
the prompt (lint's cuts); what fails is told with its reason. Then all that are left together, as
they will be graded: earned by the reference and by no attack, by our own grader. What fails that is
noted beside the keypoint and not left out: of 32 keypoints that people had written and checked, the
grader passed 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from interviewer.authoring.attack.make import attacks
from interviewer.authoring.draft.claims import FEWEST_WORDS
from interviewer.authoring.draft.flaws import looked_at
from interviewer.authoring.draft.merge import POINTS, LeftOut, taken_in, with_keypoints_more
from interviewer.authoring.draft.near_misses import told_apart
from interviewer.authoring.draft.proposing import Proposal
from interviewer.authoring.lint.rules.by_meaning_duplicates import NEAREST
from interviewer.authoring.new_item.naming import id_of
from interviewer.grader import Grader
from interviewer.items import Item, Keypoint

OF_THE_REFERENCE = frozenset(
    {"shuffled-reference", "reference-negated", "antonyms-swapped", "numbers-swapped"}
)
"""Attacks made of the reference's own sentences or words: turned round at one word they still say
some of what it says, and one keypoint met by them is the grader's failing, not the keypoint's."""


_EARNED = "an attack earns it"


class Checked(NamedTuple):
    """The keypoints to propose, the others with their reasons, and notes by a keypoint's id."""

    keypoints: tuple[Keypoint, ...]
    left_out: tuple[LeftOut, ...] = ()
    notes: Mapping[str, tuple[str, ...]] = MappingProxyType({})


def checked(item: Item, proposed: Sequence[Proposal], grader: Grader) -> Checked:
    """Return the proposals as keypoints where no rule of lint speaks against them."""
    kept: list[Keypoint] = []
    out: list[LeftOut] = []
    for number, proposal in enumerate(proposed, start=1):
        taken = [*taken_in(item), *(keypoint.id for keypoint in kept)]
        keypoint = Keypoint(
            id=id_of(proposal.text, taken, f"proposal-{number}"),
            text=" ".join(proposal.text.split()),
            points=POINTS,
            accept=tuple(" ".join(text.split()) for text in proposal.accept),
            reject=_false(item, proposal, grader),
            draft=True,
        )
        (looked,) = looked_at(item, [keypoint], grader.embedder)
        why = looked.fatal or "; ".join(looked.doubts) or _why_not(item, keypoint, kept, grader)
        if why:
            out.append(LeftOut(keypoint.text, why))
        else:
            kept.append(looked.keypoint)
    return Checked(tuple(kept), tuple(out), _graded(item, kept, grader))


def _false(item: Item, proposal: Proposal, grader: Grader) -> tuple[str, ...]:
    """Return the near misses that the matcher tells from the claim."""
    wrong = [" ".join(text.split()) for text in proposal.reject]
    (kept,) = told_apart([proposal.text], [wrong], item.question.prompt, grader.matcher)
    return kept


def _why_not(item: Item, keypoint: Keypoint, kept: Sequence[Keypoint], grader: Grader) -> str:
    if len(keypoint.text.split()) < FEWEST_WORDS:
        return f"fewer than {FEWEST_WORDS} words"
    return _overlap(keypoint, (*item.rubric.keypoints, *kept), grader)


def _overlap(keypoint: Keypoint, others: Sequence[Keypoint], grader: Grader) -> str:
    if not others:
        return ""
    rows = grader.embedder.embed([keypoint.text, *(other.text for other in others)])
    for other, row in zip(others, rows[1:], strict=True):
        cosine = round(float(rows[0] @ row), 4)
        if cosine >= NEAREST:
            return f"nearly the same claim as {other.id!r} (cosine {cosine:.2f})"
    return ""


def _graded(item: Item, kept: Sequence[Keypoint], grader: Grader) -> dict[str, tuple[str, ...]]:
    """Return by id what our own grading has against keypoints that are to stand together."""
    if not kept:
        return {}
    whole = with_keypoints_more(item, kept)
    names = {keypoint.id for keypoint in kept}
    wrong: dict[str, tuple[str, ...]] = {
        verdict.keypoint_id: (f"the reference does not earn it ({verdict.label})",)
        for verdict in grader.grade(whole, item.rubric.reference).verdicts
        if verdict.keypoint_id in names and verdict.label not in ("met", "partial")
    }
    for attack in attacks(whole):
        if attack.name in OF_THE_REFERENCE or (attack.against or kept[0].id) not in names:
            continue
        if attack.against is not None:
            verdicts = [grader.verdict(whole, attack.against, attack.answer)]
        else:
            verdicts = [*grader.grade(whole, attack.answer).verdicts]
        for verdict in verdicts:
            if verdict.label == "met" and verdict.keypoint_id in names:
                told = wrong.get(verdict.keypoint_id, ())
                if not any(one.startswith(_EARNED) for one in told):
                    wrong[verdict.keypoint_id] = (*told, f"{_EARNED} ({attack.name})")
    return wrong
