"""Files of a subject whose names begin with ``_``: what holds for all its items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.bank.files import Found, leads_out, read_text, shown
from interviewer.consistency import Place
from interviewer.errors import Problem

Model = TypeVar("Model", bound=BaseModel)


class Reserved(NamedTuple):
    """A reserved file of a subject: what it says, or None and what is wrong with it."""

    file: str
    made: BaseModel | None
    problems: tuple[Problem, ...]
    lines: Mapping[Place, int]


def read_reserved(root: Path, folder: str, name: str, model: type[Model]) -> dict[str, Reserved]:
    """Read ``root/folder/<subject>/name`` of every subject that has it, by subject."""
    return {found.id: _read(found, root, model) for found in _find(root, folder, name)}


def _find(root: Path, folder: str, name: str) -> Iterator[Found]:
    top = root / folder
    if not top.is_dir():
        return
    try:
        subjects = sorted(path for path in top.iterdir() if path.is_dir())
    except OSError:
        return  # told by whoever reads the items
    for subject in subjects:
        path = subject / name
        if not subject.name.startswith((".", "_")) and (path.exists() or path.is_symlink()):
            yield Found(subject.name, path, shown(path, root))


def _read(found: Found, root: Path, model: type[Model]) -> Reserved:
    if leads_out(found.path, root.resolve()):
        told = "a link that leads out of the bank; put the file itself here"
        return Reserved(found.file, None, (Problem(found.file, None, told),), {})
    text = read_text(found)
    if isinstance(text, Problem):
        return Reserved(found.file, None, (text,), {})
    document = read_document(text)
    made, flaws = check(document, model)
    problems = tuple(Problem(found.file, *flaw) for flaw in flaws)
    return Reserved(found.file, made, problems, document.lines)
