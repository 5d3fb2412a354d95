"""One interview: which questions, what was said, what it earned; pure functions over `Session`.

`engine` runs one and `saving` writes one; both stand a layer above and are imported by name.
"""

from interviewer.interview.pick import Pick, pick
from interviewer.interview.record import end, record, revise, start
from interviewer.interview.standing import Gain, best_gain, gains, standing

__all__ = [
    "Gain",
    "Pick",
    "best_gain",
    "end",
    "gains",
    "pick",
    "record",
    "revise",
    "standing",
    "start",
]
