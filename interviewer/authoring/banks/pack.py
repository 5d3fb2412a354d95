"""A bank as the source of an ordinary Python package: text beside a module that does nothing.

Whoever installs it gets a folder of YAML, found by its entry point and never imported
(`interviewer.bank.installed`). Only regular ``.yaml`` and ``.md`` files go in, written anew as
text, so no link is followed, and no mode and no program travels along.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from interviewer.authoring.new_item.naming import must_be_slug
from interviewer.authoring.whole import write_whole
from interviewer.bank import Bank
from interviewer.bank.files import MAX_BYTES, leads_out, printable, reason, shown
from interviewer.bank.installed import GROUP
from interviewer.bank.load import QUESTIONS, RUBRICS
from interviewer.bank.words import slug
from interviewer.errors import BankError, InterviewerError, Problem

PREFIX = "interviewer-bank"
"""What the names of packages begin with, so that a bank called ``numpy`` takes nobody's place."""

SUFFIXES = (".yaml", ".md")
README = "README.md"
_VERSION = re.compile(r"\d+(?:\.\d+){0,3}(?:(?:a|b|rc|\.post|\.dev)\d+)?")
_MODULE = '"""A bank of interview questions; this module only names its folder."""\n'
_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27,<2"]
build-backend = "hatchling.build"

[project]
name = "{distribution}"
version = "{version}"
description = {description}
{readme}requires-python = ">=3.11"

[project.entry-points."{group}"]
{name} = "{module}"

[tool.hatch.build.targets.wheel]
packages = ["src/{module}"]
"""


class Packed(NamedTuple):
    """What was written, and the files of the bank that were left out, each with the reason."""

    folder: Path
    distribution: str
    files: int
    left_out: list[Problem]


def pack(bank: Bank, out: Path, name: str, version: str) -> Packed:
    """Write a source tree for `pip install`; InterviewerError, and nothing, where that cannot be.

    ``name`` is what ``--bank`` will take; ``out`` must be missing or empty. BankError where the
    bank does not load as a whole.
    """
    _check(out, name, version)
    for half in (QUESTIONS, RUBRICS):
        if out.resolve().is_relative_to((bank.root / half).resolve()):
            told = f"{printable(str(out))}: lies in the bank's {half}/; name another folder"
            raise InterviewerError(told)
    if bank.problems:
        raise BankError(bank.problems)
    module = f"{PREFIX}-{name}".replace("-", "_")
    inside = out / "src" / module
    files: dict[Path, str] = {}
    left_out: list[Problem] = []
    for found in _texts(bank.root):
        if isinstance(found, Problem):
            left_out.append(found)
        else:
            files[inside / found[0]] = found[1]
    count = len(files)
    has_readme = inside / README in files
    if has_readme:
        files[out / README] = files.pop(inside / README)
    titles = [subject.title for _, subject in sorted(bank.subjects.items())]
    files[inside / "__init__.py"] = _MODULE
    files[out / "pyproject.toml"] = _PROJECT.format(
        distribution=f"{PREFIX}-{name}",
        version=version,
        description=_toml(f"Interview questions and rubrics: {', '.join(titles) or name}"),
        readme=f'readme = "{README}"\n' if has_readme else "",
        group=GROUP,
        name=name,
        module=module,
    )
    write_whole(files)
    return Packed(out, f"{PREFIX}-{name}", count, left_out)


def name_of(folder: Path) -> str:
    """Return the name that a folder's own gives; empty where it gives none."""
    return slug(folder.resolve().name)


def _check(out: Path, name: str, version: str) -> None:
    must_be_slug(name, "name")
    if not _VERSION.fullmatch(version):
        told = f"the version {printable(version)!r} is none; write numbers, as in 1.0.2 or 2.0rc1"
        raise InterviewerError(told)
    try:
        if (out.exists() or out.is_symlink()) and (not out.is_dir() or any(out.iterdir())):
            told = f"{printable(str(out))}: is there already; name a new folder with -o"
            raise InterviewerError(told)
    except OSError as error:
        told = f"{printable(str(out))}: cannot be read ({reason(error)})"
        raise InterviewerError(told) from error


def _texts(root: Path) -> Iterator[tuple[str, str] | Problem]:
    """Yield the bank's texts by their names in it, and what is not taken along."""
    real = root.resolve()
    top = root / README
    if top.is_file() or top.is_symlink():
        yield _text(top, root, real)
    for half in (QUESTIONS, RUBRICS):
        for folder, folders, names in os.walk(root / half):
            here = Path(folder)
            for each in sorted(folders):
                if each.startswith(".") or (here / each).is_symlink():
                    yield Problem(shown(here / each, root), None, _WHY_NO_FOLDER)
            folders[:] = sorted(
                each
                for each in folders
                if not each.startswith(".") and not (here / each).is_symlink()
            )
            for each in sorted(names):
                yield _text(here / each, root, real)


_WHY_NO_FOLDER = "hidden, or a link to a folder"


def _text(path: Path, root: Path, real: Path) -> tuple[str, str] | Problem:
    name = shown(path, root)
    if path.is_symlink() or leads_out(path, real):
        return Problem(name, None, "a link")
    if path.name.startswith(".") or path.suffix not in SUFFIXES:
        return Problem(name, None, f"not one of {', '.join(SUFFIXES)}")
    if not path.is_file():
        return Problem(name, None, "no regular file")
    try:
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
        text = raw.decode("utf-8")
    except OSError as error:
        return Problem(name, None, f"cannot be read ({reason(error)})")
    except UnicodeDecodeError:
        return Problem(name, None, "not UTF-8")
    if len(raw) > MAX_BYTES:
        return Problem(name, None, f"more than {MAX_BYTES:,} bytes")
    return path.relative_to(root).as_posix(), text


def _toml(text: str) -> str:
    """Return a text as a basic string of TOML, whose escapes are JSON's."""
    return json.dumps(printable(" ".join(text.split())), ensure_ascii=False)
