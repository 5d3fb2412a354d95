"""The demo and the practice command as a user runs them: real bank, real model, real exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.sessions import Session
from tests.interview.items import bank

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]


def _run(
    *arguments: str, typed: str = "", home: Path | None = None
) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80"}
    if home is not None:
        env["INTERVIEWER_HOME"] = str(home)
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
def home(tmp_path: Path) -> Path:
    """A folder for interviews that nobody else's are in."""
    return tmp_path / "home"


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


def _session(done: subprocess.CompletedProcess[str]) -> Session:
    return Session.model_validate_json(done.stdout)


def test_a_piped_interview_is_graded_kept_and_exits_with_0(folder: Path, home: Path) -> None:
    typed = "Dropout sets random units to zero while training.\n.\n/skip\n"
    done = _run("practice", "--bank", str(folder), "--seed", "4", "--json", typed=typed, home=home)
    assert done.returncode == 0
    assert done.stderr.startswith("warning: deep-learning/dropout is left out: ")
    assert "wizard" in done.stderr
    assert "2 questions, seed 4. End an answer with a line that is only a dot." in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    session = _session(done)
    assert session.seed == 4
    assert [turn.status for turn in session.turns] == ["answered", "skipped"]
    assert f"interviewer sessions show {session.id[:8]}" in done.stderr
    shown = _run("sessions", "show", "last", home=home)
    assert "Dropout sets random units to zero while training." in shown.stdout


def test_the_same_seed_asks_the_same_questions(folder: Path, tmp_path: Path) -> None:
    runs = [
        _run("practice", "--bank", str(folder), "--seed", "9", typed="/skip\n/skip\n", home=home)
        for home in (tmp_path / "one", tmp_path / "two")
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].stdout.count("Question") == 2


def test_an_interview_that_was_left_is_gone_on_with(folder: Path, home: Path) -> None:
    left = _run("practice", "--bank", str(folder), "--seed", "4", typed="/skip\n", home=home)
    assert "To go on: interviewer resume" in left.stderr
    on = _run("resume", "--json", typed="Units are zeroed at random.\n.\n", home=home)
    assert on.returncode == 0
    session = _session(on)
    assert [turn.status for turn in session.turns] == ["skipped", "answered"]
    over = _run("resume", home=home)
    assert over.returncode == 1
    assert over.stderr.startswith("error: no interview is unfinished")


def test_a_transcript_is_a_new_file_and_never_another_one(folder: Path, home: Path) -> None:
    there = home.parent / "there.md"
    arguments = ("practice", "--bank", str(folder), "--transcript", str(there))
    done = _run(*arguments, typed="/skip\n/skip\n", home=home)
    assert done.returncode == 0
    assert there.read_text().startswith("# Interview of ")
    again = _run(*arguments, home=home)
    assert again.returncode == 1
    assert "there is a file already; name a new one" in again.stderr
    assert there.read_text().startswith("# Interview of ")


def test_answers_can_come_from_a_file(folder: Path, home: Path) -> None:
    file = home.parent / "answers.jsonl"
    rows = [
        {"question_id": f"deep-learning/{name}", "answer": f"Units of {name} are zeroed at random."}
        for name in ("relu", "gelu")
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = _run(
        "practice", "--bank", str(folder), "--answers", str(file), "--json", "--no-probes",
        home=home,
    )  # fmt: skip
    assert {turn.question_id: turn.answer for turn in _session(done).turns} == {
        row["question_id"]: row["answer"] for row in rows
    }


def test_what_cannot_start_is_one_line_and_1(folder: Path, home: Path) -> None:
    for arguments, message in (
        (("--topic", "cooking"), "error: no topic 'cooking'"),
        (("--question", "relu"), "error: no question 'relu'; did you mean 'deep-learning/relu'?"),
        (("--time", "soon"), "error: --time 'soon' is no length of time; 45m, 1h30m or 90s"),
        (("--interview-date", "soon"), "error: --interview-date 'soon' is no day; 2026-12-24"),
        (("--interview-date", "2020-01-01"), "error: --interview-date 2020-01-01 is over; name a"),
        (("--answers", "nowhere.jsonl"), "error: nowhere.jsonl: cannot be read: No such file"),
        (("--for", "nowhere.txt"), "error: cannot read nowhere.txt: No such file or directory"),
    ):
        done = _run("practice", "--bank", str(folder), *arguments, home=home)
        assert done.returncode == 1
        assert message in done.stderr.splitlines()[-1]
        assert done.stdout == ""
    kept = _run("sessions", "list", "--format", "json", home=home)
    assert json.loads(kept.stdout) == []


def test_a_drill_with_nothing_due_says_so_and_keeps_nothing(folder: Path, home: Path) -> None:
    done = _run("practice", "--bank", str(folder), "--mode", "drill", home=home)
    assert (done.returncode, done.stdout) == (0, "")
    assert "Nothing is due now." in done.stderr
    assert json.loads(_run("sessions", "list", "--format", "json", home=home).stdout) == []


def test_a_grader_that_does_not_load_is_reported_and_the_answer_kept(
    folder: Path, home: Path
) -> None:
    arguments = ("practice", "--bank", str(folder), "--embedder", "bert")
    done = _run(*arguments, typed="my answer\n.\n", home=home)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("error: no embedder 'bert'; there are 'bundled'")
    assert "To go on: interviewer resume" in done.stderr
    kept = _run("sessions", "export", "last", home=home)
    assert _session_of(kept).turns[0].answer == "my answer"


def _session_of(done: subprocess.CompletedProcess[str]) -> Session:
    whole = json.loads(done.stdout)
    whole.pop("events")
    return Session.model_validate_json(json.dumps(whole))
