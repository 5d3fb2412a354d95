"""Real key presses, through a pipe, into the editor of an interview."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_cwidth

from interviewer.cli.drafting import Drafting
from interviewer.cli.editor import Desk, edit
from interviewer.cli.own_editor import in_own_editor
from interviewer.cli.terminal import TerminalAsk
from interviewer.interview.asking import (
    Answer,
    Asked,
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
from tests.cli.askings import Room, _Text, asked

SEND = "\x1b\r"
CTRL_C, CTRL_D, TAB = "\x03", "\x04", "\t"
AGAIN = "Press Ctrl-C again within 2 s to save and leave."
LONG = "\n".join(f"line {number:03d} {'x' * 42}" for number in range(199))


def _paste(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


@pytest.fixture
def room() -> Room:
    return Room()


def _type(room: Room, keys: str, *wanted: Asked, stays: bool = False) -> list[Reply]:
    """Return the replies to what is wanted, as the keys are pressed one after another.

    Then the terminal goes away, unless it ``stays``.
    """
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
    ):
        pipe.send_text(keys)
        if not stays:
            pipe.close()
        return [ask(each) for each in wanted or [asked()]]


def _text(reply: Reply) -> str:
    assert isinstance(reply, Answer | Revise)
    return reply.text


def test_enter_begins_a_line_and_escape_enter_sends(room: Room) -> None:
    assert [_text(reply) for reply in _type(room, f"one\rtwo{SEND}")] == ["one\ntwo"]


def test_ctrl_d_sends_too(room: Room) -> None:
    assert [_text(reply) for reply in _type(room, f"one {CTRL_D}")] == ["one "]


@pytest.mark.parametrize(
    ("line", "reply"),
    [("/skip", Skip()), ("/idk", Idk()), ("/quit", Quit()), ("/pause", Pause()), ("/HINT", Hint())],
)
@pytest.mark.parametrize("end", ["\r", SEND])
def test_a_line_that_is_a_command_runs(room: Room, line: str, reply: Reply, end: str) -> None:
    assert _type(room, f"{line}{end}") == [reply]


def test_a_command_leaves_the_draft_and_the_rest_of_it_stays(room: Room) -> None:
    (reply,) = _type(room, f"one\r/time\r\rtwo{SEND}")
    assert _text(reply) == "one\ntwo"
    assert "1 min 0 s used, 4 min 0 s left." in room.said


def test_a_command_on_the_last_line_of_what_is_sent_runs(room: Room) -> None:
    assert _type(room, f"one\r/pause{SEND}") == [Pause("one")]


def test_words_are_there_after_a_hint(room: Room) -> None:
    first, second = _type(room, f"one\r/hint\r two{SEND}", asked(), asked())
    assert (first, _text(second)) == (Hint(), "one two")
    assert room.out.getvalue().count("Question 1 of 2") == 1


def test_words_are_not_there_in_another_step(room: Room) -> None:
    first, second = _type(room, f"one\r/hint\rtwo{SEND}", asked(), asked("probe"))
    assert (first, _text(second)) == (Hint(), "two")


def test_a_command_that_does_not_fit_says_which_do(room: Room) -> None:
    (reply,) = _type(room, f"/progress\r/dispute x because y\r/idk{SEND}", asked("probe"))
    assert reply == Idk()
    assert "/progress does not fit here; there are /hint, /idk," in room.said
    assert "/dispute does not fit here" in room.said


def test_a_slip_gets_a_hint_and_stays(room: Room) -> None:
    (reply,) = _type(room, f"/hnt\r\x7f\x7f\x7f\x7fan answer{SEND}")
    assert _text(reply) == "an answer"
    assert "'/hnt' is no command; /hint is the nearest" in room.said


def test_a_second_slash_keeps_a_line_as_text(room: Room) -> None:
    assert [_text(reply) for reply in _type(room, f"//quit\r{SEND}")] == ["/quit\n"]


def test_who_has_written_something_does_not_say_that_they_do_not_know(room: Room) -> None:
    (reply,) = _type(room, f"one\r/idk\r{SEND}")
    assert _text(reply) == "one"
    assert "Esc Enter sends it, /idk alone says that you do not know" in room.said


def test_nothing_written_is_not_sent(room: Room) -> None:
    assert _type(room, f"{SEND} {SEND}{CTRL_D}\x7f/skip\r") == [Skip()]
    assert room.said.count("Nothing is written yet.") == 3


def test_no_line_of_a_paste_does_anything(room: Room) -> None:
    paste = f"{LONG}\n/quit\n.\n//x\n/skip"
    assert len(paste) > 10_000
    assert [_text(reply) for reply in _type(room, f"{_paste(paste)}{SEND}")] == [paste]
    assert [_text(reply) for reply in _type(room, f"{_paste('/quit')}\r{SEND}")] == ["/quit\n"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["/quit", "//quit", ".", "a", "", "// b"]), min_size=1))
def test_a_paste_is_sent_as_it_was(lines: list[str]) -> None:
    paste = "\n".join([*lines, "end"])
    (reply,) = _type(Room(), f"see {_paste(paste)}{SEND}")
    assert _text(reply) == f"see {paste}"


def test_lines_can_be_pasted_where_a_terminal_does_not_tell_pastes(room: Room) -> None:
    (reply,) = _type(room, f"one\r/paste\r/quit\r\tx\r.\r two{SEND}")
    assert _text(reply) == "one\n/quit\n\tx two"


@pytest.mark.parametrize(
    "line", ["/quit is a command that ends it", "/skip connections help", "/hnt", "//x", "/usr/bin"]
)
def test_a_line_after_paste_is_text_whatever_it_begins_with(room: Room, line: str) -> None:
    assert [_text(r) for r in _type(room, f"/paste\r{line}\r.\r{SEND}")] == [line]
    assert [_text(r) for r in _type(room, f"{_paste(line)}{SEND}")] == [line]


def test_tab_completes_a_command_at_the_start_of_a_line(room: Room) -> None:
    assert _type(room, f"/sk{TAB}\r") == [Skip()]
    assert [_text(reply) for reply in _type(room, f"a /sk{TAB}{SEND}")] == ["a /sk"]


def test_tab_offers_only_what_fits(room: Room) -> None:
    assert [_text(r) for r in _type(room, f"a\r/hi{TAB}{SEND}", asked(mode="exam"))] == ["a\n/hi"]


def test_the_menu_tells_what_a_command_does() -> None:
    out = _Text()
    room = Room()
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    output = Vt100_Output(out, lambda: Size(24, 80), enable_cpr=False)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text(f"/p{TAB}")

        def send_once_the_menu_is_there() -> None:
            until = time.monotonic() + 20
            while "take lines as they are" not in out.getvalue() and time.monotonic() < until:
                time.sleep(0.01)
            pipe.send_text(f"\x15/skip{SEND}")

        sending = threading.Thread(target=send_once_the_menu_is_there)
        sending.start()
        assert ask(asked()) == Skip()
        sending.join()
    assert "come back with `interviewer resume`" in out.getvalue()
    assert "take lines as they are" in out.getvalue()


def test_a_resumed_draft_is_gone_on_with(room: Room) -> None:
    assert [_text(r) for r in _type(room, f" more{SEND}", asked(draft="half"))] == ["half more"]


def test_what_is_typed_is_kept_on_leaving(room: Room) -> None:
    _type(room, "a whole answer", asked())
    assert room.kept[-1][0] == "a whole answer"


def test_one_ctrl_c_keeps_the_draft_and_typing_on_disarms_it(room: Room) -> None:
    (reply,) = _type(room, f"one{CTRL_C} two{CTRL_C} three{SEND}")
    assert _text(reply) == "one two three"
    assert room.said.count(f"What you wrote is kept. {AGAIN}") == 2


def test_two_ctrl_c_leave_with_the_draft_kept(room: Room) -> None:
    with pytest.raises(KeyboardInterrupt):
        _type(room, f"half an answer{CTRL_C}{CTRL_C}")
    assert room.kept[-1][0] == "half an answer"


def test_a_second_ctrl_c_much_later_is_a_first_one(room: Room) -> None:
    note = room.screen.note

    def slow(text: str) -> None:
        room.clock += 3.0
        note(text)

    room.screen.note = slow  # type: ignore[method-assign]
    (reply,) = _type(room, f"one{CTRL_C}{CTRL_C}{SEND}")
    assert _text(reply) == "one"
    assert room.said.count(AGAIN) == 2


def test_a_terminal_that_goes_away_pauses_with_the_draft(room: Room) -> None:
    assert _type(room, "half") == [Pause("half")]
    assert _type(room, "", asked("after")) == [Pause()]
    assert _type(room, "", asked("rate")) == [Pause()]


def test_thinking_ends_with_the_first_key(room: Room) -> None:
    show = room.screen.say

    def slow(text: str = "") -> None:
        room.clock += 7.0
        show(text)

    room.screen.say = slow  # type: ignore[method-assign]
    assert _type(room, f"one{SEND}") == [Answer("one", thinking=7.0)]


def test_seconds_before_a_hint_count(room: Room) -> None:
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        room.clock = 100.0
        pipe.send_text("one\r/hint\r")
        room.screen.say = _slow(room, 4.0)  # type: ignore[method-assign]
        assert ask(asked()) == Hint()
        room.clock += 50.0
        pipe.send_text(f" two{SEND}")
        assert ask(asked()) == Answer("one two", thinking=4.0)
    assert room.kept[-1] == ("one two", 4.0)


def _slow(room: Room, seconds: float) -> Callable[[str], None]:
    def say(_: str = "") -> None:
        room.clock += seconds

    return say


def test_hard_time_takes_the_text_as_it_stands(room: Room) -> None:
    (reply,) = _type(room, "one two", asked(left=0.1, hard=True), stays=True)
    assert _text(reply) == "one two"
    assert "The time is up; your answer is taken as it stands." in room.said


class Placed(Vt100_Output):
    """A terminal that tells where its cursor is."""

    def get_rows_below_cursor_position(self) -> int:
        return 20


def test_soft_time_says_so_at_the_foot_and_waits() -> None:
    out = _Text()
    room = Room()
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    output = Placed(out, lambda: Size(24, 80), enable_cpr=False)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text(f"a{SEND}")
        assert ask(asked(left=245.0)) == Answer("a", thinking=0.0)
        pipe.send_text(f"b{SEND}")
        assert ask(asked("probe", left=0.0)) == Answer("b", thinking=0.0)
    shown = out.getvalue()
    assert "4:05 left | Esc Enter or Ctrl-D: send" in shown
    assert "time is up: finish this answer | Ctrl-D: send | Enter: new line | /help" in shown


@pytest.mark.parametrize(
    ("columns", "left", "bar"),
    [
        (80, None, "Esc Enter or Ctrl-D: send | Enter: new line | /help"),
        (80, 245.0, "4:05 left | Esc Enter or Ctrl-D: send | Enter: new line | /help"),
        (80, 0.0, "time is up: finish this answer | Ctrl-D: send | Enter: new line | /help"),
        (60, None, "Esc Enter or Ctrl-D: send | Enter: new line | /help"),
        (60, 245.0, "4:05 left | Ctrl-D: send | Enter: new line | /help"),
        (60, 0.0, "time is up: finish this answer | Ctrl-D: send | /help"),
        (40, None, "Ctrl-D: send | Enter: new line | /help"),
        (40, 245.0, "4:05 left | Ctrl-D: send | /help"),
        (40, 0.0, "time is up | Ctrl-D: send | /help"),
    ],
)
def test_the_foot_of_the_screen_fits_it(columns: int, left: float | None, bar: str) -> None:
    out = _Text()
    room = Room(columns)
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    output = Placed(out, lambda: Size(24, columns), enable_cpr=False)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=output):
        pipe.send_text(f"a{SEND}")
        assert ask(asked(left=left)) == Answer("a", thinking=0.0)
    assert bar in out.getvalue()
    assert len(bar) <= columns


@pytest.mark.parametrize(
    ("keys", "reply"),
    [
        ("\r", Next()),
        ("q", Quit()),
        ("Q", Quit()),
        ("/quit\r", Quit()),
        ("p", Pause()),
        ("ws\r", Next()),
        ("x\r\r", Next()),
        ("xq\r\r", Next()),
        (f"x{CTRL_C}\x7fq", Quit()),
        (f"{CTRL_D}\r", Next()),
        ("/dispute zeroes-units because I said so\r", Dispute("zeroes-units", "I said so")),
        (f"/disp{TAB} zeroes-units it is there\r", Dispute("zeroes-units", "it is there")),
        ("dzeroes-units\rI said so\r", Dispute("zeroes-units", "I said so")),
        ("d2\rbecause: it is there\r", Dispute("curbs-overfitting", "it is there")),
        ("/dispute 1\rit is there\r", Dispute("zeroes-units", "it is there")),
        ("d\r\r", Next()),
        ("d1\r\r\r", Next()),
        ("d9\r\r", Next()),
    ],
)
def test_what_can_be_said_to_a_grade(room: Room, keys: str, reply: Reply) -> None:
    assert _type(room, keys, asked("after", answer="one")) == [reply]


def test_the_menu_names_what_there_is_and_shows_it(room: Room) -> None:
    _type(room, "swx\rd\r\r\r", asked("after"), asked("after", number=2))
    assert "Enter: next, r: revise, s: the reference, d: dispute, w: why this question" in room.said
    assert "p: pause, q: quit (one key)" in room.said
    assert "Enter: finish, r: revise" in room.said
    assert "Why this question: due again." in room.said
    assert "'x' is none of these." in room.said
    assert "2 curbs-overfitting: regularization curbs overfitting" in room.said
    assert "It curbs overfitting." in room.out.getvalue()


def test_a_reason_that_was_given_up_is_gone_on_with(room: Room) -> None:
    keys = f"d1\rI said{CTRL_C}d2\r{CTRL_C}d1\r it\r"
    assert _type(room, keys, asked("after")) == [Dispute("zeroes-units", "I said it")]
    assert room.said.count("What you wrote is kept.") == 1


def test_two_ctrl_c_leave_a_dispute_and_the_interview(room: Room) -> None:
    with pytest.raises(KeyboardInterrupt):
        _type(room, f"d{CTRL_C}{CTRL_C}", asked("after"))


def test_a_keypoint_that_is_disputed_already_says_so(room: Room) -> None:
    assert _type(room, "d\rd1\r\r", asked("after", disputed=["zeroes-units"])) == [Next()]
    assert "1 zeroes-units: dropout zeroes random units (disputed already)" in room.said
    assert "'zeroes-units' is disputed already; that is kept" in room.said


def test_ctrl_d_where_nothing_is_written_is_as_ctrl_c(room: Room) -> None:
    for step in ("question", "probe", "rate", "after"):
        with pytest.raises(KeyboardInterrupt):
            _type(room, CTRL_D * 2, asked(step))  # type: ignore[arg-type]
    assert room.said.count(AGAIN) == 4
    assert "kept" not in room.said


def test_a_revision_starts_from_the_answer(room: Room) -> None:
    last = asked("after", answer="/quit\none")
    assert _type(room, f"r two{SEND}", last) == [Revise("/quit\none two", thinking=0.0)]


def test_a_revision_that_changes_nothing_or_is_left_stays_in_the_menu(room: Room) -> None:
    last = asked("after", answer="one")
    assert _type(room, f"r{SEND}\r", last) == [Next()]
    assert "Nothing was changed" in room.said
    assert _type(room, "r two\r/skip\r\r", last) == [Next()]
    assert room.kept[-1] == ("", 0.0)


def test_a_revision_that_was_given_up_is_gone_on_with(room: Room) -> None:
    last = asked("after", answer="one")
    assert _type(room, f"r two{CTRL_C}r three{SEND}", last) == [
        Revise("one two three", thinking=0.0)
    ]


def test_a_revision_that_was_begun_before_is_gone_on_with(room: Room) -> None:
    last = asked("after", draft="one two", answer="one")
    assert _type(room, f"r three{SEND}", last) == [Revise("one two three", thinking=0.0)]
    assert "r goes on with it" in room.said
    assert _type(room, f"r\r/skip\rr four{SEND}", last) == [Revise("one four", thinking=0.0)]


def test_a_revision_that_was_given_up_is_no_draft_of_the_next_question(room: Room) -> None:
    assert _type(room, f"r two{CTRL_C}\r", asked("after", answer="one")) == [Next()]
    assert room.kept[-1] == ("", 0.0)


@pytest.mark.parametrize(
    ("key", "reply"),
    [("0", Rate(0.0)), ("9", Rate(1.0)), ("\r", Next()), ("x\x7f3", Rate(3 / 9)), ("q", Quit())],
)
def test_a_rating_is_one_key(room: Room, key: str, reply: Reply) -> None:
    assert _type(room, key, asked("rate")) == [reply]
    assert "0 nothing, 5 about half, 9 all" in room.said
    assert "p: pause, q: quit (one key)" in room.said


def test_lone_surrogates_become_replacement_characters(room: Room) -> None:
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_bytes(b"caf\xe9!\x1b\r")
        assert _text(ask(asked())) == "caf\ufffd!"


@pytest.fixture
def own_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Make $VISUAL a shell script, which gets the file as $1."""

    def make(script: str) -> Path:
        file = tmp_path / "an editor"
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o700)
        monkeypatch.setenv("VISUAL", f"'{file}'")
        monkeypatch.setenv("SEEN", str(tmp_path / "seen"))
        return tmp_path / "seen"

    return make


