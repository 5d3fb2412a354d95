"""A reliability diagram: stated probability against what people said, as a PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from interviewer.agreement.measures import ece, reliability
from interviewer.errors import InterviewerError

_LARGEST, _SMALLEST = 200.0, 12.0


def draw_reliability(
    truth: Sequence[bool], shares: Sequence[float], target: Path, *, title: str
) -> None:
    """Write the diagram; InterviewerError where matplotlib is missing or the file cannot be."""
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise InterviewerError(
            "a diagram needs matplotlib: pip install 'keypoint-interviewer[plots]'"
        ) from error
    bins = reliability(truth, shares)
    most = max((b.rows for b in bins), default=1)
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="0.7", linewidth=1)
    sizes = [_SMALLEST + (_LARGEST - _SMALLEST) * b.rows / most for b in bins]
    axes.plot([b.stated for b in bins], [b.observed for b in bins], color="#1f5fa8", linewidth=1)
    axes.scatter([b.stated for b in bins], [b.observed for b in bins], s=sizes, color="#1f5fa8")
    for b in bins:
        axes.annotate(str(b.rows), (b.stated, b.observed), (6, -10), textcoords="offset points")
    gap = ece(truth, shares)
    told = "" if gap is None else f"ECE {gap:.3f}, "
    axes.set(
        xlim=(0, 1),
        ylim=(0, 1),
        xlabel="stated probability of met",
        ylabel="share that people called met",
        title=f"{title}\n{told}{len(truth):,} labels",
    )
    try:
        figure.savefig(target, format="png", dpi=120)
    except OSError as error:
        raise InterviewerError(f"{target}: cannot be written ({error.strerror})") from error
