"""The file behind a matcher: a fitted map from a pair in numbers to what the passage does."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import JsonValue, ValidationError

from interviewer.errors import MatcherError
from interviewer.frozen import Frozen, first_mistake
from interviewer.scoring.linear import LinearMap


class PairFit(Frozen):
    """A map from named features to P(entails, neither, contradicts), and where it came from.

    ``reader`` is the SHA-256 of the cross-encoder that the map reads; None where it reads none.
    """

    name: str
    embedder: str
    reader: str | None = None
    map: LinearMap
    fitted: dict[str, JsonValue]


class ReadFit(NamedTuple):
    """A fit and the hash of its file."""

    fit: PairFit
    sha256: str


def read_fit(path: Path, features: Sequence[str]) -> ReadFit:
    """Read a fit; MatcherError where it is missing, damaged or made for other features."""
    try:
        text = path.read_bytes()
        fit = PairFit.model_validate_json(text)
    except OSError as error:
        why = error.strerror
        raise MatcherError(f"{path.name}: cannot be used ({why}); reinstall the package") from error
    except ValidationError as error:
        why = first_mistake(error)
        raise MatcherError(f"{path.name}: cannot be used ({why}); reinstall the package") from error
    if fit.map.features != tuple(features):
        raise MatcherError(
            f"{path.name}: fitted for other features than this version reads; "
            "run python -m training.fit_calibration"
        )
    return ReadFit(fit, hashlib.sha256(text).hexdigest())
