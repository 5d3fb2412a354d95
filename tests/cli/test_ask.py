"""Plain lines, and answers from a file."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.cli.ask import PlainAsk, ScriptAsk
from interviewer.cli.script import read_script
from interviewer.errors import RecordsError
from interviewer.interview.asking import (
    Answer,
    Asked,
    AskStep,
    Dispute,
    Hint,
    Idk,
    Next,
    Pause,
    Quit,
    Rate,
    Reply,
    Revise,
    Skip,
)
from tests.cli.askings import ITEM, Room, asked
from tests.interview.items import bank


@pytest.fixture
def room() -> Room:
    return Room()


class Keyboard(io.BytesIO):
    """Lines that come from somebody at a terminal."""

    def isatty(self) -> bool:
        return True


class Gone(io.RawIOBase):
    """A terminal that goes away after some lines."""

    def __init__(self, *lines: bytes) -> None:
        self._lines = list(lines)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._lines:
            raise OSError("gone")
        line = self._lines.pop(0)
        buffer[: len(line)] = line
        return len(line)


def _ask(room: Room, typed: str | bytes, *wanted: Asked, keyboard: bool = False) -> list[Reply]:
    raw = typed if isinstance(typed, bytes) else typed.encode()
    stream = Keyboard(raw) if keyboard else io.BytesIO(raw)
    ask = PlainAsk(stream, room.screen, room.tools, seconds=room.seconds)
    return [ask(each) for each in wanted or [asked()]]


def _text(reply: Reply) -> str:
    assert isinstance(reply, Answer | Revise)
    return reply.text


def test_a_question_is_shown_with_why_it_came_and_its_answer_ends_with_a_dot(room: Room) -> None:
    (reply,) = _ask(room, "zeroes units\nat random\n.\nmore")
    assert reply == Answer("zeroes units\nat random", thinking=0.0)
    assert (
        room.out.getvalue()
        == """
Question 1 of 2 · regularization · intermediate · 3 min
(due again)

What is dropout, and what is it for?

