"""Which files a bank has, and their text; nothing outside its folder is read."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from interviewer.bank.place import Flaw

MAX_BYTES = 1_000_000
SUFFIXES = (".yaml", ".yml")


def found_files(home: Path, folder: str) -> Iterator[Path]:
    """Yield the YAML files below a folder of the bank, sorted; ``_reserved`` names are left out."""
    for where, folders, names in os.walk(home / folder):
        folders[:] = sorted(f for f in folders if not f.startswith(("_", ".")))
        entries = [*names, *(f for f in folders if f.endswith(SUFFIXES))]
        for name in sorted(entries):
            if name.endswith(SUFFIXES) and not name.startswith(("_", ".")):
                yield Path(where) / name


def read_text(file: Path, home: Path) -> str | Flaw:
    """Return a file's text, or what is wrong with the file as a whole."""
    if not file.resolve().is_relative_to(home.resolve()):
        return Flaw(None, "a link that leads out of the bank; put the file itself here")
    if not file.is_file():
        return Flaw(None, "no file; a question or rubric is a file of YAML")
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return Flaw(None, f"{size:,} bytes; at most {MAX_BYTES:,} are read: shorten it")
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        return Flaw(None, f"not UTF-8 at byte {error.start}; save it as UTF-8")
    except OSError as error:
        return Flaw(None, f"cannot be read: {error.strerror}")
