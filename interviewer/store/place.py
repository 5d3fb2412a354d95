"""Where a user's interviews are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile

ELSEWHERE = "set INTERVIEWER_HOME to a folder that you can write to"


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the user's data; ``INTERVIEWER_HOME`` moves it."""
    from platformdirs import user_data_path

    home = (os.environ if environment is None else environment).get("INTERVIEWER_HOME")
    return Path(home) if home else user_data_path("interviewer", appauthor=False)


def journal_file(environment: Mapping[str, str] | None = None) -> Path:
    """Return the file that holds every interview."""
    return journal_in(data_folder(environment))


def journal_in(folder: Path) -> Path:
    """Return the file of a folder that holds every interview."""
    return folder / "journal.sqlite"


def is_begun(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether there is a journal, be it one that cannot be opened; nothing is made."""
    try:
        journal_file(environment).stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True


def obstacle(folder: Path) -> str:
    """Return what keeps files from being written into a folder; empty where nothing does.

    A folder that is not there is tried at what it would be made in; nothing is left behind.
    """
    there = next(each for each in (folder, *folder.parents) if os.path.lexists(each))
    try:
        if not there.is_dir():
            return f"{there} is no folder"
        with TemporaryFile(dir=there):
            return ""
    except OSError as error:
        return f"{there} cannot be written to ({error.strerror})"
