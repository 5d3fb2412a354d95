"""What people say in sample answers: how many make a claim, and what they say that no rubric has.

A candidate is for an author to judge: what many say may be a point that was forgotten, or what many
have wrong. The numbers are choices; cosines are the bundled embedder's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.scoring.nothing import why_nothing
from interviewer.scoring.segment import clauses, segment
from interviewer.seams import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SAID = 0.6
"""From this cosine on a passage makes a claim."""
FAR = 0.5
"""A passage is in no keypoint where it stays below this cosine to each."""
ECHO = 0.75
"""From this cosine to a part of the prompt on, a passage repeats it."""
TOGETHER = 0.6
"""Passages of one cluster have this cosine to each other on average."""
FEWEST_ANSWERS = 3
"""So many different answers make a candidate: two may have copied from each other."""
QUOTES = 3
"""Quotes shown of a candidate."""
MOST_CANDIDATES = 8
"""Candidates proposed at a time: what fewer say than these can wait for the next draft."""
MOST_PASSAGES = 3000
"""Passages compared with one another; those of further answers are only counted as support."""
_WORDS = range(5, 41)


class Passage(NamedTuple):
    """A sentence or clause, and the number of the answer it stands in."""

    answer: int
    text: str


class Candidate(NamedTuple):
    """What several answers say: how many of them, and the nearest to the middle first."""

    answers: int
    quotes: tuple[str, ...]


class Said(NamedTuple):
    """The passages of all answers with their vectors, and how many answers there are."""

    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    answers: int


def said_in(answers: Sequence[str], embedder: Embedder) -> Said:
    """Return the passages of the answers that say something, each once an answer."""
    saying = [answer for answer in answers if why_nothing(answer) is None]
    passages = [
        Passage(number, text) for number, answer in enumerate(saying) for text in _parts(answer)
    ]
    return Said(tuple(passages), embedder.embed([p.text for p in passages]), len(saying))


def shares(vectors: NDArray[np.float32], said: Said) -> list[int]:
    """Return for each claim how many answers make it; ``vectors`` is a row a claim."""
    if not said.passages:
        return [0] * len(vectors)
    near = vectors @ said.vectors.T
    return [
        len({p.answer for p, cosine in zip(said.passages, row, strict=True) if cosine >= SAID})
        for row in near
    ]


def candidates(
    said: Said, known: NDArray[np.float32], asked: NDArray[np.float32]
) -> list[Candidate]:
    """Return what `FEWEST_ANSWERS` or more say that is far from all that is known, by number.

    ``known`` is a row a wording of the rubric or the draft, ``asked`` a row a part of the prompt.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]

    far = [
        at
        for at, passage in enumerate(said.passages)
        if len(passage.text.split()) in _WORDS
        and float((known @ said.vectors[at]).max()) < FAR
        and float((asked @ said.vectors[at]).max()) < ECHO
    ][:MOST_PASSAGES]
    if len(far) < FEWEST_ANSWERS:
        return []
    rows = said.vectors[far].astype(np.float64)
    tree = linkage(rows, method="average", metric="cosine")
    labels = fcluster(tree, 1 - TOGETHER, criterion="distance")
    found = []
    for label in dict.fromkeys(int(one) for one in labels):
        places = [at for at, one in enumerate(labels) if one == label]
        answers = {said.passages[far[at]].answer for at in places}
        if len(answers) >= FEWEST_ANSWERS:
            middle = rows[places].mean(axis=0)
            order = sorted(places, key=lambda at: (-round(float(rows[at] @ middle), 4), at))
            quotes = dict.fromkeys(said.passages[far[at]].text for at in order)
            found.append(Candidate(len(answers), tuple(quotes)[:QUOTES]))
    found.sort(key=lambda candidate: -candidate.answers)
    return found[:MOST_CANDIDATES]


def _parts(answer: str) -> list[str]:
    sentences = segment(answer)
    parts = [clause.text for sentence in sentences for clause in clauses(sentence) or [sentence]]
    return [*dict.fromkeys(parts)]
