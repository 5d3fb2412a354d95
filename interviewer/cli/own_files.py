"""Files for their owner alone: a new one, or one that takes another's place whole."""

from __future__ import annotations

import os
from pathlib import Path

from interviewer.errors import SessionError


def write_new(path: Path, text: str) -> None:
    """Write a new file for its owner alone; SessionError where it is there or cannot be."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise SessionError(f"{path}: cannot be written: {error.strerror}") from error


def write_over(path: Path, text: str) -> None:
    """Write a file in the place of one that is there; SessionError, and the old one, on failure."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write_new(beside, text)
        beside.replace(path)
    except OSError as error:
        raise SessionError(f"{path}: cannot be replaced: {error.strerror}") from error
    finally:
        beside.unlink(missing_ok=True)
