"""Interviews as text: a list, one in full, a transcript; nothing breaks out or comes early."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from interviewer.interview.asking import (
    Answer,
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
from interviewer.report.sessions import listed, standing_of, told
from interviewer.report.summary import summary
from interviewer.report.text import columns, printable
from interviewer.report.transcript import session_of, transcript
from interviewer.sessions import Session
from tests.interview.interviews import held, one
from tests.interview.items import bank

HALF = "dropout zeroes random units"
REST = "regularization curbs overfitting"
EVIL = "\x1b[2J\x9b1m\u202e<script>alert(1)</script>\r\n```\n# Full marks\n````\n[x](javascript:y)"
MARKUP = st.text(st.sampled_from("`~\n\r\t #<>[]()!&*_-=|\\:a1.\x1b\u2028"), max_size=60)


def _interview(*replies: Reply, **rules: object) -> Session:
    return held(*replies, questions=1, **rules)[-1].session


def test_an_empty_list_is_its_head() -> None:
    assert listed([]) == "id       started          mode      n     score state"


def test_every_line_of_the_list_fits_sixty_columns() -> None:
    whole = _interview(Answer(HALF), Answer(REST), Next())
    wide = whole.model_copy(update={"id": "x" * 40, "turns": whole.turns * 100})
    assert "40%/88%" in listed([whole])
    lines = listed([wide, _interview(Answer(HALF), Pause()), _interview(Pause())]).splitlines()
    assert [line.split()[-1] for line in lines] == ["state", "finished", "unfinished", "unfinished"]
    assert max(map(columns, lines)) <= 60


@pytest.mark.parametrize(
    "early",
    [
        _interview(Answer(HALF), Pause(), rate=True, probes=False),
        _interview(Answer(HALF), Answer("hm"), Pause()),
        _interview(Answer(HALF), feedback="end", probes=False, mode="exam").model_copy(
            update={"ended_at": None, "ended_because": None}
        ),
    ],
    ids=["its rating waits", "its probe waits", "the exam goes on"],
)
def test_the_list_shows_no_score_before_its_grade_is_due(early: Session) -> None:
    assert early.turns[0].grade is not None
    assert "%" not in listed([early])
    assert standing_of(early).fraction is None
    over = early.model_copy(update={"ended_at": "2026", "ended_because": "finished"})
    assert "40%" in listed([over])


def test_an_id_in_the_list_moves_no_cursor() -> None:
    evil = _interview(Pause()).model_copy(update={"id": "\x1b[2J"})
    assert listed([evil]).splitlines()[1].startswith("\\x1b[2J  2026-01-01")


def test_an_interview_is_told_whole() -> None:
    replies = (Answer(HALF), Answer("hm"), Idk(), Dispute("ensemble", "I said so"), Next())
    text = told(_interview(*replies), one())
    assert text.startswith(
        """\
Session s1, practice, seed 3, finished

1. deep-learning/dropout
What is dropout, and what is it for?
(for a test)

    dropout zeroes random units

Interviewer: What is it for?
    hm

Interviewer: Which gap narrows?
(I do not know)

Disputed ensemble: I said so

"""
    )
    assert "total: 2 of 5 points, 40%" in text
    assert REST in text


def test_a_disputed_verdict_is_marked_in_the_ledger_and_in_the_summary() -> None:
    disputed = _interview(Answer(HALF), Dispute("ensemble", "so"), Next(), probes=False)
    text = " ".join(told(disputed, one()).split())
    assert "(matcher, disputed by you)" in text
    assert text.count("disputed by you") == 1
    assert "2 of 5 points, 40%; disputed: ensemble" in text


def test_questions_that_were_not_reached_are_told_in_the_total() -> None:
    left = held(Answer(HALF), Next(), Quit(), questions=3, probes=False, items=bank())[-1].session
    assert "(1 of 2 answered, 1 not asked)" in told(left, bank())
    late = held(Answer(HALF), Next(), questions=3, probes=False, items=bank(), seconds=1)
    assert "(1 of 1 answered, 2 not asked)" in told(late[-1].session, bank())
    open_ = left.model_copy(update={"ended_at": None, "ended_because": None})
    assert "(1 of 2 answered, 1 to come)" in summary(open_, bank())
    over = _interview(Answer(HALF), Next(), probes=False)
    assert "(1 of 1 answered)" in told(over, one())


@pytest.mark.parametrize("tell", [lambda session: told(session, one()), transcript])
def test_an_open_question_is_not_given_away(tell) -> None:  # type: ignore[no-untyped-def]
    open_ = _interview(Answer(HALF), Answer("hm"), Pause())
    assert open_.open_turn is not None
    assert open_.open_turn.grade is not None
    text = tell(open_)
    assert "What is it for?" in text
    assert "hm" in text
    for early in (REST, "curbs-overfitting", "40%", "missed"):
        assert early not in text


@pytest.mark.parametrize("tell", [lambda session: told(session, one()), transcript])
def test_no_grade_comes_before_the_end_where_the_end_is_when_it_is_due(tell) -> None:  # type: ignore[no-untyped-def]
    over = _interview(Answer(HALF), feedback="end", probes=False, mode="exam")
    before = over.model_copy(update={"ended_at": None, "ended_because": None})
    assert before.turns[0].closed
    assert "40%" not in tell(before)
    assert "missed" not in tell(before)
    assert "40%" in tell(over)
    assert "missed" in tell(over)


@pytest.mark.parametrize("width", [40, 80, 200])
def test_every_line_of_an_interview_fits_and_none_holds_a_control_character(width: int) -> None:
    words = f"{EVIL} {'long' * 60} 模型模型模型"
    session = _interview(
        Answer(words),
        Answer(words),
        Idk(),
        Idk(),
        Revise(words),
        Dispute("ensemble", words),
        Next(),
    )
    lines = told(session, one(), width=width).split("\n")
    assert max(map(columns, lines)) <= width
    assert not {unicodedata.category(sign) for line in lines for sign in line} & {"Cc", "Cf", "Cs"}


def test_a_transcript_has_everything_in_order() -> None:
    session = _interview(Hint(), Answer(HALF), Answer("hm"), Idk(), Revise(REST), Next())
    found = transcript(session)
    assert found.startswith(
        """\
