"""An embedder that keeps what it has embedded on disk, so that fits and benchmarks can be rerun."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.seams import Embedder

_BLOCK = 4096


class KeptEmbedder:
    """Embed each distinct text once and keep the vectors in a ``.npz`` file in ``folder``."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        self._path = folder / f"vectors-{embedder.name}.npz"
        self._rows: dict[bytes, NDArray[np.float32]] = {}
        if self._path.exists():
            with np.load(self._path) as kept:
                self._rows = dict(
                    zip([k.tobytes() for k in kept["keys"]], kept["rows"], strict=True)
                )

    @property
    def name(self) -> str:
        """The wrapped embedder's name."""
        return self._embedder.name

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, d]``; what is new is embedded in blocks, with progress on stderr."""
        keys = [hashlib.sha256(text.encode("utf-8", "replace")).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._rows}
        names = list(new)
        for start in range(0, len(names), _BLOCK):
            block = names[start : start + _BLOCK]
            rows = self._embedder.embed([new[name] for name in block])
            self._rows.update(zip(block, rows, strict=True))
            if len(names) > _BLOCK:
                self.save()
                print(f"embedded {start + len(block):,} of {len(names):,}", file=sys.stderr)
        return np.stack([self._rows[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)

    def save(self) -> None:
        """Write all vectors to disk, beside the target first."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial.npz")
        keys = np.array([np.frombuffer(key, dtype=np.uint8) for key in self._rows])
        np.savez(partial, keys=keys, rows=np.stack(list(self._rows.values())))
        partial.replace(self._path)
