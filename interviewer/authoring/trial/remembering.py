"""A matcher that reads no pair twice, so that a saved rubric is graded anew in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from interviewer.grader import Grader
from interviewer.seams import Matcher, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class RememberingMatcher:
    """A matcher in front of another: a pair's row depends on the pair alone, so it can be kept.

    It keeps the pairs of one sitting, a few hundred, and forgets none.
    """

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._held: dict[Pair, NDArray[np.float32]] = {}

    @property
    def name(self) -> str:
        """Return the name of the matcher behind: what is read is its."""
        return self._matcher.name

    @property
    def sha256(self) -> str:
        """Return the hash of what the matcher behind was fitted to, where it tells it."""
        return getattr(self._matcher, "sha256", "")

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """Return float32 ``[n, 3]``, the same as without a memory."""
        import numpy as np

        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._held]
        if new:
            self._held |= dict(zip(new, self._matcher.read(new), strict=True))
        if not pairs:
            return self._matcher.read([])
        return np.stack([self._held[pair] for pair in pairs])


def remembering(grader: Grader) -> Grader:
    """Return a grader that grades the same and reads no pair twice; it asks no judge."""
    return Grader(
        embedder=grader.embedder,
        matcher=RememberingMatcher(grader.matcher),
        calibration=grader.calibration,
    )
