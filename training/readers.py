"""A trained checkpoint as grading runs it, and a store of what it has read, for reruns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from interviewer.matchers.premise import premise
from interviewer.matchers.reader import Reader, ReaderCard
from interviewer.seams import Pair
from training.export_matcher import write
from training.kept import KeptRows


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
    """Read each distinct pair once and keep the logits in a file beside the weights."""

    def __init__(self, folder: Path) -> None:
        self._reader = Reader(folder)
        self.sha256 = self._reader.load()
        self._kept = KeptRows(folder / f"logits-{self.sha256[:12]}.npz")

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """Return float64 ``[n, 3]`` logits."""
        keys = [_key(pair) for pair in pairs]
        rows = self._kept.of(keys, lambda places: self._reader.read([pairs[p] for p in places]))
        return rows.astype(np.float64)


def _key(pair: Pair) -> bytes:
    return hashlib.sha256(f"{premise(pair)}\0{pair.claim}".encode("utf-8", "replace")).digest()
