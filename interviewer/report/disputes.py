"""Disputed verdicts as examples for the authors of a bank: answer, label, reason, and no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.sessions import Disputed, Session, Turn


def disputes(sessions: Sequence[Session]) -> str:
    """Return the disputed verdicts of these interviews as YAML, ready to be sent.

    ``label`` is what the candidate holds for right: met where something else was graded, else
    missed. ``judge`` is a judge's label, where one was asked.
    """
    import yaml

    rows = [
        _example(turn, dispute)
        for session in sessions
        for turn, dispute in _disputed(session)
        if turn.grade is not None
    ]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=100) if rows else ""


def _disputed(session: Session) -> Iterator[tuple[Turn, Disputed]]:
    for turn in session.turns:
        for dispute in turn.disputes:
            yield turn, dispute


def _example(turn: Turn, dispute: Disputed) -> dict[str, str | None]:
    verdicts = () if turn.grade is None else turn.grade.verdicts
    labels = {verdict.keypoint_id: verdict.label for verdict in verdicts}
    graded = labels.get(dispute.keypoint_id, "unscored")
    return {
        "question": turn.question_id,
        "rubric_sha256": turn.rubric_sha256,
        "keypoint": dispute.keypoint_id,
        "answer": turn.answer,
        "graded": graded,
        "label": "missed" if graded == "met" else "met",
        "reason": dispute.because,
        "judge": None if dispute.ruling is None else dispute.ruling.label,
    }
