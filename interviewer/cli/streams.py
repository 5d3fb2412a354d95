"""The three standard streams: words come in as UTF-8, and a letter that cannot go out is spelt.

It is spelt as JSON does it (``\\u00e9``), so that records stay whole on a stream of any encoding.
Text for people has been through `interviewer.report.text.encodable` before, where signs get
look-alikes.
"""

from __future__ import annotations

import codecs
import errno
import io
import json
import os
import sys
from contextlib import suppress

_SPELT = "interviewer.spelt"
_CANNOT_BE_WRITTEN = frozenset(
    number
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EBADF", "EROFS")
    if (number := getattr(errno, name, None)) is not None  # no quota on Windows
)
"""What the system says where no more can be written. Whoever writes a file tells of it by its name
(`RecordsError`, `SessionError`); what gets as far as `main` is the output's."""


def prepare() -> None:
    """Read standard input as UTF-8 whatever the locale says, and let no letter fail on its way out.

    A byte that is not UTF-8 is read as U+FFFD.
    """
    codecs.register_error(_SPELT, _spelt)
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_SPELT)


def finish() -> None:
    """Write what waits; OSError where it cannot be. At the interpreter's exit it would be too late.

    BrokenPipeError where the reader has gone.
    """
    if sys.stdout is not None:
        sys.stdout.flush()


def give_up() -> None:
    """Send what still waits nowhere, so that it does not fail once more at the exit."""
    if sys.stdout is None:
        return
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def why_unwritten(error: OSError) -> str | None:
    """Return what to say of an output that could not be written; None where it is about no output.

    A system's reason begins with a small letter, as it stands in a sentence.
    """
    if error.errno not in _CANNOT_BE_WRITTEN or error.filename is not None:
        return None
    reason = error.strerror or str(error)
    return f"could not write the output: {reason[:1].lower()}{reason[1:]}"


def _spelt(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end
