"""Where records go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

from interviewer.errors import RecordsError

_ENDING = ".part"


def refuse_bad_target(target: Path, source: Path | None, *, force: bool) -> None:
    """Raise RecordsError where writing would harm or cannot work.

    That is: onto the input or into its folder, by whatever name; onto a folder, device or pipe;
    onto what is there without ``force``; and into a folder that is not there.
    """
    try:
        if source is not None and source.exists():
            _refuse_input(target, source)
        if target.is_dir():
            raise RecordsError(f"{target}: is a folder; name a file")
        if target.exists() and not target.is_file():
            raise RecordsError(f"{target}: is no regular file; leave -o away and redirect to it")
        if target.exists() and not force:
            raise RecordsError(f"{target}: is there already; --force replaces it")
        home = _real(target).parent
        if not home.is_dir():
            raise RecordsError(f"{target}: there is no folder {str(home)!r}; make it first")
    except OSError as error:
        raise RecordsError(f"{target}: cannot be written: {error.strerror}") from error


@contextmanager
def open_output(target: Path) -> Iterator[TextIO]:
    """Open a text file beside the target that takes its place when all went well, else vanishes."""
    with open_bytes(target) as stream:
        text = TextIOWrapper(stream, encoding="utf-8", newline="")
        yield text
        text.detach()


@contextmanager
def open_bytes(target: Path) -> Iterator[BinaryIO]:
    """Open a file beside the target that takes its place when all went well, else vanishes.

    A target that is a link stays one: the file that it names is replaced.
    """
    real = _real(target)
    try:
        handle, name = tempfile.mkstemp(prefix=_prefix(real), suffix=_ENDING, dir=real.parent)
    except OSError as error:
        raise RecordsError(f"{target}: cannot be written: {error.strerror}") from error
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(real)
    except OSError as error:
        raise RecordsError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def clear_away(target: Path) -> None:
    """Remove what killed runs left half-written beside a target; for whoever holds its lock."""
    real = _real(target)
    for path in real.parent.glob(f"{_prefix(real)}*{_ENDING}"):
        path.unlink(missing_ok=True)


def _prefix(real: Path) -> str:
    """Return how names of files begin that are to take this one's place; short for any name."""
    digest = hashlib.sha256(os.fsencode(real.name)).hexdigest()
    return f".interviewer-{digest[:12]}-"


def _refuse_input(target: Path, source: Path) -> None:
    if target.exists() and target.samefile(source):
        raise RecordsError(f"{target}: is the input itself; name another output")
    if source.is_dir() and _real(target).is_relative_to(_real(source)):
        raise RecordsError(f"{target}: lies inside the input folder; name another output")


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))
