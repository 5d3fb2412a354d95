"""About how many rows there will be, for the time left: cheap to know, or not known."""

from __future__ import annotations

import re
from pathlib import Path

CHUNK = 1 << 20
_ANSWER = re.compile(r"\.(?:md|txt)(?:\.gz|\.zst)?$", re.IGNORECASE)


def rows_expected(source: Path | None) -> int | None:
    """Return about how many rows a plain file or a folder holds; None for all else.

    Lines are counted, so that blank ones, a header and broken lines in cells count too.
    """
    try:
        if source is None or not source.exists():
            return None
        if source.is_dir():
            return sum(bool(_ANSWER.search(path.name)) for path in source.rglob("*"))
        if not source.is_file():
            return None
        with source.open("rb") as stream:
            first = stream.read(CHUNK)
            if b"\0" in first:  # packed, or a table of another kind
                return None
            lines = first.count(b"\n")
            while chunk := stream.read(CHUNK):
                lines += chunk.count(b"\n")
        return lines
    except OSError:
        return None
