"""Which files of a bank are there, and what is wrong with their names, kinds and bytes.

Only files below the bank's own folder are read: a link that leads out of it is refused, and links
to folders are not followed, since they can run in circles. Names that start with ``_`` are
reserved, those with ``.`` belong to other programs; both are passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from interviewer.bank.words import slug
from interviewer.errors import Problem
from interviewer.frozen import QuestionId

MAX_BYTES = 1_000_000
SUFFIX = ".yaml"
_ID: TypeAdapter[str] = TypeAdapter(QuestionId)


class Found(NamedTuple):
    """A file of the bank: the id that its path gives, and its name relative to the bank."""

    id: str
    path: Path
    file: str


def find(root: Path, folder: str) -> Iterator[Found | Problem]:
    """Yield the files of ``root/folder`` in order of their names, and what is wrong with others."""
    real = Path(os.path.realpath(root))
    top = root / folder
    if leads_out(top, real):
        yield Problem(folder, None, "a link that leads out of the bank; put the folder itself here")
        return
    waiting = [top]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield Problem(shown(here, root), None, f"cannot be read ({reason(error)})")
            continue
        folders = []
        for entry in ordered:
            if entry.name.startswith((".", "_")):
                continue
            path = Path(entry.path)
            suffix = path.suffix.lower()
            if entry.is_dir(follow_symlinks=False) and suffix not in (SUFFIX, ".yml"):
                folders.append(path)
            elif suffix in (SUFFIX, ".yml"):
                try:
                    yield _file(entry, path, root, top, real)
                except OSError as error:
                    yield Problem(shown(path, root), None, f"cannot be read ({reason(error)})")
            elif entry.is_symlink() and path.is_dir():
                yield Problem(
                    shown(path, root), None, "a link to a folder; put the folder itself here"
                )
        waiting.extend(reversed(folders))


def read_text(found: Found) -> str | Problem:
    """Return a file's text, or why it has none."""
    try:
        with found.path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        told = f"cannot be read ({reason(error)}); check its permissions"
        return Problem(found.file, None, told)
    if len(raw) > MAX_BYTES:
        told = f"has {size:,} bytes, more than {MAX_BYTES:,}; shorten it"
        return Problem(found.file, None, told)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        told = f"byte {error.start} (0x{raw[error.start]:02x}) is not UTF-8; save the file as UTF-8"
        return Problem(found.file, line, told)


def shown(path: Path, root: Path) -> str:
    """Return a path relative to the bank, with ``/``, safe to print on one line."""
    text = path.relative_to(root).as_posix()
    return printable(text)


def printable(text: str) -> str:
    """Escape what a terminal would not show as a character."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def reason(error: OSError) -> str:
    """Return the system's own word for what went wrong."""
    return (error.strerror or type(error).__name__).lower()


def is_id(text: str) -> bool:
    """Tell whether a text is a valid question id."""
    try:
        _ID.validate_python(text)
    except ValidationError:
        return False
    return True


def _file(
    entry: os.DirEntry[str], path: Path, root: Path, top: Path, real: Path
) -> Found | Problem:
    file = shown(path, root)
    name = path.relative_to(top).with_suffix("").as_posix()
    if entry.is_symlink() and leads_out(path, real):
        return Problem(file, None, "a link that leads out of the bank; put the file itself here")
    if not path.exists():
        return Problem(file, None, "a link that leads nowhere; put the file itself here")
    if path.is_dir():
        return Problem(file, None, "a folder with the name of a file; rename it or move it away")
    if not path.is_file():
        return Problem(file, None, "no regular file; put the text itself here")
    if "/" not in name:
        told = f"lies in no subject; move it to {top.name}/<subject>/{printable(path.name)}"
        return Problem(file, None, told)
    if not is_id(name) or path.suffix != SUFFIX:
        parts = [slug(part) for part in name.split("/")]
        told = f"rename it to {top.name}/{'/'.join(parts)}{SUFFIX}" if all(parts) else "rename it"
        wrong = "is no valid id, lower-case words joined by hyphens" if not is_id(name) else ""
        return Problem(file, None, f"the name {wrong or f'must end in {SUFFIX}'}; {told}")
    return Found(name, path, file)


def leads_out(path: Path, real: Path) -> bool:
    """Tell whether a path, its links followed, lies outside the (real) folder."""
    return not Path(os.path.realpath(path)).is_relative_to(real)
