"""What the candidate sees: whole pages written out, and hostile text disarmed."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grades import Evidence, Failure, Grade, Verdict
from interviewer.interview.asking import Answer, Idk, Next, Reply, Revise, Skip
from interviewer.interview.work import Work
from interviewer.items import Item
from interviewer.report.terminal import flips, ledger, question, reference, summary
from interviewer.report.text import columns, encodable, flow, paragraphs, printable
from interviewer.sessions import Session
from tests.interview.interviews import fresh, held
from tests.interview.items import bank, dropout, named
from tests.interview.words import grade

FIRST = "dropout zeroes random units, and inference drops units too"


def test_the_ledger_has_sign_word_points_quote_reason_correction_and_feedback() -> None:
    assert (
        ledger(dropout(), grade(dropout(), FIRST))
        == """\
✓ met             2/2  dropout zeroes random units
                       you said: “dropout zeroes random units”
                       why: these words make the claim (matcher)
✗ missed          0/3  regularization curbs overfitting
                       why: nothing in the answer says this (matcher)
✗ missed           +0  thinned networks form ensembles
                       why: nothing in the answer says this (matcher)
! held             -1  a misconception: inference drops units too
                       you said: “inference drops units too”
                       why: these words make the false claim (matcher)
                       right is: At inference every unit is kept.

score: 1 of 5 points, 20%
1 of 3 keypoints made, 1 wrong claim held: 1 of 5 points.

strengths:
- dropout zeroes random units You said: “dropout zeroes random units”

gaps:
- Missing: regularization curbs overfitting Fewer units can conspire. Read:
  Goodfellow et al., Deep Learning, 7.12.
- Wrong: “inference drops units too” At inference every unit is kept.

next steps:
- To complete the answer, add: regularization curbs overfitting
- Read on: Goodfellow et al., Deep Learning, 7.12."""
    )


def test_what_could_not_be_scored_has_no_points_and_is_counted() -> None:
    answer = (
        "unclear dropout zeroes random units, maybe regularization curbs overfitting, no thinned"
    )
    lines = ledger(dropout(), grade(dropout(), answer)).splitlines()
    assert lines[0] == "? unscored        -/2  dropout zeroes random units"
    assert lines[2] == "~ partial       1.5/3  regularization curbs overfitting"
    assert "score: 1.5 of 3 points, 50%" in lines
    assert "1 keypoint was not scored and left out of the sum: zeroes-units" in lines


def test_an_answer_with_nothing_decidable_has_no_score_instead_of_zero() -> None:
    answer = "unclear dropout zeroes random units, unclear regularization curbs overfitting"
    assert "score: no score: nothing in this answer was decidable" in ledger(
        dropout(), grade(dropout(), answer)
    )


def test_colour_only_repeats_what_the_words_say() -> None:
    plain = ledger(dropout(), grade(dropout(), FIRST))
    coloured = ledger(dropout(), grade(dropout(), FIRST), color=True)
    assert coloured != plain
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain


def test_members_of_a_group_stand_together_below_what_the_group_can_earn() -> None:
    item = _grouped()
    shown = ledger(item, grade(item, "one alpha, maybe one gamma")).splitlines()
    assert [line for line in shown if line and not line.startswith(" ")][:5] == [
        "any 2 of these 3 earn all 4 points:",
        "✓ met                  one alpha",
        "✗ missed               one beta",
        "~ partial              one gamma",
        "✗ missed          0/1  alone",
    ]


def _grouped() -> Item:
    names = {"a": "one alpha", "b": "one beta", "c": "one gamma"}
    keypoints: list[dict[str, object]] = [{"id": k, "text": t} for k, t in names.items()]
    keypoints.insert(1, {"id": "d", "text": "alone", "points": 1})
    group = {"id": "any", "need": 2, "points": 4, "of": ["a", "b", "c"]}
    rubric = {"version": 1, "reference": "x", "keypoints": keypoints, "groups": [group]}
    question = {"prompt": "Which?", "topic": "t", "level": "beginner"}
    whole = {"id": "deep-learning/kinds", "question": question, "rubric": rubric}
    return Item.model_validate_json(json.dumps(whole))


def test_a_grade_that_failed_says_why() -> None:
    failed = Grade(
        question_id="deep-learning/dropout",
        status="failed",
        score=None,
        error=Failure(code="grader", message="no model\x1b[2J"),
    )
    assert ledger(dropout(), failed) == "not graded: no model\\x1b[2J"


def test_a_grade_without_text_shows_where_the_words_stood() -> None:
    whole = grade(dropout(), FIRST)
    bare = Verdict.model_validate(
        whole.verdicts[0].model_copy(
            update={"evidence": (Evidence(quote=None, start=0, end=27),), "unsure": True}
        )
    )
    lines = ledger(dropout(), whole.model_copy(update={"verdicts": (bare,)})).splitlines()
    assert lines[1].strip() == "you said: characters 0 to 27"
    assert lines[2].strip() == "why: these words make the claim (matcher, a close call)"


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    long = named("deep-learning/long", prompt="模型 " * 40 + "x" * 300 + " 👩‍🔬" * 30)
    shown = [
        question(long, 1, 5, width=width),
        reference(long, width=width),
        ledger(long, grade(long, FIRST), width=width),
        flips(grade(long, ""), grade(long, FIRST), long, width=width),
        summary(_session(), bank(), width=width),
    ]
    assert max(columns(line) for text in shown for line in text.splitlines()) <= width


def test_escape_codes_in_answers_and_rubrics_are_spelt_out() -> None:
    evil = "\x1b]0;owned\x07\x9b31m \u202egnp.exe\u2028 [red]bold[/red] \ud800"
    item = named("deep-learning/evil", prompt=f"Why? {evil[:-1]}")
    rubric = item.rubric.model_copy(
        update={
            "reference": evil,
            "keypoints": tuple(
                k.model_copy(update={"text": evil[:-1], "explain": evil, "see": (evil,)})
                for k in item.rubric.keypoints
            ),
        }
    )
    item = item.model_copy(update={"rubric": rubric})
    answer = f"{evil[:-1]} inference drops units too"
    pages = [
        question(item, 1, 1),
        reference(item),
        ledger(item, grade(item, answer)),
        flips(grade(item, ""), grade(item, answer), item),
    ]
    for page in pages:
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u202e\ud800]", page)
        assert "[red]bold[/red]" in page.replace("\n", " ")
    assert "\\x1b]0;owned\\x07\\x9b31m \\u202egnp.exe" in pages[0]


def test_a_revision_shows_which_verdicts_changed_and_what_was_gained() -> None:
    after = "dropout zeroes random units, regularization curbs overfitting"
    shown = flips(
        grade(dropout(), FIRST), grade(dropout(), after), dropout(), width=100, counts=False
    )
    assert (
        shown
        == """\
