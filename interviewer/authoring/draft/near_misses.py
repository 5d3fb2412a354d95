"""What somebody says who has a claim wrong, by rule: opposite, quantity, with and without, swapped.

Never a mere "not". Each near miss must be read by the matcher as not saying the claim; what reads
as if it did is dropped: it would reject right answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from interviewer.authoring.attack.turns import opposed
from interviewer.authoring.draft.naming import lowered
from interviewer.authoring.draft.subjects import is_plural, subject_of
from interviewer.authoring.draft.verbs import base_of, finite_verb, form_of, words_of
from interviewer.authoring.lint.wording import folded
from interviewer.seams import Matcher, Pair

MOST = 2
"""Near misses a keypoint: a choice; an author reads each."""
MOST_ENTAILED = 0.5
"""From this P(entails) on, a near miss reads as the claim."""
_QUANTITIES = {
    "all the": "only some of the",
    "all": "only some",
    "every": "only one",
    "each": "only one",
    "always": "never",
    "most": "few",
}
_QUANTITY = re.compile(
    r"(?<!at )(?<!of )\b(?:all the|(?:all|most)(?= [a-z]+s\b)|(?:every|each)(?= [a-z]+[^s ,.]\b)"
    r"|always)\b(?! of\b| other\b| few\b)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"^without\b", re.IGNORECASE)
_TURNING = frozenset(
    """increase reduce decrease grow shrink rise raise more less fewer higher larger smaller bigger
    faster slower better worse before after backward forward always never add remove improve worsen
    maximise maximize minimise minimize overfit underfit multiply divide allow prevent encourage
    discourage accelerate explode vanish linear nonlinear cheap expensive easy hard""".split()
)
"""Words that say in which direction: turned round the claim is false, and still what people say.
What mostly names a thing ("deep", "input", "bias") is left alone."""


_WRITTEN = re.compile(r"(?<=[^aeiou])ys$")
"""An ending that is put on as it is: "multiplys"."""
_THAN = re.compile(
    r"^(?P<one>(?:an?|the)?\s?[\w' -]{2,40}?) (?P<verb>is|are|needs|need|has|have|takes|take) "
    r"(?P<how>(?:\w+ )?(?:more|less|fewer|\w+er)\b[\w ,-]{0,40}?) than (?P<other>[\w' -]{2,40})$",
    re.IGNORECASE,
)
_FROM_TO = re.compile(
    r"\bfrom (?P<one>[\w'-]+(?: [\w'-]+){0,2}) to (?P<other>[\w'-]+(?: [\w'-]+){0,2})$"
)
_ACTS_ON = re.compile(r"^ (?P<object>(?:an?|the|its)?\s?[\w'-]+(?: [\w'-]+){0,3})$")
_TWO_PLACED = frozenset("causes cause prevents prevent replaces replace precedes generates".split())


def near_misses(claims: Sequence[str], prompt: str, matcher: Matcher) -> list[tuple[str, ...]]:
    """Return for each claim the near misses that the matcher tells from it, `MOST` at most."""
    made = [[*dict.fromkeys(_made(claim.rstrip(".")))] for claim in claims]
    return [kept[:MOST] for kept in told_apart(claims, made, prompt, matcher)]


def told_apart(
    claims: Sequence[str], wrong: Sequence[Sequence[str]], prompt: str, matcher: Matcher
) -> list[tuple[str, ...]]:
    """Return for each claim those wrong wordings that are not read as saying it."""
    pairs = [
        Pair(miss, claim, prompt)
        for claim, some in zip(claims, wrong, strict=True)
        for miss in some
    ]
    read = iter([round(float(row[0]), 4) for row in matcher.read(pairs)] if pairs else [])
    return [tuple([miss for miss in some if next(read) < MOST_ENTAILED]) for some in wrong]


def _made(claim: str) -> Iterator[str]:
    for turned in (_swapped(claim), *_opposed(claim), _quantified(claim)):
        if turned is not None and folded(turned) != folded(claim):
            yield f"{turned[:1].upper()}{turned[1:]}."


def _opposed(claim: str) -> list[str]:
    """Return the claim with one word turned round, once for each that can be."""
    if _WITHOUT.match(claim):
        return [_WITHOUT.sub("With", claim)]
    made = []
    for word in words_of(claim):
        plain = base_of(word.text) or word.text
        other = opposed(claim[word.start : word.end]) if plain in _TURNING else None
        if other is not None:
            made.append(claim[: word.start] + _WRITTEN.sub("ies", other) + claim[word.end :])
    return made


def _quantified(claim: str) -> str | None:
    found = _QUANTITY.search(claim)
    if found is None:
        return None
    return claim[: found.start()] + _QUANTITIES[found[0].lower()] + claim[found.end() :]


def _swapped(claim: str) -> str | None:
    """Return the claim with its two parties in each other's place."""
    than = _THAN.match(claim)
    if than is not None:
        other = than["other"]
        if form_of(than["verb"]) == "third" or than["one"].endswith("s"):
            return f"{other} {than['verb']} {than['how']} than {lowered(than['one'])}"
    path = _FROM_TO.search(claim)
    if path is not None:
        return f"{claim[: path.start()]}from {path['other']} to {path['one']}"
    verb, subject = finite_verb(claim), subject_of(claim)
    if verb is None or subject is None or verb.text not in _TWO_PLACED:
        return None
    found = _ACTS_ON.match(claim[verb.end :])
    if found is None or is_plural(found["object"]) is not is_plural(subject):
        return None
    return f"{found['object']} {claim[verb.start : verb.end]} {lowered(subject)}"
