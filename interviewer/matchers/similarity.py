"""The matcher that needs no model but the embedder: cosines and words, weighed by fitted numbers.

It sees negations, opposites, numbers and the order of words, and nothing of syntax: an answer
that swaps cause and effect in the claim's own words looks right to it. `ARCHITECTURE.md` and the
README say how often.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import JsonValue, ValidationError

from interviewer.errors import MatcherError
from interviewer.frozen import Frozen
from interviewer.scoring.features import FEATURES, Cosines, describe
from interviewer.scoring.linear import LinearMap
from interviewer.seams import Embedder, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = Path(__file__).parent.parent / "models" / "similarity.json"


class SimilarityFit(Frozen):
    """The file that `training/fit_similarity.py` writes: a map and where it came from."""

    name: str
    embedder: str
    map: LinearMap
    fitted: dict[str, JsonValue]


class SimilarityMatcher:
    """Read pairs by an embedder's cosines and by words, with the weights of a fitted file."""

    def __init__(self, embedder: Embedder, path: Path = SHIPPED) -> None:
        try:
            text = path.read_bytes()
            fit = SimilarityFit.model_validate_json(text)
        except (OSError, ValidationError) as error:
            why = str(error).splitlines()[0]
            raise MatcherError(
                f"{path.name}: cannot be used ({why}); reinstall the package"
            ) from error
        if fit.map.features != FEATURES:
            raise MatcherError(
                f"{path.name}: fitted for other features than this version reads; "
                "run training/fit_similarity.py"
            )
        self._embedder = embedder
        self._map = fit.map
        self.name = fit.name
        self.sha256 = hashlib.sha256(text).hexdigest()

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``: P(entails), P(neither), P(contradicts)."""
        import numpy as np

        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        shares = self._map.probabilities(self.describe(pairs))
        return shares.astype(np.float32)

    def describe(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """Return float64 ``[n, len(FEATURES)]``."""
        return describe_pairs(pairs, self._embedder)


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