@pytest.mark.parametrize("keys", ["\r/edit\r", "\x18\x05"])
def test_the_draft_can_be_written_in_the_candidates_own_editor(
    room: Room, own_editor: Callable[[str], Path], keys: str
) -> None:
    seen = own_editor('stat -c "%a $1" "$1" > "$SEEN"; printf "two\\n/quit\\n" >> "$1"')
    (reply,) = _type(room, f"one{keys}{SEND}")
    assert _text(reply) == "onetwo\n/quit"
    mode, name = seen.read_text().split()
    assert mode == "600"
    assert not Path(name).exists()
    assert not Path(name).parent.exists()


def test_where_nothing_was_written_nothing_is_said_to_be_kept(
    room: Room, own_editor: Callable[[str], Path]
) -> None:
    own_editor("exit 3")
    assert _type(room, f"/edit\r/paste\r{CTRL_C}/skip\r") == [Skip()]
    assert "ended with code 3." in room.said
    assert AGAIN in room.said
    assert "is kept" not in room.said


def test_an_editor_that_fails_costs_no_word(room: Room, own_editor: Callable[[str], Path]) -> None:
    own_editor('echo gone > "$1"; exit 3')
    (reply,) = _type(room, f"one\r/edit\r{SEND}")
    assert _text(reply) == "one"
    assert "ended with code 3. What you wrote is kept." in room.said


