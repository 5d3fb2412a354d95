"""`interviewer rubric try`: once without a terminal, and the author's loop with real keys."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput
from typer.testing import CliRunner

from interviewer.authoring.trial.opening import Files, open_item
from interviewer.authoring.trial.remembering import remembering
from interviewer.bank import load_bank
from interviewer.cli.app import app
from interviewer.cli.author_desk import AuthorDesk
from interviewer.cli.beside import open_beside
from interviewer.cli.pressing import WOKEN, press
from interviewer.cli.screen import Screen
from interviewer.errors import InterviewerError
from interviewer.testing.fakes import fake_grader
from tests.bank.files import GOOD, QUESTION, RUBRIC, R, write
from tests.cli.askings import _Text

NAME = "dl/relu"
SEND, CTRL_C, CTRL_D = "\x1b\r", "\x03", "\x04"
ANSWER = "A rectifier costs one comparison."
COMMENTED = RUBRIC.replace("keypoints:", "# the claims\nkeypoints:   # in order", 1)


Steps = list[tuple[str, Callable[[], object]]]


class Answering(_Text):
    """A stream that does something once a text stands on it; ``steps`` may be shared by several."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self.steps = steps

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.steps and self.steps[0][0] in text:
            self.steps.pop(0)[1]()
        return written


class Room:
    """A bank, a screen, and keys that are typed ahead; the terminal goes away after them."""

    def __init__(self, root: Path, files: dict[str, str] | None = None) -> None:
        self.files = Files(write(root, GOOD if files is None else files), NAME)
        self.steps: Steps = []
        self.out, self.err = Answering(self.steps), Answering(self.steps)

    def run(
        self,
        keys: str,
        *,
        answer: str | None = ANSWER,
        once: bool = False,
        then: Callable[[PipeInput], Steps] | None = None,
    ) -> str:
        """Return what stands on the output after the keys, and what was done ``then``."""
        grader = remembering(fake_grader())
        screen = Screen(self.out, self.err, color=False, columns=lambda: 80)
        desk = AuthorDesk(self.files, open_item(self.files), lambda: grader, screen, every=False)
        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys)
            if then is None:
                pipe.close()
            else:
                self.steps += then(pipe)
            desk.run(answer, once=once)
        return self.out.getvalue()

    @property
    def said(self) -> str:
        return " ".join(self.err.getvalue().split())

    @property
    def rubric(self) -> str:
        return self.files.rubric.read_bytes().decode()


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_the_question_is_shown_an_answer_taken_and_its_ledger_printed(room: Room) -> None:
    out = room.run(f"A rectifier\rcosts one comparison.{SEND}q", answer=None)
    assert out.startswith("How do ReLU and sigmoid differ?\n")
    assert "✓ met             1/1  4 cheap: A rectifier costs one comparison." in out
    assert "Both files are watched" in room.said


def test_once_ends_after_the_first_ledger(room: Room) -> None:
    assert "score: " in room.run("", once=True)
    assert "Both files are watched" not in room.said


def test_giving_up_the_first_answer_ends(room: Room) -> None:
    with pytest.raises(KeyboardInterrupt):
        room.run(CTRL_C, answer=None)
    assert "score: " not in room.out.getvalue()


def test_e_edits_the_answer_and_n_begins_a_new_one(room: Room) -> None:
    out = room.run(f"e And more.{SEND}nBananas.{SEND}q")
    assert [line for line in out.splitlines() if "cheap" in line] == [
        "✓ met             1/1  4 cheap: A rectifier costs one comparison.",
        "✓ met             1/1  4 cheap: A rectifier costs one comparison.",
        "✗ missed          0/1  4 cheap: A rectifier costs one comparison.",
    ]


def test_an_edit_that_is_given_up_leaves_the_answer(room: Room) -> None:
    assert room.run(f"e xx{CTRL_C}q").count("score: ") == 1


