"""The doctor says where things are kept, and what is wrong with the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.bank import Bank
from interviewer.checkup import Check, checkup
from interviewer.cli.app import app
from interviewer.errors import BankError, Problem
from interviewer.grader import Grader
from interviewer.sessions import Paused
from interviewer.store.journal import Journal
from interviewer.testing.fakes import fake_grader
from tests.interview.interviews import started


def _no_bank() -> Bank:
    raise BankError([Problem("bank", None, "is not here")])


def _grader() -> Grader:
    return fake_grader()


def _check(what: str, home: Path, cache: Path) -> Check:
    checks = checkup(_grader, _no_bank, home=home, cache=cache)
    (found,) = [check for check in checks if check.what == what]
    return found


def test_where_nothing_is_kept_yet_nothing_is_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = _check("interviews", home, tmp_path)
    assert found == ("interviews", True, f"none yet; they will be kept in {home}", "")
    assert list(tmp_path.iterdir()) == []


def test_interviews_are_counted_where_they_are_kept(tmp_path: Path) -> None:
    with Journal.open(tmp_path / "journal.sqlite") as journal:
        journal.append("s1", 0, started())
    assert _check("interviews", tmp_path, tmp_path)[:3] == (
        "interviews", True, f"1 interview in {tmp_path}",
    )  # fmt: skip
    with Journal.open(tmp_path / "journal.sqlite") as journal:
        journal.append("s2", 0, Paused(at="2026"))
    found = _check("interviews", tmp_path, tmp_path)
    assert not found.good
    assert found.found == f"1 interview in {tmp_path}, and 1 that cannot be read"


def test_a_damaged_journal_is_named_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").write_bytes(b"not a database" * 300)
    found = _check("interviews", tmp_path, tmp_path)
    assert not found.good
    assert "`interviewer sessions repair` saves what can be read" in found.found


def test_a_folder_that_is_none_is_told_for_interviews_and_for_the_cache(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("precious")
    assert _check("interviews", file, file) == (
        "interviews",
        False,
        f"{file} is no folder",
        "set INTERVIEWER_HOME to a folder that you can write to",
    )
    assert _check("cache", file, file) == (
        "cache",
        True,
        str(file),
        f"nothing is remembered there, so grading is slower: {file} is no folder",
    )
    assert file.read_text() == "precious"


def test_the_command_looks_where_the_environment_says_and_exits_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "file").write_text("precious")
    done = CliRunner().invoke(app, ["doctor", "--embedder", "nothing"])
    assert done.exit_code == 1
    assert f"FAIL  interviews: {tmp_path / 'file'} is no folder\n" in done.stdout
    assert f"ok    cache: {tmp_path / 'interviewer'}\n" in done.stdout
