"""Banks that are installed as Python packages, found by name without running a line of them.

A package names its bank by an entry point of the group `GROUP`, whose value is a module in the
bank's folder. Importing that module would run whatever its author wrote, for a folder of text. So
nothing is imported: the entry points are read from the distributions' metadata, and the module's
folder is looked up in the list of files that the installer left. What lies there is then read as
any other bank is: YAML as plain data, no link followed out of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, EntryPoint, distributions
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from interviewer.bank.files import printable
from interviewer.consistency import nearest
from interviewer.errors import BankError, Problem

GROUP = "interviewer.banks"
_MODULE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_NORMAL = re.compile(r"[-_.]+")


class Installed(NamedTuple):
    """A bank by its name, the distribution that has it, and its folder.

    ``folder`` is None where none can be told, and ``trouble`` says why.
    """

    name: str
    distribution: str
    version: str
    folder: Path | None
    trouble: str = ""


def installed_banks(path: Sequence[str] | None = None) -> list[Installed]:
    """Return what is installed, by name; ``path`` is where to look, else where Python does.

    Of a distribution that is installed twice, the one that Python finds first counts. What is
    damaged has no bank.
    """
    found = distributions() if path is None else distributions(path=[*path])
    seen: set[str] = set()
    banks: list[Installed] = []
    for distribution in found:
        if GROUP not in _text(distribution, "entry_points.txt"):
            continue
        name = _normal(_metadata(distribution, "Name"))
        if name and name not in seen:
            seen.add(name)
            banks += _banks_of(distribution)
    return sorted(banks, key=lambda bank: (bank.name, bank.distribution))


def installed_bank(name: str, path: Sequence[str] | None = None) -> Path:
    """Return the folder of an installed bank; BankError where there is none, or more than one."""
    banks = installed_banks(path)
    named = [bank for bank in banks if bank.name == name]
    shown = printable(name)
    if not named:
        known = [bank.name for bank in banks]
        told = f"; {nearest(name, known)}" if known else ""
        raise BankError([Problem(shown, None, f"no folder and no installed bank{told}")])
    if len(named) > 1:
        who = " and ".join(bank.distribution for bank in named)
        raise BankError([Problem(shown, None, f"installed by {who}; name the folder of one")])
    (bank,) = named
    if bank.folder is None:
        raise BankError([Problem(shown, None, bank.trouble)])
    return bank.folder


def bank_folder(named: Path) -> Path:
    """Return the folder that ``--bank`` means: a folder that is there, else an installed bank.

    A name with a slash is a folder's. So is one that nobody installed: reading it says what is
    wrong.
    """
    name = str(named)
    if named.exists() or len(named.parts) != 1 or name in (".", ".."):
        return named
    if all(bank.name != name for bank in installed_banks()):
        return named
    return installed_bank(name)


def _banks_of(distribution: Distribution) -> Iterator[Installed]:
    who = printable(_metadata(distribution, "Name"))
    version = printable(_metadata(distribution, "Version"))
    try:
        points = [*distribution.entry_points]
    except (TypeError, ValueError):  # a line that is no entry point
        return
    for point in points:
        if point.group == GROUP:
            folder, trouble = _folder(distribution, point)
            yield Installed(printable(point.name), who, version, folder, trouble)


def _folder(distribution: Distribution, point: EntryPoint) -> tuple[Path | None, str]:
    """Return the folder of a module by the list of installed files, or why there is none."""
    who = printable(_metadata(distribution, "Name"))
    module = point.value.strip()
    if not _MODULE.fullmatch(module):
        return None, f"{who} names no module but {printable(module)!r}; its author must mend it"
    inside = PurePosixPath(*module.split("."))
    wanted = {(inside / "__init__.py").as_posix(), inside.with_suffix(".py").as_posix()}
    for file in distribution.files or ():
        if file.as_posix() in wanted:
            folder = Path(str(distribution.locate_file(file))).parent
            if folder.is_dir():
                return folder, ""
    told = f"{who} has no folder for {module}: it is installed as editable, or not as files"
    return None, f"{told}; name its folder with --bank"


def _metadata(distribution: Distribution, key: str) -> str:
    """Return a line of a distribution's metadata, empty where it has none."""
    if not _text(distribution, "METADATA"):
        return ""
    return next(iter(distribution.metadata.get_all(key) or ()), "")


def _text(distribution: Distribution, file: str) -> str:
    """Return a file of a distribution's metadata, empty where there is none to read."""
    try:
        return distribution.read_text(file) or ""
    except (OSError, UnicodeDecodeError):
        return ""


def _normal(name: str) -> str:
    return _NORMAL.sub("-", name).lower()
