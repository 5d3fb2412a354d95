"""An embedder and a matcher that load no model, and remember what they were asked.

They compare words: good enough to see a grade come out, and exact enough to write expected
values down.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.seams import Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interviewer.grader import Grader
    from interviewer.scoring.calibration import Calibration

_DIMENSIONS = 512
_NEGATIONS = frozenset({"not", "no", "never"})


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


class FakeEmbedder:
    """Hash the words of a text into a unit vector; ``asked`` holds every text it was given."""

    name = "fake-words"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return float32 ``[n, 512]``: one hashed bag of words a row, of length one."""
        import numpy as np

        self.asked.extend(texts)
        rows = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _words(text) or [""]:
                digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
                rows[row, int.from_bytes(digest[:2], "big") % _DIMENSIONS] += 1.0
        lengths: NDArray[np.float32] = np.linalg.norm(rows, axis=1, keepdims=True)
        return rows / lengths


class FakeMatcher:
    """Call a claim entailed by the share of its words in the passage; "not" on one side denies it.

    ``asked`` holds every pair it was given.
    """

    name = "fake-overlap"
    sha256 = "0" * 64

    def __init__(self) -> None:
        self.asked: list[Pair] = []

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``: P(entails), P(neither), P(contradicts)."""
        import numpy as np

        self.asked.extend(pairs)
        rows = np.zeros((len(pairs), 3), dtype=np.float32)
        for row, pair in enumerate(pairs):
            passage, claim = set(_words(pair.passage)), set(_words(pair.claim))
            share = len(passage & (claim - _NEGATIONS)) / max(1, len(claim - _NEGATIONS))
            denied = bool(passage & _NEGATIONS) != bool(claim & _NEGATIONS)
            rows[row] = (0.0, 1 - share, share) if denied else (share, 1 - share, 0.0)
        return rows


def fake_calibration() -> Calibration:
    """Return cuts that suit the fakes and stay as they are when the shipped ones are fitted anew.

    They say that they belong to other models, so that grades are ``uncalibrated``.
    """
    from interviewer.scoring.shipped import read_calibration

    return read_calibration(Path(__file__).parent / "calibration.json")


def fake_grader() -> Grader:
    """Return a real grader on the fakes."""
    from interviewer.grader import Grader

    return Grader(embedder=FakeEmbedder(), matcher=FakeMatcher(), calibration=fake_calibration())
