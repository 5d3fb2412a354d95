"""Make the attacks on an item from its own texts, and its reference in harmless other clothes.

The same item and the same bank give the same attacks: each kind draws by itself, seeded by item and
name. An attack that an item has no text for (no opposite to swap, no number) is left out, never
replaced by another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from interviewer.authoring.attack import phrases
from interviewer.authoring.attack.turns import negated, opposed, renumbered
from interviewer.items import Item
from interviewer.scoring.segment import segment
from interviewer.scoring.words import read_words

_HOMOGLYPHS = str.maketrans("aeopcxy", "аеорсху")
_ZERO_WIDTH = "\u200b"
_TIMES = 10
_TYPED_WRONG = 0.15


class Attack(NamedTuple):
    """One answer. ``against`` is the keypoint that it is about, where it is about one."""

    name: str
    answer: str
    against: str | None = None


def attacks(item: Item, others: Sequence[Item] = ()) -> Iterator[Attack]:
    """Yield answers that should earn nothing, or next to nothing."""
    reference, prompt = item.rubric.reference, item.question.prompt
    sentences = [s.text for s in segment(reference)]
    words = [w for w in reference.replace("\n", " ").split() if read_words(w).content]
    yield Attack("question-echo", f"{prompt} {prompt}")
    yield Attack("shuffled-reference", " ".join(_rng(item, "shuffled").sample(words, len(words))))
    yield Attack("keyword-list", keyword_list(item))
    for keypoint in item.rubric.keypoints:
        yield Attack("keypoint-negated", negated(keypoint.text), keypoint.id)
        for reject in keypoint.reject:
            yield Attack("keypoint-reject", reject, keypoint.id)
    yield Attack("reference-negated", " ".join(map(negated, sentences)))
    swapped = [opposed(sentence) for sentence in sentences]
    if any(swapped):
        kept = [s for s in swapped if s is not None]
        yield Attack("antonyms-swapped", " ".join(kept))
    counted = [renumbered(sentence) for sentence in sentences]
    if any(counted):
        yield Attack("numbers-swapped", " ".join(s for s in counted if s is not None))
    rejects = [r for k in item.rubric.keypoints for r in k.reject[:1]]
    if rejects:
        yield Attack("fluent-opposites", " ".join(rejects))
    for text in phrases.OFF_TOPIC:
        yield Attack("off-topic", text)
    if others:
        other = _rng(item, "other-reference").choice(others)
        yield Attack("other-reference", other.rubric.reference)
    for text in phrases.IGNORE:
        yield Attack("ignore-the-rubric", text)
    yield Attack("fake-verdicts", phrases.fake_verdicts(tuple(k.id for k in item.rubric.keypoints)))
    terms = ", ".join(_rng(item, "idk").sample(words, min(12, len(words))))
    yield Attack("idk-with-keywords", phrases.IDK.format(terms=terms))
    yield Attack("honest-hedge", phrases.HEDGE.format(topic=item.question.topic.replace("-", " ")))
    listed = keyword_list(item)
    yield Attack("homoglyph-keywords", listed.translate(_HOMOGLYPHS))
    yield Attack("zero-width-keywords", _ZERO_WIDTH.join(listed))


def _rng(item: Item, name: str) -> random.Random:
    return random.Random(f"{item.id}\0{name}")


def harmless(answer: str) -> Iterator[Attack]:
    """Yield the same answer in other clothes: its grade should not move."""
    rng = random.Random(answer)
    sentences = [s.text for s in segment(answer)]
    padded = [p for s in sentences for p in (s, rng.choice(phrases.PADDING))]
    extra = [rng.choice(phrases.PADDING) for _ in range(_TIMES)]
    yield Attack("padding", " ".join([*padded, *extra]))
    yield Attack("bullets", "\n".join(f"- {sentence}" for sentence in sentences))
    yield Attack("capitals", answer.upper())
    yield Attack("misspelt", _misspelt(answer, rng))


def keyword_list(item: Item) -> str:
    """Return the longer words of the keypoints, sorted: the terms without a claim."""
    words = {w.strip(".,;:()").lower() for k in item.rubric.keypoints for w in k.text.split()}
    return ", ".join(sorted(word for word in words if len(word) > 4))


def _misspelt(text: str, rng: random.Random) -> str:
    """Return the text with two inner letters swapped in about one long word of seven."""
    words = text.split(" ")
    for place, word in enumerate(words):
        if len(word) > 5 and word.isalpha() and rng.random() < _TYPED_WRONG:
            at = rng.randrange(1, len(word) - 2)
            words[place] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)
