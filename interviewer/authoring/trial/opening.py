"""One item of a bank, from its two files alone: quick enough to be read at every save."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.bank.files import SUFFIX, Found, leads_out, read_text
from interviewer.bank.load import QUESTIONS, RUBRICS
from interviewer.bank.place import line_of
from interviewer.consistency import Place
from interviewer.errors import BankError, Problem
from interviewer.items import Item, Question, Rubric

Model = TypeVar("Model", bound=BaseModel)


class Files(NamedTuple):
    """Where an item lies: the bank's folder and the id that its two files share."""

    root: Path
    id: str

    @property
    def question(self) -> Path:
        """Return the question's file."""
        return self.root / QUESTIONS / f"{self.id}{SUFFIX}"

    @property
    def rubric(self) -> Path:
        """Return the rubric's file."""
        return self.root / RUBRICS / f"{self.id}{SUFFIX}"


class Opened(NamedTuple):
    """An item, the text of its rubric's file, and the line of every place in that."""

    item: Item
    rubric: str
    lines: Mapping[Place, int]

    def line(self, keypoint_id: str) -> int:
        """Return the line on which a keypoint begins; 1 where the rubric has none of that name."""
        ids = [keypoint.id for keypoint in self.item.rubric.keypoints]
        place: Place = ("keypoints", ids.index(keypoint_id)) if keypoint_id in ids else ()
        return line_of(self.lines, place) or 1


def open_item(files: Files) -> Opened:
    """Read an item; BankError with every mistake in its two files."""
    question, problems, _, _ = _read(files.question, files, Question)
    rubric, more, text, lines = _read(files.rubric, files, Rubric)
    if question is None or rubric is None:
        raise BankError([*problems, *more])
    return Opened(Item(id=files.id, question=question, rubric=rubric), text, lines)


def _read(path: Path, files: Files, model: type[Model]) -> _Read[Model]:
    name = path.relative_to(files.root).as_posix()
    if leads_out(path, Path(os.path.realpath(files.root))):
        told = "a link that leads out of the bank; put the file itself here"
        return _Read(None, [Problem(name, None, told)], "", {})
    if path.exists() and not path.is_file():
        told = "no regular file; put the text itself here"
        return _Read(None, [Problem(name, None, told)], "", {})
    text = read_text(Found(files.id, path, name))
    if isinstance(text, Problem):
        return _Read(None, [text], "", {})
    document = read_document(text)
    made, flaws = check(document, model)
    return _Read(made, [Problem(name, *flaw) for flaw in flaws], text, document.lines)


class _Read(NamedTuple, Generic[Model]):
    """What a file holds, or all that is wrong with it."""

    made: Model | None
    problems: list[Problem]
    text: str
    lines: Mapping[Place, int]
