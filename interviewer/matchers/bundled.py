"""The default matcher: what the trained cross-encoder reads, beside cosines and words.

The network reads meaning and errs on numbers, rare terms and very short answers; cosines and words
err on meaning. A small map, fitted on answers of questions that the network never saw, weighs both.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.errors import MatcherError
from interviewer.matchers.fit import read_fit
from interviewer.matchers.reader import REMEDY, Reader
from interviewer.matchers.similarity import describe_pairs
from interviewer.scoring.features import FEATURES
from interviewer.scoring.shipped import MODELS
from interviewer.seams import Embedder, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIPPED = MODELS / "bundled.json"
READ_FEATURES = ("read_entails", "read_contradicts")
BUNDLED_FEATURES = (*FEATURES, *READ_FEATURES)
_LIMIT = 8.0


class BundledMatcher:
    """Read pairs by the cross-encoder and by an embedder's cosines; the file weighs the two."""

    def __init__(
        self, embedder: Embedder, path: Path = SHIPPED, reader: Reader | None = None
    ) -> None:
        found = read_fit(path, BUNDLED_FEATURES)
        self._embedder = embedder
        self._reader = reader or Reader()
        self._map = found.fit.map
        self._wanted = found.fit.reader
        self._checked = False
        self.name = found.fit.name
        self.sha256 = found.sha256

    def load(self) -> None:
        """Load the weights now; MatcherError where they are not those that were fitted for."""
        if self._checked:
            return
        found = self._reader.load()
        if found != self._wanted:
            raise MatcherError(
                f"bundled.json: fitted for weights {self._wanted}, found {found}; {REMEDY}"
            )
        self._checked = True

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``: P(entails), P(neither), P(contradicts)."""
        import numpy as np

        if not pairs:
            return np.zeros((0, 3), dtype=np.float32)
        self.load()
        rows = describe_read(pairs, self._embedder, self._reader.read(pairs))
        return self._map.probabilities(rows).astype(np.float32)


def describe_read(
    pairs: Sequence[Pair], embedder: Embedder, logits: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return float64 ``[n, len(BUNDLED_FEATURES)]``; ``logits`` is ``[n, 3]``."""
    import numpy as np

    return np.hstack([describe_pairs(pairs, embedder), log_odds(logits)])


def log_odds(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``[n, 2]``: the log-odds of entails and of contradicts, within ±8, 4 places."""
    import numpy as np

    top = logits.max(axis=1, keepdims=True)
    powers = np.exp(logits - top)
    columns = []
    for column in (0, 2):
        rest = powers.sum(axis=1) - powers[:, column]
        odds = np.log(np.maximum(powers[:, column], 1e-12)) - np.log(np.maximum(rest, 1e-12))
        columns.append(np.round(np.clip(odds, -_LIMIT, _LIMIT), 4))
    return np.stack(columns, axis=1)
