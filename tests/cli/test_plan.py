"""`interviewer plan`: what would come next, why, and what a job advert changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from interviewer.cli.plan import plan, read_advert
from interviewer.errors import SessionError
from tests.bank.files import QUESTION, RUBRIC, changed, write

app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command()(plan)

SUBJECT = """\
title: Deep learning
topics:
  activations: {title: Activations, minimum: 1, target: 2}
  regularization: {title: Regularisation, minimum: 0, target: 1}
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's own interviews out of it."""
    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "60")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank of three questions on two topics."""
    other = changed(QUESTION, "activations", "regularization")
    return write(
        tmp_path / "bank",
        {
            "questions/dl/_subject.yaml": SUBJECT,
            "questions/dl/relu.yaml": QUESTION,
            "rubrics/dl/relu.yaml": RUBRIC,
            "questions/dl/gelu.yaml": QUESTION,
            "rubrics/dl/gelu.yaml": RUBRIC,
            "questions/dl/drop-out.yaml": other,
            "rubrics/dl/drop-out.yaml": RUBRIC,
        },
    )


def run(root: Path, *words: str) -> Result:
    return CliRunner().invoke(app, ["--bank", str(root), *words])


def test_each_question_comes_with_its_reason_and_then_the_topics(root: Path) -> None:
    done = run(root, "--questions", "2", "--mode", "exam", "--seed", "7")
    lines = done.stdout.splitlines()
    assert done.exit_code == 0
    assert done.stderr == "Seed 7.\n"
    assert lines[0] in (
        " 1. dl/relu (activations, beginner)",
        " 1. dl/gelu (activations, beginner)",
        " 1. dl/drop-out (regularization, beginner)",
    )
    assert lines[1].startswith("    topic '")
    assert lines[-4:] == [
        "",
        "topics: asked of quota",
        "  activations     1 of 1",
        "  regularization  1 of 1",
    ]
    assert all(len(line) <= 60 for line in lines)


def test_json_has_the_questions_the_coverage_and_the_seed(root: Path) -> None:
    done = run(root, "--questions", "3", "--seed", "7", "--format", "json")
    told = json.loads(done.stdout)
    assert done.stderr == ""
    assert told["seed"] == 7
    assert told["job"] is None
    assert sorted(each["id"] for each in told["questions"]) == ["dl/drop-out", "dl/gelu", "dl/relu"]
    first = told["questions"][0]
    assert first["candidates"][first["draw"]] == {
        "question_id": first["id"],
        "reason": first["reason"],
    }
    assert told["coverage"] == [
        {"topic": "activations", "asked": 2, "quota": 2},
        {"topic": "regularization", "asked": 1, "quota": 1},
    ]


def test_the_same_seed_plans_the_same_and_others_do_not(root: Path) -> None:
    def firsts(seed: int) -> list[str]:
        told = json.loads(run(root, "--seed", str(seed), "--format", "json").stdout)
        return [each["id"] for each in told["questions"]]

    planned = [firsts(seed) for seed in range(6)]
    assert planned == [firsts(seed) for seed in range(6)]
    assert len({each[0] for each in planned}) > 1


def test_filters_hold_and_one_that_matches_nothing_is_told(root: Path) -> None:
    done = run(root, "--topic", "regularization", "--format", "json")
    assert [each["id"] for each in json.loads(done.stdout)["questions"]] == ["dl/drop-out"]
    done = run(root, "--question", "relu")
    assert isinstance(done.exception, SessionError)
    assert str(done.exception) == "no question 'relu'; did you mean 'dl/relu'?"


def test_a_drill_with_nothing_due_says_so(root: Path) -> None:
    done = run(root, "--mode", "drill")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Nothing is due now" in done.stderr


def test_a_date_that_is_none_is_told_in_one_line(root: Path) -> None:
    done = run(root, "--interview-date", "tomorrow")
    assert isinstance(done.exception, SessionError)
    assert "'tomorrow'" in str(done.exception)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot read {}: No such file or directory"),
        (b"", "{} is empty; paste the text of the job advert into it"),
        (b" \n\n", "{} is empty; paste the text of the job advert into it"),
        (b"%PDF-1.7\n\xff\xfe", "{} is not plain text in UTF-8; save the advert as a text file"),
        (b"a\0b", "{} is not plain text in UTF-8; save the advert as a text file"),
        (b"a" * 100_001, "{} has 100001 characters; an advert of at most 100000 is read"),
    ],
)
def test_an_advert_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    path = tmp_path / "job.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SessionError) as error:
        read_advert(path)
    assert str(error.value) == why.format(path)


def test_an_advert_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "job.txt"
    path.write_bytes("\ufeffPyTorch".encode())
    assert read_advert(path) == "PyTorch"


@pytest.mark.model
def test_an_advert_sets_the_weights_and_its_words_are_shown(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "job.txt"
    path.write_text("You know regularisation.\nFree lunch.\n")
    done = run(root, "--for", str(path), "--questions", "2")
    assert done.stdout.startswith("targets by job.txt, ")
    assert "  regularization 3.0: “You know regularisation”\n" in done.stdout
    path.write_text("Plumber wanted.")
    done = run(root, "--for", str(path), "--questions", "2")
    assert done.stdout.startswith("nothing in job.txt speaks of a topic here; ")
