"""One line that GitHub Actions shows at a place of a file.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions says the format.
"""

from __future__ import annotations

import os
from pathlib import Path

_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def annotation(file: Path, line: int | None, severity: str, title: str, message: str) -> str:
    """Return the workflow command; the file is named from the working folder."""
    name = Path(os.path.relpath(file)).as_posix()
    place = f"file={_property(name)}" + ("" if line is None else f",line={line}")
    return f"::{_LEVELS[severity]} {place},title={_property(title)}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