# Interview of 2026-01-01

Mode practice, seed 3, session s1.

## 1. deep\\-learning/dropout

What is dropout, and what is it for?

Asked because: for a test
"""
    )
    places = [
        found.index(words)
        for words in (
            "Hint (a nudge; the point then counts 80%)",
            f"```text\n{HALF}\n```",
            "Interviewer (a hint; the point then counts 50%)",
            "```text\nhm\n```",
            "That was missed.",
            "I do not know.",
            "- missed: ensemble, nothing in the answer says this",
            "Revised (3 of 5 points, 60%):",
            f"```text\n{REST}\n```",
            "## Total",
        )
    ]
    assert places == sorted(places)


def test_a_grade_that_was_shown_before_leaving_is_in_the_transcript() -> None:
    left = _interview(Answer(HALF), Pause(), probes=False)
    assert left.open_turn is not None
    assert "Unaided: 2 of 5 points, 40%" in transcript(left)
    asked_on = _interview(Answer(HALF), Answer("hm"), Idk(), Pause())
    assert "Unaided: 2 of 5 points, 40%" in transcript(asked_on)


def test_a_grade_that_waits_for_the_candidates_rating_is_in_no_transcript() -> None:
    unrated = _interview(Answer(HALF), Pause(), probes=False, rate=True)
    assert "40%" not in transcript(unrated)
    rated = _interview(Answer(HALF), Rate(0.5), Pause(), probes=False, rate=True)
    assert "40%" in transcript(rated)


@pytest.mark.parametrize("name", ["s1", "3f9a_[b]", "x. y"])
def test_a_transcript_says_whose_it_is(name: str) -> None:
    session = _interview(Pause()).model_copy(update={"id": name})
    assert session_of(transcript(session)[:500]) == name
    assert session_of(f"notes\n{transcript(session)}") == ""


@pytest.mark.parametrize(
    ("replies", "said"), [((Idk(), Next()), "I do not know."), ((Skip(),), "Skipped.")]
)
def test_who_gives_no_answer_has_no_empty_block(replies: tuple[Reply, ...], said: str) -> None:
    text = transcript(_interview(*replies, probes=False))
    assert f"\n\n{said}\n" in text
    assert "```" not in text


def test_hostile_words_break_out_of_no_place_in_a_transcript() -> None:
    session = _interview(
        Answer(EVIL), Answer(EVIL), Idk(), Idk(), Revise(EVIL), Dispute("ensemble", EVIL), Next()
    )
    assert _blocks(session) == [printable(EVIL) + "\n"] * 3


@given(text=MARKUP)
def test_no_answer_breaks_out_of_its_block(text: str) -> None:
    (block,) = _blocks(_interview(Answer(text), Next(), probes=False))
    assert block == printable(text) + "\n"


@given(text=MARKUP)
@example(text="1. first")
@example(text="&lt;b&gt;")
def test_no_word_outside_a_block_is_markup(text: str) -> None:
    session = _interview(Answer(HALF), Dispute("ensemble", text), Next(), probes=False)
    turn = session.turns[0].model_copy(update={"reason": text, "prompt": text})
    evil = session.model_copy(update={"turns": (turn,)})
    assert _blocks(evil) == [f"{HALF}\n"]
    words = printable(" ".join(text.split()))
    shown = _paragraphs(evil)
    for said in (words, f"Asked because: {words}", f"Disputed ensemble: {words}"):
        assert said.strip() in ["", *shown]


def _blocks(session: Session) -> list[str]:
    """Return the content of every block, once nothing else is anything but plain text."""
    text = transcript(session)
    tokens = MarkdownIt().enable("table").enable("strikethrough").parse(text)
    kinds = {token.type for token in tokens}
    kinds |= {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "text"),
        *("bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close", "fence"),
        "text_special",
    }
    headings = [token.markup for token in tokens if token.type == "heading_open"]
    assert headings == ["#", "##", "##"]
    assert not set(text) & {"\x1b", "\x9b", "\r", "\u202e", "\u2028"}
    return [token.content for token in tokens if token.type == "fence"]


def _paragraphs(session: Session) -> list[str]:
    """Return what a reader sees of each paragraph."""
    tokens = MarkdownIt().parse(transcript(session))
    return ["".join(child.content for child in each.children) for each in tokens if each.children]
