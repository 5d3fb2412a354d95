"""The passages of an answer that a claim is looked for in: sentences, clauses, joined neighbours.

A short answer also stands as a whole: what is said in three sentences is said.

What only repeats the question is left out: nobody earns anything with the words they were given.
A very long answer is narrowed to the passages that share most words with the rubric, so that a
megabyte is graded in seconds; the grade then carries the flag ``narrowed``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from interviewer.scoring.features import says_something_new
from interviewer.scoring.segment import Segment, clauses, joined, segment
from interviewer.scoring.words import read_words

MAX_WINDOWS = 400
"""As many passages as a person writes in ten pages; more are narrowed."""

_JOINED_CHARACTERS = 600


def windows(answer: str, question: str) -> list[Segment]:
    """Return the distinct passages of an answer, in order of their place."""
    sentences = segment(answer)
    found = {(s.start, s.end): s for s in sentences}
    for sentence in sentences:
        found.update({(s.start, s.end): s for s in clauses(sentence)})
    for first, second in pairwise(sentences):
        if second.end - first.start <= _JOINED_CHARACTERS:
            both = joined(answer, first, second)
            found[both.start, both.end] = both
    if len(sentences) > 2 and sentences[-1].end - sentences[0].start <= _JOINED_CHARACTERS:
        whole = joined(answer, sentences[0], sentences[-1])
        found[whole.start, whole.end] = whole
    return [found[span] for span in sorted(found) if says_something_new(found[span].text, question)]


def narrowed(passages: Sequence[Segment], claims: Sequence[str]) -> list[Segment]:
    """Return, in order, the `MAX_WINDOWS` passages that share most words with any claim."""
    if len(passages) <= MAX_WINDOWS:
        return list(passages)
    wanted = [read_words(claim).content for claim in claims]

    def overlap(passage: Segment) -> float:
        words = read_words(passage.text).content
        return max((len(words & claim) / (len(claim) + 1) for claim in wanted), default=0.0)

    ranked = sorted(passages, key=lambda p: (-overlap(p), p.start, p.end))[:MAX_WINDOWS]
    return sorted(ranked, key=lambda p: (p.start, p.end))
