"""Remember vectors between runs, by content: for texts that seldom change, as those of a bank.

A SQLite file maps SHA-256(embedder, its weights, text) to the vector. Whoever changes a text or the
model gets another key, so nothing in it can be out of date. A file that cannot be read or written
costs time and nothing else.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.seams import Embedder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_AT_ONCE = 500
_UNIT = 1e-3


class CachedEmbedder:
    """An embedder in front of another; ``hits``, ``misses`` and ``seconds`` tell what it saved.

    ``seconds`` is the time spent on embedding the misses. Not to be shared between threads.
    """

    def __init__(self, embedder: Embedder, path: Path) -> None:
        self._embedder = embedder
        self._path = path
        self._held: dict[str, NDArray[np.float32]] = {}
        self.hits = 0
        self.misses = 0
        self.seconds = 0.0

    @property
    def name(self) -> str:
        """Return the name of the embedder behind: the vectors are its."""
        return self._embedder.name

    @property
    def weights_sha256(self) -> str | None:
        """Return the hash of the weights behind, where the embedder tells it."""
        return getattr(self._embedder, "weights_sha256", None)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, d]`` with unit rows, the same as without a cache."""
        import numpy as np

        new = [text for text in dict.fromkeys(texts) if text not in self._held]
        if new:
            keys = {text: self._key(text) for text in new}
            found = self._read([*keys.values()])
            self._held |= {text: found[key] for text, key in keys.items() if key in found}
            missing = [text for text in new if text not in self._held]
            self.hits += len(new) - len(missing)
            self.misses += len(missing)
            if missing:
                began = time.perf_counter()
                rows = self._embedder.embed(missing)
                self.seconds += time.perf_counter() - began
                self._held |= dict(zip(missing, rows, strict=True))
                self._write([(keys[t], self._held[t].astype("<f4").tobytes()) for t in missing])
        if not texts:
            return self._embedder.embed([])
        return np.stack([self._held[text] for text in texts])

    def _key(self, text: str) -> bytes:
        whole = "\0".join((self.name, self.weights_sha256 or "", text))
        return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found: dict[bytes, bytes] = {}
        try:
            with closing(self._open()) as base:
                for start in range(0, len(keys), _AT_ONCE):
                    some = keys[start : start + _AT_ONCE]
                    marks = ",".join("?" * len(some))
                    query = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"
                    found.update(base.execute(query, some))
        except (OSError, sqlite3.Error):
            return {}
        rows = {key: _vector(raw) for key, raw in found.items()}
        return {key: row for key, row in rows.items() if row is not None}

    def _write(self, rows: Sequence[tuple[bytes, bytes]]) -> None:
        try:
            with closing(self._open()) as base, base:
                base.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
        except (OSError, sqlite3.Error):
            return

    def _open(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        base = sqlite3.connect(self._path, timeout=5)
        base.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
        return base


def _vector(raw: bytes) -> NDArray[np.float32] | None:
    """Return what was written, or None where that is no unit vector."""
    import numpy as np

    if not raw or len(raw) % 4:
        return None
    row = np.frombuffer(raw, dtype="<f4").astype(np.float32)
    return row if abs(float(np.linalg.norm(row)) - 1) < _UNIT else None


def cache_file(folder: Path | None = None) -> Path:
    """Return where vectors are kept: ``vectors.sqlite`` in a folder, else in the user's cache."""
    if folder is None:
        home = Path.home()
        if os.name == "nt":
            base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
        folder = base / "interviewer"
    return folder / "vectors.sqlite"