@pytest.mark.parametrize(
    ("visual", "why"),
    [
        ("/no/such/editor", "The editor '/no/such/editor' failed: No such file"),
        ("'unfinished", 'The editor "\'unfinished" cannot be read'),
    ],
)
def test_an_editor_that_is_not_there_is_told(visual: str, why: str) -> None:
    edited = in_own_editor("one", {"VISUAL": visual})
    assert edited.text == "one"
    assert edited.note.startswith(why)


def test_typing_waits_for_no_disk_and_the_last_text_is_kept() -> None:
    disk, slow = threading.Event(), threading.Event()
    kept: list[str] = []

    def keep(text: str, seconds: float) -> None:
        slow.set()
        disk.wait(5)
        kept.append(text)

    with Drafting(keep, lambda: 0.0) as drafting:
        drafting.typed("o")
        assert slow.wait(5)
        for end in range(2, 10):
            drafting.typed("one and two"[:end])
        assert kept == []
        disk.set()
    assert kept == ["o", "one and t"]


def test_a_draft_is_kept_while_it_is_typed_and_not_at_every_key() -> None:
    kept: list[str] = []
    seen = threading.Event()

    def keep(text: str, seconds: float) -> None:
        kept.append(text)
        if text == "25":
            seen.set()

    with Drafting(keep, lambda: 0.0, every=0.05) as drafting:
        for number in range(26):
            drafting.typed(str(number))
        assert seen.wait(5)
    assert kept[-1] == "25"
    assert len(kept) <= 3


