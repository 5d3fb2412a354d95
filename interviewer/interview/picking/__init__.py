"""Which question comes next, and why: pure, so that a session replays with the same picks.

Four things decide, in this order. *Filters* say what may be asked at all. The *blueprint* says
which topics are short of their quota. What is slipping by *memory*, or was never asked, comes
before what was just reviewed. The *aim* chooses among the rest: about seven tenths expected in
practice, the most information in an exam.
The question asked is drawn from the best, so that nobody meets the same interview twice.
"""

from interviewer.interview.picking.ahead import Planned, ahead
from interviewer.interview.picking.filters import check_filters, matching
from interviewer.interview.picking.quotas import Coverage, coverage, quotas
from interviewer.interview.picking.rank import BEST, EXPLORATION, Ranking, generator, rank

__all__ = [
    "BEST",
    "EXPLORATION",
    "Coverage",
    "Planned",
    "Ranking",
    "ahead",
    "check_filters",
    "coverage",
    "generator",
    "matching",
    "quotas",
    "rank",
]
