"""The calibrations that come with the package: one for each matcher that is fitted here."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from interviewer.errors import MatcherError
from interviewer.frozen import first_mistake
from interviewer.scoring.calibration import Calibration
from interviewer.scoring.match import KEYPOINT_FEATURES

MODELS = Path(__file__).parent.parent / "models"
"""Where everything that was fitted lies."""

SHIPPED = (MODELS / "bundled.calibration.json", MODELS / "similarity.calibration.json")


def read_calibration(path: Path) -> Calibration:
    """Read a calibration file; MatcherError where it is missing, damaged or of another version."""
    try:
        calibration = Calibration.model_validate_json(path.read_bytes())
    except OSError as error:
        raise MatcherError(f"{path}: cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise MatcherError(
            f"{path}: no calibration as `interviewer calibrate` writes it: {first_mistake(error)}"
        ) from error
    if calibration.map.features != KEYPOINT_FEATURES:
        raise MatcherError(
            f"{path}: fitted for other features than this version reads; fit it again"
        )
    return calibration


def shipped_calibration(matcher: str) -> Calibration:
    """Return the shipped calibration of the named matcher; of any other one, the bundled's.

    A grader notices that it was not fitted for such a matcher, and says "uncalibrated".
    """
    found = [read_calibration(path) for path in SHIPPED]
    return next((c for c in found if c.matcher == matcher), found[0])
