"""The trained cross-encoder: reads a passage and a claim together, in one network.

MiniLM, trained by ``training/train_matcher.py``; ``models/matcher.md`` says on what and how well it
does. The graph is ``models/matcher.onnx``; ``models/matcher.safetensors`` has the trained layers,
8 bits a weight, widened to float32 when loaded: activations are float32 throughout, since 8-bit
activations would make one row depend on the others of its batch. Word embeddings were not trained
and come from the embedder's package.

As in `interviewer.embedders.onnx`, each pair runs alone, at its own length, on one thread; several
run side by side. What a pair gives depends on nothing but the pair.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from pydantic import JsonValue, ValidationError

from interviewer.embedders.minilm import (
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
from interviewer.errors import MatcherError
from interviewer.frozen import Frozen, first_mistake
from interviewer.matchers.premise import premise
from interviewer.scoring.shipped import MODELS
from interviewer.seams import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

MAX_TOKENS = 160
SCALE = ".scale"
REMEDY = "reinstall the package, or choose --matcher similarity"


class ReaderCard(Frozen):
    """``models/matcher.json``: what weights and graph hash to, and what was trained on."""

    name: str
    sha256: str
    graph_sha256: str
    trained: dict[str, JsonValue]


class Reader:
    """Read (premise, claim) pairs into log-odds; loads on first use, may be shared by threads."""

    def __init__(self, folder: Path = MODELS, *, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = default_threads() if threads is None else threads
        self._loaded: _Loaded | None = None
        self._lock = Lock()

    def load(self) -> str:
        """Load the weights now; return their SHA-256. MatcherError where they are not whole."""
        return self._model().sha256

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """Return float64 ``[n, 3]``: the logits of entails, neither, contradicts."""
        import numpy as np

        texts = [(well_formed(premise(pair)), well_formed(pair.claim)) for pair in pairs]
        distinct = list(dict.fromkeys(texts))
        rows = side_by_side(self._model().logits, distinct, self._threads)
        found = dict(zip(distinct, rows, strict=True))
        return np.array([found[text] for text in texts], dtype=np.float64).reshape(-1, 3)

    def _model(self) -> _Loaded:
        with self._lock:
            if self._loaded is None:
                self._loaded = _load(self._folder)
            return self._loaded


class _Loaded(NamedTuple):
    tokenizer: Tokenizer
    session: Session
    sha256: str

    def logits(self, text: tuple[str, str]) -> NDArray[np.float32]:
        """Return ``[3]`` for one pair of texts."""
        import numpy as np

        encoded = self.tokenizer.encode(*text)
        feed = {
            "input_ids": np.array(encoded.ids, dtype=np.int64),
            "segments": np.array(encoded.type_ids, dtype=np.int64),
        }
        row: NDArray[np.float32] = self.session.run(None, feed)[0]
        return row


def _load(folder: Path) -> _Loaded:
    card = read_card(folder / "matcher.json")
    data = _verified(folder / "matcher.safetensors", card.sha256)
    graph = _verified(folder / "matcher.onnx", card.graph_sha256)
    base = package_dir()
    with ThreadPoolExecutor(1) as background:
        hashing = background.submit(verified_sha256, base / "model.safetensors")
        tokenizer = open_tokenizer(base, MAX_TOKENS)
        trained = _widened(data)
        hashing.result()
    kept = {
        name: tensor
        for name, tensor in map_tensors(base / "model.safetensors").items()
        if name.startswith("embeddings.")
    }
    return _Loaded(tokenizer, open_session(graph, kept | trained), card.sha256)


def read_card(file: Path) -> ReaderCard:
    """Read what belongs to the weights; MatcherError where it is missing or damaged."""
    try:
        return ReaderCard.model_validate_json(file.read_bytes())
    except OSError as error:
        raise MatcherError(f"{file}: cannot be used ({error.strerror}); {REMEDY}") from error
    except ValidationError as error:
        why = first_mistake(error)
        raise MatcherError(f"{file}: cannot be used ({why}); {REMEDY}") from error


def _verified(file: Path, expected: str) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        why = error.strerror
        raise MatcherError(f"{file}: cannot read the matcher: {why}; {REMEDY}") from error
    found = hashlib.sha256(data).hexdigest()
    if found != expected:
        raise MatcherError(f"{file}: SHA-256 must be {expected}, got {found}; {REMEDY}")
    return data


def _widened(data: bytes) -> dict[str, NDArray[np.float32]]:
    """Return all tensors as float32, the int8 ones times the scales of their rows."""
    import numpy as np
    from safetensors.numpy import load

    stored = load(data)
    return {
        name: (
            tensor.astype(np.float32) * stored[name + SCALE][:, None]
            if tensor.dtype == np.int8
            else np.ascontiguousarray(tensor, dtype=np.float32)
        )
        for name, tensor in stored.items()
        if not name.endswith(SCALE)
    }
