"""``questions/**.yaml`` and ``rubrics/**.yaml`` → Items, every mistake of every file at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from interviewer.bank.files import found_files, read_text
from interviewer.bank.models import checked
from interviewer.bank.place import Flaw
from interviewer.consistency import Place, nearest
from interviewer.errors import BankError, Problem
from interviewer.items import Item, Question, Rubric

QUESTIONS, RUBRICS = "questions", "rubrics"
_PACKAGE = Path(__file__).parent.parent


class Bank(NamedTuple):
    """A folder of items: those that can be used, and what is wrong with the others.

    ``items`` and ``broken`` are sorted by id; ``lines`` gives the line of each place in each file
    of an item, by file name relative to ``root``.
    """

    root: Path
    items: Mapping[str, Item]
    problems: tuple[Problem, ...]
    broken: Mapping[str, tuple[Problem, ...]]
    lines: Mapping[str, Mapping[Place, int]]


class _Read(NamedTuple):
    """One kind of file, all of them: models by id, flaws by id."""

    models: dict[str, Question] | dict[str, Rubric]
    problems: dict[str, list[Problem]]
    lines: dict[str, Mapping[Place, int]]


def default_root() -> Path:
    """Return the checkout's folder where the package runs from one, else what the wheel carries."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / QUESTIONS).is_dir() else _PACKAGE / "shipped"


def read_bank(root: Path | None = None) -> Bank:
    """Read a bank and report all that is wrong with it; usable items are usable all the same.

    Raises BankError only where there is no bank at all.
    """
    home = default_root() if root is None else root
    if not (home / QUESTIONS).is_dir():
        raise BankError([Problem(str(home), None, "no bank: there is no folder questions/ in it")])
    questions, rubrics = _read(home, QUESTIONS, Question), _read(home, RUBRICS, Rubric)
    names = sorted({*questions.problems, *rubrics.problems})
    items: dict[str, Item] = {}
    broken: dict[str, tuple[Problem, ...]] = {}
    for name in names:
        problems = [*questions.problems.get(name, ()), *rubrics.problems.get(name, ())]
        problems += _alone(name, questions.problems, rubrics.problems)
        question, rubric = questions.models.get(name), rubrics.models.get(name)
        if isinstance(question, Question) and isinstance(rubric, Rubric) and not problems:
            items[name] = Item(id=name, question=question, rubric=rubric)
        else:
            broken[name] = tuple(problems)
    return Bank(
        root=home,
        items=items,
        problems=tuple(problem for name in broken for problem in broken[name]),
        broken=broken,
        lines={**questions.lines, **rubrics.lines},
    )


def load_bank(root: Path | None = None) -> Mapping[str, Item]:
    """Return every item of a bank by id; raise BankError with all problems if there is any."""
    bank = read_bank(root)
    if bank.problems:
        raise BankError(bank.problems)
    return bank.items


def _read(home: Path, folder: str, model: type[Question] | type[Rubric]) -> _Read:
    read = _Read({}, {}, {})
    for file in found_files(home, folder):
        shown = file.relative_to(home).as_posix()
        name = Path(shown).relative_to(folder).with_suffix("").as_posix()
        problems = read.problems.setdefault(name, [])
        text = read_text(file, home)
        if isinstance(text, Flaw):
            problems.append(Problem(shown, text.line, text.message))
            continue
        found = checked(text, model, name)
        problems.extend(Problem(shown, flaw.line, flaw.message) for flaw in found.flaws)
        read.lines[shown] = found.lines
        if found.model is not None:
            read.models[name] = found.model  # type: ignore[assignment]
    return read


def _alone(
    name: str, questions: Mapping[str, object], rubrics: Mapping[str, object]
) -> Iterator[Problem]:
    for have, there, lack, wanted in (
        (QUESTIONS, questions, RUBRICS, rubrics),
        (RUBRICS, rubrics, QUESTIONS, questions),
    ):
        if name in there and name not in wanted:
            kind = have.removesuffix("s")
            close = nearest(name, sorted({*wanted} - {*there}))
            hint = f" ({close})" if close.startswith("did") else ""
            yield Problem(
                f"{have}/{name}.yaml", None, f"this {kind} needs {lack}/{name}.yaml{hint}"
            )
