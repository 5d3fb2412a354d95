"""Claims from a reference answer: sentences, cut where both halves can stand alone.

"X reduces A and raises B" makes two claims, each with the subject. A condition in front ("If too
much is dropped, …") holds for every part of its sentence and is repeated. A pronoun becomes the
last subject where that is plainly meant; else the claim says that it needs one. The same reference
gives the same claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from interviewer.authoring.draft.leads import in_first_person, without_asides, without_lead
from interviewer.authoring.draft.subjects import Subjects
from interviewer.authoring.draft.verbs import Word, finite_verb, form_of, leading_verb
from interviewer.scoring.segment import segment
from interviewer.scoring.words import read_words

FEWEST_WORDS = 5
"""A claim of fewer words is flagged; what is too long is found by lint (R023)."""
LONG_WORDS = 16
"""A claim of more words is cut at its reason too: a choice, made on the tuning half."""
FEWEST_CONTENT = 3
"""Fewer content words make no claim, but a remark; they are left out."""
FEWEST_LEFT = 3
"""What stands before an "and" and has fewer words is no clause."""
MOST_SUBJECT = 9
"""A subject of more words is not repeated: it is a clause of its own."""
_BREAK = re.compile(r",|\b(?:so|and|or|but)\b", re.IGNORECASE)
_SO = re.compile(r",\s+(?:so|hence|thus)\s+(?P<then>[^,]+)$", re.IGNORECASE)
_HARD = re.compile(r";\s+|:\s+|\s+[–—-]{1,2}\s+|—")
_JOINT = re.compile(
    r",?\s+(?:and(?: (?:then|thus|therefore|so|hence))?|(?<!nothing )(?<!all )but(?! also)|yet"
    r"|while|whereas|whilst|though|although)\s+"
    r"|,\s+(?:so|hence|thus)\s+(?!that\b|as\b)"
    r"|,\s+(?=(?P<bare>[a-z]+)\b)",
    re.IGNORECASE,
)
_REASON = re.compile(r",?\s+(?:because|since|so that)\s+|,\s+as\s+(?!in\b|with\b|for\b)")
_CONDITION = re.compile(
    r"^(?:if|when|where|unless|with|without|during|for|in|at|on|under|before|after|against|by|from|"
    r"since|once|as|through|beyond|compared with|unlike|among|between|within)\b[^,;:]*,\s+",
    re.IGNORECASE,
)
_THAT = re.compile(r"^that\s+(?=(?:an?|the|its?|they|no|one|each|every|it)\s)", re.IGNORECASE)
_INSIDE = re.compile(
    r"\b(?:that|which|who|whose|where|when|if|whether|how|what|because|since)\b", re.I
)


class Claim(NamedTuple):
    """One thing that a reference says, as a keypoint would say it.

    ``sentence`` is the sentence it comes from, ``place`` the number of that sentence. ``doubts``
    say what an author has to mend in it.
    """

    text: str
    sentence: str
    place: int
    doubts: tuple[str, ...] = ()


def claims_of(reference: str) -> list[Claim]:
    """Return what a reference claims, in its order, no text twice."""
    found: dict[str, Claim] = {}
    subjects = Subjects()
    for place, sentence in enumerate(segment(reference)):
        subjects.next_sentence()
        for part in parts_of(sentence.text):
            text, doubts = subjects.resolved(part)
            claim = _claim(text, sentence.text, place, doubts)
            if claim is not None:
                found.setdefault(claim.text, claim)
    return list(found.values())


def parts_of(sentence: str) -> Iterator[str]:
    """Yield the clauses of a sentence that can each stand alone, in order, as they are written."""
    whole = " ".join(sentence.split()).rstrip(".!?…")
    for piece in _hard_pieces(whole):
        bare = _THAT.sub("", without_asides(without_lead(piece)))
        condition = _condition(bare)
        for number, part in enumerate(_split(bare[len(condition) :])):
            part = _THAT.sub("", part)
            yield (condition + part) if number == 0 or _carries(condition, part) else part


def _hard_pieces(text: str) -> list[str]:
    """Cut at semicolons, colons and dashes where both sides have a verb."""
    pieces, start = [], 0
    for found in _HARD.finditer(text):
        left, right = text[start : found.start()], text[found.end() :]
        is_list = found[0].startswith(";") and len(right.split()) >= FEWEST_WORDS
        if is_list or (finite_verb(left) and finite_verb(right)):
            pieces.append(text[start : found.start()])
            start = found.end()
    return [*pieces, text[start:]]


def _condition(text: str) -> str:
    found = _CONDITION.match(text)
    if found is None or finite_verb(text[found.end() :]) is None:
        return ""
    return found[0]


def _carries(condition: str, part: str) -> bool:
    """Tell whether a condition in front holds for a later part too."""
    return bool(condition) and _CONDITION.match(part) is None


def _split(text: str) -> list[str]:
    """Return a clause in parts that each have a subject and a verb."""
    for found in _JOINT.finditer(text):
        left, right = text[: found.start()], text[found.end() :]
        right = without_lead(right)
        if found["bare"] and leading_verb(right) is None:
            continue
        parted = _parted(left, right, comma=found[0].startswith(","))
        if parted is not None:
            return [parted[0], *_split(parted[1])]
    if len(text.split()) > LONG_WORDS:
        for found in _REASON.finditer(text):
            left, right = text[: found.start()], text[found.end() :]
            if len(left.split()) < FEWEST_WORDS or finite_verb(left) is None:
                continue
            if leading_verb(right) is None and finite_verb(right) is not None:
                return [left, *_split(right)]
    return [text]


def _parted(left: str, right: str, *, comma: bool) -> tuple[str, str] | None:
    """Return two clauses of one, the subject repeated; None where one of them could not stand."""
    verb = finite_verb(left)
    tail = _SO.search(left)
    if tail is not None and finite_verb(tail["then"]) is None:
        return None  # the second clause has only begun: "…, so training and validation …"
    if verb is None or len(left.split()) < FEWEST_LEFT:
        return None
    inside = _INSIDE.search(left[verb.end :]) is not None
    second = leading_verb(right)
    if second is not None:
        head = _repeated(left, verb, second)
        return None if inside or head is None else (left, f"{head} {right}")
    own = finite_verb(right)
    if own is None or (inside and not comma) or _BREAK.search(right[: own.start]):
        return None
    return left, right


def _repeated(left: str, verb: Word, second: Word) -> str | None:
    """Return what of the first clause the second verb needs before it; None where they differ."""
    subject = left[: verb.start].strip()
    if not subject or len(subject.split()) > MOST_SUBJECT:
        return None
    first, then = form_of(verb.text), form_of(second.text)
    if first == "modal" and then == "plain":
        return left[: verb.end]
    return subject if then in ("modal", first) else None


def _claim(text: str, sentence: str, place: int, doubts: tuple[str, ...]) -> Claim | None:
    text = text.strip(" ,;:–—-")
    if len(read_words(text).content) < FEWEST_CONTENT:
        return None
    told = [*doubts]
    words = len(text.split())
    if words < FEWEST_WORDS:
        told.append("very short; is it a claim?")
    if leading_verb(text) is not None or text.startswith("to "):
        told.append("has no subject; say who or what")
    if in_first_person(text):
        told.append("says what its author does; say what is so")
    if finite_verb(text) is None:
        told.append("no verb was seen in it; make it a sentence")
    return Claim(f"{text[:1].upper()}{text[1:]}.", sentence, place, tuple(told))
