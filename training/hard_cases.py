"""Hard cases made by rule from the claims of the domain: what a careless reader falls for.

Each is made from a claim and its passages, and its label follows from the rule: a denial, a
question, a hedge, a keyword list, one word or number turned round, a view reported and rejected, a
true or false passage among sentences on other points, a true one in capitals or with typing errors.
The phrases here are other ones than those of `interviewer attack`, which measures. The turns of a
word or number are made by the same code: of attacks built that way, `interviewer attack` shows how
well a known construction is seen on other texts, no more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from interviewer.authoring.attack.turns import negated, opposed, renumbered
from interviewer.scoring.words import read_words
from interviewer.seams import Pair
from training.domain import FALSE, TRUE, Row
from training.examples import Example, read_as

_DENIED = (
    "It is wrong to say that {}",
    "One often reads, wrongly, that {}",
    "It is a myth that {}",
    "I would deny that {}",
    "Nobody could show that {}",
)
_AFFIRMED = (
    "Nobody can deny that {}",
    "It would be false to doubt that {}",
    "Indeed, {}",
    "My answer would be that {}",
    "As far as I remember from the lecture, {}",
)
_OPEN = (
    "Is it so that {}?",
    "Would you say that {}?",
    "I wonder whether {}.",
    "Whether {} I could not tell.",
    "Perhaps {} and perhaps it is the other way round.",
    "We had a chapter on the question whether {}, but I forgot what came out.",
    "Suppose somebody claimed that {}.",
)
_REPORTED = "Many people believe that {}, but that is not so: {}"
_TURNED = "First I would have said that {}. No, wait: {}"


def hard_cases(rows: Sequence[Row], seed: int) -> list[Example]:
    """Return the hard cases of these claims, the same ones for the same seed."""
    rng = random.Random(seed)
    return [
        read_as("hard-cases", Pair(passage, statement, ""), label)
        for row in rows
        for passage, statement, label in _cases(row, rows, rng)
        if passage != statement
    ]


def _cases(row: Row, rows: Sequence[Row], rng: random.Random) -> Iterator[tuple[str, str, str]]:
    claim, passages = row["claim"], row["passages"]
    said = _inner(claim)
    kinds = [k for k in FALSE if k in passages and k in row["contrary"]]
    if not kinds:
        return
    kind = rng.choice(kinds)
    wrong, contrary = passages[kind], row["contrary"][kind]
    right = passages[rng.choice([k for k in TRUE if k in passages])]
    yield rng.choice(_DENIED).format(said) + ".", claim, "contradicted"
    yield rng.choice(_DENIED).format(_inner(contrary)) + ".", contrary, "contradicted"
    yield rng.choice(_AFFIRMED).format(said) + ".", claim, "met"
    yield rng.choice(_OPEN).format(said), claim, "missed"
    yield rng.choice(_OPEN).format(said), contrary, "missed"
    yield keywords(claim, rng), claim, "missed"
    yield keywords(right, rng), claim, "missed"
    yield negated(claim), claim, "contradicted"
    for turned in (opposed(claim), renumbered(claim)):
        if turned is not None:
            yield turned, claim, "contradicted"
            yield right, turned, "contradicted"
    yield _REPORTED.format(said, wrong), claim, "contradicted"
    yield _REPORTED.format(_inner(contrary), right), claim, "met"
    yield _TURNED.format(_inner(contrary), right), claim, "met"
    yield _TURNED.format(said, wrong), claim, "contradicted"
    near = [r for r in rows if r["field"] == row["field"] and r is not row]
    one, other = rng.sample(near, 2)
    around = [str(one["passages"][rng.choice(("textbook", "terse"))]), str(other["claim"])]
    for passage, label in ((right, "met"), (wrong, "contradicted")):
        among = [*around, passage]
        rng.shuffle(among)
        yield " ".join(among), claim, label
    yield " ".join(around), claim, "missed"
    yield _worn(right, rng), claim, "met"


def _inner(sentence: str) -> str:
    """Return a sentence as it stands inside another one."""
    bare = sentence.rstrip(" .")
    first = bare.split(" ", 1)[0]
    return bare if first[1:] != first[1:].lower() or first == "I" else bare[:1].lower() + bare[1:]


def keywords(text: str, rng: random.Random) -> str:
    """Return the words that carry a text's subject, out of order."""
    words = [w.strip(".,;:()?!") for w in text.split()]
    kept = [w for w in words if read_words(w).content]
    rng.shuffle(kept)
    return rng.choice((", ", " ", "; ")).join(kept)


def _worn(text: str, rng: random.Random) -> str:
    """Return the text as somebody in a hurry types it."""
    how = rng.randrange(3)
    if how == 0:
        return text.upper()
    if how == 1:
        return "- " + text.lower().rstrip(".")
    words = text.split()
    for place in rng.sample(range(len(words)), min(3, len(words))):
        word = words[place]
        if len(word) > 4:
            at = rng.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)
