"""What can be read off words alone: content stems, numbers, negations, opposites, hedges.

Embeddings put "increases" and "decreases" side by side, so whatever turns a claim round has to be
seen here. The word lists are small and English; the weights given to what they find are fitted
(`training/fit_calibration.py`), never typed in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock
from typing import NamedTuple

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?|_|[∂∇Σλσ]")
_FUNCTION_WORDS = frozenset(
    """a about above after again all also am an and any are as at be because been before being
    between both but by can could did do does doing done down each either else even every few for
    from further get gets getting give gives go goes going got had has have having he her here his
    how i if in into is it its itself just kind know less let like lot lots made make makes many may
    me mean means might more most much must my need now of off oh ok on once one only or other our
    out over own per put quite rather really right same say she should so some something sort still
    such take takes than that the their them then there these they thing things this those through
    thus to too under until up upon us use used uses using very via want was way we well were what
    when where whereas whether which while who whom whose why will with within without would yeah
    yes you your it's that's you're i'm we're""".split()
)
_NEGATORS = frozenset(
    """no not never none neither nor without cannot hardly nothing nobody nowhere fails fail failed
    lacks lack lacking unable instead rarely false wrong incorrect untrue""".split()
)
_HEDGES = re.compile(
    r"\?|\b(?:not sure|no idea|(?:i )?don'?t (?:really )?(?:know|remember)|maybe|perhaps|i guess"
    r"|might be|could be|have heard|or something|can'?t (?:say|remember)|unsure)\b",
    re.IGNORECASE,
)
_PAIRS = """\
increase decrease|increase reduce|raise lower|grow shrink|rise fall|more less
more fewer|higher lower|high low|large small|larger smaller|big small
bigger smaller|fast slow|faster slower|before after|first last|early late
forward backward|input output|linear nonlinear|positive negative
supervised unsupervised|labelled unlabelled|train test|training inference
training testing|true false|same different|always never|all none|every no
add remove|with without|bias variance|better worse|best worst|improve worsen
improve hurt|help hurt|easy hard|strong weak|sparse dense|shallow deep
narrow wide|long short|local global|discrete continuous|dependent independent
encoder decoder|enable prevent|allow prevent|cause prevent|encourage discourage
enable disable|maximize minimize|maximise minimise|overfit underfit
explode vanish|simple complex|cheap expensive|known unknown|constant varying
fixed learned|random deterministic|online offline|convex nonconvex
necessary unnecessary|aleatoric epistemic|prior posterior|numerator denominator
multiply divide|up down|on off|start end|accelerate slow|correct incorrect
possible impossible|stable unstable|bounded unbounded|zero nonzero
symmetric asymmetric|closed open|gain loss|top bottom|left right|hot cold
heavy light|thick thin"""


def _surface_opposites() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for pair in _PAIRS.replace("\n", "|").split("|"):
        left, right = pair.split()
        found[left] = (*found.get(left, ()), right)
        found[right] = (*found.get(right, ()), left)
    return found


OPPOSITES: Mapping[str, tuple[str, ...]] = _surface_opposites()
"""Each word with the words that say its opposite, as they are written."""


class Words(NamedTuple):
    """A text as words: what it speaks of, in order, and what may turn it round."""

    stems: tuple[str, ...]
    content: frozenset[str]
    numbers: frozenset[str]
    negations: int
    function_share: float
    hedged: bool
    length: int


_ONE_AT_A_TIME = Lock()


@lru_cache(maxsize=16)
def _stemmer() -> object:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the Snowball stem of one lower-case English word."""
    with _ONE_AT_A_TIME:  # a stemmer keeps the word that it is at in itself
        stemmed: str = _stemmer().stemWord(word)  # type: ignore[attr-defined]
    return stemmed


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for word, others in OPPOSITES.items():
        found[stem(word)] = found.get(stem(word), frozenset()) | {stem(other) for other in others}
    return found


@lru_cache(maxsize=65536)
def read_words(text: str) -> Words:
    """Read a text as words, whatever its script; compatibility characters are folded (NFKC)."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    tokens = _TOKEN.findall(folded)
    function, negations = 0, 0
    stems: list[str] = []
    numbers: set[str] = set()
    for token in tokens:
        if token[0].isdigit():
            numbers.add(token.replace(",", "."))
            continue
        if token in _NEGATORS or token.endswith("n't"):
            negations += 1
            function += 1
        elif token in _FUNCTION_WORDS:
            function += 1
        else:
            stems.append(stem(token))
    return Words(
        stems=tuple(stems),
        content=frozenset(stems),
        numbers=frozenset(numbers),
        negations=negations,
        function_share=function / max(1, len(tokens)),
        hedged=_HEDGES.search(folded) is not None,
        length=len(tokens),
    )


def turned_round(passage: Words, claim: Words) -> bool:
    """Say whether the passage has the opposite of a word of the claim instead of the word."""
    opposites = _opposites()
    return any(
        word not in passage.content and opposites.get(word, frozenset()) & passage.content
        for word in claim.content
    )


def order_kept(passage: Words, claim: Words) -> float:
    """Return how far shared words stand in the same order: 1 same, 0 reversed, .5 unknown."""
    first: dict[str, int] = {}
    for place, word in enumerate(passage.stems):
        first.setdefault(word, place)
    shared = [first[word] for word in dict.fromkeys(claim.stems) if word in first]
    pairs = len(shared) * (len(shared) - 1) // 2
    if pairs == 0:
        return 0.5
    kept = sum(left < right for at, left in enumerate(shared) for right in shared[at + 1 :])
    return kept / pairs
