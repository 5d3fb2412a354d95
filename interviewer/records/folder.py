"""A folder of answers: ``<candidate>/<subject>/<slug>.md`` or ``.txt``, in sorted order.

Hidden files and other endings are left alone. Links are followed only to files inside the folder;
one that leads out, or to a folder, is a failed row. Pipes and devices are never opened: reading
them could wait for ever.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from interviewer.errors import RecordsError
from interviewer.records.answers import Ids, Row, failed, row_of
from interviewer.records.lines import bad_byte

SUFFIXES = (".md", ".txt")


def read_folder(folder: Path) -> Iterator[Row]:
    """Yield a row a file; what is not readable text inside the folder is a failed row.

    RecordsError where the folder itself cannot be read.
    """
    home = Path(os.path.realpath(folder))
    found = sorted(_found(folder), key=lambda entry: entry[0].parts)
    for number, (inside, why_not) in enumerate(found, start=1):
        if not inside.parts:
            raise RecordsError(f"{folder}: {why_not}")
        name = inside.as_posix()
        ids = Ids("/".join(inside.with_suffix("").parts[1:]) or None, name, inside.parts[0])
        why = why_not or _why_not(folder / inside, home)
        if why is not None:
            yield _told(failed(number, None, "unreadable", f"{name!r} {why}", ids))
        elif len(inside.parts) < 3:
            wanted = f"<candidate>/<subject>/<slug>{inside.suffix}"
            yield _told(failed(number, None, "bad-path", f"{name!r} is not {wanted}", ids))
        else:
            yield _told(_read(number, folder / inside, ids))


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
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
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


def _read(number: int, file: Path, ids: Ids) -> Row:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return failed(number, None, "bad-encoding", f"{ids.answer_id!r} is {bad_byte(error)}", ids)
    except OSError as error:
        return failed(number, None, "unreadable", f"{ids.answer_id!r}: {error.strerror}", ids)
    return row_of(number, None, {**ids._asdict(), "answer": text})


def _told(row: Row) -> Row:
    """Return the row with ids that can be written, whatever bytes the file's name has."""
    clean = [
        None if text is None else os.fsencode(text).decode("utf-8", "replace") for text in row.ids
    ]
    return row._replace(ids=Ids(*clean))
