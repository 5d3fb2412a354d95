"""Where a user's interviews are kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder of the user's data; ``INTERVIEWER_HOME`` moves it."""
    from platformdirs import user_data_path

    home = (os.environ if environment is None else environment).get("INTERVIEWER_HOME")
    return Path(home) if home else user_data_path("interviewer", appauthor=False)


def journal_file(environment: Mapping[str, str] | None = None) -> Path:
    """Return the file that holds every interview."""
    return data_folder(environment) / "journal.sqlite"


def is_begun(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether there is a journal, be it one that cannot be opened; nothing is made."""
    try:
        journal_file(environment).stat()
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return True