"""
    )


@pytest.mark.parametrize("typed", ["a\n.\n", "a\r\n.\r\n", "a", "a\n", "a\n\n\n"])
def test_the_end_of_the_input_ends_an_answer_too(room: Room, typed: str) -> None:
    assert [_text(reply) for reply in _ask(room, typed)] == ["a"]


@pytest.mark.parametrize("typed", ["", "\n", " \n\t\n"])
def test_an_input_without_words_means_that_nobody_is_there(room: Room, typed: str) -> None:
    (reply,) = _ask(room, typed)
    assert isinstance(reply, Pause)
    assert reply.draft.strip() == ""


def test_nothing_is_shown_once_the_input_has_ended(room: Room) -> None:
    first, second = _ask(room, "a", asked(), asked("probe"))
    assert (_text(first), second) == ("a", Pause())
    assert "Interviewer:" not in room.out.getvalue()


def test_a_blank_answer_is_an_answer(room: Room) -> None:
    assert [_text(reply) for reply in _ask(room, ".\n")] == [""]


def test_words_of_an_earlier_time_are_not_sent_by_an_input_that_is_empty(room: Room) -> None:
    assert _ask(room, "", asked(draft="half")) == [Pause("half")]


def test_words_of_an_earlier_time_are_shown_and_gone_on_with(room: Room) -> None:
    (reply,) = _ask(room, "more\n.\n", asked(draft="half"))
    assert _text(reply) == "half\nmore"
    assert "You had written this; go on: half" in room.said


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("/skip", Skip()),
        ("/IDK ", Idk()),
        ("/quit", Quit()),
        ("/pause", Pause()),
        ("/hint", Hint()),
    ],
)
def test_a_line_that_is_a_command_runs_at_once(room: Room, line: str, reply: Reply) -> None:
    assert _ask(room, f"{line}\nwhat comes after is not read\n") == [reply]


def test_words_before_a_command_are_kept(room: Room) -> None:
    assert _ask(room, "half an answer\n/pause\n") == [Pause("half an answer")]
    assert room.kept[-1][0] == "half an answer"


def test_words_before_a_hint_are_there_after_it(room: Room) -> None:
    first, second = _ask(room, "one\n/hint\ntwo\n.\n", asked(), asked())
    assert (first, _text(second)) == (Hint(), "one\ntwo")
    assert room.out.getvalue().count("Question 1 of 2") == 1


def test_who_has_written_something_does_not_say_that_they_do_not_know(room: Room) -> None:
    (reply,) = _ask(room, "one\n/idk\n.\n")
    assert _text(reply) == "one"
    assert "You have written something: a line that is only a dot sends it" in room.said


def test_a_second_slash_keeps_a_line_as_text(room: Room) -> None:
    assert [_text(reply) for reply in _ask(room, "//quit\n.\n")] == ["/quit"]


def test_pasted_lines_do_nothing(room: Room) -> None:
    (reply,) = _ask(room, "/paste\n/quit\n//x\n.\nmine\n.\n")
    assert _text(reply) == "/quit\n//x\nmine"
    assert "2 lines taken" in room.said


@pytest.mark.parametrize("line", ["/quit is a command that ends it", "/hnt", "/usr/bin", "//x"])
def test_a_pasted_line_is_text_whatever_it_begins_with(room: Room, line: str) -> None:
    assert [_text(reply) for reply in _ask(room, f"/paste\n{line}\n.\n.\n")] == [line]


def test_a_line_that_only_begins_as_a_command_is_told_how_to_be_text(room: Room) -> None:
    (reply,) = _ask(room, "/skip connections help\n.\n//skip connections help\n.\n")
    assert _text(reply) == "/skip connections help"
    assert "begin it with two slashes: //skip connections help" in room.said


def test_a_slip_gets_the_nearest_command_and_is_no_answer(room: Room) -> None:
    (reply,) = _ask(room, "/hnt\n.\nan answer\n.\n")
    assert _text(reply) == "an answer"
    assert "'/hnt' is no command; /hint is the nearest" in room.said


def test_commands_that_only_tell_something_go_on_asking(room: Room) -> None:
    room.clock = 5.0
    (reply,) = _ask(room, "one\n/time\n/progress\n/why\n/help\n/repeat\n/dispute x\ntwo\n.\n")
    assert _text(reply) == "one\ntwo"
    for told in [
        "1 min 0 s used, 4 min 0 s left.",
        "1 of 5 questions done.",
        "Why this question: due again.",
        "/idk say that you do not know",
        "/dispute does not fit here; there are /hint,",
    ]:
        assert told in room.said
    assert room.out.getvalue().count("Question 1 of 2") == 2


def test_an_exam_gives_no_hint(room: Room) -> None:
    (reply,) = _ask(room, "/hint\nan answer\n.\n", asked(mode="exam"))
    assert _text(reply) == "an answer"
    assert "There are no hints in exam mode." in room.said


def test_a_pipe_has_no_editor(room: Room) -> None:
    (reply,) = _ask(room, "one\n/edit\n.\n")
    assert _text(reply) == "one"
    assert "There is no terminal for an editor. What you wrote is kept." in room.said


def test_where_nothing_was_written_nothing_is_said_to_be_kept(room: Room) -> None:
    assert _ask(room, "/edit\n/skip\n") == [Skip()]
    assert "There is no terminal for an editor." in room.said
    assert "is kept" not in room.said


def test_a_pipe_sees_no_menu(room: Room) -> None:
    assert _ask(room, "a\n", asked("after"), asked("rate")) == [Next(), Next()]
    assert room.out.getvalue() + room.err.getvalue() == ""


def test_a_probe_is_the_interviewers_words(room: Room) -> None:
    (reply,) = _ask(room, "units\n.\n", asked("probe"))
    assert _text(reply) == "units"
    assert room.out.getvalue() == "\nInterviewer: What happens in training?\n\n"


@pytest.mark.parametrize("columns", [40, 60, 200])
def test_everything_fits_the_screen_and_no_control_character_gets_out(columns: int) -> None:
    room = Room(columns)
    evil = "\x1b[2J" + "long " * 60
    wanted = [asked("probe", text=evil, draft=evil), asked("after", draft="x"), asked("rate")]
    _ask(room, f"/{evil}\n.\n/help\n/why\n.\nx\n\x1b[1m\n\n5\n", *wanted, keyboard=True)
    shown = room.out.getvalue() + room.err.getvalue()
    assert max(len(line) for line in shown.splitlines()) <= room.screen.width
    assert not {c for c in shown if ord(c) < 32} - {"\n"}


def test_bytes_that_are_no_text_become_replacement_characters(room: Room) -> None:
    assert [_text(reply) for reply in _ask(room, b"caf\xe9\n.\n")] == ["caf\ufffd"]


def test_a_terminal_that_goes_away_pauses_with_the_words(room: Room) -> None:
    stream = io.BufferedReader(Gone(b"half\n"))
    ask = PlainAsk(stream, room.screen, room.tools, seconds=room.seconds)
    assert ask(asked()) == Pause("half")
    assert room.kept == [("half", 0.0)]


def test_an_interruption_keeps_the_words(room: Room) -> None:
    class Interrupted(Gone):
        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if not self._lines:
                raise KeyboardInterrupt
            return super().readinto(buffer)

    stream = io.BufferedReader(Interrupted(b"half\n"))
    ask = PlainAsk(stream, room.screen, room.tools, seconds=room.seconds)
    with pytest.raises(KeyboardInterrupt):
        ask(asked())
    assert room.kept[-1][0] == "half"


class Slow(Gone):
    """Lines that take ten seconds each."""

    def __init__(self, room: Room, *lines: bytes) -> None:
        super().__init__(*lines)
        self._room = room

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._room.clock += 10.0
        return super().readinto(buffer)


def _slowly(room: Room, *wanted: Asked) -> list[Reply]:
    stream = io.BufferedReader(Slow(room, b"one\n", b"two\n", b"three\n", b".\n"))
    ask = PlainAsk(stream, room.screen, room.tools, seconds=room.seconds)
    ask._has_ended = lambda: False  # type: ignore[method-assign]
    return [ask(each) for each in wanted]


def test_thinking_ends_with_the_first_line(room: Room) -> None:
    assert _slowly(room, asked()) == [Answer("one\ntwo\nthree", thinking=10.0)]


def test_when_hard_time_is_up_the_answer_is_taken_as_it_stands(room: Room) -> None:
    assert _slowly(room, asked(left=15.0, hard=True)) == [Answer("one\ntwo", thinking=10.0)]
    assert "The time is up; your answer is taken as it stands." in room.said


def test_when_soft_time_is_up_the_answer_may_be_finished(room: Room) -> None:
    assert _slowly(room, asked(left=15.0)) == [Answer("one\ntwo\nthree", thinking=10.0)]
    assert "0:15 left." in room.said


def test_a_terminal_under_a_screen_reader_is_asked_in_one_line(room: Room) -> None:
    (reply,) = _ask(room, "x\ns\n\n", asked("after"), keyboard=True)
    assert reply == Next()
    assert room.said.count("Enter: next, r: revise, s: the reference, d: dispute") == 3
    assert "p: pause, q: quit (a letter needs Enter)" in room.said
    assert "'x' is none of these." in room.said
    assert "It curbs overfitting." in room.out.getvalue()


@pytest.mark.parametrize(
    ("typed", "reply"),
    [
        ("q\n", Quit()),
        ("/pause\n", Pause()),
        ("", Pause()),
        ("d zeroes-units because I said so\n", Dispute("zeroes-units", "I said so")),
        ("d\n1\nbecause I said so\n", Dispute("zeroes-units", "I said so")),
        ("d\ncurbs-overfitting\nit is there\n", Dispute("curbs-overfitting", "it is there")),
        ("d zeroes-units because\nI said so\n", Dispute("zeroes-units", "I said so")),
        ("d\n\n\n", Next()),
        ("d\n1\n\n\n", Next()),
        ("/dispute zeroes-units it is there\n", Dispute("zeroes-units", "it is there")),
        ("w\n\n", Next()),
        ("/hint\n\n", Next()),
    ],
)
def test_what_can_be_said_to_a_grade(room: Room, typed: str, reply: Reply) -> None:
    assert _ask(room, typed, asked("after"), keyboard=True) == [reply]


def test_a_dispute_that_lacks_something_says_what(room: Room) -> None:
    typed = "d\n\nd zeros-units because x\nd zeroes-units because\n\n\n"
    assert _ask(room, typed, asked("after"), keyboard=True) == [Next()]
    assert "1 zeroes-units: dropout zeroes random units" in room.said
    assert "There is no keypoint 'zeros-units' here; 'zeroes-units' is the nearest." in room.said
    assert "Why is the verdict on zeroes-units wrong?" in room.said


def test_a_keypoint_that_is_disputed_already_says_so(room: Room) -> None:
    last = asked("after", disputed=["zeroes-units"])
    assert _ask(room, "d 1 because x\n\n", last, keyboard=True) == [Next()]
    assert "'zeroes-units' is disputed already; that is kept" in room.said


class Pressing(Gone):
    """A keyboard whose empty line is Ctrl-D: the input is not over after it."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("step", ["question", "after", "rate"])