def test_a_save_shows_the_ledger_again_with_what_changed(room: Room) -> None:
    text = RUBRIC.replace("A rectifier costs one comparison.", "Bananas bend.")
    out = room.run(
        "",
        then=lambda pipe: [
            ("score: ", lambda: room.files.rubric.write_text(text)),
            ("→ missed", lambda: pipe.send_text("q")),
        ],
    )
    assert "-- saved ---" in out
    assert out.splitlines()[-2:] == [
        "cheap: met → missed, P(met) .99 → .00",
        "score: 1 of 5 → 0 of 5",
    ]


def test_a_file_that_does_not_load_says_where_and_keeps_the_ledger(room: Room) -> None:
    bad = RUBRIC.replace("points: 2", "points: -1", 1)
    out = room.run(
        "",
        then=lambda pipe: [
            ("score: ", lambda: room.files.rubric.write_text(bad)),
            ("ledger above", lambda: pipe.send_text("q")),
        ],
    )
    assert out.count("score: ") == 1
    assert f"{R}:8: keypoints[0].points: must be greater than 0, got -1" in room.said
    assert "The ledger above is of what was saved before." in room.said


def test_l_labels_the_answer_and_appends_it_with_all_else_kept(tmp_path: Path) -> None:
    room = Room(tmp_path, {**GOOD, R: COMMENTED})
    room.run("l1\r3\r" + "\r" + "2" + "yq")
    assert room.rubric.startswith(COMMENTED)
    made = load_bank(room.files.root)[NAME].rubric.examples[-1]
    assert made.model_dump(mode="json") == {
        "answer": ANSWER,
        "labels": {
            "relu-formula": "met",
            "sigmoid-range": "missed",
            "sigmoid-slope": "missed",
            "cheap": "met",
        },
        "misconceptions": [],
        "kind": "partial",
    }
    assert f"+  - answer: {ANSWER}" in room.out.getvalue()


def test_a_label_can_be_taken_back_and_all_given_up(room: Room) -> None:
    room.run("l1u4uq" + "q")
    assert room.rubric == RUBRIC
    assert "Given up; nothing is written." in room.said
    assert [room.said.count(f"{n}/6 ") for n in (1, 2)] == [3, 2]


def test_nothing_is_written_on_a_no(room: Room) -> None:
    room.run("l\r\r\r\r\r" + "1" + "nq")
    assert room.rubric == RUBRIC
    assert "Nothing is written." in room.said


def test_an_answer_that_is_an_example_already_is_not_labelled_again(room: Room) -> None:
    room.run("lq", answer="max of 0 and x")
    assert "This answer is example 1 already" in room.said


def test_a_adds_a_wording_to_the_accepts_of_a_keypoint(room: Room) -> None:
    room.run("a\x15cheap\r\x15One comparison is all.\ryq")
    assert load_bank(room.files.root)[NAME].rubric.keypoints[3].accept == (
        "One comparison is all.",
    )
    assert "+      - One comparison is all." in room.out.getvalue()
    assert "better labelled" in room.said


def test_a_number_that_is_none_adds_nothing(room: Room) -> None:
    room.run("a\x159\rq")
    assert "'9' is none; they are numbered 1 to 4." in room.said
    assert room.rubric == RUBRIC


def test_what_was_saved_meanwhile_is_not_written_over(room: Room) -> None:
    mine = f"{RUBRIC}# mine\n"

    def save(pipe: PipeInput) -> None:
        room.files.rubric.write_text(mine)
        pipe.send_text("y")

    room.run(
        "a\x15cheap\r\x15One comparison.\r",
        then=lambda pipe: [
            ("+++", lambda: save(pipe)),
            ("no verdict has changed", lambda: pipe.send_text("q")),
        ],
    )
    assert "was changed since it was read; nothing was written" in room.said
    assert room.rubric == mine


def test_o_tells_the_line_where_an_editor_would_take_the_terminal(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "vim")
    out = room.run("o\x15cheap\rq")
    assert out.splitlines()[-1] == f"Open it in another window: {room.files.rubric}:17"


