"""Which part of a bank is meant by some files and folders of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from interviewer.bank import Bank
from interviewer.errors import InterviewerError, Problem

HALVES = ("questions", "rubrics")


class Chosen(NamedTuple):
    """The ids that can be checked, those that cannot, and the problems of the part chosen."""

    items: list[str]
    broken: list[str]
    problems: list[Problem]


def chosen(bank: Bank, paths: Sequence[Path]) -> Chosen:
    """Return what the paths cover; a question's file covers its rubric too, and the reverse.

    A path is read from the working folder, else from the bank's. Reserved files (``_subject.yaml``)
    hold nothing to check. InterviewerError where a path is none of the bank.
    """
    if not paths:
        return Chosen([*bank.items], [*bank.broken], [*bank.problems])
    stem_of = {file: _stem(file) for file in _files(bank)}
    covered: set[str] = set()
    for path in paths:
        name = _name(bank, path)
        part = {file for file, stem in stem_of.items() if stem == name or _below(stem, name)}
        if not part and not path.name.startswith("_"):
            raise InterviewerError(f"{path}: no question or rubric of the bank in {bank.root}")
        covered |= part
    stems = {stem_of[file] for file in covered}
    return Chosen(
        [name for name in bank.items if name in stems],
        [name for name in bank.broken if name in stems],
        [problem for problem in bank.problems if problem.file in covered],
    )


def _files(bank: Bank) -> set[str]:
    pairs = {f"{half}/{name}.yaml" for name in (*bank.items, *bank.broken) for half in HALVES}
    return pairs | {problem.file for problem in bank.problems}


def _stem(file: str) -> str:
    """Return a file's name without its half and suffix: what question and rubric share."""
    return file.partition("/")[2].removesuffix(".yaml")


def _below(stem: str, name: str) -> bool:
    return name == "" or stem.startswith(f"{name}/")


def _name(bank: Bank, path: Path) -> str:
    """Return the stem of a file or folder; empty for the whole bank."""
    root = bank.root.resolve()
    try:
        for start in (path, bank.root / path):
            if not start.exists():
                continue
            place = start.parent.resolve() / start.name if start.is_symlink() else start.resolve()
            if place == root:
                return ""
            if place.is_relative_to(root) and place.relative_to(root).parts[0] in HALVES:
                return _stem(place.relative_to(root).as_posix())
    except OSError as error:
        raise InterviewerError(f"{path}: cannot be read ({error.strerror})") from error
    raise InterviewerError(
        f"{path}: no file or folder of the bank in {bank.root}; give one in questions/ or rubrics/"
    )
