"""Interviews in a list, and one of them in full, as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interviewer.interview.standing import standing
from interviewer.items import Item
from interviewer.report.lines import SHALLOW, percent
from interviewer.report.summary import summary
from interviewer.report.text import flow, paragraphs, printable
from interviewer.report.turn import reveal
from interviewer.sessions import Session, Standing, Turn

SHORT = 8
_SAID = {"idk": "(I do not know)", "skipped": "(skipped)"}


def state_of(session: Session) -> str:
    """Return how far a session has come, in a word."""
    return session.ended_because or "unfinished"


def standing_of(session: Session) -> Standing:
    """Return how the questions stand whose grade the candidate may see."""
    return standing([turn for turn in session.turns if may_tell(session, turn)], {})


def listed(sessions: Sequence[Session]) -> str:
    """Return a line a session; each fits 60 columns. No score gives an open question away."""
    lines = [f"{'id':<8} {'started':<16} {'mode':<8} {'n':>2} {'score':>9} state"]
    for session in sessions:
        stands = standing_of(session)
        score = percent(stands.fraction)
        if stands.assisted != stands.fraction:
            score += f"/{percent(stands.assisted)}"
        lines.append(
            f"{printable(session.id)[:SHORT]:<8} {session.started_at[:16].replace('T', ' '):<16} "
            f"{session.rules.mode:<8} {len(session.turns):>2} {score:>9} {state_of(session)}"
        )
    return "\n".join(lines)


def told(session: Session, items: Mapping[str, Item], *, width: int = 80) -> str:
    """Return the whole interview: questions, answers, probes, ledgers, and the summary.

    Nothing is shown that would give an open question away, nor a grade before it is due.
    """
    head = f"Session {session.id}, {session.rules.mode}, seed {session.seed}, {state_of(session)}"
    lines = flow(head, width, rest=SHALLOW)
    for place, turn in enumerate(session.turns, start=1):
        lines += ["", *flow(f"{place}. {turn.question_id}", width)]
        lines += [*paragraphs(turn.prompt, width), *flow(f"({turn.reason})", width), ""]
        lines += _said(turn, width)
        item = items.get(turn.question_id)
        if turn.grade is None or item is None or not may_tell(session, turn):
            continue
        lines += ["", reveal(item, turn, width=width)]
    over = tuple(turn for turn in session.turns if may_tell(session, turn))
    if over or session.ended_at:
        finished = session.model_copy(update={"turns": over})
        lines += ["", summary(finished, items, width=width)]
    return "\n".join(lines)


def may_tell(session: Session, turn: Turn) -> bool:
    """Return whether the grade may be seen: the interview is over, or the question is, where each
    has its feedback."""
    each = session.rules.feedback == "each"
    return session.ended_at is not None or (each and turn.closed)


def _said(turn: Turn, width: int) -> list[str]:
    lines = []
    if turn.status == "answered":
        lines += paragraphs(turn.answer or "(blank)", width, indent="    ")
    elif turn.status is not None:
        lines.append(_SAID[turn.status])
    for probe in turn.probes:
        lines += ["", *flow(f"Interviewer: {probe.text}", width, rest=SHALLOW)]
        if probe.status == "answered":
            lines += paragraphs(probe.reply or "(blank)", width, indent="    ")
        elif probe.status is not None:
            lines.append(_SAID[probe.status])
    for revision in turn.revisions:
        lines += ["", "Revised:", *paragraphs(revision.text or "(blank)", width, indent="    ")]
    for dispute in turn.disputes:
        told = f"Disputed {dispute.keypoint_id}: {dispute.because}"
        lines += ["", *flow(told, width, rest=SHALLOW)]
    return lines