def test_a_draft_that_did_not_change_is_not_kept_again() -> None:
    kept: list[str] = []
    with Drafting(lambda text, seconds: kept.append(text), lambda: 0.0, "half") as drafting:
        drafting.typed("half")
    assert kept == []


def test_an_interruption_keeps_the_draft_on_its_way_out() -> None:
    kept: list[tuple[str, float]] = []

    def interrupted() -> None:
        with Drafting(lambda text, spent: kept.append((text, spent)), lambda: 2.0) as drafting:
            drafting.typed("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert kept == [("half", 2.0)]


WORDS = "dropout sets the outputs of randomly chosen units to zero in each training step"


@pytest.mark.parametrize(
    ("columns", "rows"),
    [
        (40, ["> dropout sets the outputs of randomly", "  chosen units to zero in each training"]),
        (30, ["> dropout sets the outputs of", "  randomly chosen units to"]),
    ],
)
def test_long_lines_break_between_words(columns: int, rows: list[str]) -> None:
    shown = _screen(WORDS, columns)
    assert shown[: len(rows)] == rows
    assert " ".join(" ".join(shown).removeprefix("> ").split()) == WORDS


def test_a_word_longer_than_the_screen_breaks_where_it_must() -> None:
    rows = ["> ab", f"  {'x' * 18}", f"  {'x' * 18}", f"  {'x' * 9}"]
    assert _screen("ab " + "x" * 45, 20) == rows


def test_wide_characters_break_anywhere() -> None:
    assert _screen("ab " + "模" * 9, 15) == [f"> ab {'模' * 5}", f"  {'模' * 4}"]


def test_what_is_typed_into_a_broken_line_goes_where_the_cursor_is(room: Room) -> None:
    left = "\x1b[D"
    keys = f"{WORDS} and more{left * 15}now {SEND}"
    with_now = f"{WORDS} and more"[:-15] + "now " + f"{WORDS} and more"[-15:]
    assert [_text(reply) for reply in _type(room, keys)] == [with_now]


class Grid(DummyOutput):
    """A terminal that remembers what stands where."""

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._cells: dict[tuple[int, int], str] = {}
        self._row = self._column = 0

    def get_size(self) -> Size:
        return Size(24, self._columns)

    def write(self, data: str) -> None:
        for sign in data:
            if sign == "\r":
                self._column = 0
            elif sign == "\n":
                self._row += 1
            else:
                self._cells[self._row, self._column] = sign
                self._column += get_cwidth(sign)

    def cursor_up(self, amount: int) -> None:
        self._row -= amount

    def cursor_forward(self, amount: int) -> None:
        self._column += amount

    def cursor_backward(self, amount: int) -> None:
        self._column -= amount

    def erase_down(self) -> None:
        here = (self._row, self._column)
        self._cells = {place: sign for place, sign in self._cells.items() if place < here}

    @property
    def rows(self) -> list[str]:
        """Return what stands in each row that is not blank."""
        rows: dict[int, str] = {}
        for (row, _), sign in sorted(self._cells.items()):
            rows[row] = rows.get(row, "") + sign
        return [text.rstrip() for text in rows.values() if text.strip()]


def _screen(text: str, columns: int) -> list[str]:
    """Return the rows of a terminal once a text was typed into the editor and sent."""
    grid = Grid(columns)
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=grid):
        pipe.send_text(f"{text}{SEND}")
        assert edit("> ", "", Desk()).text == text
    return grid.rows
