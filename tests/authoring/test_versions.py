"""What git holds of a bank, and the rule that compares a rubric with it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from interviewer.authoring.committed import last_committed, objects
from interviewer.authoring.difference.changes import changes
from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.report import reports
from interviewer.authoring.lint.rules import version
from interviewer.bank import read_bank
from interviewer.errors import InterviewerError
from tests.authoring.items import QUESTION, RUBRIC, Data, item
from tests.bank.files import write

ID = "dl/relu"
Q, R = f"questions/{ID}.yaml", f"rubrics/{ID}.yaml"
Spoil = Callable[[Data, Data], Any]


def git(root: Path, *words: str) -> None:
    named = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    subprocess.run(
        ["git", "-C", str(root), *who, *words],
        check=True,
        capture_output=True,
        env={**os.environ, **named},
    )


def put(root: Path, spoil: Spoil = lambda question, rubric: None) -> Path:
    question, rubric = json.loads(json.dumps([QUESTION, RUBRIC]))
    spoil(question, rubric)
    return write(root, {Q: json.dumps(question, indent=1), R: json.dumps(rubric, indent=1)})


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "x")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank in a folder of a repository, committed."""
    git(tmp_path, "init", "-q")
    bank = put(tmp_path / "bank")
    commit(tmp_path)
    return bank


def other_text(question: Data, rubric: Data) -> None:
    rubric["keypoints"][0]["text"] = "ReLU passes the larger of zero and its input on."


def raised(question: Data, rubric: Data) -> None:
    other_text(question, rubric)
    rubric["version"] = 2


def told(root: Path) -> list[str]:
    bank = read_bank(root)
    report = reports(bank, [], committed=lambda ids: last_committed(bank, ids))
    return [str(line) for line in report.lines]


MEANING = f"{R}:2: error R026: version: formula.text changed since 1 was committed; write 2"


def test_other_words_under_the_committed_version_are_an_error(root: Path) -> None:
    put(root, other_text)
    assert told(root) == [MEANING]


def test_other_words_under_a_higher_version_are_as_they_should_be(root: Path) -> None:
    put(root, raised)
    assert told(root) == []


def test_what_was_just_committed_is_compared_with_the_commit_before(root: Path) -> None:
    put(root, other_text)
    commit(root)
    assert told(root) == [MEANING]
    commit(root)
    assert told(root) == []


def test_another_wording_that_waits_in_the_index_is_none_that_is_committed(root: Path) -> None:
    put(root, other_text)
    git(root, "add", "-A")
    assert told(root) == [MEANING]


def test_explanations_examples_and_line_endings_need_no_new_version(root: Path) -> None:
    def spoil(question: Data, rubric: Data) -> None:
        rubric["keypoints"][0]["explain"] = "Thence the name."
        rubric["examples"][0]["answer"] = "uno"

    put(root, spoil)
    assert told(root) == []
    put(root)
    (root / R).write_bytes((root / R).read_bytes().replace(b"\n", b"\r\n"))
    assert last_committed(read_bank(root), [ID]) == {}


def test_a_committed_file_that_does_not_load_says_nothing(root: Path) -> None:
    write(root, {R: "version: [\n"})
    commit(root)
    put(root, other_text)
    assert told(root) == []


def test_a_bank_outside_of_any_repository_is_let_be(tmp_path: Path) -> None:
    put(tmp_path, other_text)
    assert told(tmp_path) == []
    with pytest.raises(InterviewerError, match="git says: not a git repository"):
        objects(tmp_path, ["HEAD:./x"])


def test_a_bank_that_was_never_committed_is_let_be(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    put(tmp_path, other_text)
    assert told(tmp_path) == []


def test_without_git_nothing_is_compared(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, other_text)
    monkeypatch.setenv("PATH", str(root))
    assert told(root) == []
    with pytest.raises(InterviewerError, match="install it"):
        objects(root, ["HEAD:./x"])


def test_a_hooks_environment_does_not_lead_to_another_repository(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, other_text)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path))
    assert told(root) == [MEANING]


