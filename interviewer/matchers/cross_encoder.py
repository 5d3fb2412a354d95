"""Read pairs with any sentence-transformers cross-encoder for natural language inference.

The model names its classes; they are found by name (entailment, neutral, contradiction), whatever
their order. A model with other classes than these is refused: a relevance score is no entailment.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from interviewer.embedders.hub import load_model
from interviewer.embedders.minilm import well_formed
from interviewer.errors import MatcherError
from interviewer.matchers.premise import premise
from interviewer.seams import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLASSES = ("entailment", "neutral", "contradiction")


class CrossEncoderMatcher:
    """Read pairs with the model of this name or path; loads it at once.

    Pairs are read one at a time, so that none depends on its batch-mates; torch's thread count may
    still move last bits. ``sha256`` is that of the model's weights. Not to be shared by threads.
    """

    def __init__(self, model: str) -> None:
        self.name = f"cross-encoder:{model}"
        self._model = load_model(model, _open, kind="matcher", error=MatcherError)
        labels = {
            str(label).lower(): int(number) for number, label in self._model.config.id2label.items()
        }
        if sorted(labels) != sorted(CLASSES):
            raise MatcherError(
                f"{model}: a cross-encoder for inference has the classes {', '.join(CLASSES)}; "
                f"this one has {', '.join(labels)}"
            )
        self._columns = [labels[name] for name in CLASSES]
        self.sha256 = _weights_sha256(self._model)

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``: P(entails), P(neither), P(contradicts)."""
        import numpy as np

        rows = [
            self._model.predict(
                [(well_formed(premise(pair)), well_formed(pair.claim))],
                apply_softmax=True,
                show_progress_bar=False,
            )[0]
            for pair in pairs
        ]
        found = np.array(rows, dtype=np.float32).reshape(len(rows), len(CLASSES))
        return found[:, self._columns]


def _open(name_or_path: str, offline: bool) -> Any:
    from sentence_transformers import CrossEncoder

    return CrossEncoder(name_or_path, device="cpu", local_files_only=offline)


def _weights_sha256(model: Any) -> str:
    digest = hashlib.sha256()
    for name, tensor in sorted(model.model.state_dict().items()):
        digest.update(name.encode())
        digest.update(tensor.contiguous().cpu().numpy().tobytes())
    return digest.hexdigest()
