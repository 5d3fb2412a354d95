"""Which items somebody means who names them by id, by file or by folder."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from interviewer.authoring.lint.chosen import chosen
from interviewer.bank import Bank
from interviewer.bank.files import SUFFIX
from interviewer.bank.load import RUBRICS
from interviewer.bank.place import short
from interviewer.errors import BankError, InterviewerError
from interviewer.items import Item


def asked(bank: Bank, names: Sequence[str]) -> list[Item]:
    """Return the items in the order of the bank.

    BankError with every mistake where one of them is broken, InterviewerError where a name is none
    of the bank.
    """
    picked = chosen(bank, [_path(bank, name) for name in names])
    if picked.problems or picked.broken:
        broken = [problem for name in picked.broken for problem in bank.broken[name]]
        raise BankError(picked.problems or broken)
    return [bank.items[name] for name in picked.items]


def asked_one(bank: Bank, name: str) -> Item:
    """Return one item; InterviewerError where the name means several."""
    found = asked(bank, [name])
    if len(found) != 1:
        raise InterviewerError(f"{name}: means {len(found)} items; name one")
    return found[0]


def _path(bank: Bank, name: str) -> Path:
    """Return the file that a name means; an id means the bank's own, wherever we stand."""
    known = [*bank.items, *bank.broken]
    if name in known:
        return bank.root / RUBRICS / f"{name}{SUFFIX}"
    path = Path(name)
    if not _is_there(path) and not _is_there(bank.root / path):
        close = get_close_matches(name, known, n=1)
        remedy = f"did you mean {close[0]!r}?" if close else "`interviewer questions list` has all"
        raise InterviewerError(f"no item {short(name)} in {bank.root}; {remedy}")
    return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # a name longer than any file's
