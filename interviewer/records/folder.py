"""A folder of answers: ``<candidate>/<subject>/<slug>.md`` or ``.txt``, in sorted order.

Any may be packed (``slug.md.gz``, ``slug.txt.zst``). Hidden files and other endings are left
alone. Links are followed only to files inside the folder; one that leads out, or to a folder, is a
failed row. Pipes and devices are never opened: reading them could wait for ever.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from interviewer.errors import RecordsError
from interviewer.records.lines import LONGEST, bad_byte, too_long
from interviewer.records.opening import plain_suffix
from interviewer.records.packed import PACKED_SUFFIXES, DamagedError, Unpacked, packing_of
from interviewer.records.rows import Ids, Row, failed, row_of

SUFFIXES = (".md", ".txt")
_HEAD = 4
"""Bytes that tell whether a file is packed."""


def read_folder(folder: Path, longest: int = LONGEST) -> Iterator[Row]:
    """Yield a row a file; what is not readable text inside the folder is a failed row.

    RecordsError where the folder itself cannot be read.
    """
    home = Path(os.path.realpath(folder))
    found = sorted(_found(folder), key=lambda entry: entry[0].parts)
    for number, (inside, why_not) in enumerate(found, start=1):
        if not inside.parts:
            raise RecordsError(f"{folder}: {why_not}")
        name = inside.as_posix()
        plain = inside.with_suffix("") if inside.suffix.lower() in PACKED_SUFFIXES else inside
        ids = Ids("/".join(plain.with_suffix("").parts[1:]) or None, name, inside.parts[0])
        why = why_not or _why_not(folder / inside, home)
        if why is not None:
            yield _told(failed(number, None, "unreadable", f"{name!r} {why}", ids))
        elif len(inside.parts) < 3:
            wanted = f"<candidate>/<subject>/<slug>{plain.suffix}"
            yield _told(failed(number, None, "bad-path", f"{name!r} is not {wanted}", ids))
        else:
            yield _told(_read(number, folder / inside, ids, longest))


def _found(folder: Path) -> Iterator[tuple[Path, str | None]]:
    """Yield what stands for a row, relative to the folder, with what is wrong where we know."""
    barred: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=barred.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        here = Path(place)
        for name in folders:
            if (here / name).is_symlink():
                yield (here / name).relative_to(folder), "is a link to a folder; not followed"
        for name in files:
            if not name.startswith(".") and plain_suffix(Path(name)) in SUFFIXES:
                yield (here / name).relative_to(folder), None
    for error in barred:
        yield Path(os.path.relpath(error.filename, folder)), f"cannot be read: {error.strerror}"


def _why_not(file: Path, home: Path) -> str | None:
    target = Path(os.path.realpath(file))
    if not target.is_relative_to(home):
        return "leads out of the folder; not followed"
    if not target.exists():
        return "leads nowhere"
    return None if target.is_file() else "is no regular file"


def _read(number: int, file: Path, ids: Ids, longest: int) -> Row:
    try:
        text = _text(file, longest)
    except UnicodeDecodeError as error:
        return failed(number, None, "bad-encoding", f"{ids.answer_id!r} is {bad_byte(error)}", ids)
    except DamagedError as error:
        return failed(number, None, "damaged-file", f"{ids.answer_id!r}: {error}", ids)
    except OSError as error:
        return failed(number, None, "unreadable", f"{ids.answer_id!r}: {error.strerror}", ids)
    if text is None:
        why = f"{ids.answer_id!r} is {too_long(longest)}"
        return failed(number, None, "line-too-long", why, ids)
    return row_of(number, None, {**ids._asdict(), "answer": text})


def _text(file: Path, longest: int) -> str | None:
    """Return what a file says, unpacked; None where that is too long."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
        packing = packing_of(head)
        if packing is None:
            raw = head + stream.read(longest)
        else:
            raw = BufferedReader(Unpacked(stream, packing, head)).read(longest + 1)
    return raw.decode("utf-8-sig") if len(raw) <= longest else None


def _told(row: Row) -> Row:
    """Return the row with ids that can be written, whatever bytes the file's name has."""
    clean = [
        None if text is None else os.fsencode(text).decode("utf-8", "replace") for text in row.ids
    ]
    return row._replace(ids=Ids(*clean))
