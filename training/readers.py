"""A trained checkpoint as grading runs it, and a store of what it has read, for reruns."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.matchers.premise import premise
from interviewer.matchers.reader import Reader, ReaderCard
from interviewer.seams import Pair
from training.export_matcher import write

_BLOCK = 2048


def exported(checkpoint: Path) -> Path:
    """Write a checkpoint as it would ship, beside it; return the folder. Done once."""
    folder = checkpoint.with_suffix("")
    card = folder / "matcher.json"
    if not card.exists() or card.stat().st_mtime < checkpoint.stat().st_mtime:
        folder.mkdir(exist_ok=True)
        written = write(checkpoint, folder)
        made = ReaderCard(
            name=checkpoint.stem,
            sha256=written.weights,
            graph_sha256=written.graph,
            trained={},
        )
        card.write_text(made.model_dump_json() + "\n", encoding="utf-8")
    return folder


class KeptReader:
    """Read each distinct pair once and keep the logits in a ``.npz`` file beside the weights."""

    def __init__(self, folder: Path) -> None:
        self._reader = Reader(folder)
        self.sha256 = self._reader.load()
        self._path = folder / f"logits-{self.sha256[:12]}.npz"
        self._rows: dict[bytes, NDArray[np.float64]] = {}
        if self._path.exists():
            with np.load(self._path) as kept:
                keys = [k.tobytes() for k in kept["keys"]]
                self._rows = dict(zip(keys, kept["rows"], strict=True))

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """Return float64 ``[n, 3]`` logits; what is new is read in blocks, told on stderr."""
        keys = [_key(pair) for pair in pairs]
        new = {k: p for k, p in zip(keys, pairs, strict=True) if k not in self._rows}
        names = list(new)
        for start in range(0, len(names), _BLOCK):
            block = names[start : start + _BLOCK]
            rows = self._reader.read([new[name] for name in block])
            self._rows.update(zip(block, rows, strict=True))
            if len(names) > _BLOCK:
                print(f"read {start + len(block):,} of {len(names):,} pairs", file=sys.stderr)
        if names:
            self._save()
        return np.stack([self._rows[key] for key in keys]) if keys else np.zeros((0, 3))

    def _save(self) -> None:
        partial = self._path.with_suffix(".partial.npz")
        keys = np.array([np.frombuffer(key, dtype=np.uint8) for key in self._rows])
        np.savez(partial, keys=keys, rows=np.stack(list(self._rows.values())))
        partial.replace(self._path)


def _key(pair: Pair) -> bytes:
    return hashlib.sha256(f"{premise(pair)}\0{pair.claim}".encode("utf-8", "replace")).digest()
