"""The demo and the practice command as a user runs them: real bank, real model, real exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.interview.saving import load_session
from tests.interview.items import bank

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]


def _run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "interviewer", *arguments],
        input=typed,
        capture_output=True,
        encoding="utf-8",
        env=env,
        timeout=120,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank of two good questions and a broken one, as JSON, which is YAML."""
    items = bank()
    for name in ("deep-learning/relu", "deep-learning/gelu", "deep-learning/dropout"):
        data = json.loads(items[name].model_dump_json(exclude_none=True, exclude_defaults=True))
        if name == "deep-learning/dropout":
            data["question"]["level"] = "wizard"
        for kind, part in (("questions", "question"), ("rubrics", "rubric")):
            file = tmp_path / "bank" / kind / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(data[part]))
    return tmp_path / "bank"


def test_the_demo_shows_a_question_an_answer_its_ledger_and_what_to_do_next() -> None:
    done = _run("demo")
    assert (done.returncode, done.stderr) == (0, "")
    for part in ("Question 1 of 1", "A candidate answers:", "✓ met", "✗ missed", "you said: “"):
        assert part in done.stdout
    assert "! contradicted" in done.stdout or "! held" in done.stdout
    assert done.stdout.endswith("\nTry it yourself: interviewer practice\n")


def test_a_piped_interview_is_graded_saved_and_exits_with_0(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    typed = "Dropout sets random units to zero while training.\n.\n/skip\n.\n"
    done = _run("practice", "--bank", str(folder), "--seed", "4", "--save", str(file), typed=typed)
    assert done.returncode == 0
    assert done.stderr.startswith("warning: deep-learning/dropout is left out: ")
    assert "wizard" in done.stderr
    assert "2 questions, seed 4. End an answer with a line that is only a dot." in done.stderr
    assert done.stderr.endswith(f"Saved to {file}.\n")
    assert "\x1b" not in done.stdout + done.stderr
    session = load_session(file)
    assert session.seed == 4
    assert [turn.status for turn in session.turns] == ["answered", "skipped"]


def test_the_same_seed_asks_the_same_questions(folder: Path) -> None:
    runs = [_run("practice", "--bank", str(folder), "--seed", "9", typed="/skip\n.\n" * 2).stdout]
    runs.append(
        _run("practice", "--bank", str(folder), "--seed", "9", typed="/skip\n.\n" * 2).stdout
    )
    assert runs[0] == runs[1]


def test_no_input_at_all_is_a_plain_message_and_0(folder: Path) -> None:
    done = _run("practice", "--bank", str(folder))
    assert done.returncode == 0
    assert done.stdout == "\nNo question was answered.\n"


def test_what_cannot_start_is_one_line_and_1(folder: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("precious")
    for arguments, message in (
        (("--save", str(there)), f"error: {there}: there is a file already; name a new one"),
        (("--topic", "cooking"), "error: no question with topic 'cooking'; there are levels"),
        (("--question", "relu"), "error: no question 'relu'; did you mean 'deep-learning/relu'?"),
    ):
        done = _run("practice", "--bank", str(folder), *arguments)
        assert done.returncode == 1
        assert message in done.stderr.splitlines()[-1]
        assert done.stdout == ""
    assert there.read_text() == "precious"


def test_an_unknown_embedder_is_reported_and_the_answer_kept(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    arguments = ("practice", "--bank", str(folder), "--embedder", "bert", "--save", str(file))
    done = _run(*arguments, typed="my answer\n.\n")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: no embedder 'bert'; there are 'bundled'")
    kept = load_session(file).turns[0].grade
    assert kept is not None
    assert kept.answer == "my answer"


def test_a_usage_error_is_2() -> None:
    assert _run("practice", "--questions", "0").returncode == 2
    assert _run("practice", "--level", "wizard").returncode == 2


def test_the_readme_shows_what_the_demo_prints() -> None:
    printed = _run("demo").stdout.rstrip()
    assert printed in (ROOT / "README.md").read_text(encoding="utf-8")
