"""A whole interview as Markdown that no answer can break out of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviewer.interview.assistance import FACTORS
from interviewer.interview.standing import standing
from interviewer.report.lines import number, percent, score_line
from interviewer.report.sessions import may_tell
from interviewer.report.text import printable
from interviewer.sessions import ProbeStep, Probing, Session, Turn

_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+!|~&-])")
_NUMBERED = re.compile(r"^(\d+)\.")
_SAID = {"idk": "I do not know.", "skipped": "Skipped."}
_FENCES = re.compile(r"`+")
_HEAD = re.compile(r"# Interview of .*\n\nMode .*, session (.+)\.\n")
_STEPS: dict[ProbeStep, str] = {
    "clarify": "asks to be clearer",
    "pump": "a nudge",
    "challenge": "a challenge",
    "hint": "a hint",
    "lead": "a leading question",
    "followup": "in depth",
}
"""What a candidate understands of a step."""


def transcript(session: Session) -> str:
    """Return what was asked, said and graded, in order; no grade comes before it is due."""
    lines = [
        f"# Interview of {session.started_at[:10]}",
        "",
        f"Mode {session.rules.mode}, seed {session.seed}, session {_plain(session.id)}.",
    ]
    for place, turn in enumerate(session.turns, start=1):
        lines += ["", *_turn(place, turn, graded=_was_told(session, turn))]
    stands = standing([turn for turn in session.turns if _was_told(session, turn)], {})
    if stands.fraction is not None:
        sums = f"{number(stands.points)} of {number(stands.possible)} points"
        total = f"{sums}, unaided {percent(stands.fraction)}, with help {percent(stands.assisted)}"
        lines += ["", "## Total", "", total]
    return "\n".join(lines) + "\n"


def session_of(text: str) -> str:
    """Return the id of the interview that a text is the transcript of, or begins as; else empty."""
    head = _HEAD.match(text)
    return "" if head is None else head[1].replace("\\", "")


def _was_told(session: Session, turn: Turn) -> bool:
    """Return whether the grade may be seen, or was already: nothing more is asked about it.

    Before a rating that is still to come it was not.
    """
    if may_tell(session, turn):
        return True
    rules = session.rules
    waits = any(
        probe.status is None or (probe.status == "answered" and not _is_heard(probe))
        for probe in turn.probes
    )
    unrated = rules.rate and turn.rating is None and not (turn.revisions or turn.disputes)
    return rules.feedback == "each" and turn.grade is not None and not waits and not unrated


def _is_heard(probe: Probing) -> bool:
    return probe.verdict is not None or probe.step == "followup"


def _turn(place: int, turn: Turn, *, graded: bool) -> Iterator[str]:
    yield f"## {place}. {_plain(turn.question_id)}"
    yield from ("", _plain(turn.prompt), "", f"Asked because: {_plain(turn.reason)}")
    for hint in turn.hints:
        yield from ("", f"Hint ({_worth(hint.step)}): {_plain(hint.text)}")
    if turn.status == "answered":
        yield from ("", *_fenced(turn.answer))
    elif turn.status is not None:
        yield from ("", _SAID[turn.status])
    for probe in turn.probes:
        yield from _probe(probe, graded=graded)
    if graded and turn.grade is not None and turn.unaided is not None:
        yield from ("", f"Unaided: {score_line(turn.unaided)}")
        if turn.assisted is not None and turn.assisted != turn.unaided:
            yield from ("", f"With help: {score_line(turn.assisted)}")
        yield ""
        for verdict in turn.grade.verdicts:
            yield f"- {verdict.label}: {_plain(verdict.keypoint_id)}, {_plain(verdict.reason)}"
        for false in turn.grade.misconceptions:
            if false.label == "held":
                yield f"- held, a misconception: {_plain(false.misconception_id)}"
    for revision in turn.revisions:
        scored = revision.grade.score if graded and revision.grade is not None else None
        told = "" if scored is None else f" ({score_line(scored)})"
        yield from ("", f"Revised{told}:", "", *_fenced(revision.text))
    for dispute in turn.disputes:
        yield from ("", f"Disputed {_plain(dispute.keypoint_id)}: {_plain(dispute.because)}")


def _probe(probe: Probing, *, graded: bool) -> Iterator[str]:
    yield from ("", f"Interviewer ({_worth(probe.step)}): {_plain(probe.text)}")
    if probe.status == "answered":
        yield from ("", *_fenced(probe.reply))
        if graded and probe.verdict is not None:
            yield from ("", f"That was {probe.verdict.label}.")
    elif probe.status is not None:
        yield from ("", _SAID[probe.status])


def _worth(step: ProbeStep) -> str:
    left = FACTORS[step]
    return _STEPS[step] + (f"; the point then counts {percent(left)}" if left else "; no points")


def _plain(text: str) -> str:
    """Return the text on one line, with nothing that Markdown would obey."""
    shown = _SPECIAL.sub(r"\\\1", printable(" ".join(text.split())))
    return _NUMBERED.sub(r"\1\\.", shown)


def _fenced(text: str) -> list[str]:
    """Return the text as a block, behind a fence that it does not hold."""
    shown = printable(text)
    longest = max((len(run) for run in _FENCES.findall(shown)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *shown.split("\n"), fence]
