"""A folder with ``questions/`` and ``rubrics/`` → a Bank: its items and all its problems."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel

from interviewer.bank.check import check
from interviewer.bank.document import read_document
from interviewer.bank.files import SUFFIX, Found, find, printable, read_text, reason
from interviewer.bank.place import line_of
from interviewer.bank.reserved import read_reserved
from interviewer.consistency import Place
from interviewer.errors import BankError, Problem
from interviewer.items import Item, Question, Rubric
from interviewer.subjects import Subject

SUBJECT_FILE = "_subject.yaml"
QUESTIONS = "questions"
RUBRICS = "rubrics"
MAX_PROBLEMS = 100
"""Of one file: whoever feeds us a file of something else need not read a line for each word."""
_REMEDY = "a bank is a folder with questions/ and rubrics/ in it"
Model = TypeVar("Model", bound=BaseModel)


class Bank(NamedTuple):
    """What a folder holds. ``broken`` names the ids that exist but cannot be used, and why.

    ``lines`` has, by file, the line of every key and entry that the file has. ``subjects`` has the
    subjects that describe themselves, by the name of their folder.
    """

    root: Path
    items: Mapping[str, Item]
    problems: tuple[Problem, ...]
    broken: Mapping[str, tuple[Problem, ...]]
    lines: Mapping[str, Mapping[Place, int]]
    subjects: Mapping[str, Subject]

    def subject_of(self, item: Item) -> Subject | None:
        """Return the subject of an item, where it describes itself."""
        return self.subjects.get(item.id.partition("/")[0])

    def line(self, file: str, place: Place) -> int | None:
        """Return the line of a place in a file, or of the nearest place around it."""
        return line_of(self.lines.get(file, {}), place)


class _Half(NamedTuple):
    """The readable files of one kind, by id, and what is wrong with it or any other."""

    found: dict[str, Found]
    made: dict[str, BaseModel]
    problems: list[Problem]
    lines: dict[str, Mapping[Place, int]]


def load_bank(root: Path | None = None) -> Mapping[str, Item]:
    """Return every item of a bank by id; BankError with all problems if there is any."""
    bank = read_bank(root)
    if bank.problems:
        raise BankError(bank.problems)
    return bank.items


def read_bank(root: Path | None = None, *, only: str | None = None) -> Bank:
    """Read the bank in a folder; None takes the one that comes with the package.

    What is wrong stands in ``problems``; only a folder that is no bank at all is a BankError.
    With ``only``, the id of a question, the files of the others are not opened: one question of
    a large bank is there at once.
    """
    base = default_root() if root is None else Path(root)
    _must_be_bank(base)
    questions = _read_half(base, QUESTIONS, Question, only)
    rubrics = _read_half(base, RUBRICS, Rubric, only)
    problems = [*questions.problems, *rubrics.problems]
    problems += _unpaired(questions, rubrics)
    described = read_reserved(base, QUESTIONS, SUBJECT_FILE, Subject)
    problems += [problem for found in described.values() for problem in found.problems]
    problems.sort(key=lambda problem: (problem.file, problem.line or 0))
    ids = sorted({*questions.found, *rubrics.found})
    if only is not None:
        ids = [id_ for id_ in ids if id_ == only]
    if not (ids or problems or only):
        told = f"holds no question; write {QUESTIONS}/<subject>/<name>{SUFFIX}"
        problems.append(Problem(QUESTIONS, None, told))
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.file].append(problem)
    items: dict[str, Item] = {}
    broken: dict[str, tuple[Problem, ...]] = {}
    for id_ in ids:
        question, rubric = questions.made.get(id_), rubrics.made.get(id_)
        if isinstance(question, Question) and isinstance(rubric, Rubric):
            items[id_] = Item(id=id_, question=question, rubric=rubric)
        else:
            files = (f"{QUESTIONS}/{id_}{SUFFIX}", f"{RUBRICS}/{id_}{SUFFIX}")
            broken[id_] = tuple(problem for file in files for problem in by_file[file])
    lines = {**questions.lines, **rubrics.lines}
    lines |= {found.file: found.lines for found in described.values()}
    subjects = {
        name: found.made for name, found in described.items() if isinstance(found.made, Subject)
    }
    return Bank(base, items, tuple(problems), broken, lines, subjects)


def default_root() -> Path:
    """Return the folder of the bank that comes with the package, in a wheel or a checkout."""
    package = Path(__file__).parent.parent
    shipped = package / "shipped"
    return shipped if shipped.is_dir() else package.parent


def _must_be_bank(base: Path) -> None:
    try:
        if not base.exists():
            trouble = f"no such folder; {_REMEDY}"
        elif not base.is_dir():
            trouble = f"not a folder; {_REMEDY}"
        elif not (base / QUESTIONS).is_dir():
            trouble = f"has no folder {QUESTIONS!r}; {_REMEDY}"
        else:
            return
    except OSError as error:
        trouble = f"cannot be read ({reason(error)}); {_REMEDY}"
    raise BankError([Problem(printable(str(base)), None, trouble)])


def _read_half(base: Path, folder: str, model: type[Model], only: str | None) -> _Half:
    half = _Half({}, {}, [], {})
    if not (base / folder).is_dir():
        return half
    for found in find(base, folder):
        if isinstance(found, Problem):
            half.problems.append(found)
            continue
        half.found[found.id] = found
        if only is not None and found.id != only:
            continue
        text = read_text(found)
        if isinstance(text, Problem):
            half.problems.append(text)
            continue
        document = read_document(text)
        half.lines[found.file] = document.lines
        made, flaws = check(document, model)
        if made is not None:
            half.made[found.id] = made
        half.problems.extend(Problem(found.file, *flaw) for flaw in flaws[:MAX_PROBLEMS])
        if len(flaws) > MAX_PROBLEMS:
            rest = f"and {len(flaws) - MAX_PROBLEMS} more mistakes; mend the ones above first"
            half.problems.append(Problem(found.file, flaws[-1].line, rest))
    return half


def _unpaired(questions: _Half, rubrics: _Half) -> list[Problem]:
    """Tell which questions have no rubric and which rubrics no question."""
    return [
        *_lonely(questions, rubrics, "the question has no rubric", RUBRICS),
        *_lonely(rubrics, questions, "the rubric has no question", QUESTIONS),
    ]


def _lonely(here: _Half, there: _Half, what: str, folder: str) -> Iterator[Problem]:
    free = sorted(there.found.keys() - here.found.keys())
    for id_ in sorted(here.found.keys() - there.found.keys()):
        close = get_close_matches(id_, free, n=1, cutoff=0.8)
        rename = f", or rename {folder}/{close[0]}{SUFFIX} to it" if close else ""
        told = f"{what}; write {folder}/{id_}{SUFFIX}{rename}"
        yield Problem(here.found[id_].file, None, told)
