"""Texts that say the same in like words: what is reported on must not have been learned from.

Our claims were written by several hands; two fields may hold one fact. Two texts count as the same
where they share `SAME` of their content words (Jaccard). What a shipped rubric looks for is never
learned from, in whatever like words a claim of ours repeats it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from interviewer.bank import read_bank
from interviewer.scoring.words import read_words

SAME = 0.35


class Learned:
    """An index of learned texts that is asked whether a text is among them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._texts = [read_words(text).content for text in dict.fromkeys(texts)]
        for number, words in enumerate(self._texts):
            for word in words:
                self._by_word[word].add(number)

    def has(self, text: str) -> bool:
        """Say whether some learned text shares `SAME` of its content words with this one."""
        words = read_words(text).content
        shared: dict[int, int] = defaultdict(int)
        for word in words:
            for number in self._by_word.get(word, ()):
                shared[number] += 1
        return any(
            count >= SAME * (len(words) + len(self._texts[number]) - count)
            for number, count in shared.items()
        )


def shipped() -> Learned:
    """Return an index of all that the shipped rubrics look for."""
    return Learned(text for item in read_bank(None).items.values() for text in item.claims())