def test_one_ctrl_d_where_nothing_is_written_does_not_leave(room: Room, step: AskStep) -> None:
    for lines in ([b"", b"/pause\n", b"more\n"], [b"", b"", b"more\n"]):
        stream = io.BufferedReader(Pressing(*lines))
        ask = PlainAsk(stream, room.screen, room.tools, seconds=room.seconds)
        assert ask(asked(step)) == Pause()
        assert stream.readline() == b"more\n"
    assert room.said.count("Nothing is written. Ctrl-D again saves and leaves.") == 2


def test_a_revision_in_plain_lines(room: Room) -> None:
    last = asked("after", answer="old")
    assert _ask(room, "r\nnew\n.\n", last, keyboard=True) == [Revise("new", thinking=0.0)]
    assert _ask(room, "r\nold\n.\n\n", last, keyboard=True) == [Next()]
    assert _ask(room, "r\nhalf\n/skip\n\n", last, keyboard=True) == [Next()]
    assert room.kept[-1] == ("", 0.0)


def test_a_revision_that_was_begun_before_is_gone_on_with_in_plain_lines(room: Room) -> None:
    last = asked("after", draft="half", answer="old")
    assert _ask(room, "r\nmore\n.\n", last, keyboard=True) == [Revise("half\nmore", thinking=0.0)]
    assert "You had written this; go on: half" in room.said


