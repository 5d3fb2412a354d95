"""Grade one part of an output: again only where it must be, and written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from interviewer.batch.keys import key_of
from interviewer.batch.parts import Place, rows_of
from interviewer.batch.rows import work_of
from interviewer.batch.settled import Settled
from interviewer.batch.side_by_side import Work, side_by_side
from interviewer.batch.totals import Totals
from interviewer.errors import Problem, RecordsError
from interviewer.frozen import Frozen
from interviewer.grader import Grader
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.records import Form, open_bytes, open_output, writer_on
from interviewer.records.grades import read_grades


class Sheet(NamedTuple):
    """What every part is graded by."""

    place: Place
    items: Mapping[str, Item]
    broken: Mapping[str, tuple[Problem, ...]]
    keep_text: bool = True


class Equipped(NamedTuple):
    """What a worker grades with: its grader, in how many threads, and what went wrong so far."""

    grader: Grader
    jobs: int = 1
    troubles: Callable[[], Counter[str]] = Counter


class Done(Frozen):
    """One part that stands, and what it comes to (`Totals`); ``kept`` if it stood before."""

    name: str
    counts: dict[str, int]
    fractions: float
    scored: int
    kept: bool = False


class _Manifest(Frozen):
    """What a part was made from, the hash of its file, and what it comes to."""

    made_from: str
    sha256: str
    counts: dict[str, int]
    fractions: float
    scored: int


def grade_part(sheet: Sheet, name: str, equipped: Equipped) -> Done:
    """Write the records of a part, unless it has them already.

    Rows of one question are graded together and written in order. Of a part that stands and was
    made from something else, the records that still hold are kept; so are, once a second, those of
    a worker that is killed.
    """
    place, grader = sheet.place, equipped.grader
    rows = rows_of(place, name)
    things = list(work_of(rows, sheet.items, sheet.broken, grader, keep_text=sheet.keep_text))
    made_from = _hash_of(things, grader)
    found = _read(place.manifest(name))
    if found is not None and found.made_from == made_from and not found.counts.get("degraded"):
        with suppress(FileNotFoundError):
            if _sha256(place.part(name)) == found.sha256:
                return Done(name=name, **found.model_dump(include=_COMES_TO), kept=True)
    with Settled(place.settled(name)) as settled:
        _take_earlier(place.part(name), settled)
        grades = _graded(things, equipped, settled)
    place.manifest(name).unlink(missing_ok=True)  # first: it must not speak for another part
    with open_bytes(place.part(name)) as stream:
        writer = writer_on(stream, Form(place.format, None), ())
        totals = Totals()
        for grade in grades:
            writer.write(grade)
            totals.add(grade)
        writer.close()
    done = Done(name=name, counts=totals.counts, fractions=totals.fractions, scored=totals.scored)
    manifest = _Manifest(
        made_from=made_from,
        sha256=_sha256(place.part(name)),
        **done.model_dump(include=_COMES_TO),
    )
    with open_output(place.manifest(name)) as text:
        text.write(manifest.model_dump_json())
    return done


_COMES_TO = {"counts", "fractions", "scored"}


def _graded(
    things: Sequence[Work | Grade], equipped: Equipped, settled: Settled
) -> Sequence[Grade]:
    places = sorted(range(len(things)), key=lambda place: (_question(things[place]), place))
    grades = side_by_side(
        [things[place] for place in places], equipped.grader, settled, jobs=equipped.jobs
    )
    graded = dict(zip(places, grades, strict=True))
    return [graded[place] for place in range(len(things))]


def _question(thing: Work | Grade) -> str:
    return thing.item.id if isinstance(thing, Work) else ""


def _take_earlier(part: Path, settled: Settled) -> None:
    """Put the records of a part that stands where they are looked up; a damaged one has fewer."""
    if not part.is_file():
        return
    with suppress(RecordsError):
        for grade in read_grades(part):
            made = grade.provenance
            if grade.status == "graded" and made is not None and made.fingerprint is not None:
                settled.keep(key_of(made.fingerprint, keep_text=grade.answer is not None), grade)


def _hash_of(things: Sequence[Work | Grade], grader: Grader) -> str:
    """Return what stands for all that the records of these rows depend on."""
    whole = hashlib.sha256()
    items: dict[str, str] = {}
    for thing in things:
        if isinstance(thing, Grade):
            whole.update(thing.model_dump_json().encode())
            continue
        item, given = thing
        if item.id not in items:
            items[item.id] = hashlib.sha256(item.model_dump_json().encode()).hexdigest()
        key = key_of(grader.fingerprint(item, given.sha256), keep_text=given.keep_text)
        answer = given.answer.model_dump(mode="json", exclude={"text"})
        told = [key, items[item.id], answer, given.row, given.flags]
        whole.update(json.dumps(told).encode())
    return whole.hexdigest()


def _read(manifest: Path) -> _Manifest | None:
    """Return a manifest; None where there is none that can be believed."""
    try:
        return _Manifest.model_validate_json(manifest.read_bytes())
    except (FileNotFoundError, ValidationError):
        return None


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
