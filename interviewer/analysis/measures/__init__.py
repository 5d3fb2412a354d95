"""Statistics of a batch, one a file: a name, one quotable sentence, its source.

Each returns None where nothing can be told: too few values, or nothing varies that would have to.
Intervals are 95 % ones.
"""

from interviewer.analysis.measures.alpha import cronbachs_alpha
from interviewer.analysis.measures.correlation import correlation
from interviewer.analysis.measures.holm import holm
from interviewer.analysis.measures.mean import mean
from interviewer.analysis.measures.rare import highest_rate
from interviewer.analysis.measures.share import share
from interviewer.analysis.measures.two_shares import two_shares
from interviewer.analysis.measures.welch import Gap, welch

__all__ = [
    "Gap",
    "correlation",
    "cronbachs_alpha",
    "highest_rate",
    "holm",
    "mean",
    "share",
    "two_shares",
    "welch",
]
