"""Overrides beside their grades: ``grades.jsonl.reviews``, each durable before the next is said.

One SQLite file in write-ahead mode, readable by its owner alone. Rows are never changed or deleted.
One process writes at a time and holds a lock for as long; others may read. The file remembers which
grades it belongs to, by their first answer: an output that was brought up to date, or that was
graded again, keeps its overrides, and a file of other answers in its place does not get them.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pydantic import ValidationError

from interviewer.bank.files import printable
from interviewer.errors import RecordsError
from interviewer.frozen import first_mistake
from interviewer.grades import Grade
from interviewer.overrides import Override, about, override_of
from interviewer.records.grades import read_grades
from interviewer.store.locking import locked

SUFFIX = ".reviews"

_APPLICATION = 0x696E7472  # "intr": tells our files from any other SQLite file
_HEAD = b"SQLite format 3\0"
_BUSY_SECONDS = 10.0
_LAYOUT = """
create table grades (identity text not null);
create table overrides (seq integer primary key, at text not null, event text not null);
create trigger overrides_are_never_changed before update on overrides
  begin select raise(abort, 'overrides are never changed'); end;
create trigger overrides_are_never_deleted before delete on overrides
  begin select raise(abort, 'overrides are never deleted'); end;
"""


class OverrideStore:
    """The overrides of one file of grades, open to write; safe to use from several threads."""

    def __init__(self, path: Path, file: sqlite3.Connection) -> None:
        self._path = path
        self._file = file
        self._lock = threading.Lock()

    def append(self, event: Override) -> Override:
        """Keep an event, durable on return, under the next number; its own number is ignored."""
        with self._lock, _told(self._path):
            (last,) = self._file.execute("select max(seq) from overrides").fetchone()
            numbered = event.model_copy(update={"seq": (last or 0) + 1})
            row = (numbered.seq, numbered.at.isoformat(), numbered.model_dump_json())
            self._file.execute("insert into overrides values (?, ?, ?)", row)
        return numbered

    def events(self) -> list[Override]:
        """Return every event, in order."""
        with self._lock, _told(self._path):
            return _events(self._file, self._path)


@contextmanager
def open_overrides(grades: Path, identity: str) -> Iterator[OverrideStore]:
    """Hold the overrides beside a file of grades, made where there are none.

    RecordsError where another process holds them, they are of other grades, or cannot be written.
    """
    path = beside(grades)
    with _held(path):
        with _told(path):
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            file = sqlite3.connect(
                path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        with closing(file):
            with _told(path):
                _prepare(file, path, identity)
            yield OverrideStore(path, file)


def beside(grades: Path) -> Path:
    """Return where the overrides of a file of grades lie."""
    return grades.with_name(grades.name + SUFFIX)


def identity_of(grades: Path) -> str:
    """Return what stands for a file of grades: the question and words of its first answer."""
    first: Grade | None = next(read_grades(grades), None)
    if first is None:
        raise RecordsError(f"{printable(str(grades))}: holds no grade")
    place = about(first, "")
    return f"{place.question_id} {place.answer_sha256}"


def read_overrides(path: Path, identity: str | None = None) -> list[Override]:
    """Return the events of a file beside grades, or of one that `as_lines` wrote.

    RecordsError where it is neither, or where it belongs to grades of another ``identity``.
    """
    with _told(path):
        with path.open("rb") as stream:
            is_store = stream.read(len(_HEAD)) == _HEAD
        return _stored(path, identity) if is_store else [*_listed(path)]


def as_lines(events: Iterable[Override]) -> Iterator[str]:
    """Yield events as lines of JSON."""
    for event in events:
        yield event.model_dump_json() + "\n"


def _prepare(file: sqlite3.Connection, path: Path, identity: str) -> None:
    (found,) = file.execute("pragma application_id").fetchone()
    is_new = not file.execute("select count(*) from sqlite_master").fetchone()[0]
    if is_new:
        file.execute("pragma journal_mode = wal")
        file.execute("begin immediate")
        for step in (f"pragma application_id = {_APPLICATION};", *_statements()):
            file.execute(step)
        file.execute("insert into grades values (?)", (identity,))
        file.execute("commit")
    elif found != _APPLICATION:
        raise RecordsError(f"{_name(path)}: holds no overrides of ours; move it away")
    else:
        _refuse_others(file, path, identity)
    file.execute("pragma synchronous = full")


def _statements() -> Iterator[str]:
    """Yield the layout's statements; a trigger has semicolons inside."""
    waiting = ""
    for line in _LAYOUT.splitlines():
        waiting += f"{line}\n"
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""


def _refuse_others(file: sqlite3.Connection, path: Path, identity: str | None) -> None:
    (kept,) = file.execute("select identity from grades").fetchone()
    if identity is not None and kept != identity:
        raise RecordsError(
            f"{_name(path)}: holds overrides of other grades; move it away, or review those"
        )


def _stored(path: Path, identity: str | None) -> list[Override]:
    uri = f"{path.resolve().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS)) as file:
        (found,) = file.execute("pragma application_id").fetchone()
        if found != _APPLICATION:
            raise RecordsError(f"{_name(path)}: holds no overrides of ours")
        _refuse_others(file, path, identity)
        return _events(file, path)


def _events(file: sqlite3.Connection, path: Path) -> list[Override]:
    rows = file.execute("select seq, cast(event as blob) from overrides order by seq")
    return [_event(text, f"{_name(path)}: override {seq}") for seq, text in rows]


def _listed(path: Path) -> Iterator[Override]:
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _event(line, f"{_name(path)}:{number}")


def _event(text: bytes, place: str) -> Override:
    try:
        return override_of.validate_json(text)
    except ValidationError as error:
        raise RecordsError(f"{place}: is none that can be read: {first_mistake(error)}") from error


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold the overrides for this process."""
    if not path.parent.is_dir():
        raise RecordsError(f"{_name(path.parent)}: no such folder")
    name = _name(path)
    with locked(
        path.with_name(f".{path.name}.lock"),
        taken=lambda: RecordsError(
            f"{name}: another `interviewer review` has it open; close that one first"
        ),
        broken=lambda error: RecordsError(f"{name}: cannot be written ({error.strerror})"),
    ):
        yield


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn what the system or SQLite says into a sentence."""
    try:
        yield
    except FileNotFoundError as error:
        raise RecordsError(f"{_name(path)}: no such file") from error
    except OSError as error:
        raise RecordsError(f"{_name(path)}: cannot be used ({error.strerror})") from error
    except sqlite3.OperationalError as error:
        raise RecordsError(f"{_name(path)}: cannot be used ({error})") from error
    except sqlite3.DatabaseError as error:
        raise RecordsError(
            f"{_name(path)}: is damaged, or holds no overrides ({error}); nothing was changed"
        ) from error


def _name(path: Path) -> str:
    return printable(str(path))
