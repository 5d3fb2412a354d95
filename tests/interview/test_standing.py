"""Recording turns, the sum over an interview, what would have gained most, and saving."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.errors import SessionError
from interviewer.grades import Failure, Grade
from interviewer.interview import Pick, best_gain, end, gains, record, revise, standing, start
from interviewer.interview.saving import check_target, load_session, save_session
from interviewer.items import Item
from interviewer.sessions import Session, Standing, Turn, TurnStatus
from tests.interview.items import bank, dropout
from tests.interview.words import grade

RELU, GELU = "deep-learning/relu", "deep-learning/gelu"
BOTH = "dropout zeroes random units, regularization curbs overfitting"


def _fresh() -> Session:
    picks = [Pick(item, "for a test") for item in bank().values()]
    return start(picks, session_id="s", interviewer="0.1.0", seed=0, started_at="2026-01-01")


def _turn(name: str, answer: str, status: TurnStatus = "answered") -> Turn:
    return Turn(
        question_id=name,
        prompt="?",
        reason="for a test",
        status=status,
        answered_at="2026-01-01",
        grade=None if status == "skipped" else grade(bank()[name], answer),
    )


def _session(*turns: Turn) -> Session:
    session = _fresh()
    for turn in turns:
        session = record(session, turn)
    return session


def test_a_new_session_plans_its_questions_and_has_asked_none() -> None:
    assert _fresh().planned == tuple(bank())
    assert _fresh().turns == ()
    assert end(_fresh(), "2026-01-02").ended_at == "2026-01-02"


def test_a_question_is_recorded_once_and_only_if_planned() -> None:
    session = _session(_turn(RELU, "a"))
    with pytest.raises(SessionError, match="has asked 'deep-learning/relu' already"):
        record(session, _turn(RELU, "b"))
    with pytest.raises(SessionError, match="has not planned 'deep-learning/adam'"):
        record(session, _turn(RELU, "b").model_copy(update={"question_id": "deep-learning/adam"}))
    with pytest.raises(SessionError, match="no answer to revise"):
        revise(_fresh(), grade(dropout(), "a"))


def test_standing_sums_points_over_decidable_points_of_first_answers() -> None:
    session = _session(
        _turn(RELU, BOTH),
        _turn(GELU, "unclear dropout zeroes random units"),
        _turn("deep-learning/dropout", "I don't know.", "idk"),
        _turn("deep-learning/weight-decay", "", "skipped"),
    )
    # relu 5 of 5; gelu 0 of 3, as one keypoint worth 2 is unscored; dropout 0 of 5.
    assert standing(session, bank()) == Standing(
        answered=3, skipped=1, points=5, possible=13, fraction=0.3846, unscored=1
    )


def test_a_revision_moves_nothing() -> None:
    session = _session(_turn(RELU, "a"))
    assert standing(revise(session, grade(bank()[RELU], BOTH)), bank()) == standing(session, bank())


def test_nothing_answered_has_no_fraction() -> None:
    expected = Standing(answered=0, skipped=1, points=0, possible=0, fraction=None, unscored=0)
    assert standing(_session(_turn(RELU, "", "skipped")), bank()) == expected


def test_an_answer_that_was_not_graded_leaves_the_sum_with_all_its_keypoints() -> None:
    failed = Grade(
        question_id=RELU,
        status="failed",
        answer="a",
        score=None,
        error=Failure(code="grader", message="no model"),
    )
    session = _session(_turn(RELU, "a").model_copy(update={"grade": failed}))
    assert standing(session, bank()).unscored == 3
    assert standing(session, bank()).fraction is None


def test_the_best_gain_is_the_missed_keypoint_of_the_highest_worth() -> None:
    session = _session(_turn(RELU, "maybe regularization curbs overfitting"), _turn(GELU, ""))
    found = [(gain.item.id, gain.keypoint.id, gain.points) for gain in gains(session, bank())]
    assert found == [
        (GELU, "curbs-overfitting", 3),
        (RELU, "zeroes-units", 2),
        (GELU, "zeroes-units", 2),
        (RELU, "curbs-overfitting", 1.5),
    ]
    best = best_gain(session, bank())
    assert best is not None
    assert best.keypoint.text == "regularization curbs overfitting"


def test_a_full_or_unscored_answer_has_nothing_to_gain() -> None:
    assert best_gain(_session(_turn(RELU, BOTH)), bank()) is None
    unclear = "unclear dropout zeroes random units, unclear regularization curbs overfitting"
    assert best_gain(_session(_turn(RELU, unclear)), bank()) is None


def test_a_member_of_a_group_gains_what_the_group_still_needs() -> None:
    item = _grouped()
    turn = _turn(RELU, "").model_copy(
        update={"grade": grade(item, "one alpha"), "status": "answered"}
    )
    found = gains(_session(turn), {RELU: item})
    assert [(gain.keypoint.id, gain.points) for gain in found] == [("b", 2), ("c", 2)]
    full = turn.model_copy(update={"grade": grade(item, "one alpha, one beta")})
    assert gains(_session(full), {RELU: item}) == []


def _grouped() -> Item:
    keypoints = [{"id": k, "text": f"one {t}"} for k, t in zip("abc", WORDS, strict=True)]
    group = {"id": "any", "need": 2, "points": 4, "of": ["a", "b", "c"]}
    rubric = {"version": 1, "reference": "x", "keypoints": keypoints, "groups": [group]}
    question = {"prompt": "Which?", "topic": "t", "level": "beginner"}
    return Item.model_validate_json(
        json.dumps({"id": RELU, "question": question, "rubric": rubric})
    )


WORDS = ("alpha", "beta", "gamma")


def test_a_saved_session_reads_back_the_same_and_replaces_the_older_one(tmp_path: Path) -> None:
    file = tmp_path / "session.json"
    save_session(_fresh(), file)
    session = _session(_turn(RELU, "ünïcode ✓ \x1b[31m"))
    save_session(session, file)
    assert load_session(file) == session
    assert [path.name for path in tmp_path.iterdir()] == ["session.json"]


def test_a_save_that_fails_says_so_and_leaves_no_litter(tmp_path: Path) -> None:
    with pytest.raises(SessionError, match="cannot save the session: No such file or directory"):
        save_session(_fresh(), tmp_path / "gone" / "session.json")
    (tmp_path / "folder.json").mkdir()
    with pytest.raises(SessionError, match="cannot save the session: Is a directory"):
        save_session(_fresh(), tmp_path / "folder.json")
    assert [path.name for path in tmp_path.iterdir()] == ["folder.json"]


def test_a_file_that_is_there_or_a_folder_that_is_not_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("precious")
    with pytest.raises(SessionError, match="there is a file already"):
        check_target(there)
    with pytest.raises(SessionError, match="there is no folder"):
        check_target(tmp_path / "no" / "session.json")
    with pytest.raises(SessionError, match="File name too long"):
        check_target(tmp_path / ("x" * 300))
    check_target(tmp_path / "new.json")
    assert there.read_text() == "precious"


@pytest.mark.parametrize("text", ["", "{", '{"schema": 1}', '{"schema": 2}', "[]"])
def test_what_is_no_session_is_an_error_in_one_line(tmp_path: Path, text: str) -> None:
    file = tmp_path / "session.json"
    file.write_text(text)
    with pytest.raises(SessionError, match="not a saved session") as error:
        load_session(file)
    assert "\n" not in str(error.value)
    with pytest.raises(SessionError, match="cannot read the session"):
        load_session(tmp_path / "none.json")