@pytest.mark.parametrize(
    ("typed", "reply"),
    [("0\n", Rate(0.0)), ("9\n", Rate(1.0)), ("x\n\n", Next()), ("q\n", Quit()), ("", Pause())],
)
def test_a_rating_is_a_digit(room: Room, typed: str, reply: Reply) -> None:
    assert _ask(room, typed, asked("rate"), keyboard=True) == [reply]


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_a_pipe_that_is_still_open_is_asked(room: Room, pipe: tuple[int, int]) -> None:
    reading, writing = pipe
    ask = PlainAsk(
        open(reading, "rb", closefd=False),  # noqa: SIM115 - closed with the pipe
        room.screen,
        room.tools,
        seconds=room.seconds,
    )
    os.write(writing, b"an answer\n.\n")
    assert _text(ask(asked())) == "an answer"


ITEMS = {**bank(), ITEM.id: ITEM}


def _script(room: Room, tmp_path: Path, name: str, text: str) -> ScriptAsk:
    file = tmp_path / name
    file.write_text(text)
    return ScriptAsk.read(file, room.screen, ITEMS)


def test_a_script_answers_by_question_and_replies_to_what_is_probed(
    room: Room, tmp_path: Path
) -> None:
    ask = _script(
        room,
        tmp_path,
        "a.jsonl",
        '{"question_id": "deep-learning/dropout", "answer": "/usr is text", '
        '"replies": {"zeroes-units": "units are zeroed"}}\n',
    )
    assert ask(asked()) == Answer("/usr is text")
    assert ask(asked("probe", probes=["zeroes-units"])) == Answer("units are zeroed")
    assert ask(asked("probe", probes=["zeroes-units", "zeroes-units"])) == Idk()
    assert ask(asked("probe", probes=["curbs-overfitting"])) == Idk()
    assert [ask(asked("after")), ask(asked("rate"))] == [Next(), Next()]
    assert "Interviewer: What happens in training?" in room.out.getvalue()