def test_what_a_repository_would_have_run_is_not_run(root: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {ran}\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "diff.external"):
        git(root, "config", key, str(script))
    git(root, "config", "filter.evil.smudge", str(script))
    git(root, "config", "diff.evil.textconv", str(script))
    write(tmp_path, {".gitattributes": "* filter=evil diff=evil\n"})
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "remote.origin.url", f"ext::{script}")
    git(root, "config", "remote.origin.promisor", "true")
    put(root, other_text)
    ran.unlink(missing_ok=True)
    assert told(root) == [MEANING]
    assert objects(root, ["f" * 40]) == [None]
    assert not ran.exists()


def test_objects_come_in_the_order_of_their_names_and_none_for_what_is_not_there(
    root: Path,
) -> None:
    write(root, {"a.txt": "one\ntwo", "empty.txt": "", "big.txt": "x" * 1_000_001})
    commit(root)
    names = ["HEAD:./big.txt", "HEAD:./a.txt", "HEAD:./no", "HEAD:./empty.txt", "--help"]
    assert objects(root, names) == [None, b"one\ntwo", None, b"", None]


def found(before: Spoil, after: Spoil) -> list[Finding]:
    return [*version.find(Given(item(after), committed=item(before)))]


def same(question: Data, rubric: Data) -> None:
    pass


def of_version(number: int, spoil: Spoil = same) -> Spoil:
    def both(question: Data, rubric: Data) -> None:
        spoil(question, rubric)
        rubric["version"] = number

    return both


def points(question: Data, rubric: Data) -> None:
    rubric["keypoints"][0]["points"] = 1.5


def test_other_points_under_the_same_version_are_a_warning() -> None:
    (one,) = found(same, points)
    assert (one.severity, one.place) == ("warning", ("version",))
    assert one.message == (
        "formula.points changed since 1 was committed, so that scores cannot be compared; write 2"
    )
    assert found(same, of_version(2, points)) == []


def test_a_version_that_went_back_is_an_error() -> None:
    (one,) = found(of_version(3), of_version(2))
    assert one.severity == "error"
    assert one.message == "is 2, and 3 was committed; a version never goes back: write 3"
    (other,) = found(of_version(3), of_version(2, other_text))
    assert other.message == "is 2, and 3 was committed; a version never goes back: write 4"


def test_another_order_of_keypoints_is_told_as_such() -> None:
    def turned(question: Data, rubric: Data) -> None:
        rubric["keypoints"][:2] = rubric["keypoints"][1::-1]

    (one,) = found(same, turned)
    assert one.message == "rubric.order changed since 1 was committed; write 2"


def test_a_message_names_three_changes_and_counts_the_rest() -> None:
    def much(question: Data, rubric: Data) -> None:
        question["prompt"] += " And why?"
        for keypoint in rubric["keypoints"][:4]:
            keypoint["text"] += " Always."

    (one,) = found(same, much)
    assert one.message == (
        "question.prompt, formula.text, range.text and 2 more changed since 1 was committed; "
        "write 2"
    )


def test_changes_say_what_came_what_went_and_what_they_bear_on() -> None:
    def spoil(question: Data, rubric: Data) -> None:
        rubric["keypoints"][2]["id"] = "deep"
        rubric["keypoints"][0]["points"] = 1.5
        rubric["keypoints"][1]["accept"] = ["zero to one"]
        rubric["groups"][0]["points"] = 2
        rubric["misconceptions"][0]["points"] = 2
        rubric["examples"] = []

    told = [
        (c.kind, c.name, c.field, c.before, c.after, c.bears_on)
        for c in changes(item(), item(spoil))
    ]
    text = "ReLU is the default for hidden layers."
    accept = "range in precise words | so range, you know, said aloud"
    assert told == [
        ("keypoint", "range", "accept", accept, "zero to one", "meaning"),
        ("keypoint", "deep", None, None, text, "meaning"),
        ("keypoint", "hidden", None, text, None, "meaning"),
        ("keypoint", "formula", "points", "1", "1.5", "sum"),
        ("group", "drawbacks", "points", "1", "2", "sum"),
        ("misconception", "linear", "points", "1", "2", "sum"),
    ]
    assert changes(item(), item()) == ()
