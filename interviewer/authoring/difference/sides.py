"""Two rubrics to compare, each a file or what git holds under a revision and a path."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from interviewer.authoring.committed import objects
from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.bank.files import MAX_BYTES, SUFFIX, is_id, reason
from interviewer.bank.load import QUESTIONS, RUBRICS
from interviewer.bank.place import short
from interviewer.errors import BankError, InterviewerError, Problem
from interviewer.items import Item, Question, Rubric

Model = TypeVar("Model", bound=BaseModel)


class Side(NamedTuple):
    """A rubric by the name that it was given by, and the item that it makes."""

    name: str
    item: Item


class _Found(NamedTuple):
    """The files under a name: what they are called and what they hold, as far as they are there."""

    id: str | None
    rubric: tuple[str, bytes]
    question: tuple[str, bytes] | None


def sides(old: str, new: str) -> tuple[Side, Side]:
    """Return both items; ``old`` and ``new`` are files, or git's REVISION:PATH.

    The id is that of NEW, whose question must be there too; OLD takes it where it has none beside
    it. BankError with every mistake in a file, InterviewerError where there is none.
    """
    found_old, found_new = _found(old), _found(new)
    if found_new.id is None or found_new.question is None:
        raise InterviewerError(
            f"{new}: no question goes with it; give a rubric in {RUBRICS}/ of a bank whose "
            f"question lies in {QUESTIONS}/"
        )
    after = _item(found_new.id, found_new.rubric, found_new.question)
    before = _item(found_new.id, found_old.rubric, found_old.question or found_new.question)
    return Side(old, before), Side(new, after)


def _item(name: str, rubric: tuple[str, bytes], question: tuple[str, bytes]) -> Item:
    return Item(id=name, question=_made(*question, Question), rubric=_made(*rubric, Rubric))


def _made(file: str, raw: bytes, model: type[Model]) -> Model:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BankError([Problem(file, None, f"byte {error.start} is not UTF-8")]) from error
    made, flaws = check(read_document(text), model)
    if made is None:
        raise BankError([Problem(file, *flaw) for flaw in flaws])
    return made


def _found(given: str) -> _Found:
    """A file that is there is meant before a revision is."""
    path = Path(given)
    try:
        is_file, is_there = path.is_file(), path.exists()
    except OSError as error:
        raise InterviewerError(f"{short(given)}: cannot be read ({reason(error)})") from error
    if is_file:
        question = _partner(PurePosixPath(path.as_posix()))
        beside = None if question is None else Path(question)
        asked = None if beside is None or not beside.is_file() else (str(beside), _bytes(beside))
        return _Found(_id(PurePosixPath(path.resolve().as_posix())), (given, _bytes(path)), asked)
    if is_there:
        raise InterviewerError(f"{given}: no file; give a rubric's")
    revision, colon, name = given.partition(":")
    if not (revision and colon and name and given.isprintable()):
        raise InterviewerError(f"{given}: no such file; give one, or REVISION:PATH of git")
    return _at_revision(revision, PurePosixPath(name), given)


def _at_revision(revision: str, path: PurePosixPath, given: str) -> _Found:
    question = _partner(path)
    start = "./" if given.partition(":")[2].startswith("./") else ""
    wanted = [f"{revision}^{{commit}}", f"{revision}:{start}{path}"]
    wanted += [] if question is None else [f"{revision}:{start}{question}"]
    commit, rubric, *asked = objects(Path.cwd(), wanted)
    if commit is None:
        raise InterviewerError(f"{given}: git knows no revision {revision!r}")
    if rubric is None:
        raise InterviewerError(
            f"{given}: no such file at {revision!r}; a path begins at the top of the repository, "
            "or with ./ here"
        )
    beside = asked[0] if asked else None
    return _Found(
        _id(path),
        (given, rubric),
        None if beside is None else (f"{revision}:{start}{question}", beside),
    )


def _partner(path: PurePosixPath) -> PurePosixPath | None:
    """Return where the question of a rubric's file lies; None where that is in no bank."""
    parts = [*path.parts]
    if RUBRICS not in parts[:-1]:
        return None
    at = len(parts) - 1 - parts[::-1].index(RUBRICS)
    return PurePosixPath(*parts[:at], QUESTIONS, *parts[at + 1 :])


def _id(path: PurePosixPath) -> str | None:
    _, _, name = f"/{path}".rpartition(f"/{RUBRICS}/")
    name = name.removesuffix(SUFFIX)
    return name if is_id(name) else None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise BankError([Problem(str(path), None, f"cannot be read ({reason(error)})")]) from error
    if len(raw) > MAX_BYTES:
        raise BankError([Problem(str(path), None, f"has more than {MAX_BYTES:,} bytes")])
    return raw
