"""Interviews as transcripts: plain lines in process, the terminal through a real one."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from interviewer.cli.ask import PlainAsk, command
from interviewer.cli.conversation import converse
from interviewer.cli.screen import Screen, is_dumb, wants_color
from interviewer.cli.soon import SoonGrader
from interviewer.errors import EmbedderError, InterviewerError
from interviewer.grader import Grader
from interviewer.grades import Grade
from interviewer.interview import pick, start
from interviewer.interview.saving import load_session
from interviewer.items import Item
from tests.interview.items import bank
from tests.interview.words import grade

ROOT = Path(__file__).parents[2]
PASTE = "\n".join(f"line {n:03d} {'x' * 42}" for n in range(199)) + (
    "\n/quit\n.\nfinally dropout zeroes random units"
)


class Shown(NamedTuple):
    """What an interview printed."""

    out: str
    err: str


def _text(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)


def _plain(
    typed: str | bytes,
    save: Path | None = None,
    grade: Callable[[Item, str], Grade] = grade,
    encoding: str = "utf-8",
    raises: type[BaseException] | None = None,
) -> Shown:
    """Hold a plain interview about relu, then gelu."""
    out, err = _text(encoding), _text(encoding)
    screen = Screen(out, err, color=False, columns=lambda: 80)
    picks = pick(bank(), count=2, seed=1, question="*elu")
    stdin = io.BytesIO(typed if isinstance(typed, bytes) else typed.encode())

    def hold() -> None:
        converse(
            start(picks, session_id="s", interviewer="0.1.0", seed=1, started_at="2026-01-01"),
            picks,
            ask=PlainAsk(stdin, screen),
            grade=grade,
            clock=lambda: "2026-01-01",
            screen=screen,
            items=bank(),
            save=save,
        )

    if raises is None:
        hold()
    else:
        with pytest.raises(raises):
            hold()
    shown = [stream.buffer.getvalue().decode(encoding) for stream in (out, err)]  # type: ignore[attr-defined]
    return Shown(*shown)


def test_a_whole_plain_interview_reads_like_this() -> None:
    shown = _plain("dropout zeroes random units\nregularization\ncurbs overfitting\n.\n/skip\n.\n")
    assert (
        shown.out
        == """\

Question 1 of 2 · activations · beginner · 3 min

What is dropout, and what is it for?


✓ met             2/2  dropout zeroes random units
                       you said: “dropout zeroes random units”
                       why: these words make the claim (matcher)
✗ missed          0/3  regularization curbs overfitting
                       why: nothing in the answer says this (matcher)
✗ missed           +0  thinned networks form ensembles
                       why: nothing in the answer says this (matcher)

score: 2 of 5 points, 40%
1 of 3 keypoints made: 2 of 5 points.

strengths:
- dropout zeroes random units You said: “dropout zeroes random units”

gaps:
- Missing: regularization curbs overfitting Fewer units can conspire. Read:
  Goodfellow et al., Deep Learning, 7.12.

next steps:
- To complete the answer, add: regularization curbs overfitting
- Read on: Goodfellow et al., Deep Learning, 7.12.

Question 2 of 2 · activations · advanced · 3 min

What is dropout, and what is it for?


1. deep-learning/relu: 2 of 5 points, 40%
2. deep-learning/gelu: skipped
total: 2 of 5 points, 40% (1 of 2 answered, 1 skipped)

One sentence would have gained most, 3 points in deep-learning/relu:
    regularization curbs overfitting
Where to read on:
- Goodfellow et al., Deep Learning, 7.12