def test_a_script_skips_what_it_has_no_answer_to(room: Room, tmp_path: Path) -> None:
    ask = _script(
        room, tmp_path, "a.jsonl", '{"question_id": "deep-learning/relu", "answer": "a"}\n'
    )
    assert ask(asked()) == Skip()


def test_a_plain_script_answers_in_order(room: Room, tmp_path: Path) -> None:
    ask = _script(room, tmp_path, "a.txt", "one\nmore\n.\n/idk\n.\n//skip\n.\n")
    replies = [ask(asked(number=number)) for number in (1, 2, 3, 4)]
    assert replies == [Answer("one\nmore"), Idk(), Answer("/skip"), Skip()]
    assert ask(asked("probe", probes=["zeroes-units"])) == Idk()


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        (
            "a.jsonl",
            '{"question_id": "deep-learning/relu", "answer": "x"}\n{"answer": "x"}\n',
            ":2: no 'quest",
        ),
        (
            "a.jsonl",
            '{"question_id": "deep-learning/relu", "answer": "x", "replies": [1]}',
            ":1: replies must be",
        ),
        (
            "a.jsonl",
            '{"question_id": "deep-learning/relu", "answer": "x", "replies": {"always-on": 1}}',
            r":1: replies\['always-on'\] must be text",
        ),
        (
            "a.jsonl",
            '{"question_id": "deep-learning/relu", "answer": "x"}\n\n'
            '{"question_id": "deep-learning/relu", "answer": "y"}',
            ":3: 'deep-learning/relu' has an answer already",
        ),
        (
            "a.jsonl",
            '{"question_id": "deep-learning/relu", "answer": "x", "replies": {"re": "y"}}',
            r":1: replies\['re'\]: no probe is about that; there are",
        ),
        (
            "a.jsonl",
            '{"question_id": "deep-learning/relu", "answer": "x"}\n'
            '{"question_id": "deep-learning/rely", "answer": "x"}',
            ":2: the bank has no question 'deep-learning/rely'; did you mean 'deep-learning/relu'",
        ),
        ("a.csv", "question_id,answer\nzzz,x\n", ":2: the bank has no question 'zzz'; `interv"),
        (
            "a.csv",
            "question_id,answer\ndeep-learning/relu,\n",
            ":2: the answer is empty; /idk says",
        ),
        ("a.csv", "question_id,answer\n", "a.csv: there is no answer in it, only a header"),
        (
            "a.csv",
            "question_id,answer\ndeep-learning/relu,/hint\n",
            ":2: the answer is /hint, which",
        ),
        ("a.txt", "\n \n", "there is no answer in it"),
        ("a.txt", "one\n.\n# Read me\nThis is no answer.\n", ":3: no line of one dot ends this"),
        ("a.txt", "one\n.\n\n.\n", ":4: the answer before this dot is empty"),
        ("a.txt", "one\n.\n/quit\n.\n", ":4: the answer before this dot is /quit, which"),
    ],
)
def test_a_script_that_cannot_be_read_says_where(
    room: Room, tmp_path: Path, name: str, text: str, why: str
) -> None:
    with pytest.raises(RecordsError, match=why):
        _script(room, tmp_path, name, text)


def test_a_script_that_is_no_text_or_not_there_says_so(room: Room, tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"one\n.\ncaf\xe9\n")
    with pytest.raises(RecordsError, match=r"bad\.txt:3: not UTF-8"):
        ScriptAsk.read(tmp_path / "bad.txt", room.screen, ITEMS)
    with pytest.raises(RecordsError, match="cannot be read: No such file"):
        ScriptAsk.read(tmp_path / "none.txt", room.screen, ITEMS)


def test_a_script_tells_which_of_its_answers_nothing_asked_for(tmp_path: Path) -> None:
    table, text = tmp_path / "a.csv", tmp_path / "a.txt"
    table.write_text("question_id,answer\ndeep-learning/relu,x\ndeep-learning/dropout,y\n")
    text.write_text("one\nand more\n.\ntwo\n.\nthree\n.\n")
    assert read_script(table, ITEMS).unused(["deep-learning/dropout"]) == [2]
    assert read_script(table, ITEMS).unused([*ITEMS]) == []
    assert read_script(text, ITEMS).unused(["deep-learning/dropout"]) == [4, 6]
