"""A fitted linear map from named features to class probabilities: all that grading needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import model_validator

from interviewer.frozen import Frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class LinearMap(Frozen):
    """Multinomial logistic regression over standardised features.

    ``mean`` and ``scale`` have one number a feature, ``coefficients`` one row a class.
    """

    features: tuple[str, ...]
    classes: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    coefficients: tuple[tuple[float, ...], ...]
    intercept: tuple[float, ...]

    @model_validator(mode="after")
    def _shapes_agree(self) -> Self:
        wide, high = len(self.features), len(self.classes)
        if not (
            len(self.mean) == len(self.scale) == wide
            and len(self.coefficients) == len(self.intercept) == high
            and all(len(row) == wide for row in self.coefficients)
        ):
            raise ValueError(f"the numbers are not those of {wide} features and {high} classes")
        if min(self.scale, default=1.0) <= 0:
            raise ValueError("every scale must be greater than 0")
        return self

    def probabilities(self, rows: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return float64 ``[n, classes]`` for ``[n, features]``, each row for itself alone."""
        import numpy as np

        scaled = (rows - np.array(self.mean)) / np.array(self.scale)
        # einsum without BLAS: the same row gives the same bits whatever stands beside it.
        scores = np.einsum("nf,cf->nc", scaled, np.array(self.coefficients), optimize=False)
        scores = scores + np.array(self.intercept)
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
        return shares
