"""`interviewer questions`: what stands on stdout, what on stderr, and the exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.cli.app import app
from interviewer.errors import BankError, InterviewerError
from tests.bank.files import GOOD, QUESTION, RUBRIC, R, changed, write

ADVANCED = "prompt: >-\n  Why\n  dropout?\ntopic: regularization\nlevel: advanced\ntags: [bonus]\n"
LINES = [
    "dl/drop-out  advanced  regularization  4 keypoints  Why dropout?",
    "dl/relu      beginner  activations     4 keypoints  How do ReLU and sigmoid differ?",
]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank of two good items."""
    others = {"questions/dl/drop-out.yaml": ADVANCED, "rubrics/dl/drop-out.yaml": RUBRIC}
    return write(tmp_path, {**GOOD, **others})


def run(*words: str) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, ["questions", *words])
    return result.exit_code, result.stdout, result.stderr, result.exception


def test_list_prints_a_line_a_question_with_aligned_columns(root: Path) -> None:
    assert run("list", "--bank", str(root)) == (0, "\n".join([*LINES, ""]), "", None)


@pytest.mark.parametrize(
    ("options", "lines"),
    [
        (["--level", "beginner"], LINES[1:]),
        (["--topic", "regularization"], LINES[:1]),
        (["--tag", "bonus"], LINES[:1]),
        (["--level", "advanced", "--tag", "vanishing-gradients"], []),
    ],
)
def test_list_filters(root: Path, options: list[str], lines: list[str]) -> None:
    code, out, err, _ = run("list", "--bank", str(root), *options)
    assert [line.split() for line in out.splitlines()] == [line.split() for line in lines]
    assert (code, err) == (0, "" if lines else "no question matches\n")


def test_list_as_json_holds_every_field(root: Path) -> None:
    _, out, err, _ = run("list", "--bank", str(root), "--format", "json")
    assert err == ""
    assert json.loads(out)[1] == {
        "id": "dl/relu",
        "prompt": "How do ReLU and sigmoid differ?",
        "topic": "activations",
        "level": "beginner",
        "minutes": 3.0,
        "difficulty": 0.0,
        "tags": ["vanishing-gradients"],
        "source": None,
    }


def test_list_warns_of_broken_files_and_lists_the_rest(root: Path) -> None:
    write(root, {R: "", "questions/dl/x.yaml": "["})
    code, out, err, _ = run("list", "--bank", str(root))
    assert (code, len(out.splitlines())) == (0, 1)
    assert err.splitlines() == [
        "warning: questions/dl/x.yaml: the question has no rubric; write rubrics/dl/x.yaml",
        "warning: questions/dl/x.yaml:1: not YAML: a value is missing in [ ] or { }; "
        "write it or take a comma out",
        "warning: rubrics/dl/relu.yaml: the file is empty; write the rubric into it",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--topic", "activation"], "no question has the topic 'activation'; did you mean "),
        (["--tag", "zzz"], "no question has the tag 'zzz'; there are 'bonus', 'vanishing-"),
    ],
)
def test_an_unknown_topic_or_tag_is_an_error(root: Path, options: list[str], message: str) -> None:
    code, out, _, error = run("list", "--bank", str(root), *options)
    assert (code, out) == (1, "")
    assert isinstance(error, InterviewerError)
    assert str(error).startswith(message)


def test_an_unknown_level_is_wrong_usage(root: Path) -> None:
    code, out, err, _ = run("list", "--bank", str(root), "--level", "easy")
    assert (code, out) == (2, "")
    assert "'beginner', 'intermediate', 'advanced'" in err


def test_show_prints_question_and_rubric(root: Path) -> None:
    assert run("show", "dl/relu", "--bank", str(root)) == (
        0,
        """\
dl/relu  beginner, activations, 3 minutes

How do ReLU and sigmoid differ?

tags: vanishing-gradients

keypoints
  2 core: ReLU outputs the larger of zero and its input.
  1 standard: A rectifier costs one comparison.
  2 standard: any 1 of
      Sigmoid stays between 0 and 1.
      Sigmoid saturates on both sides.

misconceptions
  -1: Sigmoid avoids vanishing gradients.
""",
        "",
        None,
    )


def test_show_without_the_rubric_gives_nothing_away(root: Path) -> None:
    _, out, _, _ = run("show", "dl/relu", "--bank", str(root), "--no-rubric")
    assert out.endswith("tags: vanishing-gradients\n")
    _, out, _, _ = run("show", "dl/relu", "--bank", str(root), "--no-rubric", "--format", "json")
    assert sorted(json.loads(out)) == ["id", "question"]


def test_show_as_json_is_the_item(root: Path) -> None:
    _, out, _, _ = run("show", "dl/relu", "--bank", str(root), "--format", "json")
    data = json.loads(out)
    assert data["rubric"]["keypoints"][0]["points"] == 2.0
    assert data["question"]["topic"] == "activations"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("dl/rleu", "no question 'dl/rleu'; did you mean 'dl/relu'?"),
        ("dropout", "no question 'dropout'; did you mean 'dl/drop-out'?"),
        ("quantum", "no question 'quantum'; `interviewer questions list` shows all"),
    ],
)
def test_show_of_an_unknown_id_names_the_nearest(root: Path, name: str, message: str) -> None:
    code, out, _, error = run("show", name, "--bank", str(root))
    assert (code, out) == (1, "")
    assert isinstance(error, InterviewerError)
    assert str(error) == message


def test_show_of_a_broken_question_tells_why_and_others_stay_silent(root: Path) -> None:
    write(root, {"questions/dl/drop-out.yaml": changed(QUESTION, "beginner", "easy")})
    _, out, err, error = run("show", "dl/drop-out", "--bank", str(root))
    assert (out, err) == ("", "")
    assert isinstance(error, BankError)
    assert [problem.line for problem in error.problems] == [3]
    code, _, err, _ = run("show", "dl/relu", "--bank", str(root))
    assert (code, err) == (0, "")


def test_a_user_sees_one_line_for_each_problem_and_no_traceback(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "questions", "list", "--bank", "nowhere"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: nowhere: no such folder; a bank is a folder with questions/ and rubrics/ in it\n"
    )
