"""`interviewer rubric new`: by options, from a file, and asked for at a terminal."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pexpect
import pytest
from typer.testing import CliRunner

from interviewer.bank import load_bank
from interviewer.cli.app import app
from interviewer.cli.questionnaire import chosen
from tests.bank.files import GOOD, write

NOTE = "# Which anomalies does it allow?\n\nDirty reads. Phantoms too.\n"
TOPICS = "title: Deep learning\ntopics: {activations: {title: Activations}}\n"
READY = r"\x1b\[\?2004h"  # the editor listens


def run(*words: str, told: str | None = None) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, ["rubric", "new", *words], input=told)
    return result.exit_code, result.stdout, result.stderr, result.exception


def files(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in root.rglob("*.yaml"))


def test_options_alone_make_an_item_and_the_next_commands_are_told(tmp_path: Path) -> None:
    root = write(tmp_path, {**GOOD, "questions/dl/_subject.yaml": TOPICS})
    code, out, err, _ = run(
        "dl/anomalies", "--bank", str(root), "--prompt", "Why?", "--level", "advanced",
        "--topic", "sql", "--reference", "One. Two.",
    )  # fmt: skip
    assert code == 0
    assert out.splitlines() == [
        f"{root}/questions/dl/anomalies.yaml",
        f"{root}/rubrics/dl/anomalies.yaml",
    ]
    assert err.splitlines() == [
        "'sql' is a new topic: add it to questions/dl/_subject.yaml",
        "2 draft keypoints, one a sentence of the reference. Read and mend them, then:",
        f"  interviewer rubric try --bank {root} dl/anomalies",
        f"  interviewer rubric lint --bank {root} rubrics/dl/anomalies.yaml",
    ]
    assert [k.text for k in load_bank(root)["dl/anomalies"].rubric.keypoints] == ["One.", "Two."]


def test_a_file_and_standard_input_give_question_and_reference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, {**GOOD, "note.md": NOTE})
    monkeypatch.chdir(root)
    assert run("--from", "note.md", "--level", "advanced", "--topic", "sql")[0] == 0
    told = NOTE.replace("anomalies", "oddities")
    assert run("--from", "-", "--level", "advanced", "--topic", "sql", told=told)[0] == 0
    found = load_bank(root)
    assert [*found] == ["dl/anomalies-allow", "dl/oddities-allow", "dl/relu"]
    assert found["dl/anomalies-allow"].rubric.reference == "Dirty reads. Phantoms too."


def test_without_a_terminal_what_is_missing_is_a_usage_error(tmp_path: Path) -> None:
    root = write(tmp_path, {**GOOD, "questions/sql/x.yaml": "", "note.md": NOTE})
    code, _, err, _ = run("--bank", str(root), "--from", str(root / "note.md"))
    assert code == 2
    assert "ID, --level, --topic missing" in " ".join(err.split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["dl/relu"], "is there already; pick another id"),
        (["relu"], "the id 'relu' must be a subject and a name"),
        (["dl/x", "--prompt", "how do ReLU and sigmoid differ"], "dl/relu asks this already"),
        (
            ["dl/x", "--from", "nowhere.md"],
            "nowhere.md: cannot be read (no such file or directory)",
        ),
        (["dl/x", "--from", "-"], "-: empty; begin with the question, then the reference"),
        (["dl/x", "--topic", "S Q"], "write 's-q'"),
    ],
)
def test_what_cannot_be_is_one_line_and_leaves_nothing(
    tmp_path: Path, words: list[str], told: str
) -> None:
    root = write(tmp_path, GOOD)
    rest = ["--level", "advanced", "--reference", "One."]
    rest += [] if "--topic" in words else ["--topic", "sql"]
    rest += [] if {"--prompt", "--from"} & {*words} else ["--prompt", "Why?"]
    code, out, _, error = run(*words, "--bank", str(root), *rest, told="")
    assert (code, out) == (1, "")
    assert told in str(error)
    assert files(root) == sorted(GOOD)


def test_the_bundled_bank_is_never_written_to_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, _, error = run("dl/x")
    assert code == 1
    assert "interviewer bank init DIR" in str(error)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("2", "data"),
        ("models", "models"),
        ("mod", "models"),
        ("da", None),
        ("0", None),
        ("9", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_a_choice_is_a_number_a_name_or_an_unmistakable_beginning(
    said: str, name: str | None
) -> None:
    assert chosen(said, ["dates", "data", "models"]) == name


def spawn(root: Path, *words: str, term: str = "xterm") -> pexpect.spawn[str]:
    env = {**os.environ, "TERM": term, "PROMPT_TOOLKIT_NO_CPR": "1"}
    words = ("-m", "interviewer", "rubric", "new", "--bank", str(root), *words)
    return pexpect.spawn(
        sys.executable, [*words], env=env, encoding="utf-8", dimensions=(30, 80), timeout=30
    )


@pytest.fixture
def described(tmp_path: Path) -> Path:
    return write(tmp_path, {**GOOD, "questions/dl/_subject.yaml": TOPICS})


def test_a_terminal_asks_for_all_that_is_missing(described: Path) -> None:
    terminal = spawn(described)
    for question, answer in (
        ("What is asked", "What is a deadlock?\r"),
        ("Under which id", "\r"),
        ("Which level", "int\r"),
        ("Which topic", "1\r"),
        ("An answer that earns every point", "It is a cycle of waits.\rOne ends.\x1b\r"),
    ):
        terminal.expect(question)
        terminal.expect(READY)
        terminal.send(answer)
    terminal.expect("2 draft keypoints")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    made = load_bank(described)["dl/deadlock"]
    assert (made.question.level, made.question.topic) == ("intermediate", "activations")
    assert made.rubric.reference == "It is a cycle of waits.\nOne ends."


def test_ctrl_c_leaves_nothing(described: Path) -> None:
    terminal = spawn(described, "dl/deadlock", "--prompt", "Why?", "--level", "beginner")
    terminal.expect("Which topic")
    terminal.expect(READY)
    terminal.send("\x03")
    terminal.expect("interrupted; nothing was written")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert files(described) == ["questions/dl/_subject.yaml", *sorted(GOOD)]


def test_a_dumb_terminal_asks_in_plain_lines(described: Path) -> None:
    terminal = spawn(
        described, "dl/deadlock", "--prompt", "Why?", "--level", "beginner", term="dumb"
    )
    terminal.expect("Which topic")
    terminal.expect("> ")
    terminal.sendline("S Q")
    terminal.expect("write 's-q'")
    terminal.sendline("locks")
    terminal.expect("A line of one dot")
    terminal.sendline("It is a cycle.")
    terminal.sendline(".")
    terminal.expect("1 draft keypoint,")
    assert "\x1b" not in str(terminal.before)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert load_bank(described)["dl/deadlock"].question.topic == "locks"
