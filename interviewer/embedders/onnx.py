"""Embed texts with the bundled all-MiniLM-L6-v2: no torch, no network, the same bits each time.

Each text runs alone, at its own length, on one thread; several texts run side by side. So a row
cannot depend on its batch-mates, on their order or on the thread count, and no time is
spent on padding: ``benchmarks/embedding.py`` shows it to be faster than batches.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from interviewer.embedders.minilm import (
    EXPECTED,
    Session,
    default_threads,
    map_tensors,
    open_session,
    open_tokenizer,
    package_dir,
    side_by_side,
    verified_sha256,
    well_formed,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256  # the model's max_seq_length, [CLS] and [SEP] included


class OnnxEmbedder:
    """Embed with all-MiniLM-L6-v2; construction is cheap, the first ``embed`` or ``load`` loads.

    ``threads`` texts are embedded side by side (default: the processors, at most 8); the last
    ``cache_size`` distinct texts are remembered. May be shared between threads.
    """

    name = "all-MiniLM-L6-v2"

    def __init__(
        self, *, model_dir: Path | None = None, threads: int | None = None, cache_size: int = 4096
    ) -> None:
        self._model_dir = model_dir
        self._threads = default_threads() if threads is None else threads
        self._cache_size = cache_size
        self._cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._cache_lock = Lock()
        self._encoder: _Encoder | None = None
        self._load_lock = Lock()

    @property
    def weights_sha256(self) -> str:
        """Return the SHA-256 of the weights; no others are loaded."""
        return EXPECTED["model.safetensors"]

    def load(self) -> None:
        """Load the model now; raise ``EmbedderError`` where it is missing or another one."""
        self._loaded()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, 384]`` with unit rows; a row depends on its own text only.

        A text is cut after 256 tokens; a lone surrogate counts as U+FFFD.
        """
        import numpy as np

        if not texts:
            return np.empty((0, DIMENSIONS), dtype=np.float32)
        distinct = dict.fromkeys(texts)
        with self._cache_lock:
            rows = {text: self._cache[text] for text in distinct if text in self._cache}
        missing = [text for text in distinct if text not in rows]
        rows.update(zip(missing, self._encode(missing), strict=True))
        with self._cache_lock:
            for text in distinct:
                self._cache[text] = rows[text]
                self._cache.move_to_end(text)
            while len(self._cache) > self._cache_size:
                self._cache.popitem(last=False)
        return np.stack([rows[text] for text in texts])

    def _encode(self, texts: Sequence[str]) -> list[NDArray[np.float32]]:
        return side_by_side(self._loaded().encode, texts, self._threads)

    def _loaded(self) -> _Encoder:
        with self._load_lock:
            if self._encoder is None:
                self._encoder = _load(self._model_dir or package_dir())
            return self._encoder


class _Encoder(NamedTuple):
    """A loaded model."""

    tokenizer: Tokenizer
    session: Session

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector ``[384]`` of one text."""
        import numpy as np

        ids = np.array(self.tokenizer.encode(well_formed(text)).ids, dtype=np.int64)
        row: NDArray[np.float32] = self.session.run(None, {"input_ids": ids})[0]
        return row


def _load(model_dir: Path) -> _Encoder:
    # Hashing 90 MB is the longest single step: it runs beside the imports, without the GIL.
    with ThreadPoolExecutor(1) as background:
        hashing = background.submit(verified_sha256, model_dir / "model.safetensors")
        tokenizer = open_tokenizer(model_dir, MAX_TOKENS)
        import onnxruntime  # noqa: F401 - loads while the hash is made

        hashing.result()
    graph = (files("interviewer") / "models" / "encoder.onnx").read_bytes()
    session = open_session(graph, map_tensors(model_dir / "model.safetensors"))
    return _Encoder(tokenizer, session)
