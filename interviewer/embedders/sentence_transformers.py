"""Embed texts with any sentence-transformers model: a folder, or a name on the model hub.

Whoever asks for one has chosen another model than the bundled one, so nothing here is pinned.
Texts run one by one, although a batch would be faster: in a padded batch the last bits of a row
depend on its batch-mates.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any

from interviewer.embedders.hub import load_model
from interviewer.embedders.minilm import well_formed
from interviewer.errors import EmbedderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class SentenceTransformersEmbedder:
    """Embed with ``SentenceTransformer(name_or_path)``; the first ``embed`` or ``load`` loads it.

    An existing folder is read without touching the network. Any other name is looked up on the
    model hub, or in the local cache where the hub cannot be reached.
    """

    def __init__(self, name_or_path: str) -> None:
        self._name_or_path = name_or_path
        self._model: Any = None
        self._load_lock = Lock()

    @property
    def name(self) -> str:
        """Return ``sentence-transformers:`` and the name or path that was asked for."""
        return f"sentence-transformers:{self._name_or_path}"

    def load(self) -> None:
        """Load the model now; raise ``EmbedderError`` where it cannot be had."""
        self._loaded()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, d]`` with unit rows; a row depends on its own text only."""
        import numpy as np

        # A stand-in text tells the width where there are no texts.
        distinct = list(dict.fromkeys(well_formed(text) for text in texts)) or [""]
        encoded = self._loaded().encode(
            distinct, batch_size=1, show_progress_bar=False, convert_to_numpy=True
        )
        rows = np.asarray(encoded, dtype=np.float32)
        rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-12))
        place = {text: row for row, text in enumerate(distinct)}
        picked = np.array([place[well_formed(text)] for text in texts], dtype=np.intp)
        result: NDArray[np.float32] = rows[picked]
        return result

    def _loaded(self) -> Any:
        with self._load_lock:
            if self._model is None:
                self._model = load_model(
                    self._name_or_path, _open, kind="embedder", error=EmbedderError
                )
            return self._model


def _open(name_or_path: str, offline: bool) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(name_or_path, local_files_only=offline)
