"""`interviewer bank`: what each command prints, leaves and exits with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.authoring.banks.init import SAMPLE
from interviewer.bank import load_bank
from interviewer.cli.app import app
from interviewer.errors import InterviewerError
from tests.bank.files import GOOD, write
from tests.bank.test_installed import install


def run(*words: str) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr, result.exception


def test_init_prints_what_it_left_and_says_how_to_go_on(tmp_path: Path) -> None:
    code, out, err, _ = run("bank", "init", str(tmp_path / "My Bank"))
    assert code == 0
    assert out.splitlines()[0] == f"{tmp_path}/My Bank/questions/my-bank/_subject.yaml"
    assert all(Path(line).is_file() for line in out.splitlines())
    assert f"interviewer rubric new --bank '{tmp_path}/My Bank'" in err
    assert [*load_bank(tmp_path / "My Bank")] == [f"my-bank/{SAMPLE}"]


def test_init_leaves_a_folder_alone_that_holds_something(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    code, out, _, error = run("bank", "init", str(tmp_path))
    assert (code, out) == (1, "")
    assert isinstance(error, InterviewerError)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_validate_says_in_a_line_what_a_good_bank_has(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    told = "1 item in 1 subject, 4 keypoints, 1 example; nothing to mend\n"
    assert run("bank", "validate", str(tmp_path)) == (0, told, "", None)


def test_validate_names_every_mistake_with_its_line_and_exits_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {**GOOD, "questions/dl/relu.yaml": "prompt: Why?\ntopic: a\nlevel: easy\n"})
    monkeypatch.chdir(tmp_path)
    message = "level: must be 'beginner', 'intermediate' or 'advanced', got 'easy'"
    code, out, err, _ = run("bank", "validate")
    assert (code, out) == (1, f"questions/dl/relu.yaml:3: {message}\n")
    assert err.endswith("1 item that cannot be used; 1 to mend\n")
    code, out, _, _ = run("bank", "validate", ".", "--format", "github")
    assert (code, out) == (1, f"::error file=questions/dl/relu.yaml,line=3,title=bank::{message}\n")
    code, out, _, _ = run("bank", "validate", "--format", "json")
    assert code == 1
    assert json.loads(out)["problems"] == [
        {"file": "questions/dl/relu.yaml", "line": 3, "message": message}
    ]


def test_quick_stats_load_no_model_and_leave_the_twins_open(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    code, out, err, _ = run("bank", "stats", str(tmp_path), "--quick", "--format", "json")
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["items"], found["keypoints"], found["twins"]) == (1, 4, None)
    code, out, _, _ = run("bank", "stats", str(tmp_path), "--quick")
    assert code == 0
    assert "nearly the same" not in out


@pytest.mark.model
def test_stats_say_which_items_are_twins_and_from_which_similarity_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    again = {name.replace("relu", "again"): text for name, text in GOOD.items()}
    write(tmp_path, {**GOOD, **again})
    code, out, _, _ = run("bank", "stats", str(tmp_path))
    assert code == 0
    assert "questions that are nearly the same (cosine 0.75 or more): 1" in out
    assert "1.00  dl/again dl/relu" in out


@pytest.mark.model
def test_the_sample_of_a_new_bank_is_graded_as_it_is_labelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    run("bank", "init", str(tmp_path / "new"), "--subject", "http")
    code, out, _, _ = run("rubric", "test", "--bank", str(tmp_path / "new"))
    assert code == 0
    assert out.splitlines()[-1] == "0 known misses, 0 new, 0 passed"


def test_pack_says_what_it_left_out_and_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "sql", {**GOOD, "rubrics/dl/run.sh": "rm -rf /"})
    monkeypatch.chdir(tmp_path)
    code, out, err, _ = run("bank", "pack", "sql")
    assert (code, out) == (0, "sql-package\n")
    assert err.splitlines() == [
        "left out: rubrics/dl/run.sh: not one of .yaml, .md",
        "interviewer-bank-sql 0.1.0: 2 files. To install: pip install ./sql-package",
    ]
    assert (tmp_path / "sql-package/pyproject.toml").is_file()


def test_list_shows_installed_banks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = install(tmp_path)
    install(tmp_path, distribution="odd", name="odd", value="no module")
    monkeypatch.syspath_prepend(str(tmp_path))
    code, out, _, _ = run("bank", "list")
    assert code == 0
    assert f"sql  some-bank 1.2  {folder}" in out.splitlines()
    assert "odd names no module but 'no module'" in out
    _, out, _, _ = run("bank", "list", "--format", "json")
    assert {row["name"]: row["folder"] for row in json.loads(out)}["sql"] == str(folder)
