"""The calibration that comes with the package."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from interviewer.errors import MatcherError
from interviewer.scoring.calibration import Calibration
from interviewer.scoring.match import KEYPOINT_FEATURES

SHIPPED = Path(__file__).parent.parent / "models" / "calibration.json"


def read_calibration(path: Path) -> Calibration:
    """Read a calibration file; MatcherError where it is missing, damaged or of another version."""
    try:
        calibration = Calibration.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = str(error).splitlines()[0]
        raise MatcherError(f"{path.name}: cannot be used ({why}); reinstall the package") from error
    if calibration.map.features != KEYPOINT_FEATURES:
        raise MatcherError(
            f"{path.name}: fitted for other features than this version reads; "
            "run training/fit_similarity.py"
        )
    return calibration


def shipped_calibration() -> Calibration:
    """Read the calibration that was fitted for the bundled embedder and the similarity matcher."""
    return read_calibration(SHIPPED)
