"""Commands are told from words: at the start of a line, alone on it, and never by accident."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.cli.commands import (
    FITTING,
    MEANINGS,
    Command,
    Typed,
    choice,
    command,
    entered,
    escaped,
    fitting,
    help_text,
    hint,
    misfit,
    parse,
    unescaped,
)

lines = st.text(st.sampled_from("/ aquit\tx.\r"), max_size=8) | st.sampled_from(
    ["/quit", "//quit", "///quit", "/dispute a because b", "// a comment", "/", "/usr/bin"]
)
texts = st.lists(lines, max_size=5).map("\n".join)


def test_a_command_is_a_whole_line() -> None:
    found = [command(line) for line in ("/skip", "/IDK  ", "/skip this", " /skip", "a /skip", "/")]
    assert found == [Command("skip"), Command("idk"), None, None, None, None]


def test_only_a_dispute_takes_words() -> None:
    assert command("/dispute zeroes-units because I said so") == Command(
        "dispute", "zeroes-units because I said so"
    )
    assert command("/dispute") == Command("dispute")
    assert command("/disputes") is None


def test_a_command_on_the_last_line_of_what_is_sent_is_run_and_the_words_stay() -> None:
    assert parse("dropout zeroes units\n/hint\n") == Typed("dropout zeroes units", Command("hint"))
    assert parse("/quit") == Typed("", Command("quit"))


def test_a_command_in_the_middle_of_what_is_sent_is_text() -> None:
    assert parse("one\n/quit\ntwo") == Typed("one\n/quit\ntwo")


def test_one_line_with_a_slash_that_is_no_command_is_told_from_an_answer() -> None:
    assert parse("/hnt").unknown == "/hnt"
    assert parse("/skip this one").unknown == "/skip this one"
    assert parse("/hnt\nand more").unknown == ""
    assert parse("//hnt").unknown == ""
    assert [parse(line).unknown for line in ("/", "/* dropout */", "/ or")] == ["/", "", ""]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("one\n/skip|", Typed("one", Command("skip"))),
        ("/skip|\ntwo", Typed("two", Command("skip"))),
        ("one\n/time|\ntwo", Typed("one\ntwo", Command("time"))),
        ("/time|", Typed("", Command("time"))),
        ("/hnt|", Typed("/hnt", unknown="/hnt")),
        ("/usr/bin is a folder|", None),
        ("one\n/hnt|", None),
        ("one|\n/skip", None),
        ("/sk|ip", None),
        ("a dropped unit|", None),
        ("|", None),
    ],
)
def test_enter_runs_the_command_that_ends_at_the_cursor(text: str, means: Typed | None) -> None:
    assert entered(text.replace("|", ""), text.index("|")) == means


def test_a_second_slash_keeps_a_line_as_text() -> None:
    assert unescaped("//quit\na //b\n// a comment\n///x") == "/quit\na //b\n// a comment\n//x"


@given(texts)
def test_an_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(texts)
def test_no_line_of_an_escaped_text_is_a_command(text: str) -> None:
    assert [line for line in escaped(text).split("\n") if command(line)] == []


@given(texts.filter(lambda text: text.strip() != "/"))
@example(" /a")
def test_no_escaped_text_is_taken_for_a_command_or_a_slip(text: str) -> None:
    assert parse(escaped(text)) == Typed(escaped(text))


@given(st.text(st.characters(exclude_characters="\n")), texts, texts)
def test_words_before_an_escaped_text_do_not_change_it(before: str, text: str, more: str) -> None:
    pasted = escaped(f"{text}\n{more}", at_line_start=False)
    assert unescaped(f"a{before}{pasted}") == unescaped(f"a{before}") + text + "\n" + more


@given(texts)
def test_what_is_sent_keeps_every_word_or_runs_its_last_line(text: str) -> None:
    typed = parse(text)
    if typed.command is None:
        assert typed.words == text
    else:
        assert command(text.rstrip().split("\n")[-1]) == typed.command
        assert text.startswith(typed.words)


def test_an_exam_has_no_hints_and_says_so() -> None:
    assert "hint" in fitting("question", "practice")
    assert "hint" not in fitting("question", "exam")
    assert misfit("hint", "question", "exam") == "There are no hints in exam mode."


def test_a_command_that_does_not_fit_says_which_do() -> None:
    assert misfit("dispute", "rate", "practice") == (
        "/dispute does not fit here; there are /pause, /help and /quit."
    )


def test_a_slip_is_told_the_nearest_command_and_how_to_keep_it() -> None:
    assert hint("/hnt", fitting("question", "practice")) == (
        "'/hnt' is no command; /hint is the nearest. "
        "To send it as text, begin it with two slashes: //hnt"
    )
    assert hint("/skip connections are ways around one or more layers", ["skip"]) == (
        "'/skip connections are ways around one or...' is no command; /skip stands alone on its "
        "line. To send it as text, begin it with two slashes: "
        "//skip connections are ways around one or..."
    )
    assert "there are /skip and /quit" in hint("/zzz", ["skip", "quit"])


def test_the_menu_takes_letters_and_commands() -> None:
    assert choice("R ") == Command("revise")
    assert choice("d curbs-overfitting because so") == Command(
        "dispute", "curbs-overfitting because so"
    )
    assert choice("/quit") == Command("quit")
    assert choice("r now") is None
    assert choice("x") is None


def test_help_has_a_line_for_every_command_that_fits() -> None:
    for place, names in FITTING.items():
        shown = help_text(place, "practice").splitlines()
        assert [line.split()[0] for line in shown[: len(names)]] == [f"/{name}" for name in names]
    assert {name for names in FITTING.values() for name in names} == set(MEANINGS)
