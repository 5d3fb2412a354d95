"""The two files of a new item, read back before they are written: what is left loads at once."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple, TypeVar

from interviewer.authoring.new_item.naming import must_be_id
from interviewer.authoring.new_item.yaml_text import yaml_text
from interviewer.authoring.whole import write_whole
from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.bank.files import SUFFIX, leads_out, printable, reason
from interviewer.bank.load import QUESTIONS, RUBRICS
from interviewer.bank.place import short
from interviewer.errors import BankError, InterviewerError, Problem
from interviewer.items import Item, Question, Rubric

SCHEMAS = "schemas"
"""The folder of a bank that `interviewer bank init` puts the JSON Schemas in, for editors."""

DRAFTED = """\
# A draft: one keypoint for each {each}. Read each one, split what makes two claims,
# reword what leans on its neighbour, weigh it, and delete its line `draft: true`.
"""
_OWN_SCHEMAS = "interviewer/schemas"
Model = TypeVar("Model", Question, Rubric)


class Written(NamedTuple):
    """Where the two files lie."""

    question: Path
    rubric: Path


def write_item(root: Path, item: Item, each: str) -> Written:
    """Write a new item's question and rubric; InterviewerError, and neither, where that cannot be.

    ``each`` says what every keypoint was made of: "sentence of the reference". BankError where the
    texts would not load.
    """
    must_be_free(root, item.id)
    written = places(root, item.id)
    drafted = any(keypoint.draft for keypoint in item.rubric.keypoints)
    comment = DRAFTED.format(each=each) if drafted else ""
    texts = {
        written.question: yaml_text(item.question, _header(root, item.id, "question")),
        written.rubric: yaml_text(item.rubric, _header(root, item.id, "rubric") + comment),
    }
    _must_load(texts[written.question], item.question, f"{QUESTIONS}/{item.id}{SUFFIX}")
    _must_load(texts[written.rubric], item.rubric, f"{RUBRICS}/{item.id}{SUFFIX}")
    write_whole(texts)
    return written


def must_be_free(root: Path, name: str) -> None:
    """Raise InterviewerError where no item can be written under an id."""
    must_be_id(name)
    real = root.resolve()
    for path in places(root, name):
        try:
            is_there = path.exists() or path.is_symlink()
        except OSError as error:
            raise InterviewerError(f"the id {short(name)} cannot be ({reason(error)})") from error
        if is_there:
            raise InterviewerError(f"{printable(str(path))}: is there already; pick another id")
        if leads_out(path, real):
            told = "lies behind a link that leads out of the bank; put the folder itself there"
            raise InterviewerError(f"{printable(str(path))}: {told}")


def places(root: Path, name: str) -> Written:
    """Return where the files of an item lie."""
    return Written(root / QUESTIONS / f"{name}{SUFFIX}", root / RUBRICS / f"{name}{SUFFIX}")


def _header(root: Path, name: str, kind: str) -> str:
    """Return the line by which editors complete and check; empty where the bank has no schemas."""
    for folder in (SCHEMAS, _OWN_SCHEMAS):
        file = f"{folder}/{kind}.schema.json"
        if (root / file).is_file():
            up = "../" * (name.count("/") + 1)
            return f"# yaml-language-server: $schema={up}{file}\n"
    return ""


def _must_load(text: str, meant: Model, file: str) -> None:
    """Raise BankError where the bank's loader does not read a text as what is meant."""
    document = read_document(text)
    made, flaws = check(document, type(meant))
    if flaws:
        raise BankError([Problem(file, None, flaw.message) for flaw in flaws])
    if made != meant:
        raise BankError([Problem(file, None, "cannot be written as YAML; shorten its texts")])
