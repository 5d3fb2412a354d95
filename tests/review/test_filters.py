from __future__ import annotations

from collections.abc import Iterator

import pytest

from interviewer.review.filters import Choice, Filter, Live, choices, filter_of, matching, query_of
from interviewer.review.shelf import Shelf
from tests.review.reviewed import grade

NOBODY = Live(unreviewed=0b1111, differs=0, conflict=0)


@pytest.fixture(name="shelf")
def four_grades() -> Iterator[Shelf]:
    grades = [
        grade(1, "met", "missed"),
        grade(2, "missed", "met", unsure=True),
        grade(3, "met", "met", unsure=True),
        grade(4, "partial", "missed", question="sql/locks"),
    ]
    with Shelf(grades) as found:
        yield found


def chosen(shelf: Shelf, wanted: Filter, name: str) -> dict[str, int]:
    found = {each.name: each.choices for each in choices(wanted, shelf, NOBODY, blind=False)}
    return {choice.value: choice.records for choice in found.get(name, ())}


def test_all_that_is_asked_for_must_hold(shelf: Shelf) -> None:
    assert matching(Filter(), shelf, NOBODY) == 0b1111
    assert matching(Filter(label="met", unsure=True), shelf, NOBODY) == 0b0110
    assert matching(Filter(question="sql/locks", label="met"), shelf, NOBODY) == 0
    assert matching(Filter(question="no/such"), shelf, NOBODY) == 0


def test_with_a_keypoint_label_and_unsure_are_about_it_alone(shelf: Shelf) -> None:
    wanted = Filter(question="sql/isolation", keypoint="as-if-serial", label="met")
    assert matching(wanted, shelf, NOBODY) == 0b0101
    assert matching(wanted._replace(unsure=True), shelf, NOBODY) == 0


def test_a_count_says_what_a_choice_would_leave_beside_the_other_filters(shelf: Shelf) -> None:
    assert chosen(shelf, Filter(), "question") == {"sql/isolation": 3, "sql/locks": 1}
    assert chosen(shelf, Filter(unsure=True), "question") == {"sql/isolation": 2}
    assert chosen(shelf, Filter(label="partial"), "label")["missed"] == 3


def test_keypoints_are_offered_of_a_chosen_question_only(shelf: Shelf) -> None:
    assert chosen(shelf, Filter(), "keypoint") == {}
    assert chosen(shelf, Filter(question="sql/locks"), "keypoint") == {
        "as-if-serial": 1,
        "costs-waiting": 1,
        "no-locks": 1,
    }


def test_what_reviewers_did_filters_too(shelf: Shelf) -> None:
    live = Live(unreviewed=0b1000, differs=0b0010, conflict=0b0001)
    assert matching(Filter(unreviewed=True), shelf, live) == 0b1000
    assert matching(Filter(differs=True), shelf, live) == 0b0010
    assert matching(Filter(conflict=True), shelf, live) == 0b0001


def test_a_blind_reviewer_cannot_ask_what_verdicts_say(shelf: Shelf) -> None:
    query = {"question": "q/q", "label": "met", "unsure": "1", "flag": "echo", "unreviewed": "1"}
    assert filter_of(query, blind=True) == Filter(question="q/q", unreviewed=True)
    names = [each.name for each in choices(Filter(), shelf, NOBODY, blind=True)]
    assert names == ["question", "unreviewed"]


def test_a_switch_is_there_though_it_would_leave_nothing(shelf: Shelf) -> None:
    found = {each.name: each.choices for each in choices(Filter(), shelf, NOBODY, blind=False)}
    words = "reviewers or evidence in conflict"
    assert found["conflict"] == (Choice("1", words, 0, is_chosen=False),)


def test_a_filter_survives_the_address() -> None:
    wanted = Filter(question="a/b", label="met&<x>", unsure=True)
    assert query_of(wanted, page=2) == "?question=a%2Fb&label=met%26%3Cx%3E&unsure=1&page=2"
    assert query_of(Filter()) == ""
    told = {"question": "a/b", "label": "met&<x>", "unsure": "1"}
    assert filter_of(told, blind=False) == wanted
