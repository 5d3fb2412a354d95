"""Some new files, all of them or none, and never in another's place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from interviewer.bank.files import printable, reason
from interviewer.errors import InterviewerError


def write_whole(files: Mapping[Path, str]) -> None:
    """Write new files with the folders that they need; InterviewerError, and none, on failure.

    What was made so far is taken away again, also where the writing is interrupted.
    """
    made: list[Path] = []
    folders: list[Path] = []
    path = Path()
    try:
        for path, text in files.items():
            _make_folder(path.parent, folders)
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
            made.append(path)
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
    except BaseException as error:
        for each in reversed(made):
            with suppress(OSError):
                each.unlink()
        for folder in reversed(folders):
            with suppress(OSError):
                folder.rmdir()
        if not isinstance(error, OSError):
            raise
        place = printable(str(error.filename or path))
        if isinstance(error, FileExistsError):
            raise InterviewerError(f"{place}: is there already; nothing was written") from error
        told = f"{place}: cannot be written ({reason(error)}); nothing was left"
        raise InterviewerError(told) from error


def _make_folder(folder: Path, made: list[Path]) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent, made)
    folder.mkdir()
    made.append(folder)
