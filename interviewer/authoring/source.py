"""The text of a file that somebody wrote elsewhere, or why it cannot be taken."""

from __future__ import annotations

from pathlib import Path

from interviewer.bank.document import FORBIDDEN
from interviewer.bank.files import MAX_BYTES, printable, reason
from interviewer.errors import InterviewerError


def read_source(file: Path) -> str:
    """Return a file's text; InterviewerError where it is too large or holds what is no text."""
    name = printable(str(file))
    try:
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InterviewerError(f"{name}: cannot be read ({reason(error)})") from error
    return source_text(raw, name)


def source_text(raw: bytes, name: str) -> str:
    """Return bytes as text with ``\\n`` at its lines' ends; ``name`` is told in an error."""
    if len(raw) > MAX_BYTES:
        raise InterviewerError(f"{name}: more than {MAX_BYTES:,} bytes; cut it into several")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InterviewerError(f"{name}:{line}: not UTF-8; save the file as UTF-8") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = FORBIDDEN.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        told = f"the character U+{ord(bad[0]):04X} is not text; remove it"
        raise InterviewerError(f"{name}:{line}: {told}")
    return text
