"""An embedder that keeps what it has embedded on disk, so that fits and benchmarks can be rerun."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.seams import Embedder
from training.kept import KeptRows


class KeptEmbedder:
    """Embed each distinct text once and keep the vectors in a file in ``folder``."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._kept = KeptRows(folder / f"vectors-{embedder.name}.npz")

    @property
    def name(self) -> str:
        """The wrapped embedder's name."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, d]``."""
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in texts]
        rows = self._kept.of(keys, lambda places: self._embedder.embed([texts[p] for p in places]))
        return rows.astype(np.float32)