missed → met: regularization curbs overfitting
held → absent: a misconception: inference drops units too
score: 1 of 5 points, 20% → 5 of 5 points, 100% (+4); the first answer is what counts"""
    )


def test_a_revision_that_changed_nothing_or_lost_says_so() -> None:
    one, none = grade(dropout(), FIRST), grade(dropout(), "")
    assert flips(one, one, dropout()).startswith("No verdict changed.\nscore: 1 of 5 points, 20% →")
    assert "(0)" in flips(one, one, dropout())
    assert "(-1)" in flips(one, none, dropout())


def _session(*replies: Reply) -> Session:
    given = replies or (
        Answer(FIRST), Revise("dropout zeroes random units"), Next(), Idk(), Next(), Skip(),
    )  # fmt: skip
    return held(*given, items=bank(), questions=3)[-1].session


def test_the_summary_has_every_question_the_total_and_the_sentence_that_gains_most() -> None:
    assert (
        summary(_session(), bank())
        == """\
1. deep-learning/dropout: 1 of 5 points, 20%; revised: 2 of 5 points, 40%
2. deep-learning/gelu: I don't know: 0 of 5 points, 0%
3. deep-learning/relu: skipped
total: 1 of 10 points, 10% (2 of 3 answered, 1 skipped)
  activations: 0%
  regularization: 20%

One sentence would have gained most, 3 points in deep-learning/dropout:
    regularization curbs overfitting

Graded by word-for-word on none, calibration none."""
    )


def test_the_summary_says_what_to_work_on_and_when_it_comes_back() -> None:
    work = [
        Work("dropout", "2026-01-03T00:00:00+00:00", "deep-learning/relu", ("a", "b")),
        Work("relu", "2026-01-04T00:00:00+00:00", "deep-learning/gelu", ()),
    ]
    assert """\
To work on:
- dropout: back on 2026-01-03 in deep-learning/relu; read a; b
- relu: back on 2026-01-04 in deep-learning/gelu
""" in summary(_session(), bank(), work)


def test_the_summary_counts_what_was_not_scored_and_says_why() -> None:
    session = _session(Answer("unclear dropout zeroes random units"), Next(), Skip(), Skip())
    line = "1 keypoint was not scored and left the sum: 1 × nobody could tell"
    assert line in summary(session, bank())


def test_a_session_without_an_answer_says_so() -> None:
    assert summary(fresh(), bank()) == "No question was answered."


@given(st.text(), st.integers(10, 90))
def test_printable_text_has_nothing_that_a_terminal_obeys(text: str, width: int) -> None:
    for line in (*printable(text).split("\n"), *flow(text, width), *paragraphs(text, width)):
        assert not re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]", line)


@given(st.text(), st.integers(10, 90))
def test_flowing_text_keeps_every_word_and_the_width(text: str, width: int) -> None:
    lines = flow(text, width)
    assert "".join("".join(lines).split()) == "".join(printable("".join(text.split())).split())
    assert all(columns(line) <= width for line in lines)


def test_wide_and_combining_characters_count_as_the_terminal_counts_them() -> None:
    assert [columns(text) for text in ("abc", "模型", "é", "e\u0301", "👍")] == [3, 4, 1, 1, 2]
    assert flow("模型模型模型", 5) == ["模型", "模型", "模型"]


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "✓ met “ü” → 模"),
        ("latin-1", '+ met "ü" -> \\u6a21'),
        ("ascii", '+ met "\\xfc" -> \\u6a21'),
        (None, '+ met "\\xfc" -> \\u6a21'),
    ],
)
def test_signs_have_look_alikes_where_the_encoding_lacks_them(
    encoding: str | None, expected: str
) -> None:
    assert encodable("✓ met “ü” → 模", encoding) == expected


def test_numbers_and_bars_can_be_read_in_ascii() -> None:
    assert (
        encodable("ability 0.3 ± 0.5, 2 × ▁▂▃▄▅▆▇█", "ascii") == "ability 0.3 +- 0.5, 2 x 12345678"
    )
