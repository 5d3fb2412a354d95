"""Write an interview's transcript: a new file, or in place of the interview's own earlier one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.sessions import Session

_HEAD = 500
"""So many characters of a file hold the head of a transcript: a choice, four times its length."""


def is_transcript(path: Path, session_id: str) -> bool:
    """Return whether a plain file is the transcript of this interview, by a line in its head."""
    from interviewer.report.transcript import session_of

    if path.is_symlink() or not path.is_file():
        return False
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return session_of(file.read(_HEAD)) == session_id
    except OSError:
        return False


def write_transcript(path: Path, session: Session) -> None:
    """Write the transcript for its owner alone; SessionError where it cannot be.

    Only an earlier transcript of the same interview gives way to it, and only whole.
    """
    from interviewer.cli.own_files import write_new, write_over
    from interviewer.report.transcript import transcript

    write = write_over if is_transcript(path, session.id) else write_new
    write(path, transcript(session))
