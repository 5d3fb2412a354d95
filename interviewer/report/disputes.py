"""Disputed verdicts as examples for the authors of a bank: answer, label, reason, and no name.

What an answer holds that a terminal or an editor would obey is written as an escape, as YAML has
it: it loads to the same text. Every text beyond ASCII is quoted such that escapes are read in it,
so that a stream which cannot show a letter may spell it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from interviewer.report.text import printable
from interviewer.sessions import Disputed, Session, Turn


def disputes(sessions: Sequence[Session]) -> str:
    """Return the disputed verdicts of these interviews as YAML, ready to be sent.

    ``label`` is what the candidate holds for right: met where something else was graded, else
    missed. ``judge`` is a judge's label, where one was asked.
    """
    rows = [
        _example(turn, dispute)
        for session in sessions
        for turn, dispute in _disputed(session)
        if turn.grade is not None
    ]
    return "".join(map(_escaped, _dumped(rows))) if rows else ""


def _dumped(rows: list[dict[str, str | None]]) -> str:
    """Return rows as YAML, in which what is to be escaped stands in double quotes alone."""
    import yaml

    class Quoting(yaml.SafeDumper):
        """Quotes a text in which something may have to be escaped."""

    def represent(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
        style = None if text.isascii() and printable(text) == text else '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)

    Quoting.add_representer(str, represent)
    return yaml.dump(rows, Dumper=Quoting, allow_unicode=True, sort_keys=False, width=100)


def _escaped(character: str) -> str:
    if printable(character) == character:
        return character
    return json.dumps(character)[1:-1] if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


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
