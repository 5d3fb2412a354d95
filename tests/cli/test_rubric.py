"""`interviewer rubric lint` and `interviewer schema`: output and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.authoring.lint.report import explanations
from interviewer.cli.app import app
from interviewer.errors import InterviewerError
from interviewer.schemas import KINDS, Kind, schema_file
from tests.authoring.items import QUESTION, RUBRIC
from tests.bank.files import R, write

NAME = "dl/relu"
FILES = {f"questions/{NAME}.yaml": json.dumps(QUESTION), f"rubrics/{NAME}.yaml": json.dumps(RUBRIC)}
POOR = json.dumps({**RUBRIC, "reference": "ReLU is better."}, indent=1)
TOLD = (
    f"{R}:3: warning R002: reference: 3 words; write the answer that earns every point, 20 or more"
)


def run(*words: str) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, result.stderr, result.exception


def quick(root: Path, *words: str) -> tuple[int, str, str, BaseException | None]:
    return run("rubric", "lint", "--quick", "--bank", str(root), *words)


def test_a_clean_run_says_how_many_items_were_checked(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    assert quick(tmp_path) == (0, "1 item checked, nothing to mend\n", "", None)


def test_warnings_and_errors_stand_on_stdout_and_exit_1(tmp_path: Path) -> None:
    bad = json.dumps({**QUESTION, "level": "easy"}, indent=1)
    write(tmp_path, {**FILES, R: POOR, "questions/dl/bad.yaml": bad, "rubrics/dl/bad.yaml": POOR})
    code, out, err, _ = quick(tmp_path)
    assert code == 1
    assert out.splitlines() == [
        "questions/dl/bad.yaml:4: error R000: level: "
        "must be 'beginner', 'intermediate' or 'advanced', got 'easy'",
        TOLD,
    ]
    assert err == "2 items checked, 2 to mend\n"


def test_a_warning_exits_1_unless_only_errors_are_to_fail(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, R: POOR})
    assert quick(tmp_path)[0] == 1
    code, out, _, _ = quick(tmp_path, "--fail-on", "error")
    assert (code, out) == (0, TOLD + "\n")


def test_json_holds_the_parts_of_a_finding(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, R: POOR})
    code, out, err, _ = quick(tmp_path, "--format", "json")
    assert code == 1
    assert json.loads(out) == [
        {
            "file": R,
            "line": 3,
            "code": "R002",
            "severity": "warning",
            "message": TOLD.split("R002: ")[1],
        }
    ]
    assert err == "1 item checked, 1 to mend\n"


def test_github_makes_an_annotation_whose_file_is_named_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {**FILES, R: POOR})
    monkeypatch.chdir(tmp_path)
    code, out, _, _ = quick(tmp_path, "--format", "github")
    assert code == 1
    assert out == f"::warning file={R},line=3,title=R002::{TOLD.split('R002: ')[1]}\n"


def test_clean_json_is_an_empty_list(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    code, out, err, _ = quick(tmp_path, "--format", "json")
    assert (code, json.loads(out), err) == (0, [], "1 item checked, nothing to mend\n")


def test_a_path_narrows_the_run(tmp_path: Path) -> None:
    question = json.dumps(QUESTION)
    write(tmp_path, {**FILES, "questions/nlp/x.yaml": question, "rubrics/nlp/x.yaml": "["})
    assert quick(tmp_path, str(tmp_path / R))[0] == 0
    assert quick(tmp_path, "rubrics/nlp")[0] == 1


def test_a_path_that_is_none_of_the_bank_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    code, out, _, error = quick(tmp_path, "rubrics/x.yaml")
    assert (code, out) == (1, "")
    assert isinstance(error, InterviewerError)
    assert str(error) == (
        f"rubrics/x.yaml: no file or folder of the bank in {tmp_path}; "
        "give one in questions/ or rubrics/"
    )


def test_explain_teaches_a_rule_and_lists_them_all() -> None:
    code, out, _, _ = run("rubric", "lint", "--explain", "r006")
    assert code == 0
    assert out.startswith("R006: a keypoint that makes two claims.")
    _, out, _, _ = run("rubric", "lint", "--explain", "all")
    assert [line[:4] for line in out.splitlines()] == sorted(explanations())
    code, out, _, error = run("rubric", "lint", "--explain", "R999")
    assert (code, out) == (1, "")
    assert "no rule 'R999'" in str(error)


def test_a_broken_subject_is_told_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "questions/dl/_subject.yaml": "title: x\ntopics: {a: {tilte: b}}\n"})
    code, out, _, _ = quick(tmp_path)
    assert code == 1
    assert out.startswith(
        "questions/dl/_subject.yaml:2: error R000: topics.a: unknown key 'tilte'; "
        "did you mean 'title'?"
    )


@pytest.mark.parametrize("kind", KINDS)
def test_schema_prints_the_shipped_schema(kind: Kind) -> None:
    told = run("schema", kind)
    assert told == (0, schema_file(kind).read_text(encoding="utf-8"), "", None)


def test_an_unknown_schema_is_wrong_usage() -> None:
    code, out, err, _ = run("schema", "answer")
    assert (code, out) == (2, "")
    assert "'question', 'rubric', 'grade'" in err
