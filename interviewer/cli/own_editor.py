"""Write in the candidate's own editor: $VISUAL, else $EDITOR, else one that is there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

_USUAL = ("editor", "nano", "vi")
_FILE = "answer.md"
_KEPT = " What you wrote is kept."


class Edited(NamedTuple):
    """The text as it came back, or as it was, with a note that says why."""

    text: str
    note: str = ""


def in_own_editor(text: str, environ: Mapping[str, str]) -> Edited:
    """Return the text after the candidate has edited it; as it was where that cannot be.

    It lies in a file for its owner alone, which is gone afterwards.
    """
    import shlex
    import shutil
    from tempfile import TemporaryDirectory

    kept = _KEPT if text.strip() else ""
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named) or [name for name in _USUAL if shutil.which(name)][:1]
    except ValueError as error:
        return Edited(text, f"The editor {named!r} cannot be read: {error}.{kept}")
    if not words:
        return Edited(text, f"There is no editor; set $VISUAL or $EDITOR to one.{kept}")
    try:
        with TemporaryDirectory(prefix="interviewer-") as folder:
            return _edited(text, words, Path(folder) / _FILE, kept)
    except OSError as error:
        return Edited(text, f"The editor {words[0]!r} failed: {error.strerror}.{kept}")


def _edited(text: str, words: list[str], file: Path, kept: str) -> Edited:
    import subprocess

    from interviewer.cli.leaving import Left

    # The file is made anew, so no other mode can stand in the way of the one asked for.
    with os.fdopen(
        os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600),
        "w",
        encoding="utf-8",
        errors="replace",
        newline="",
    ) as stream:
        stream.write(text)
    try:
        code = subprocess.run([*words, str(file)], check=False).returncode
    except Left:
        raise
    except KeyboardInterrupt:
        return Edited(text, f"The editor was interrupted.{kept}")
    if code != 0:
        return Edited(text, f"The editor {words[0]!r} ended with code {code}.{kept}")
    found = file.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")
    return Edited(found.removesuffix("\n"))
