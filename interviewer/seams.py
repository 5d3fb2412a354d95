"""Where other implementations plug in: the protocols that the grader is built from.

Each has one or two members, so that a fake is a few lines and an adapter hides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interviewer.items import Item
    from interviewer.judge.ruling import Ids
    from interviewer.judge.rulings import JudgeReply


class Pair(NamedTuple):
    """A passage of an answer, read against a claim, under the question that was asked."""

    passage: str
    claim: str
    question: str


class Embedder(Protocol):
    """Turn texts into vectors whose dot product is their similarity."""

    @property
    def name(self) -> str:
        """Say which model this is; it stands in each grade's provenance."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, d]`` with unit rows; a row depends on its own text only."""


class Matcher(Protocol):
    """Read passages against claims."""

    @property
    def name(self) -> str:
        """Say which matcher this is; it stands in each grade's provenance."""

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``: P(entails), P(neither), P(contradicts) for each pair."""


class Judge(Protocol):
    """Rule on keypoints: a model behind an endpoint, a recording, or a person."""

    @property
    def name(self) -> str:
        """Say which judge this is; it stands in each grade's provenance."""

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return checked rulings on these keypoints and misconceptions of the item.

        JudgeError where no call of this run can do better, such as a key that is refused.
        """
