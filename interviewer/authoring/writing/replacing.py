"""A file's new text in the place of the one that was read, whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from difflib import unified_diff
from pathlib import Path

from interviewer.bank.files import printable, reason
from interviewer.errors import InterviewerError


def diff(old: str, new: str, name: str) -> str:
    """Return the lines that differ, as a unified diff with three lines around them."""
    told = unified_diff(old.splitlines(), new.splitlines(), name, name, lineterm="")
    return "\n".join(map(_shown, told))


def replace_file(path: Path, old_text: str, new_text: str) -> None:
    """Put a text in the place of the one that was read.

    InterviewerError, and the file as it is, where it holds something else by now or cannot be
    written. Its mode stays, and a link stays a link.
    """
    real = Path(os.path.realpath(path))
    name = printable(str(path))
    beside: Path | None = None
    try:
        if real.read_bytes() != old_text.encode():
            raise InterviewerError(f"{name}: was changed since it was read; nothing was written")
        with real.open("r+b"):
            pass
        handle, made = tempfile.mkstemp(prefix=f".{real.name}.", dir=real.parent)
        beside = Path(made)
        with os.fdopen(handle, "wb") as stream:
            stream.write(new_text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        shutil.copymode(real, beside)
        beside.replace(real)
    except OSError as error:
        raise InterviewerError(f"{name}: cannot be written ({reason(error)})") from error
    finally:
        if beside is not None:
            with suppress(FileNotFoundError):
                beside.unlink()


def _shown(line: str) -> str:
    return printable(line.replace("\t", "    "))
