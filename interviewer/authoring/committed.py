"""What git holds of a bank's files: as last committed, or at any revision.

A hostile folder may bring a repository of its own. So git is started with fixed words; the names
of what is wanted go to ``git cat-file --batch`` on its standard input, where none can pass for an
option; and nothing that the repository's configuration names is run: cat-file has no hook and no
filter, and the ways to fetch what is missing are shut.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TypeVar

from pydantic import BaseModel

from interviewer.bank import Bank
from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.bank.files import MAX_BYTES, SUFFIX
from interviewer.bank.load import QUESTIONS, RUBRICS
from interviewer.errors import InterviewerError
from interviewer.items import Item, Question, Rubric

Model = TypeVar("Model", bound=BaseModel)

_GIT = ("git", "-c", "protocol.allow=never", "-c", "core.fsmonitor=false")
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_INDEX_FILE")
"""What a hook's environment says of the repository that it runs for: ours is the bank's."""
_LAST, _BEFORE = "HEAD", "HEAD^"
_CHUNK = 65_536


def objects(folder: Path, names: Sequence[str]) -> list[bytes | None]:
    """Return what git holds under each name (``HEAD:./rubrics/x/y.yaml``), seen from a folder.

    None where there is no such thing, or it is larger than a file of a bank may be.
    InterviewerError where there is no git or no repository.
    """
    environment = {k: v for k, v in os.environ.items() if k not in _ELSEWHERE}
    with TemporaryFile() as wanted, TemporaryFile() as said:
        wanted.write("".join(f"{name}\n" for name in names).encode())
        wanted.seek(0)
        try:
            running = subprocess.Popen(
                [*_GIT, "-C", str(folder), "cat-file", "--batch"],
                stdin=wanted,
                stdout=subprocess.PIPE,
                stderr=said,
                env={**environment, "GIT_NO_LAZY_FETCH": "1"},
            )
        except OSError as error:
            raise InterviewerError("git cannot be started; install it to look at revisions") from (
                error
            )
        with running:
            assert running.stdout is not None
            found = [*_answers(running.stdout)]
        if running.returncode != 0 or len(found) != len(names):
            said.seek(0)
            why = said.readline().decode(errors="replace").strip().removeprefix("fatal: ")
            raise InterviewerError(f"{folder}: git says: {why or 'nothing'}")
    return found


def last_committed(bank: Bank, ids: Sequence[str]) -> dict[str, Item]:
    """Return the items whose files read otherwise than committed, as they were committed.

    An item that reads as committed stands beside its files in the commit before, so that a check of
    what was just committed, or of a branch merged into another, sees what changed. Items that git
    does not hold, or holds broken, are left out; so are all where there is no git.
    """
    files = [f"{half}/{name}{SUFFIX}" for name in ids for half in (QUESTIONS, RUBRICS)]
    wanted = [f"{revision}:./{file}" for revision in (_LAST, _BEFORE) for file in files]
    try:
        held = objects(bank.root, wanted)
    except InterviewerError:
        return {}
    now = [_working(bank.root / file) for file in files]
    last, before = held[: len(files)], held[len(files) :]
    found = {}
    for at, name in enumerate(ids):
        pair = slice(2 * at, 2 * at + 2)
        was = last[pair] if not _same(last[pair], now[pair]) else before[pair]
        if was[1] is None or _same(was, now[pair]):
            continue
        item = _item(bank.items[name], *was)
        if item is not None:
            found[name] = item
    return found


def made(raw: bytes, model: type[Model]) -> Model | None:
    """Return what a file's bytes say; None where they do not load."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return check(read_document(text), model)[0]


def _item(now: Item, question: bytes | None, rubric: bytes | None) -> Item | None:
    asked = now.question if question is None else made(question, Question)
    graded = None if rubric is None else made(rubric, Rubric)
    return (
        None if asked is None or graded is None else Item(id=now.id, question=asked, rubric=graded)
    )


def _working(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def _same(some: Sequence[bytes | None], others: Sequence[bytes | None]) -> bool:
    """Tell whether files are the same but for the line endings that a checkout may change."""
    return [_unix(raw) for raw in some] == [_unix(raw) for raw in others]


def _unix(raw: bytes | None) -> bytes | None:
    return None if raw is None else raw.replace(b"\r\n", b"\n")


def _answers(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield the contents that git sends, one a name."""
    while head := stream.readline():
        parts = head.split()
        if parts[-1] in (b"missing", b"ambiguous"):
            yield None
            continue
        left = int(parts[-1])
        is_wanted = left <= MAX_BYTES
        kept = b""
        while left > 0:
            chunk = stream.read(min(left, _CHUNK))
            if not chunk:
                return
            left -= len(chunk)
            kept += chunk if is_wanted else b""
        stream.read(1)
        yield kept if is_wanted else None
