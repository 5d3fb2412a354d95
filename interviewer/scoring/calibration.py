"""From what was read to a label: probabilities and the cuts between labels, both fitted.

A calibration belongs to one embedder and one matcher. With any other it still orders answers, but
its numbers are no probabilities: the grade then says ``uncalibrated`` and gives none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple, Self

from pydantic import Field, JsonValue, model_validator

from interviewer.frozen import Frozen, Share
from interviewer.grades import Probabilities, Verdict
from interviewer.scoring.linear import LinearMap

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Decided = Literal["met", "partial", "missed", "contradicted"]
LABELS: tuple[Decided, ...] = (
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

    label: Decided
    unsure: bool
    probabilities: Probabilities


class Knot(Frozen):
    """A point of a curve: what is stated at ``x`` was so in a share ``y`` of the cases."""

    x: Share
    y: Share


class Calibration(Frozen):
    """A fitted map from `interviewer.scoring.match.KEYPOINT_FEATURES` to labels.

    ``curve`` corrects P(met) where the map's own was less well calibrated on questions that it was
    not fitted on: straight lines between knots, rising in ``x``; empty where the map was better.
    ``spread`` is how far verdicts on one answer err together, in log-odds; None where that was not
    fitted, and then scores have no interval (see `interviewer.scoring.intervals`).
    """

    name: str
    embedder: str
    matcher: str
    map: LinearMap
    curve: tuple[Knot, ...] = ()
    cuts: Cuts
    spread: Annotated[float, Field(ge=0, le=5)] | None = None
    fitted: dict[str, JsonValue]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.map.classes != LABELS:
            raise ValueError(f"the map must be one to {', '.join(LABELS)}")
        places = [knot.x for knot in self.curve]
        if len(places) == 1 or any(a >= b for a, b in pairwise(places)):
            raise ValueError("the knots of the curve must be two or more, each further right")
        return self

    def decide(self, rows: Sequence[Sequence[float]]) -> list[Decision]:
        """Return one decision a row of features."""
        import numpy as np

        if not rows:
            return []
        shares = self.map.probabilities(np.array(rows, dtype=np.float64))
        return [self._decision(_rounded(row)) for row in corrected(shares, self.curve)]

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


def corrected(shares: NDArray[np.float64], curve: Sequence[Knot]) -> NDArray[np.float64]:
    """Return ``[n, 4]`` with P(met) read off the curve; the other labels share the rest as before.

    Each row for itself alone.
    """
    import numpy as np

    if not curve:
        return shares
    met = np.interp(shares[:, 0], [k.x for k in curve], [k.y for k in curve])
    rest = 1.0 - shares[:, 0]
    scale = np.where(rest > 0, (1.0 - met) / np.where(rest > 0, rest, 1.0), 0.0)
    found = shares * scale[:, None]
    found[:, 0] = met
    found[rest <= 0, 2] = 1.0 - met[rest <= 0]
    return found


def _rounded(row: NDArray[np.float64]) -> Probabilities:
    met, partial, missed, contradicted = (round(float(share), 4) for share in row)
    return Probabilities(met=met, partial=partial, missed=missed, contradicted=contradicted)
