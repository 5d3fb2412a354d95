"""`interviewer rubric lint` and `interviewer schema`: output and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.errors import InterviewerError
from interviewer.schemas import KINDS, Kind, schema_file
from tests.bank.files import GOOD, QUESTION, RUBRIC, R, changed, write

POOR = changed(
    RUBRIC,
    "accept: [it passes",
    "accept: [ReLU outputs the larger of zero and its input, it passes",
)
TOLD = (
    f"{R}:10: warning R003: keypoints[0].accept[0]: the same words as text; "
    "say it as a candidate would, or remove it"
)


def run(*words: str) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr, result.exception


def test_a_clean_run_says_how_many_items_were_checked(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    told = run("rubric", "lint", "--bank", str(tmp_path))
    assert told == (0, "1 item checked, nothing to mend\n", "", None)


def test_warnings_and_errors_stand_on_stdout_and_exit_1(tmp_path: Path) -> None:
    bad = changed(QUESTION, "beginner", "easy")
    write(tmp_path, {R: POOR, **{k: v for k, v in GOOD.items() if k != R}})
    write(tmp_path, {"questions/dl/bad.yaml": bad, "rubrics/dl/bad.yaml": RUBRIC})
    code, out, err, _ = run("rubric", "lint", "--bank", str(tmp_path))
    assert code == 1
    assert out.splitlines() == [
        "questions/dl/bad.yaml:3: error R000: level: "
        "must be 'beginner', 'intermediate' or 'advanced', got 'easy'",
        TOLD,
    ]
    assert err == "2 items checked, 2 to mend\n"


def test_a_warning_alone_exits_1_and_json_holds_its_parts(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, R: POOR})
    code, out, err, _ = run("rubric", "lint", "--bank", str(tmp_path), "--format", "json")
    assert code == 1
    assert json.loads(out) == [
        {
            "file": R,
            "line": 10,
            "code": "R003",
            "severity": "warning",
            "message": TOLD.split("R003: ")[1],
        }
    ]
    assert err == "1 item checked, 1 to mend\n"


def test_clean_json_is_an_empty_list(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    code, out, err, _ = run("rubric", "lint", "--bank", str(tmp_path), "--format", "json")
    assert (code, json.loads(out), err) == (0, [], "1 item checked, nothing to mend\n")


def test_a_path_narrows_the_run(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "questions/nlp/x.yaml": QUESTION, "rubrics/nlp/x.yaml": "["})
    assert run("rubric", "lint", str(tmp_path / R), "--bank", str(tmp_path))[0] == 0
    assert run("rubric", "lint", "rubrics/nlp", "--bank", str(tmp_path))[0] == 1


def test_a_path_that_is_none_of_the_bank_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    code, out, _, error = run("rubric", "lint", "rubrics/x.yaml", "--bank", str(tmp_path))
    assert (code, out) == (1, "")
    assert isinstance(error, InterviewerError)
    assert str(error) == (
        f"rubrics/x.yaml: no file or folder of the bank in {tmp_path}; "
        "give one in questions/ or rubrics/"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_schema_prints_the_shipped_schema(kind: Kind) -> None:
    told = run("schema", kind)
    assert told == (0, schema_file(kind).read_text(encoding="utf-8"), "", None)


def test_an_unknown_schema_is_wrong_usage() -> None:
    code, out, err, _ = run("schema", "answer")
    assert (code, out) == (2, "")
    assert "'question', 'rubric', 'grade'" in err