Graded by word-for-word on none, calibration none.
"""
    )
    assert shown.err == "Not saved; --save FILE keeps a session.\n"


@pytest.mark.parametrize("typed", ["", "\n\n", "\r\n", " \n\t"])
def test_no_input_is_a_plain_message_and_saves_nothing(typed: str, tmp_path: Path) -> None:
    shown = _plain(typed, save=tmp_path / "s.json")
    assert shown.out.endswith("\nNo question was answered.\n")
    assert shown.err == "Nothing was answered, so nothing was saved.\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "typed", ["an answer", "an answer\n", "an answer\n.\n", "an answer\r\n.\r\n"]
)
def test_once_the_input_has_ended_no_further_question_is_shown(typed: str, tmp_path: Path) -> None:
    shown = _plain(typed, save=tmp_path / "s.json")
    assert "Question 1 of 2" in shown.out
    assert "Question 2 of 2" not in shown.out
    (turn,) = load_session(tmp_path / "s.json").turns
    assert turn.grade is not None
    assert turn.grade.answer == "an answer"


def test_a_slash_is_a_command_only_as_a_whole_answer() -> None:
    texts = [
        "/skip",
        " /IDK \n",
        "/quit",
        "/help",
        "/foo",
        "/skip this",
        "/skip\nbecause",
        "a/b",
        "",
    ]
    assert [command(text) for text in texts] == [
        "skip",
        "idk",
        "quit",
        "help",
        "unknown",
        "unknown",
        None,
        None,
        None,
    ]


def test_an_unknown_command_gets_a_hint_and_is_no_answer() -> None:
    shown = _plain("/next\n.\ndropout zeroes random units\n.\n")
    assert "'/next' is no command; there are /help, /skip, /idk and /quit." in shown.err
    assert "1. deep-learning/relu: 2 of 5 points, 40%" in shown.out


def test_help_explains_and_asks_again() -> None:
    shown = _plain("/help\n.\n/idk\n.\n/quit\n.\n")
    assert "/idk say that you do not know" in shown.err
    assert "1. deep-learning/relu: I don't know: 0 of 5 points, 0%" in shown.out
    assert "total: 0 of 5 points, 0% (1 of 2 answered)" in shown.out


def test_a_blank_answer_is_an_answer() -> None:
    assert "1. deep-learning/relu: 0 of 5 points, 0%" in _plain(".\n").out


def test_bytes_that_are_no_text_become_replacement_characters(tmp_path: Path) -> None:
    _plain(b"caf\xe9 dropout\n.\n", save=tmp_path / "s.json")
    kept = load_session(tmp_path / "s.json").turns[0].grade
    assert kept is not None
    assert kept.answer == "caf\ufffd dropout"


def test_escape_codes_in_an_answer_never_reach_the_terminal() -> None:
    evil = "\x1b[2J dropout zeroes random units inference drops units too\x07 /\x1b]0;x\x07"
    shown = _plain(f"{evil}\n.\n/\x1b[2J\n.\n")
    assert "\x1b" not in shown.out + shown.err
    assert "\x07" not in shown.out + shown.err


def test_an_output_without_the_signs_gets_plain_ones() -> None:
    out = _plain("dropout zeroes random units\n.\n", encoding="ascii").out
    assert "+ met             2/2  dropout zeroes random units" in out
    assert 'you said: "dropout zeroes random units"' in out


def test_the_session_is_on_disk_before_the_next_question_is_asked(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    seen: list[int] = []

    def watching(item: Item, text: str) -> Grade:
        seen.append(len(load_session(file).turns) if file.exists() else 0)
        return grade(item, text)

    _plain("a\n.\nb\n.\n", save=file, grade=watching)
    assert seen == [0, 1]
    session = load_session(file)
    assert [turn.status for turn in session.turns] == ["answered", "answered"]
    assert session.ended_at == "2026-01-01"


def test_an_answer_survives_a_grader_that_does_not_load(tmp_path: Path) -> None:
    def build() -> Grader:
        raise EmbedderError("the model is damaged")

    file = tmp_path / "s.json"
    with SoonGrader(build, list(bank().values())) as grader:
        shown = _plain("my answer\n.\n", save=file, grade=grader.grade, raises=EmbedderError)
    kept = load_session(file).turns[0].grade
    assert kept is not None
    assert (kept.status, kept.answer) == ("failed", "my answer")
    assert shown.err == f"Saved to {file}.\n"


def test_a_missing_library_is_a_known_error() -> None:
    def build() -> Grader:
        raise ImportError("no module named onnxruntime")

    with SoonGrader(build, []) as grader, pytest.raises(EmbedderError, match="interviewer doctor"):
        grader.grade(bank()["deep-learning/relu"], "a")


def test_an_interruption_while_grading_keeps_the_answer(tmp_path: Path) -> None:
    def interrupted(item: Item, text: str) -> Grade:
        raise KeyboardInterrupt

    file = tmp_path / "s.json"
    shown = _plain("my answer\n.\n", save=file, grade=interrupted, raises=KeyboardInterrupt)
    assert shown.err == f"Saved to {file}.\n"
    assert load_session(file).ended_at is None


def test_a_save_that_fails_is_told_and_the_interview_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "gone" / "s.json"
    shown = _plain("a\n.\nb\n.\n", save=file, raises=InterviewerError)
    assert shown.err.count("it is tried again after the next answer") == 2
    assert "total: 0 of 10 points" in shown.out
    assert "Saved" not in shown.err


def test_colour_and_plain_lines_follow_the_environment() -> None:
    assert wants_color({"TERM": "xterm"}, is_terminal=True)
    assert not wants_color({"TERM": "xterm"}, is_terminal=False)
    assert not wants_color({"TERM": "xterm", "NO_COLOR": "1"}, is_terminal=True)
    assert not wants_color({"TERM": "dumb"}, is_terminal=True)
    assert is_dumb({"TERM": "dumb"})
    assert not is_dumb({})


Terminal = pexpect.spawn
KEEP = "Press Ctrl-C again to leave"
READY = r"\x1b\[\?2004h"  # from here on a paste is told from typing
SEND = "\x1b\r"


def _spawn(program: str, arguments: list[str], term: str = "xterm") -> Terminal:
    env = {**os.environ, "TERM": term, "PROMPT_TOOLKIT_NO_CPR": "1", "PYTHONPATH": str(ROOT)}
    return pexpect.spawn(
        program,
        arguments,
        env=env,
        cwd=str(ROOT),
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=30,
    )


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """An interview on a terminal of 24 lines, with the word-for-word grader."""
    child = _spawn(sys.executable, ["-m", "tests.interview.held", str(tmp_path / "s.json")])
    yield child
    child.close(force=True)


def _saved(tmp_path: Path) -> list[dict[str, object]]:
    turns: list[dict[str, object]] = json.loads((tmp_path / "s.json").read_text())["turns"]
    return turns


def test_a_long_paste_arrives_whole_and_sends_nothing_early(
    terminal: Terminal, tmp_path: Path
) -> None:
    assert len(PASTE) > 10_000
    assert PASTE.count("\n") > 199
    terminal.expect(READY)
    terminal.send(f"\x1b[200~{PASTE}\x1b[201~")
    terminal.expect("finally dropout")
    assert not (tmp_path / "s.json").exists()
    terminal.send(SEND)
    terminal.expect("2/2")
    terminal.expect("q quit")
    terminal.send("q\r")
    terminal.expect("Saved to")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    (turn,) = _saved(tmp_path)
    assert turn["grade"]["answer"] == PASTE  # type: ignore[index]


def test_enter_begins_a_line_and_ctrl_d_sends(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect(READY)
    terminal.send("dropout zeroes random units\ryes\x04")
    terminal.expect("q quit")
    assert _saved(tmp_path)[0]["grade"]["answer"] == "dropout zeroes random units\nyes"  # type: ignore[index]
    terminal.send("\r")
    terminal.expect("Question 2 of 2")


def test_one_ctrl_c_keeps_the_draft_and_typing_on_disarms_it(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.expect(READY)
    terminal.send("dropout zeroes\x03")
    terminal.expect(KEEP)
    terminal.send(" random units\x03")
    terminal.expect(KEEP)
    terminal.send(" \x04")
    terminal.expect("q quit")
    assert _saved(tmp_path)[0]["grade"]["answer"] == "dropout zeroes random units "  # type: ignore[index]


def test_two_ctrl_c_leave_with_130_and_say_where_it_was_saved(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.expect(READY)
    terminal.send("/idk\x04")
    terminal.expect("q quit")
    terminal.send("\r")
    terminal.expect("Question 2 of 2")
    terminal.expect(READY)
    terminal.send("half an answer\x03")
    terminal.expect(KEEP)
    terminal.send("\x03")
    terminal.expect("Saved to")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    assert [turn["status"] for turn in _saved(tmp_path)] == ["idk"]


def test_a_revision_starts_from_the_answer_and_shows_what_it_gained(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.expect(READY)
    terminal.send("dropout zeroes random units\x04")
    terminal.expect("q quit")
    terminal.send("s\r")
    terminal.expect("It curbs overfitting")
    terminal.send("x\r")
    terminal.expect("is none of Enter, r, s and q")
    terminal.send("r\r")
    terminal.expect(READY)
    terminal.send("\rregularization curbs overfitting\x04")
    terminal.expect("missed → met: regularization curbs overfitting")
    terminal.expect("the first answer is what")
    terminal.expect("q quit")
    terminal.send("q\r")
    terminal.expect("2 of 5 points, 40%; revised: 5 of 5 points, 100%")
    terminal.expect(pexpect.EOF)
    (turn,) = _saved(tmp_path)
    (revision,) = turn["revisions"]  # type: ignore[misc]
    assert revision["answer"] == "dropout zeroes random units\nregularization curbs overfitting"  # type: ignore[index]


def test_a_dumb_terminal_gets_plain_lines_and_ctrl_c_leaves_with_130(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    child = _spawn(sys.executable, ["-m", "tests.interview.held", str(file)], term="dumb")
    child.expect("End an answer with a line that is only a dot")
    child.expect("Question 1 of 2")
    child.send("dropout zeroes random units\n.\n")
    child.expect("Question 2 of 2")
    assert "\x1b" not in child.before
    child.sendintr()
    child.expect("Saved to")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert len(_saved(tmp_path)) == 1


def test_a_terminal_that_goes_away_ends_the_interview_even_if_hangups_are_ignored(
    tmp_path: Path,
) -> None:
    interview = f"exec {sys.executable} -m tests.interview.held {tmp_path / 's.json'}"
    child = _spawn("/bin/sh", ["-c", f"trap '' HUP; {interview}"])
    child.expect(READY)
    child.ptyproc.fileobj.close()
    for _ in range(300):
        ended, _status = os.waitpid(child.pid, os.WNOHANG)
        if ended:
            return
        time.sleep(0.1)
    os.kill(child.pid, signal.SIGKILL)
    pytest.fail("the interview went on without a terminal")
