"""Rows of numbers that are costly to make, kept on disk by key, so that fits can be rerun."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 2048
Rows = NDArray[np.floating[Any]]


class KeptRows:
    """Make each distinct row once; ``path`` is a ``.npz`` file that is written block by block."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._rows: dict[bytes, Rows] = {}
        if path.exists():
            with np.load(path) as kept:
                keys = [key.tobytes() for key in kept["keys"]]
                self._rows = dict(zip(keys, kept["rows"], strict=True))

    def of(self, keys: Sequence[bytes], make: Callable[[Sequence[int]], Rows]) -> Rows:
        """Return ``[n, d]``, a row a key; ``make`` gets the places of what is not known yet."""
        new: dict[bytes, int] = {}
        for place, key in enumerate(keys):
            if key not in self._rows:
                new.setdefault(key, place)
        names = list(new)
        for start in range(0, len(names), BLOCK):
            block = names[start : start + BLOCK]
            rows = make([new[name] for name in block])
            self._rows.update(zip(block, rows, strict=True))
            self._save()
            if len(names) > BLOCK:
                done = f"{start + len(block):,} of {len(names):,}"
                print(f"{self._path.stem}: {done}", file=sys.stderr)
        return np.stack([self._rows[key] for key in keys]) if keys else np.zeros((0, 3))

    def _save(self) -> None:
        """Write all rows beside the target first."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial.npz")
        keys = np.array([np.frombuffer(key, dtype=np.uint8) for key in self._rows])
        np.savez(partial, keys=keys, rows=np.stack(list(self._rows.values())))
        partial.replace(self._path)
