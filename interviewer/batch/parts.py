"""An output in parts: a folder to which many machines write at once, each partition by itself.

    OUT/part-00000.jsonl          the records of rows 1 to 2,000, in order
    OUT/_parts/part-00000.json    what the part was made from, and its hash
    OUT/.work/                    the rows of each part, and what is graded of it; gone at the end

As long as ``.work`` is there the output is unfinished. Whoever reads the rows cuts them into parts
before the first is graded, so that a part's name is all that a worker is told and all that is lost
with it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from interviewer.batch.settled import Settled, part_of
from interviewer.errors import RecordsError
from interviewer.records import Row
from interviewer.records.grades import UNFINISHED

PART_ROWS = 2_000
"""Rows of a part, a choice: a minute of a processor's work, so that starting one weighs nothing and
the last ones do not keep the others waiting long."""

PART_CHARACTERS = 16_000_000
"""A part also ends here, a choice: a worker holds a part's answers and grades in memory."""

MANIFESTS = "_parts"
PartFormat = Literal["jsonl", "parquet"]


class Place(NamedTuple):
    """Where parts go, in which form, and where each file of one lies."""

    out: Path
    format: PartFormat = "jsonl"

    @property
    def work(self) -> Path:
        """The folder of a run that has not ended."""
        return self.out / UNFINISHED

    def part(self, name: str) -> Path:
        """Return the file of a part's records."""
        return self.out / f"{name}.{self.format}"

    def manifest(self, name: str) -> Path:
        """Return the file that says what a part was made from."""
        return self.out / MANIFESTS / f"{name}.json"

    def rows(self, name: str) -> Path:
        """Return the file of the rows that a part is made from."""
        return self.work / f"{name}.rows"

    def settled(self, name: str) -> Path:
        """Return the file of what is graded of a part."""
        return part_of(self.work / name)


@contextmanager
def holding(place: Place, source: Path | None, *, force: bool) -> Iterator[Settled]:
    """Hold the output for this run, made where it is missing; yield what knows the ids seen.

    The run's own files go when it ends well, and stay where it does not. ``force`` forgets all that
    is there. RecordsError where another run holds it, where it is something else than an output in
    parts of this form, and where it lies inside the input.
    """
    out = place.out
    _refuse_bad_folder(place, source, force=force)
    try:
        (out / MANIFESTS).mkdir(parents=True, exist_ok=True)
        place.work.mkdir(exist_ok=True)
    except OSError as error:
        raise RecordsError(f"{out}: cannot be written: {error.strerror}") from error
    with Settled(part_of(place.work / "run")) as held:
        if force:
            _forget(place)
        for stray in out.rglob(".interviewer-*"):
            stray.unlink()
        yield held
    shutil.rmtree(place.work, ignore_errors=True)


def cut(
    rows: Iterable[Row], place: Place, *, most: int = PART_ROWS, longest: int = PART_CHARACTERS
) -> Iterator[str]:
    """Write the rows of each part into a file of its own; yield its name.

    A part ends after ``most`` rows, or with the row that makes it ``longest`` characters or more.
    """
    rest = iter(rows)
    row = next(rest, None)
    number = 0
    while row is not None:
        name = f"part-{number:05}"
        count = length = 0
        with place.rows(name).open("wb") as stream:
            while row is not None and count < most and length < longest:
                line = _row().dump_json(row)
                stream.write(line + b"\n")
                count, length = count + 1, length + len(line)
                row = next(rest, None)
        yield name
        number += 1


def rows_of(place: Place, name: str) -> list[Row]:
    """Return the rows of a part; RecordsError where they are not all there any more."""
    file = place.rows(name)
    try:
        with file.open("rb") as stream:
            return [_row().validate_json(line) for line in stream]
    except FileNotFoundError as error:
        raise RecordsError(
            f"{file}: is not there; OUT must be a folder that every machine shares"
        ) from error
    except ValidationError as error:
        raise RecordsError(f"{file}: is damaged; run it again") from error


def remove_others(place: Place, names: Iterable[str]) -> None:
    """Remove the parts that a longer input has left, once those of these names stand."""
    kept = {*names}
    for file in (*place.out.glob(f"part-*.{place.format}"), *(place.out / MANIFESTS).iterdir()):
        if file.stem not in kept:
            file.unlink()


def _refuse_bad_folder(place: Place, source: Path | None, *, force: bool) -> None:
    out = place.out
    if out.exists() and not out.is_dir():
        raise RecordsError(f"{out}: is no folder; an output in parts is one")
    if source is not None and source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise RecordsError(f"{out}: lies inside the input folder; name another output")
    if not out.is_dir() or not any(out.iterdir()):
        return
    if not (out / MANIFESTS).is_dir():
        raise RecordsError(f"{out}: is there already and is no output in parts; name another")
    if source is not None and source.resolve().is_relative_to(out.resolve()):
        raise RecordsError(f"{out}: the input lies in it; name another output")
    other = next((p for p in out.glob("part-*") if p.suffix != f".{place.format}"), None)
    if other is not None and not force:
        raise RecordsError(f"{other}: is of another format; --force replaces it")


def _forget(place: Place) -> None:
    files = [*place.out.glob("part-*"), *(place.out / MANIFESTS).iterdir()]
    for file in (*files, *place.work.glob("part-*")):
        file.unlink()


@cache
def _row() -> TypeAdapter[Row]:
    return TypeAdapter(Row)
