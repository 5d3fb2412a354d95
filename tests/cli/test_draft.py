"""`interviewer rubric draft`: shown as a diff, written on a yes, and never more than was shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from interviewer.bank import read_bank
from interviewer.cli.app import app
from interviewer.errors import InterviewerError
from interviewer.testing.fault_replies import Asked
from interviewer.testing.fault_server import FaultServer
from tests.bank.files import write

NAME = "sql/locks"
QUESTION = """\
prompt: What is a deadlock in a database, how does a database get out of one, and how are they rare?
topic: transactions
level: beginner
"""
RUBRIC = """\
version: 1
# kept as it is
reference: >-
  Two transactions wait for each other's locks forever. The database aborts one of the two
  transactions and the other transaction goes on. Fewer deadlocks happen when every transaction
  takes its locks in the same order.
keypoints:
  - {id: wait, text: Each of two transactions waits for a lock of the other., points: 2}
"""
FILES = {f"questions/{NAME}.yaml": QUESTION, f"rubrics/{NAME}.yaml": RUBRIC}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home))
    monkeypatch.setenv("INTERVIEWER_HOME", str(home))
    monkeypatch.chdir(home)


def run(root: Path, *words: str) -> tuple[int, str, str, BaseException | None]:
    command = ["rubric", "draft", NAME, "--bank", str(root), "--matcher", "similarity", *words]
    result = CliRunner().invoke(app, command)
    return result.exit_code, result.stdout, result.stderr, result.exception


def rubric(root: Path) -> str:
    return (root / f"rubrics/{NAME}.yaml").read_text(encoding="utf-8")


@pytest.mark.model
def test_without_a_terminal_the_diff_is_shown_and_nothing_written_without_a_yes(
    tmp_path: Path,
) -> None:
    write(tmp_path, FILES)
    code, out, err, _ = run(tmp_path)
    assert code == 0
    assert "+    draft: true" in out.splitlines()
    assert "no terminal to ask at; --yes writes it" in err
    assert rubric(tmp_path) == RUBRIC


@pytest.mark.model
def test_yes_writes_what_was_shown_and_leaves_the_rest_as_it_was(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    shown = run(tmp_path, "--dry-run")[1]
    code, out, err, _ = run(tmp_path, "--yes")
    assert (code, out) == (0, shown)
    assert "drafted, written to" in err
    assert rubric(tmp_path).startswith(RUBRIC)
    found = read_bank(tmp_path).items[NAME].rubric
    assert [k.draft for k in found.keypoints][:2] == [False, True]
    assert "In a deadlock, the database aborts one" in found.keypoints[1].text


@pytest.mark.model
def test_a_file_of_its_own_takes_the_draft_and_the_rubric_stays(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    out = tmp_path / "drafted.yaml"
    assert run(tmp_path, "-o", str(out))[0] == 0
    assert rubric(tmp_path) == RUBRIC
    assert "draft: true" in out.read_text(encoding="utf-8")


@pytest.mark.model
def test_what_several_answers_say_besides_is_told_with_quotes_made_harmless(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    besides = "a gap lock \x1b[31m guards the space between two index entries"
    rows = [{"question_id": NAME, "answer": f"{word} {besides}."} for word in ("Well", "So", "Now")]
    rows.append({"question_id": "sql/other", "answer": "x"})
    answers = tmp_path / "answers.jsonl"
    answers.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    code, out, err, _ = run(tmp_path, "--answers", str(answers), "--dry-run")
    assert code == 0
    assert "said by 3 of 3 answers and in no keypoint" in " ".join(out.replace("+", "").split())
    assert "\x1b" not in out
    assert "3 answers to sql/locks; 1 other rows passed over" in err


def test_a_judge_that_is_none_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    code, out, _, error = run(tmp_path, "--judge", "openia:gpt")
    assert (code, out) == (1, "")
    assert isinstance(error, InterviewerError)
    assert "no judge 'openia:gpt'" in str(error)


@pytest.mark.model
def test_a_judge_proposes_and_what_the_checks_find_is_noted(
    tmp_path: Path,
) -> None:
    write(tmp_path, FILES)
    good = "The database aborts one transaction so that the other goes on."
    wrong = "Optimistic concurrency counts versions of every single row."

    def ruler(_: Asked) -> Any:
        texts = (good, wrong)
        return {"keypoints": [{"text": text, "accept": [], "reject": []} for text in texts]}

    with FaultServer("none", ruler=ruler) as server:
        asking = ("--judge", "openai:fault-model", "--judge-url", server.url)
        code, out, err, _ = run(tmp_path, *asking, "--dry-run", "--matcher", "bundled")
        assert [asked.path for asked in server.asked] == ["/v1/chat/completions"]
    assert code == 0
    assert f"text: {good}" in out
    assert f"text: {wrong}" in out
    assert "# the reference does not earn it (missed)" in out
    assert "judge: 2 keypoints proposed, 2 kept" in err


def test_an_item_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    command = ["rubric", "draft", "sql/lock", "--bank", str(tmp_path)]
    result = CliRunner().invoke(app, command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert isinstance(result.exception, InterviewerError)
