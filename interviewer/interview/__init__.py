"""One interview: which questions, what was said, what it earned; pure functions over `Session`."""

from interviewer.interview.engine import (
    Answered,
    Ask,
    Asked,
    Idk,
    Next,
    Quit,
    Reply,
    Revise,
    Skip,
    Step,
    interview,
)
from interviewer.interview.pick import Pick, pick
from interviewer.interview.record import end, record, revise, start
from interviewer.interview.saving import check_target, load_session, save_session
from interviewer.interview.standing import Gain, best_gain, gains, standing

__all__ = [
    "Answered",
    "Ask",
    "Asked",
    "Gain",
    "Idk",
    "Next",
    "Pick",
    "Quit",
    "Reply",
    "Revise",
    "Skip",
    "Step",
    "best_gain",
    "check_target",
    "end",
    "gains",
    "interview",
    "load_session",
    "pick",
    "record",
    "revise",
    "save_session",
    "standing",
    "start",
]
