"""Turn a true sentence into one that says otherwise, by rule: negate, swap opposites or numbers.

The rules know a few hundred English words and no grammar. A sentence that none of them fits is
turned round as a whole ("It is not true that …"), so that each function returns another text than
it was given, or None where it has nothing to turn.
"""

from __future__ import annotations

import re

from interviewer.scoring.words import OPPOSITES

_NEGATION = re.compile(
    r"\b(?P<aux>is|are|was|were|do|does|did|can|could|will|would|should|must|has|have|may|might)"
    r"(?:n['’]t| not)\b|\bcannot\b|\bcan['’]t\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\bnever\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:rather than|instead of)\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|can|could|will|would|should|must|may|might|does|do|did)\b", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?")
_NUMBER_WORDS = {
    "two": "five",
    "three": "two",
    "four": "seven",
    "five": "two",
    "six": "nine",
    "ten": "forty",
    "twice": "half",
    "double": "halve",
    "zero": "one",
    "all": "few",
    "every": "hardly any",
    "each": "hardly any",
    "always": "never",
    "both": "neither of the",
}
_NOT_SWAPPED = frozenset(
    """on off with without train test training inference testing heavy light thick thin known
    unknown fixed learned constant varying gain loss closed open top bottom left right up down start
    end high low correct incorrect encoder decoder prior posterior all none every no always never
    more less fewer raise short long cause hurt""".split()
)
"""Words with more senses than one: swapped blindly they make no sentence."""
_ENDINGS = ("", "s", "ed", "ing", "es")
_WORD = re.compile(r"[A-Za-z]+")


def negated(sentence: str) -> str:
    """Return the sentence with one negation more or one less, or its contrast levelled."""
    taken = _NEGATION.search(sentence)
    if taken:
        kept = taken["aux"] or "can"
        return sentence[: taken.start()] + kept + sentence[taken.end() :]
    if _NEVER.search(sentence):
        return _NEVER.sub("always", sentence, count=1)
    if _ONLY.search(sentence):
        return _ONLY.sub("just like", sentence, count=1)
    put = _AUXILIARY.search(sentence)
    if put:
        return f"{sentence[: put.end()]} not{sentence[put.end() :]}"
    return f"It is not true that {_lower_first(sentence)}"


def opposed(sentence: str) -> str | None:
    """Return the sentence with the opposite of its first word that has one.

    One word alone: "rates rise, prices fall" turned round twice would be true again.
    """
    for found in _WORD.finditer(sentence):
        other = _opposite(found.group())
        if other:
            return sentence[: found.start()] + other + sentence[found.end() :]
    return None


def renumbered(sentence: str) -> str | None:
    """Return the sentence with other numbers and quantities."""
    changed = _NUMBER.sub(lambda found: _other_number(found.group()), sentence)

    def other(found: re.Match[str]) -> str:
        word = found.group()
        new = _NUMBER_WORDS.get(word.lower())
        return word if new is None else _cased(new, word)

    changed = _WORD.sub(other, changed)
    return None if changed == sentence else changed


def _opposite(word: str) -> str | None:
    low = word.lower()
    for ending in _ENDINGS:
        if ending and not low.endswith(ending):
            continue
        stem = low.removesuffix(ending) if ending else low
        for base in (stem, stem + "e"):
            others = OPPOSITES.get(base)
            if others and base not in _NOT_SWAPPED:
                return _cased(_inflected(others[-1 if ending else 0], ending), word)
    return None


def _inflected(word: str, ending: str) -> str:
    if word.endswith("e") and ending in ("ing", "ed", "es"):
        return word[:-1] + ending
    return word + ending


def _other_number(number: str) -> str:
    value = float(number)
    new = value * 3 + 1 if value < 10 else value * 4
    return str(int(new)) if new.is_integer() else f"{new:g}"


def _cased(new: str, like: str) -> str:
    return new[:1].upper() + new[1:] if like[:1].isupper() else new


def _lower_first(sentence: str) -> str:
    first = sentence.split(" ", 1)[0]
    return sentence if first[1:].lower() != first[1:] else sentence[:1].lower() + sentence[1:]
