"""Answers of different candidates to the same question that are nearly the same.

What many answers share is not copied from each other but from the question, the reference or the
language; it is left out before answers are compared. How often chance alone makes two answers as
alike is measured on the same file: on answers of different candidates to different questions, which
nobody copied. Answers to one question have more words in common by chance, so the true rate is
higher than that; this is why common words are left out, and why two answers are only a reason to
read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from heapq import heappush, heapreplace
from typing import TYPE_CHECKING, NamedTuple

from interviewer.analysis.estimate import places
from interviewer.analysis.joining import Pair, alike
from interviewer.analysis.measures import highest_rate
from interviewer.analysis.results import Alike, Copies
from interviewer.analysis.shingles import shingles, words
from interviewer.analysis.spool import Kept, Spool
from interviewer.items import Item

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray

NEAR = 0.5
"""The resemblance from which on two answers are near: half of all that both say, word by word. A
choice: a copy with every tenth word replaced has about .5."""

COMMON_SHARE = 0.1
COMMON_LEAST = 10
"""A shingle is common, and left out, where more than a tenth of a question's different texts have
it and more than ten do: a choice. More people than that who edit one text go by unseen, unless
their texts stay word for word the same."""

OWN = 10
"""Shingles that must be left for an answer to be compared: fewer may be alike by chance."""

SAMPLE = 10_000
"""Answers that chance is measured on: a choice; up to fifty million pairs, in seconds."""

CHANCE_PAIRS = 500
"""Pairs from which on a rate of chance is told: where none of 500 is near, it is below .6 %."""


class _Text(NamedTuple):
    """One text, and all answers that are word for word the same."""

    own: NDArray[uint64]
    answers: list[Kept]


class _Sampled(NamedTuple):
    question: int
    candidate: int
    own: NDArray[uint64]


class Comparison:
    """Compare question after question, and keep a sample of answers to measure chance on."""

    def __init__(self, spool: Spool, items: Mapping[str, Item] | None = None) -> None:
        self._spool = spool
        self._items = items or {}
        self._sample: list[tuple[int, int, _Sampled]] = []
        self._compared = self._pairs = self._nothing_own = 0

    def copies(self, questions: Iterable[str], without_text: int) -> Copies:
        """Return what is near-identical in these questions."""
        found: list[Alike] = []
        for number, question in enumerate(questions):
            found += self._in_question(number, question)
        pairs, near = self._chance()
        return Copies(
            compared=self._compared,
            pairs=self._pairs,
            without_text=without_text,
            too_short=self._spool.too_short,
            nothing_own=self._nothing_own,
            found=tuple(found),
            chance_pairs=pairs,
            chance_near=near,
            chance_rate=highest_rate(near, pairs) if pairs >= CHANCE_PAIRS else None,
        )

    def _in_question(self, number: int, question: str) -> list[Alike]:
        texts = self._texts(question)
        answers = [kept for text in texts for kept in text.answers]
        self._compared += len(answers)
        self._pairs += _pairs(len(answers)) - _within(kept.candidate for kept in answers)
        for text in texts:
            for kept in text.answers:
                self._take(kept.at, _Sampled(number, kept.candidate, text.own))
        pairs = list(alike([text.own for text in texts], NEAR))
        found = []
        for members, near in _connected(len(texts), pairs):
            together = [texts[place] for place in members]
            if len({kept.candidate for text in together for kept in text.answers}) > 1:
                found.append(self._alike(question, together, near))
        return sorted(found, key=lambda each: (-each.most, each.answers[0].model_dump_json()))

    def _texts(self, question: str) -> list[_Text]:
        """Return the different texts that have enough words of their own."""
        import numpy as np

        same: dict[bytes, list[Kept]] = {}
        for kept in self._spool.answers(question):
            same.setdefault(kept.shingles.tobytes(), []).append(kept)
        groups = list(same.values())
        members, counts = np.unique(
            np.concatenate([group[0].shingles for group in groups]), return_counts=True
        )
        common = members[counts > max(COMMON_LEAST, COMMON_SHARE * len(groups))]
        given = self._given(question)
        found = []
        for group in groups:
            whole = group[0].shingles
            theirs = whole[~np.isin(whole, given)]
            own = theirs[~np.isin(theirs, common)]
            if len(own) < OWN and len(group) > 1:  # word for word the same, however common
                own = theirs
            if len(own) >= OWN:
                found.append(_Text(own, group))
            else:
                self._nothing_own += len(group)
        return found

    def _given(self, question: str) -> NDArray[uint64]:
        """Return the shingles of what the candidate was shown or may have read in the rubric."""
        import numpy as np

        item = self._items.get(question)
        if item is None:
            return np.empty(0, dtype=np.uint64)
        said = [item.question.prompt, item.rubric.reference]
        said += [keypoint.text for keypoint in item.rubric.keypoints]
        return np.unique(np.concatenate([shingles(words(text)) for text in said]))

    def _alike(self, question: str, texts: Sequence[_Text], near: Sequence[float]) -> Alike:
        answers = [kept for text in texts for kept in text.answers]
        resemblances = [*near, *(1.0 for text in texts if len(text.answers) > 1)]
        names = [self._spool.name(kept.at) for kept in answers]
        return Alike(
            question_id=question,
            candidates=len({kept.candidate for kept in answers}),
            least=places(min(resemblances)),
            most=places(max(resemblances)),
            answers=tuple(sorted(names, key=lambda name: name.model_dump_json())),
        )

    def _take(self, at: int, answer: _Sampled) -> None:
        """Keep the answers of the smallest hashes: a fair draw that no order of rows changes."""
        key = (-int(answer.own.sum()), -at, answer)
        if len(self._sample) < SAMPLE:
            heappush(self._sample, key)
        elif key[:2] > self._sample[0][:2]:
            heapreplace(self._sample, key)

    def _chance(self) -> tuple[int, int]:
        """Return how many pairs nobody copied there are in the sample, and how many are near."""
        sample = [answer for _, _, answer in self._sample]
        pairs = _pairs(len(sample)) - _within(answer.question for answer in sample)
        pairs -= _within(answer.candidate for answer in sample)
        pairs += _within((answer.question, answer.candidate) for answer in sample)
        near = sum(
            sample[a].question != sample[b].question and sample[a].candidate != sample[b].candidate
            for a, b, _ in alike([answer.own for answer in sample], NEAR)
        )
        return pairs, near


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def _within(kinds: Iterable[Hashable]) -> int:
    """Return how many pairs are of the same kind."""
    return sum(map(_pairs, Counter(kinds).values()))


def _connected(size: int, pairs: Sequence[Pair]) -> list[tuple[list[int], list[float]]]:
    """Return the places that pairs connect, with the pairs' resemblances; alone where none does."""
    root = list(range(size))

    def top(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    for first, second, _ in pairs:
        root[top(second)] = top(first)
    members: dict[int, tuple[list[int], list[float]]] = {}
    for place in range(size):
        members.setdefault(top(place), ([], []))[0].append(place)
    for first, _, resemblance in pairs:
        members[top(first)][1].append(resemblance)
    return list(members.values())
