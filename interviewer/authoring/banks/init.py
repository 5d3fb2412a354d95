"""An empty folder becomes a bank that loads, with its own checks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Template

from interviewer.authoring.new_item.naming import must_be_slug
from interviewer.authoring.new_item.write import SCHEMAS
from interviewer.authoring.whole import write_whole
from interviewer.bank.files import printable, reason
from interviewer.bank.load import QUESTIONS, RUBRICS, SUBJECT_FILE
from interviewer.bank.words import slug
from interviewer.errors import InterviewerError
from interviewer.schemas import schema_text

SAMPLE = "idempotent-http-methods"
"""The name of the sample item."""

_MAY_BE_THERE = frozenset({".git"})
"""What a folder may hold and still count as empty: a repository is often begun first."""

_FILES = {
    "README.md": "README.md",
    ".gitignore": "gitignore",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".github/workflows/bank.yml": "workflow.yml",
}


def subject_of_folder(folder: Path) -> str:
    """Return the subject that a folder's name gives; InterviewerError where it gives none."""
    name = slug(folder.resolve().name)
    if not name:
        told = f"{printable(str(folder))}: its name makes no subject; name one with --subject"
        raise InterviewerError(told)
    return name


def init_bank(folder: Path, subject: str, version: str, *, bare: bool = False) -> list[Path]:
    """Write the files of a new bank and return them; InterviewerError, and none, if that cannot be.

    ``folder`` is missing or empty, but for a repository's own. ``version`` is that of the package
    which the bank's checks install. ``bare`` leaves the sample item out.
    """
    must_be_slug(subject, "subject")
    _must_be_empty(folder)
    words = {
        "subject": subject,
        "title": subject.replace("-", " ").capitalize(),
        "version": version,
    }
    files = {folder / name: text for name, text in _texts(subject, words, bare=bare)}
    write_whole(files)
    return [*files]


def _texts(subject: str, words: dict[str, str], *, bare: bool) -> Iterator[tuple[str, str]]:
    described = "subject-bare.yaml" if bare else "subject.yaml"
    yield f"{QUESTIONS}/{subject}/{SUBJECT_FILE}", _template(described, words)
    if not bare:
        yield f"{QUESTIONS}/{subject}/{SAMPLE}.yaml", _template("question.yaml", words)
        yield f"{RUBRICS}/{subject}/{SAMPLE}.yaml", _template("rubric.yaml", words)
    yield f"{SCHEMAS}/question.schema.json", schema_text("question")
    yield f"{SCHEMAS}/rubric.schema.json", schema_text("rubric")
    for name, template in _FILES.items():
        yield name, _template(template, words)


def _template(name: str, words: dict[str, str]) -> str:
    text = (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
    return Template(text).substitute(words)


def _must_be_empty(folder: Path) -> None:
    name = printable(str(folder))
    try:
        if not folder.exists():
            return
        if not folder.is_dir():
            raise InterviewerError(f"{name}: is a file; name a folder that is missing or empty")
        there = sorted({path.name for path in folder.iterdir()} - _MAY_BE_THERE)
    except OSError as error:
        raise InterviewerError(f"{name}: cannot be read ({reason(error)})") from error
    if there:
        what = printable(there[0]) + (f" and {len(there) - 1} more" if len(there) > 1 else "")
        raise InterviewerError(f"{name}: is not empty (it holds {what}); name a new folder")
