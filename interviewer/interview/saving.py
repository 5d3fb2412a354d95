"""Keep a session in a file: one JSON object, replaced as a whole, never half written."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from pydantic import ValidationError

from interviewer.errors import SessionError
from interviewer.sessions import Session


def check_target(path: Path) -> None:
    """Raise SessionError where a session cannot be saved as a new file, before anyone types."""
    try:
        is_there = path.exists() or path.is_symlink()
        has_folder = path.parent.is_dir()
    except OSError as error:
        raise SessionError(f"{path}: cannot save there: {error.strerror}") from error
    if is_there:
        raise SessionError(f"{path}: there is a file already; name a new one to save to")
    if not has_folder:
        raise SessionError(f"{path}: there is no folder {str(path.parent)!r}; make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise SessionError(f"{path}: the folder {str(path.parent)!r} cannot be written to")


def save_session(session: Session, path: Path) -> None:
    """Write the session beside the file and put it in its place in one step.

    Whoever reads the file finds the old or the new session whole. SessionError where it cannot
    be written; the old file is then untouched.
    """
    data = session.model_dump_json(indent=2).encode() + b"\n"
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".session-", suffix=".part")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise SessionError(f"{path}: cannot save the session: {error.strerror}") from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def load_session(path: Path) -> Session:
    """Read a saved session; SessionError where the file is missing or is not one."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SessionError(f"{path}: cannot read the session: {error.strerror}") from error
    try:
        return Session.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        where = f" at {place}" if place else ""
        raise SessionError(f"{path}: not a saved session{where}: {first['msg']}") from error
