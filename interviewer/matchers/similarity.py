"""The matcher that needs no model but the embedder: cosines and words, weighed by fitted numbers.

It sees negations, opposites, numbers and the order of words, and nothing of syntax: an answer
that swaps cause and effect in the claim's own words looks right to it. The README says how often.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.matchers.fit import read_fit
from interviewer.scoring.features import FEATURES, Cosines, describe
from interviewer.scoring.shipped import MODELS
from interviewer.seams import Embedder, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = MODELS / "similarity.json"


class SimilarityMatcher:
    """Read pairs by an embedder's cosines and by words, with the weights of a fitted file."""

    def __init__(self, embedder: Embedder, path: Path = SHIPPED) -> None:
        found = read_fit(path, FEATURES)
        self._embedder = embedder
        self._map = found.fit.map
        self.name = found.fit.name
        self.sha256 = found.sha256

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``: P(entails), P(neither), P(contradicts)."""
        import numpy as np

        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        shares = self._map.probabilities(describe_pairs(pairs, self._embedder))
        return shares.astype(np.float32)


def describe_pairs(pairs: Sequence[Pair], embedder: Embedder) -> NDArray[np.float64]:
    """Embed the texts of all pairs and describe each pair; float64 ``[n, len(FEATURES)]``."""
    import numpy as np

    texts = list(dict.fromkeys(text for pair in pairs for text in pair if text))
    place = {text: at for at, text in enumerate(texts)}
    vectors = embedder.embed(texts)

    def cosine(one: str, other: str) -> float:
        if not one or not other:
            return 0.0
        product = np.einsum("d,d->", vectors[place[one]], vectors[place[other]], optimize=False)
        return float(product)

    rows = [
        describe(
            pair,
            Cosines(
                cosine(pair.passage, pair.claim),
                cosine(pair.question, pair.claim),
                cosine(pair.passage, pair.question),
            ),
        )
        for pair in pairs
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(FEATURES))
