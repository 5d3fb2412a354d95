"""Cards into a bank: an item each, all of it a draft, and a line for what could not come along."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from interviewer.authoring.cards.card import LISTS, Card, Criterion, Deck, Left
from interviewer.authoring.lint.wording import folded
from interviewer.authoring.new_item.first import POINTS
from interviewer.authoring.new_item.make import Said, checked, make_item
from interviewer.authoring.new_item.naming import id_of, must_be_slug
from interviewer.authoring.new_item.write import write_item
from interviewer.bank import Bank
from interviewer.bank.check import MAX_KEYPOINTS
from interviewer.bank.place import short
from interviewer.errors import InterviewerError
from interviewer.items import Group, Item, Keypoint

MADE_OF = "criterion of what was imported"


class Told(NamedTuple):
    """The subject to write to, and what holds where a card does not say it."""

    subject: str
    topic: str
    level: str


class Carried(NamedTuple):
    """The ids that were written, what was left behind, and what was put in where it was missing."""

    ids: list[str]
    left: list[Left]
    notes: list[Left]


def carry(bank: Bank, deck: Deck, told: Told) -> Carried:
    """Write an item for each card; a card that cannot be one is left as a whole, with the reason.

    Every keypoint is a draft. Nothing is written over, and no question is asked twice.
    InterviewerError where the subject is none.
    """
    must_be_slug(told.subject, "subject")
    done = Carried([], [*deck.left], [])
    asked = {folded(item.question.prompt): item.id for item in bank.items.values()}
    taken = {*bank.items, *bank.broken}
    for card in deck.cards:
        twin = asked.get(folded(card.prompt))
        if twin is not None:
            done.left.append(Left(card.line, f"the bank asks this already, in {twin}"))
            continue
        try:
            item = _item(card, told, taken, done)
            write_item(bank.root, item, MADE_OF)
        except InterviewerError as error:
            done.left.append(Left(card.line, str(error)))
        else:
            done.ids.append(item.id)
            taken.add(item.id)
            asked[folded(card.prompt)] = item.id
    done.left.sort()
    return done


def _item(card: Card, told: Told, taken: Collection[str], done: Carried) -> Item:
    """Return the item of a card, of those criteria that can be keypoints."""
    if len(card.criteria) > MAX_KEYPOINTS:
        raise InterviewerError(
            f"{len(card.criteria)} criteria for one question; a rubric has at most {MAX_KEYPOINTS}"
        )
    keypoints: list[Keypoint] = []
    groups: dict[str, list[Criterion]] = {}
    members: dict[str, list[str]] = {}
    for criterion in card.criteria:
        try:
            keypoint = _keypoint(criterion, keypoints)
        except InterviewerError as error:
            done.left.append(Left(criterion.line, str(error)))
            continue
        keypoints.append(keypoint)
        if "group" in criterion.fields:
            groups.setdefault(criterion.fields["group"], []).append(criterion)
            members.setdefault(criterion.fields["group"], []).append(keypoint.id)
    if not keypoints:
        raise InterviewerError(f"no criterion for the question {short(card.prompt)}")
    made = [_group(name, some[0], members[name]) for name, some in groups.items()]
    reference = card.fields.get("reference", "")
    if not reference:
        reference = "\n".join(keypoint.text for keypoint in keypoints)
        done.notes.append(Left(card.line, "no reference answer; the keypoints stand in for it"))
    said = Said(
        card.prompt,
        card.fields.get("topic", told.topic),
        card.fields.get("level", told.level),
        reference,
    )
    return make_item(_name(card, told.subject, taken), said, keypoints, made)


def _name(card: Card, subject: str, taken: Collection[str]) -> str:
    """Return the card's own name in the subject, or one made of what it asks."""
    own = card.fields.get("id", "")
    if own:
        return f"{subject}/{own.rpartition('/')[2]}"
    slugs = {name.removeprefix(f"{subject}/") for name in taken}
    return f"{subject}/{id_of(card.prompt, slugs)}"


def _keypoint(criterion: Criterion, before: list[Keypoint]) -> Keypoint:
    """Return the keypoint, a draft; InterviewerError where it says what one before it says."""
    fields = criterion.fields
    text = " ".join(fields["keypoint"].split())
    twin = next((each.id for each in before if folded(each.text) == folded(text)), None)
    if twin is not None:
        raise InterviewerError(f"the same words as the keypoint {twin!r}")
    taken = [each.id for each in before]
    number = f"keypoint-{len(before) + 1}"
    data: dict[str, object] = {
        "id": fields.get("keypoint_id") or id_of(text, taken, number),
        "text": text,
        "draft": True,
    }
    if "concept" in fields:
        data["concept"] = fields["concept"]
    if "group" not in fields:
        data["points"] = _number(fields["points"]) if "points" in fields else POINTS
        if "tier" in fields:
            data["tier"] = fields["tier"].lower()
    if "explain" in fields:
        data["explain"] = " ".join(fields["explain"].split())
    for column in LISTS:
        if column in fields:
            data[column] = [" ".join(x.split()) for x in fields[column].split("\n") if x.strip()]
    return checked(data, Keypoint)


def _group(name: str, first: Criterion, members: list[str]) -> Group:
    """Return a group; its first row says how many of it are needed and what they are worth."""
    fields = first.fields
    need = _number(fields.get("need", "1"))
    data: dict[str, object] = {
        "id": name,
        "need": int(need) if isinstance(need, float) and need.is_integer() else need,
        "points": _number(fields["group_points"]) if "group_points" in fields else POINTS,
        "of": members,
    }
    if "tier" in fields:
        data["tier"] = fields["tier"].lower()
    return checked(data, Group)


def _number(text: str) -> float | str:
    """Return the number, or the text for whoever checks it to say what is wrong."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text
