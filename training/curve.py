"""A curve that corrects P(met), fitted only where it makes probabilities truer.

The map from features to probabilities is itself a logistic one (Platt, 1999). Isotonic regression
(Zadrozny and Elkan, 2002) on its out-of-fold predictions may do better where these bend; whether it
does is tried on questions that neither saw, by the Brier score.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from interviewer.scoring.calibration import Knot, corrected

Floats = NDArray[np.float64]
_MOST_KNOTS = 25
_GAIN = 0.001
"""A curve has to lower the Brier score by so much to be worth having."""


def chosen_curve(
    shares: Floats, truth: NDArray[np.bool_], fold: NDArray[np.int64], weights: Floats
) -> tuple[Knot, ...]:
    """Return the isotonic curve where it is truer on left-out folds, else none.

    ``shares`` is ``[n, 4]``, out of fold; ``weights`` ``[n]``.
    """
    crossed = shares.copy()
    for number in set(fold):
        out = fold == number
        curve = fit_curve(shares[~out, 0], truth[~out], weights[~out])
        crossed[out] = corrected(shares[out], curve)

    def brier(found: Floats) -> float:
        return float(np.average((found[:, 0] - truth) ** 2, weights=weights))

    if brier(shares) - brier(crossed) < _GAIN:
        return ()
    return fit_curve(shares[:, 0], truth, weights)


def fit_curve(met: Floats, truth: NDArray[np.bool_], weights: Floats) -> tuple[Knot, ...]:
    """Return the isotonic curve through stated and observed shares, in few knots."""
    model = IsotonicRegression(y_min=0.005, y_max=0.995, out_of_bounds="clip")
    model.fit(met, truth, sample_weight=weights)
    places = np.unique(np.round(np.quantile(met, np.linspace(0, 1, _MOST_KNOTS)), 4))
    places = np.unique(np.concatenate([[0.0], places, [1.0]]))
    heights = np.maximum.accumulate(model.predict(places))
    return tuple(
        Knot(x=round(float(x), 4), y=round(float(y), 4))
        for x, y in zip(places, heights, strict=True)
    )
