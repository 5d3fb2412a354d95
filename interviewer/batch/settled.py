"""What a run has graded so far, in a file beside its output: `grades.jsonl.part`.

A SQLite file maps fingerprints to records. It is open to one process at a time, survives being
killed at any moment, and is removed once the output stands. Records of an earlier output are
looked up where they lie: the file notes only where. A run without an output file has the same in a
temporary file that nobody sees.
"""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from pydantic import ValidationError

from interviewer.batch.earlier import earlier_records
from interviewer.batch.keys import answer_of, key_of
from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.records.grades import read_records

SUFFIX = ".part"
COMMIT_SECONDS = 1.0
"""So much work at most is done twice after a kill: a choice."""

_APPLICATION = 0x696E7477  # "intw": tells our files from any other SQLite file
_LAYOUT = """
create table settled (key text primary key, record text not null) without rowid;
"""
_FOR_THIS_RUN = """
create temp table earlier (key text primary key, place integer, size integer) without rowid;
create temp table answers (id blob primary key) without rowid;
create temp table seen (id blob primary key) without rowid;
"""


class Settled:
    """Records by fingerprint; a context that commits on leaving, and rolls nothing back.

    RecordsError where the file cannot be used, is another process's at the moment, or is none of
    ours. Used by one thread.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._earlier: BinaryIO | None = None
        self._committed = time.monotonic()
        is_made = path is not None and _make(path)
        with ExitStack() as undo, self._told():
            if is_made:
                undo.push(self._remove_if_interrupted)
            self._file = sqlite3.connect("" if path is None else path, timeout=0)
            undo.callback(self._file.close)
            self._file.execute("pragma locking_mode = exclusive")
            self._begin()
            undo.pop_all()

    def __enter__(self) -> Settled:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        is_empty = False
        try:
            if error is None:
                self.commit()
            else:
                is_empty = self._keep_what_can_be_kept()
        finally:
            self._file.close()
            if self._earlier is not None:
                self._earlier.close()
        if is_empty:
            self.remove()

    def __len__(self) -> int:
        """Return how many records an interrupted run left."""
        with self._told():
            (count,) = self._file.execute("select count(*) from settled").fetchone()
        return int(count)

    def read_earlier(self, output: Path) -> int:
        """Note where each record of an earlier output lies; return how many there are.

        RecordsError where the file does not hold grade records. A packed one is unpacked into a
        temporary file.
        """
        stream: BinaryIO = output.open("rb")
        if stream.read(1) != b"{":
            stream.close()
            stream = _unpacked(output)
        stream.seek(0)
        self._earlier = stream
        with self._told():
            for record in earlier_records(stream, output):
                if record.key is not None:
                    row = (record.key, record.place, record.size)
                    self._file.execute("insert or replace into earlier values (?, ?, ?)", row)
                if record.answer is not None:
                    self._file.execute("insert or ignore into answers values (?)", [record.answer])
            (count,) = self._file.execute("select count(*) from earlier").fetchone()
        return int(count)

    def is_of_others(self, answers: Iterable[tuple[str, str]]) -> bool:
        """Return whether an earlier output has answers, and none of these among them.

        An answer is the id of its question and the hash of its text.
        """
        with self._told():
            if self._file.execute("select 1 from answers limit 1").fetchone() is None:
                return False
            wanted = "select 1 from answers where id = ?"
            return not any(
                self._file.execute(wanted, [answer_of(*answer)]).fetchone() for answer in answers
            )

    def find(self, key: str) -> Grade | None:
        """Return the record that was kept under this key, None where there is none."""
        with self._told():
            row = self._file.execute("select record from settled where key = ?", (key,)).fetchone()
            if row is not None:
                return _grade(row[0], key)
            row = self._file.execute(
                "select place, size from earlier where key = ?", (key,)
            ).fetchone()
        if row is None or self._earlier is None:
            return None
        place, size = row
        self._earlier.seek(place)
        return _grade(self._earlier.read(size), key)

    def keep(self, key: str, grade: Grade) -> None:
        """Keep a record; it is on the disk within `COMMIT_SECONDS` of work."""
        with self._told():
            self._file.execute(
                "insert or replace into settled values (?, ?)", (key, grade.model_dump_json())
            )
            if time.monotonic() - self._committed >= COMMIT_SECONDS:
                self.commit()

    def commit(self) -> None:
        """Put everything on the disk."""
        with self._told():
            self._file.commit()
            self._committed = time.monotonic()

    def is_new(self, name: str) -> bool:
        """Return whether this id was not asked about before, in this run."""
        digest = hashlib.blake2b(name.encode(), digest_size=16).digest()
        with self._told():
            added = self._file.execute("insert or ignore into seen values (?)", (digest,))
        return added.rowcount == 1

    def clear(self) -> None:
        """Forget what an unfinished run has left."""
        with self._told():
            self._file.execute("delete from settled")

    def remove(self) -> None:
        """Forget everything, once this is closed: the output stands."""
        if self._path is not None:
            for ending in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + ending).unlink(missing_ok=True)

    def _remove_if_interrupted(self, kind: type[BaseException] | None, *_: object) -> None:
        """Remove the file that was just made; an error may mean that another process has it now."""
        if kind is not None and not issubclass(kind, Exception):
            self.remove()

    def _keep_what_can_be_kept(self) -> bool:
        """Commit once something else went wrong, which is what will be told; say if it is none."""
        with suppress(sqlite3.Error):
            self._file.commit()
            (count,) = self._file.execute("select count(*) from settled").fetchone()
            return not count
        return False

    def _begin(self) -> None:
        (found,) = self._file.execute("pragma application_id").fetchone()
        tables = [name for (name,) in self._file.execute("select name from sqlite_master")]
        if tables and found != _APPLICATION:
            raise RecordsError(f"{self._path}: is there already and is no unfinished run of ours")
        self._file.execute("pragma journal_mode = wal")
        self._file.execute("pragma synchronous = normal")
        self._file.execute("pragma temp_store = file")
        if not tables:
            self._file.executescript(
                f"begin exclusive; pragma application_id = {_APPLICATION}; {_LAYOUT} commit;"
            )
        self._file.executescript(_FOR_THIS_RUN)
        self._file.execute("begin exclusive")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite says into a sentence."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise RecordsError(
                    f"{self._path}: another process is writing this output; wait for it to end"
                ) from error
            why = "the disk is full or fails" if _is_of_the_disk(error) else str(error)
            raise RecordsError(
                f"{self._path or 'a temporary file'}: cannot be written: {why}"
            ) from error
        except sqlite3.DatabaseError as error:
            raise RecordsError(
                f"{self._path}: is no unfinished run of ours, or is damaged ({error}); "
                "remove it to grade from the start"
            ) from error


def _is_of_the_disk(error: sqlite3.Error) -> bool:
    return error.sqlite_errorname.startswith(("SQLITE_FULL", "SQLITE_IOERR"))


def _make(path: Path) -> bool:
    """Return whether there was no such file and there is an empty one now."""
    with suppress(OSError):  # SQLite says what is wrong with the place
        path.touch(exist_ok=False)
        return True
    return False


def _unpacked(output: Path) -> BinaryIO:
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the others
    for line in read_records(output):
        spool.write(line.rstrip(b"\n") + b"\n")
    return spool


def part_of(output: Path) -> Path:
    """Return the file beside an output that holds what an unfinished run has graded."""
    return output.with_name(output.name + SUFFIX)


def _grade(record: str | bytes, key: str) -> Grade | None:
    """Return a record; None where it is none, or another one than its key says."""
    try:
        grade = Grade.model_validate_json(record)
    except ValidationError:
        return None
    made = grade.provenance
    if made is None or made.fingerprint is None:
        return None
    same = key_of(made.fingerprint, keep_text=grade.answer is not None) == key
    return grade if same else None
