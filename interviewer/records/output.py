"""Where records go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from interviewer.errors import RecordsError


def refuse_bad_target(target: Path, source: Path | None, *, force: bool) -> None:
    """Raise RecordsError where writing would harm: onto the input, or onto what is there."""
    if source is not None and target.exists() and source.exists() and target.samefile(source):
        raise RecordsError(f"{target}: is the input itself; name another output")
    if source is not None and source.is_dir() and target.resolve().is_relative_to(source.resolve()):
        raise RecordsError(f"{target}: lies inside the input folder; name another output")
    if target.is_dir():
        raise RecordsError(f"{target}: is a folder; name a file")
    if target.exists() and not force:
        raise RecordsError(f"{target}: is there already; --force replaces it")


@contextmanager
def open_output(target: Path) -> Iterator[TextIO]:
    """Open a file beside the target that takes its place when all went well, else vanishes."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise RecordsError(f"{target}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(target)
    except OSError as error:
        raise RecordsError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()
