"""Interviews as transcripts: plain lines in process, the terminal through a real one."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pexpect
import pytest

from interviewer.cli.ask import PlainAsk, Tools
from interviewer.cli.commands import escaped
from interviewer.cli.conversation import converse
from interviewer.cli.interviewing import Clock
from interviewer.cli.screen import Screen, is_dumb, wants_color
from interviewer.cli.soon import SoonGrader
from interviewer.errors import EmbedderError
from interviewer.grader import Grader
from interviewer.items import Item
from interviewer.sessions import Event, Session
from interviewer.store.journal import Journal
from tests.interview.interviews import WordGrades, engine, fresh
from tests.interview.items import bank, probed

ROOT = Path(__file__).parents[2]
PASTE = "\n".join(f"line {n:03d} {'x' * 42}" for n in range(199)) + (
    "\n/quit\n.\nfinally dropout zeroes random units"
)
HALF = "dropout zeroes random units"
RELU = {"deep-learning/relu": bank()["deep-learning/relu"]}
DROPOUT = {"deep-learning/dropout": probed()}


class Shown(NamedTuple):
    """What an interview printed, what happened, and where it stood at the end."""

    out: str
    err: str
    events: list[Event]
    session: Session


def _text(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True)


def _plain(
    typed: str | bytes,
    items: Mapping[str, Item] | None = None,
    encoding: str = "utf-8",
    columns: int = 80,
    history: tuple[Session, ...] = (),
    **rules: object,
) -> Shown:
    raw = typed if isinstance(typed, bytes) else typed.encode()
    out, err = _text(encoding), _text(encoding)
    screen = Screen(out, err, color=False, columns=lambda: columns)
    tools = Tools(lambda text, seconds: None, str, str, str)
    events: list[Event] = []
    session = converse(
        fresh(**{"questions": 1, **rules}),
        engine(PlainAsk(io.BytesIO(raw), screen, tools), items or DROPOUT, WordGrades()),
        record=events.append,
        screen=screen,
        history=history,
    )
    shown = [stream.buffer.getvalue().decode(encoding) for stream in (out, err)]  # type: ignore[attr-defined]
    return Shown(*shown, events, session)


def test_a_whole_plain_interview_reads_like_this() -> None:
    shown = _plain(f"{HALF}\n.\nregularization curbs overfitting\n.\n")
    assert (
        shown.out
        == """\

Question 1 of 1 · regularization · intermediate · 3 min
(for a test)

What is dropout, and what is it for?


Interviewer: What is it for?


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

With help:
- What is it for? → said, worth 80%: regularization curbs overfitting
unaided 40%, with help 88%

1. deep-learning/dropout: 2 of 5 points, 40%; with help 88%
total: 2 of 5 points, unaided 40%, with help 88% (1 of 1 answered)

One sentence would have gained most, 3 points in deep-learning/dropout:
    regularization curbs overfitting

To work on:
- curbs-overfitting: back on 2026-01-02 in deep-learning/dropout; read
    Goodfellow et al., Deep Learning, 7.12