def test_an_editor_with_a_window_gets_file_and_line(tmp_path: Path) -> None:
    code, told = tmp_path / "code", tmp_path / "told"
    code.write_text(f'#!/bin/sh\necho "$@" > {told}.new; mv {told}.new {told}\n')
    code.chmod(0o755)
    said = open_beside(Path("/bank/a b.yaml"), 7, {"VISUAL": f"{code} -r"})
    assert said == f"Opened in {code}: /bank/a b.yaml:7"
    for _ in range(100):
        if not told.exists():
            subprocess.run([sys.executable, "-c", ""], check=True)  # some time for the other
    assert told.read_text() == "-r --goto /bank/a b.yaml:7\n"


@pytest.mark.parametrize("named", ["", "nano", "vim -u NONE", "'", "/nowhere/code"])
def test_no_editor_that_would_block_is_started(named: str) -> None:
    assert open_beside(Path("/bank/a.yaml"), 7, {"EDITOR": named}).endswith("/bank/a.yaml:7")


def test_press_takes_only_its_keys_in_either_case() -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text("xX1Q")
        assert press("q quit", "q") == "q"


def test_press_is_woken_and_ends_with_the_terminal() -> None:
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        assert press("q quit", "q", woken=lambda: True, every=0.01) == WOKEN
        pipe.close()
        assert press("q quit", "q") is None


def run(*words: str, text: str | None = None) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, ["rubric", "try", *words], input=text)
    return result.exit_code, result.stdout, result.stderr, result.exception


def test_an_unknown_item_has_a_remedy(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    _, out, _, error = run("dl/rellu", "--bank", str(tmp_path), "--answer", "x")
    assert (out, str(error)) == ("", "no question 'dl/rellu'; did you mean 'dl/relu'?")
    assert isinstance(error, InterviewerError)


@pytest.mark.parametrize("given", ["../relu", "/etc/passwd", "questions"])
def test_what_is_no_item_of_the_bank_is_refused(tmp_path: Path, given: str) -> None:
    write(tmp_path, {**GOOD, "questions/dl/b.yaml": QUESTION, "rubrics/dl/b.yaml": RUBRIC})
    _, out, _, error = run(given, "--bank", str(tmp_path), "--answer", "x")
    assert (out, type(error)) == ("", InterviewerError)


def test_an_empty_input_asks_for_an_answer(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    _, out, _, error = run(NAME, "--bank", str(tmp_path), text=" \n")
    assert out == ""
    assert str(error) == (
        "standard input holds no answer; write it there, or give --answer TEXT or --from FILE"
    )


def test_an_answer_and_a_file_at_once_are_a_wrong_call(tmp_path: Path) -> None:
    code, _, err, _ = run(NAME, "--answer", "x", "--from", str(tmp_path / "x"))
    assert code == 2
    assert "give --answer or --from, not both" in err


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    file = tmp_path / "answer.txt"
    _, _, _, error = run(NAME, "--bank", str(tmp_path), "--from", str(file))
    assert str(error) == f"{file}: cannot be read (no such file or directory)"


@pytest.mark.model
def test_words_from_a_pipe_a_file_and_an_option_are_graded_alike(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    file = tmp_path / "answer.txt"
    file.write_text(f"{ANSWER}\n")
    plain = (NAME, "--bank", str(tmp_path), "--matcher", "similarity", "--format", "json")
    told = [
        run(*plain, text=f"{ANSWER}\n"),
        run(*plain, "--from", str(file)),
        run(str(tmp_path / R), *plain[1:], "--answer", ANSWER),
    ]
    assert [code for code, _, _, _ in told] == [0, 0, 0]
    one, two, three = (json.loads(out) for _, out, _, _ in told)
    assert one == two == three
    assert [*one] == [
        "question_id", "rubric_version", "answer", "calibrated", "cuts", "flags", "keypoints",
        "misconceptions", "score",
    ]  # fmt: skip
    assert (one["calibrated"], one["keypoints"][3]["label"]) == (True, "met")
