"""Three ways to ask again for a claim, by pattern; a step that no pattern fits is left out.

``pump`` is the part of the prompt that the claim belongs to, ``hint`` names what the claim speaks
of or the case that it holds in, ``lead`` asks for its object or for one of two opposites. What
would say the claim is dropped, by the words that lint looks at (R024), `lead` too.
"""

from __future__ import annotations

import re

from interviewer.authoring.draft.asks import Ask
from interviewer.authoring.draft.naming import lowered
from interviewer.authoring.draft.subjects import is_plural, subject_of
from interviewer.authoring.draft.verbs import base_of, finite_verb, leading_verb, words_of
from interviewer.items import Probe
from interviewer.scoring.words import OPPOSITES, read_words

_CASE = re.compile(r"^(?P<case>(?:if|when|where|without)\b[^,;:]{4,80}),\s", re.IGNORECASE)
_NOT_ASKED = re.compile(
    r"^(?:no|every|each|any|neither|one|you|most|fewer|few|more|less|many|another)\b"
    r"|\b(?:I|we|my|our)\b|\b(?:that|which|who|whose|where)$",
    re.IGNORECASE,
)
"""Subjects that no question can be made of: a quantity, a person, half of a relative clause."""
_OBJECT = re.compile(
    r"^\s+(?:an?|the|its|their|all|each|every|only|some|one|two|three)\b", re.IGNORECASE
)
_WITH_MORE = frozenset(
    """have do turn leave take get give put let make keep mean see say find come go need want tend
    become help seem look stand hand send answer""".split()
)
"""Verbs that say too little for "What does it …?"."""
_FEWEST_AFTER = 3
"""An object of fewer words is not asked for: the question would be as long as the claim."""


def probe_of(claim: str, ask: Ask, prompt: str) -> Probe | None:
    """Return the steps that patterns give for a claim; None where there is none."""
    text = claim.rstrip(".")
    steps = {"pump": ask.again, "hint": _hint(text, prompt), "lead": _lead(text)}
    kept = {
        name: words for name, words in steps.items() if words and not _tells(words, text, prompt)
    }
    return Probe(**kept) if kept else None


def _tells(question: str, claim: str, prompt: str) -> bool:
    """Tell whether a question holds every word that the claim adds to the prompt."""
    new = read_words(claim).content - read_words(prompt).content
    return bool(new) and new <= read_words(question).content


def _hint(text: str, prompt: str) -> str:
    case = _CASE.match(text)
    if case is not None:
        return f"What happens {case['case'][:1].lower()}{case['case'][1:]}?"
    subject = subject_of(text)
    if subject is None or _NOT_ASKED.search(subject) or leading_verb(text) is not None:
        return ""
    if read_words(subject).content <= read_words(prompt).content:
        return ""  # it would point nowhere that the question does not
    return f"What can you say about {lowered(subject)}?"


def _lead(text: str) -> str:
    verb, subject = finite_verb(text), subject_of(text)
    if verb is None or subject is None or _NOT_ASKED.search(subject):
        return ""
    case = _CASE.match(text)
    before = f"{case['case']}, " if case else ""
    rest = text[verb.end :]
    base = base_of(verb.text)
    helper = "do" if base is None and is_plural(subject) else "does"
    plain = base or (verb.text if helper == "do" else "")
    if verb.text in ("is", "are"):
        choice = _choice_first(rest)
        return _put(before, f"{verb.text} {lowered(subject)} {choice}") if choice else ""
    if not plain or plain in _WITH_MORE:
        return ""
    other = OPPOSITES.get(plain)
    if other:
        return _put(before, f"{helper} {lowered(subject)} {_or(plain, other[0])}{rest}")
    if _OBJECT.match(rest) and len(words_of(rest)) >= _FEWEST_AFTER:
        return _put(before, f"what {helper} {lowered(subject)} {plain}")
    return ""


def _choice_first(rest: str) -> str:
    """Return what follows "is", its first word beside the opposite; empty if it has none."""
    words = words_of(rest)
    if not words or words[0].text not in OPPOSITES:
        return ""
    word = words[0]
    return _or(word.text, OPPOSITES[word.text][0]) + rest[word.end :]


def _or(one: str, other: str) -> str:
    first, second = sorted((one, other))
    return f"{first} or {second}"


def _put(before: str, question: str) -> str:
    whole = before + question
    return f"{whole[:1].upper()}{whole[1:]}?"
