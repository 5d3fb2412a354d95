"""Embed texts with any sentence-transformers model: a folder, or a name on the model hub.

Whoever asks for one has chosen another model than the bundled one, so nothing here is pinned.
Texts run one by one, although a batch would be faster: in a padded batch the last bits of a row
depend on its batch-mates.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from interviewer.embedders.minilm import well_formed
from interviewer.errors import EmbedderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REACH_SECONDS = 5.0
_CHATTY = ("huggingface_hub", "sentence_transformers", "transformers")


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
                self._model = _load(self._name_or_path)
            return self._model


def _load(name_or_path: str) -> Any:
    is_folder = Path(name_or_path).is_dir()
    if not is_folder and _looks_like_path(name_or_path):
        raise EmbedderError(f"no folder {name_or_path!r}; give a model folder or a hub name")
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EmbedderError(
            f"sentence-transformers cannot be imported ({error}); "
            "pip install sentence-transformers, or use the bundled embedder"
        ) from error
    _hush()
    offline = is_folder or not _hub_answers()
    try:
        return SentenceTransformer(name_or_path, local_files_only=offline)
    except Exception as error:  # whatever it is, the model cannot be had
        raise EmbedderError(_complaint(name_or_path, error, is_folder, offline)) from error


def _looks_like_path(name: str) -> bool:
    return name.startswith((".", "~", "/")) or "\\" in name or name.count("/") > 1


def _hush() -> None:
    """Turn off progress bars and what these libraries print beside the errors they raise."""
    from huggingface_hub.utils.tqdm import disable_progress_bars
    from transformers.utils import logging as transformers_logging

    disable_progress_bars()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _hub_answers() -> bool:
    """Ask the hub once; loading would try an unreachable one again for more than a minute."""
    from http.client import HTTPException
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    from huggingface_hub import constants

    if constants.HF_HUB_OFFLINE:
        return False
    try:
        urlopen(Request(constants.ENDPOINT, method="HEAD"), timeout=_REACH_SECONDS).close()
    except HTTPError:
        return True  # an answer, if a refusal: the model may still be had
    except (OSError, ValueError, HTTPException):
        return False
    return True


def _complaint(name: str, error: Exception, is_folder: bool, offline: bool) -> str:
    reason = str(error).strip().partition("\n")[0] or type(error).__name__
    if is_folder:
        return f"{name}: not a sentence-transformers model: {reason}"
    if offline:
        return (
            f"no embedder {name!r}: the model hub cannot be reached and the model is not in the "
            "local cache; give a model folder, or use the bundled embedder"
        )
    return f"no embedder {name!r}: {reason}"