Graded by word-for-word on none, calibration none.
"""
    )
    assert shown.err == ""


def test_nothing_of_a_keypoint_is_on_screen_before_its_question_is_over() -> None:
    out = _plain(f"{HALF}\n.\nhm\n.\nhm\n.\nhm\n.\n").out
    before = out[: out.index("✓ met")]
    assert before.count("Interviewer:") == 3
    assert "regularization curbs overfitting" not in before
    assert "score" not in before


def test_an_exam_shows_the_grades_at_the_end_only() -> None:
    shown = _plain(
        f"{HALF}\n.\n{HALF}\n.\n", RELU | bank(), questions=2, mode="exam", feedback="end"
    )
    first = shown.out.index("Question 2 of 2")
    assert "score" not in shown.out[:first]
    assert shown.out.count("score: 2 of 5 points, 40%") == 2


def test_no_feedback_at_all_says_where_the_grades_are() -> None:
    shown = _plain(f"{HALF}\n.\n", RELU, feedback="none")
    assert shown.out.endswith(
        "\n1 answer is kept. To see the grades: interviewer sessions show last\n"
    )
    assert "score" not in shown.out


def test_a_question_that_was_asked_before_shows_what_changed() -> None:
    before = _plain(f"{HALF}\n.\n", RELU).session
    shown = _plain("regularization curbs overfitting\n.\n", RELU, history=(before,))
    assert "Against the last time (2026-01-01):\nmet → missed: dropout zeroes" in shown.out
    assert "→ 3 of 5 points, 60% (+1)\n" in shown.out


@pytest.mark.parametrize("typed", ["", "\n\n", "\r\n", " \n\t"])
def test_no_input_leaves_the_interview_open(typed: str) -> None:
    shown = _plain(typed)
    assert [event.kind for event in shown.events if event.kind != "drafted"] == ["shown", "paused"]
    assert shown.session.ended_at is None


def test_once_the_input_has_ended_no_further_question_is_shown() -> None:
    shown = _plain("an answer", RELU | bank(), questions=2)
    assert "Question 1 of 2" in shown.out
    assert "Question 2 of 2" not in shown.out
    assert shown.session.turns[0].answer == "an answer"


def test_escape_codes_in_an_answer_never_reach_the_terminal() -> None:
    evil = "\x1b[2J dropout zeroes random units inference drops units too\x07 /\x1b]0;x\x07"
    shown = _plain(f"{evil}\n.\n{evil}\n.\n/\x1b[2J\n.\n{evil}\n.\n{evil}\n.\n")
    assert "\x1b" not in shown.out + shown.err
    assert "\x07" not in shown.out + shown.err


def test_an_output_without_the_signs_gets_plain_ones() -> None:
    out = _plain(f"{HALF}\n.\n", RELU, encoding="ascii").out
    assert "+ met             2/2  dropout zeroes random units" in out
    assert 'you said: "dropout zeroes random units"' in out


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_every_line_fits_the_screen(columns: int) -> None:
    shown = _plain(f"{HALF}\n.\nhm\n.\n/idk\n", columns=columns)
    assert max(map(len, shown.out.splitlines())) <= columns


def test_every_event_is_recorded_before_the_next_thing_is_asked() -> None:
    recorded: list[int] = []
    events: list[Event] = []
    screen = Screen(_text("utf-8"), _text("utf-8"), color=False, columns=lambda: 80)
    tools = Tools(lambda text, seconds: None, str, str, str)
    plain = PlainAsk(io.BytesIO(f"{HALF}\n.\nhm\n.\n/idk\n".encode()), screen, tools)

    def ask(asked):  # type: ignore[no-untyped-def]
        recorded.append(len(events))
        return plain(asked)

    converse(fresh(questions=1), engine(ask, DROPOUT), record=events.append, screen=screen)
    kinds = [event.kind for event in events]
    assert [kinds[:count][-1] for count in recorded] == ["shown", "probed", "probed", "replied"]


def test_a_missing_library_is_a_known_error() -> None:
    def build() -> Grader:
        raise ImportError("no module named onnxruntime")

    with SoonGrader(build, []) as grader, pytest.raises(EmbedderError, match="interviewer doctor"):
        grader.grade(bank()["deep-learning/relu"], "a")


def test_a_clock_that_is_set_back_stands_still() -> None:
    clock = Clock("2999-01-01T00:00:00+00:00")
    assert clock() == clock() == "2999-01-01T00:00:00+00:00"


def test_colour_and_plain_lines_follow_the_environment() -> None:
    assert wants_color({"TERM": "xterm"}, is_terminal=True)
    assert not wants_color({"TERM": "xterm"}, is_terminal=False)
    assert not wants_color({"TERM": "xterm", "NO_COLOR": "1"}, is_terminal=True)
    assert not wants_color({"TERM": "dumb"}, is_terminal=True)
    assert is_dumb({"TERM": "dumb"})
    assert not is_dumb({})


Terminal = pexpect.spawn
KEEP = "Ctrl-C again"
READY = r"\x1b\[\?2004h"  # from here on a paste is told from typing
SEND = "\x1b\r"
NEXT = "Enter: (next|finish)"


def _spawn(home: Path, *arguments: str, term: str = "xterm") -> Terminal:
    env = {
        **os.environ,
        "TERM": term,
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "PYTHONPATH": str(ROOT),
        "INTERVIEWER_HOME": str(home),
    }
    return pexpect.spawn(
        sys.executable,
        ["-m", "tests.interview.held", *arguments],
        env=env,
        cwd=str(ROOT),
        encoding="utf-8",
        dimensions=(24, 80),
        timeout=30,
    )


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """An interview of two questions without probes on a terminal of 24 lines."""
    child = _spawn(tmp_path, "begin", json.dumps({"questions": 2, "probes": False}))
    yield child
    child.close(force=True)


def _kept(home: Path) -> Session:
    with Journal.read_only(home / "journal.sqlite") as journal:
        return journal.session("s1")


def test_a_long_paste_arrives_whole_and_sends_nothing_early(
    terminal: Terminal, tmp_path: Path
) -> None:
    assert len(PASTE) > 10_000
    terminal.expect(READY)
    terminal.send(f"\x1b[200~{PASTE}\x1b[201~")
    terminal.expect("finally dropout")
    _wait_for_draft(tmp_path, escaped(PASTE))
    assert _kept(tmp_path).turns[0].status is None
    terminal.send(SEND)
    terminal.expect(NEXT)
    terminal.send("q")
    terminal.expect("Kept. To see it again: interviewer sessions show s1")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 0
    assert _kept(tmp_path).turns[0].answer == PASTE


def test_two_ctrl_c_leave_with_130_and_resuming_brings_the_draft_back(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.expect(READY)
    terminal.send("half an answer\x03")
    terminal.expect(KEEP)
    terminal.send("\x03")
    terminal.expect("To go on: interviewer resume s1")
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    again = _spawn(tmp_path, "resume")
    again.expect("half an answer")
    again.send(" and the rest\x04")
    again.expect(NEXT)
    again.close(force=True)
    assert _kept(tmp_path).turns[0].answer == "half an answer and the rest"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_saves_what_was_typed(
    terminal: Terminal, tmp_path: Path, number: signal.Signals
) -> None:
    terminal.expect(READY)
    terminal.send("half a thou")
    terminal.expect("half a thou")
    terminal.kill(number)
    terminal.expect(pexpect.EOF)
    terminal.close()
    assert terminal.exitstatus == 130
    with Journal.read_only(tmp_path / "journal.sqlite") as journal:
        kept = journal.draft("s1")
    assert kept is not None
    assert kept[0] == "half a thou"


def _wait_for_draft(folder: Path, words: str) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not (folder / "journal.sqlite").exists():
            time.sleep(0.1)
            continue
        with Journal.read_only(folder / "journal.sqlite") as journal:
            if (journal.draft("s1") or ("", 0))[0] == words:
                return
        time.sleep(0.1)
    pytest.fail(f"the draft {words!r} was not kept")


def test_a_killed_interview_goes_on_with_what_was_typed(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect(READY)
    terminal.send("typed before the power went")
    terminal.expect("power went")
    _wait_for_draft(tmp_path, "typed before the power went")
    terminal.kill(signal.SIGKILL)
    terminal.close()
    again = _spawn(tmp_path, "resume")
    again.expect("typed before the power went")
    again.close(force=True)


@pytest.mark.parametrize("keys", ["\x03\x03", "\x04\x04"])
def test_who_leaves_without_a_word_has_seen_the_question(
    terminal: Terminal, tmp_path: Path, keys: str
) -> None:
    terminal.expect(READY)
    terminal.send(keys)
    terminal.expect("To go on: interviewer resume s1")
    terminal.expect(pexpect.EOF)
    kept = _kept(tmp_path)
    assert [(turn.status, turn.answer) for turn in kept.turns] == [(None, "")]


def test_a_second_process_does_not_get_at_the_session(terminal: Terminal, tmp_path: Path) -> None:
    terminal.expect(READY)
    terminal.send("half")
    _wait_for_draft(tmp_path, "half")
    second = _spawn(tmp_path, "resume")
    second.expect("is open in another process")
    second.close(force=True)


def test_a_revision_starts_from_the_answer_and_shows_what_it_gained(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.expect(READY)
    terminal.send("dropout zeroes random units\x04")
    terminal.expect(NEXT)
    terminal.send("s")
    terminal.expect("It curbs overfitting")
    terminal.send("r")
    terminal.expect(READY)
    terminal.send("\rregularization curbs overfitting\x04")
    terminal.expect("missed → met: regularization curbs overfitting")
    terminal.expect(NEXT)
    terminal.send("q")
    terminal.expect("revised: 5 of 5 points, 100%")
    terminal.expect(pexpect.EOF)
    (revision,) = _kept(tmp_path).turns[0].revisions
    assert revision.text == "dropout zeroes random units\nregularization curbs overfitting"


def test_a_revision_that_is_being_written_survives_a_kill(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.expect(READY)
    terminal.send("dropout zeroes random units\x04")
    terminal.expect(NEXT)
    terminal.send("r")
    terminal.expect(READY)
    terminal.send(" and curbs it")
    terminal.expect("and curbs it")
    _wait_for_draft(tmp_path, "dropout zeroes random units and curbs it")
    terminal.kill(signal.SIGKILL)
    terminal.close()
    again = _spawn(tmp_path, "resume")
    again.expect("r goes on with it")
    again.send("r")
    again.expect("and curbs it")
    again.send("\x03\x03")
    again.expect("To go on: interviewer resume s1")
    again.close(force=True)
    third = _spawn(tmp_path, "resume")
    third.expect("r goes on with it")
    third.send("r")
    third.expect("and curbs it")
    third.send("\x04")
    third.expect(NEXT)
    third.close(force=True)
    (revision,) = _kept(tmp_path).turns[0].revisions
    assert revision.text == "dropout zeroes random units and curbs it"


def test_a_dumb_terminal_gets_plain_lines_and_ctrl_c_leaves_with_130(tmp_path: Path) -> None:
    child = _spawn(tmp_path, "begin", json.dumps({"probes": False}), term="dumb")
    child.expect("End an answer with a line that is only a dot")
    child.expect("Question 1 of 5")
    child.send("dropout zeroes random units\n.\n")
    child.expect(NEXT)
    assert "\x1b" not in child.before
    child.sendintr()
    child.expect("To go on: interviewer resume s1")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert _kept(tmp_path).turns[0].grade is not None


def test_a_terminal_that_goes_away_leaves_the_interview_to_be_gone_on_with(tmp_path: Path) -> None:
    child = _spawn(tmp_path, "begin")
    child.expect(READY)
    child.send("half a thou")
    child.expect("half a thou")
    child.ptyproc.fileobj.close()
    for _ in range(300):
        ended, _status = os.waitpid(child.pid, os.WNOHANG)
        if ended:
            with Journal.open(tmp_path / "journal.sqlite") as journal:
                kept = journal.draft("s1")
                draft = kept[0] if kept else journal.session("s1").draft
            assert draft == "half a thou"
            return
        time.sleep(0.1)
    os.kill(child.pid, signal.SIGKILL)
    pytest.fail("the interview went on without a terminal")
