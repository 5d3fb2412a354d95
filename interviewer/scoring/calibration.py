"""From what was read to a label: probabilities and the cuts between labels, both fitted.

A calibration belongs to one embedder and one matcher. With any other it still orders answers, but
its numbers are no probabilities: the grade then says ``uncalibrated`` and gives none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from pydantic import JsonValue

from interviewer.frozen import Frozen, Share
from interviewer.grades import Probabilities, Verdict
from interviewer.scoring.linear import LinearMap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LABELS: tuple[Literal["met", "partial", "missed", "contradicted"], ...] = (
    "met",
    "partial",
    "missed",
    "contradicted",
)


class Cuts(Frozen):
    """Where a label begins.

    ``reject``: from this similarity on, an authored wrong statement that is nearer to the words
    than any right wording settles it. ``unsure_above``/``unsure_below`` bound the grey band of
    P(met).
    """

    met: Share
    partial: Share
    contradicted: Share
    held: Share
    reject: Share
    unsure_above: Share
    unsure_below: Share


class Decision(NamedTuple):
    """A label, how sure, and the probabilities behind it."""

    label: Literal["met", "partial", "missed", "contradicted"]
    unsure: bool
    probabilities: Probabilities


class Calibration(Frozen):
    """A fitted map from `interviewer.scoring.match.KEYPOINT_FEATURES` to labels."""

    name: str
    embedder: str
    matcher: str
    map: LinearMap
    cuts: Cuts
    fitted: dict[str, JsonValue]

    def decide(self, rows: Sequence[Sequence[float]]) -> list[Decision]:
        """Return one decision a row of features."""
        import numpy as np

        if not rows:
            return []
        shares = self.map.probabilities(np.array(rows, dtype=np.float64))
        return [self._decision(_rounded(row)) for row in shares]

    def margin(self, verdict: Verdict) -> float | None:
        """Return how far, in probability, a verdict lies inside the cuts of its label.

        None where no probability decided: by rule, uncalibrated, or refuted by a ``reject``.
        """
        shares, cuts = verdict.probabilities, self.cuts
        if shares is None:
            return None
        some = shares.met + shares.partial
        under_met, under_denied = cuts.met - shares.met, cuts.contradicted - shares.contradicted
        inside = {
            "met": shares.met - cuts.met,
            "contradicted": min(-under_denied, under_met),
            "partial": min(some - cuts.partial, under_met, under_denied),
            "missed": min(cuts.partial - some, under_met, under_denied),
        }.get(verdict.label)
        return None if inside is None or inside < 0 else round(inside, 4)

    def _decision(self, shares: Probabilities) -> Decision:
        cuts = self.cuts
        unsure = cuts.unsure_above < shares.met < cuts.unsure_below
        if shares.met >= cuts.met:
            return Decision("met", unsure, shares)
        if shares.contradicted >= cuts.contradicted:
            return Decision("contradicted", unsure, shares)
        if shares.met + shares.partial >= cuts.partial:
            return Decision("partial", unsure, shares)
        return Decision("missed", unsure, shares)


def _rounded(row: NDArray[np.float64]) -> Probabilities:
    met, partial, missed, contradicted = (round(float(share), 4) for share in row)
    return Probabilities(met=met, partial=partial, missed=missed, contradicted=contradicted)
