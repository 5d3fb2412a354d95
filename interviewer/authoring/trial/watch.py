"""Whether files have been saved since they were last looked at."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from interviewer.bank.files import MAX_BYTES

POLL_SECONDS = 0.25
"""Between two looks: a choice. A save is taken up at the second look that finds it the same, so
within half a second."""


class _Stamp(NamedTuple):
    """What tells one state of a file from another; None of all where it cannot be read."""

    changed_at: int | None
    size: int | None
    sha256: str | None


class Watch:
    """Look at files time and again; tell once of each change, when it is over.

    An editor may empty a file before it writes it, or put another in its place: what is found must
    be found twice. A file that is saved with the same bytes has not changed.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self._stamps = {file: _stamp(file, None) for file in files}
        self._seen = dict(self._stamps)

    def changed(self) -> bool:
        """Say whether some file is another than when this last said so, and has come to rest."""
        found = {file: _stamp(file, self._seen[file]) for file in self._seen}
        rests = found == self._seen
        self._seen = found
        hashes = [stamp.sha256 for stamp in found.values()]
        if not rests or hashes == [stamp.sha256 for stamp in self._stamps.values()]:
            return False
        self._stamps = found
        return True


def _stamp(file: Path, last: _Stamp | None) -> _Stamp:
    """Return a file's stamp; its bytes are read only where time or size are others than last."""
    try:
        about = file.stat()
        if last is not None and (about.st_mtime_ns, about.st_size) == last[:2]:
            return last
        if not stat.S_ISREG(about.st_mode):
            return _Stamp(about.st_mtime_ns, None, None)
        with file.open("rb") as stream:
            digest = hashlib.sha256(stream.read(MAX_BYTES + 1)).hexdigest()
    except OSError:
        return _Stamp(None, None, None)
    return _Stamp(about.st_mtime_ns, about.st_size, digest)
