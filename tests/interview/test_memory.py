"""How concepts are remembered, and when they are due."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grades import Label
from interviewer.interview.memory import Memory, due, memories, ratings
from interviewer.items import Item
from interviewer.sessions import Session
from tests.interview.told import group, question, session, turn

LABELS: dict[str, Label] = {"again": "missed", "hard": "partial", "good": "met"}


def about(concept: str, name: str = "s/q") -> Item:
    """Return a question with one keypoint on a concept."""
    return question({"a": {"concept": concept}}, name=name)


def day(number: int, hour: int = 9) -> str:
    """Return a time so many days after the first of January."""
    at = datetime.fromisoformat("2026-01-01T00:00:00+00:00") + timedelta(days=number, hours=hour)
    return at.isoformat()


def reviewed(*reviews: tuple[int, str], name: str = "s/q") -> list[Session]:
    """Return a session for each day, in which the one keypoint went so."""
    return [
        session(turn({"a": LABELS[rating]}, name=name, at=day(number)), at=day(number))
        for number, rating in reviews
    ]


def remembered(sessions: Sequence[Session], *, until: str | None = None) -> Memory:
    """Return how the one concept stands."""
    return memories(sessions, {"s/q": about("relu")}, interview_date=until)["relu"]


def test_a_rating_is_set_by_the_grade() -> None:
    item = question({each: {"concept": each} for each in "abcdef"})
    found = turn(
        {"a": "met", "b": "partial", "c": "missed", "d": "contradicted", "e": "met", "f": "missed"},
        hinted=["e"],
        replies={"f": "met"},
    )
    assert ratings(found, item) == {
        "a": "good",
        "b": "hard",
        "c": "again",
        "d": "again",
        "e": "hard",
        "f": "hard",
    }


def test_a_hint_that_did_not_help_leaves_a_miss_a_miss() -> None:
    assert ratings(turn({"a": "missed"}, hinted=["a"]), about("relu")) == {"relu": "again"}


def test_a_concept_goes_by_its_worst_keypoint() -> None:
    item = question({each: {"concept": "relu"} for each in "abc"})
    assert ratings(turn({"a": "met", "b": "missed", "c": "partial"}), item) == {"relu": "again"}
    assert ratings(turn({"a": "met", "b": "unscored", "c": "partial"}), item) == {"relu": "hard"}


def test_what_tells_nothing_writes_nothing() -> None:
    bonus = question({"a": {"concept": "relu", "tier": "bonus"}})
    assert ratings(turn({"a": "missed"}), bonus) == {}
    assert ratings(turn({"a": "met"}), bonus) == {"relu": "good"}
    item = about("relu")
    assert ratings(turn({"a": "unscored"}), item) == {}
    assert ratings(turn({"a": "missed"}, disputed=["a"]), item) == {}
    assert ratings(turn({"a": "missed"}, status="skipped"), item) == {}
    assert ratings(turn({"a": "missed"}), question("a")) == {}


def test_the_misses_of_a_full_group_write_nothing() -> None:
    each = {name: {"concept": f"concept-{name}"} for name in "abc"}
    item = question(each, groups=[group("a", "b", "c")])
    assert ratings(turn({"a": "missed", "b": "met", "c": "missed"}), item) == {"concept-b": "good"}


def test_intervals_grow_as_fsrs_has_them() -> None:
    # Each review on the day it falls due: intervals of 1, 2, 6, 13 and 29 days.
    steps = [
        (0, "again", day(1), 0.212),
        (1, "good", day(3), 1.8868),
        (3, "good", day(9), 6.2692),
        (9, "hard", day(22), 12.9507),
        (22, "good", day(51), 28.5247),
    ]
    done: list[tuple[int, str]] = []
    for number, rating, falls_due, stability in steps:
        done.append((number, rating))
        memory = remembered(reviewed(*done))
        assert memory.due == falls_due
        assert memory.stability_days == pytest.approx(stability, abs=1e-4)
    assert day(51) == "2026-02-21T09:00:00+00:00"


def test_a_memory_counts_reviews_lapses_and_where_it_was_seen() -> None:
    items = {name: about("relu", name) for name in ("s/q", "s/r")}
    sessions = [
        *reviewed((0, "again"), (1, "good")),
        *reviewed((3, "again"), name="s/r"),
        *reviewed((4, "hard")),
    ]
    memory = memories(sessions, items)["relu"]
    assert (memory.reviews, memory.lapses) == (4, 1)
    assert memory.seen_in == ("s/r", "s/q")
    assert memory.reviewed_at == "2026-01-05T09:00:00+00:00"


def test_the_chance_of_recall_falls_to_nine_tenths_when_it_is_due() -> None:
    memory = remembered(reviewed((0, "good"), (2, "good"), (13, "good")))
    late = day(13 + 2 * round(memory.stability_days))
    assert memory.retrievability(day(13)) == 1.0
    assert memory.retrievability(day(12)) == 1.0
    assert memory.retrievability(memory.due) == pytest.approx(0.9, abs=0.01)
    assert memory.retrievability(late) < 0.87


def test_a_clock_set_back_does_not_crash_and_counts_by_the_times_told() -> None:
    backwards = reviewed((5, "good"), (0, "again"))
    assert remembered(backwards) == remembered(list(reversed(backwards)))
    within = session(
        turn({"a": "met"}, at=day(3)), turn({"b": "met"}, name="s/r", at=day(2)), at=day(3)
    )
    items = {"s/q": about("relu"), "s/r": question({"b": {"concept": "relu"}}, name="s/r")}
    assert memories([within], items)["relu"].seen_in == ("s/r", "s/q")


def test_nothing_falls_due_after_the_interview() -> None:
    well = reviewed((0, "good"), (2, "good"), (13, "good"))
    assert remembered(well).due == "2026-03-01T09:00:00+00:00"
    assert remembered(well, until="2026-01-20").due == "2026-01-20T09:00:00+00:00"
    assert remembered(well, until="2026-01-15").due == "2026-01-15T09:00:00+00:00"
    assert remembered(well, until="2026-01-14").due == "2026-01-15T09:00:00+00:00"
    assert remembered(well, until="2026-01-13").due == "2026-03-01T09:00:00+00:00"
    assert remembered(well, until="2026-01-20").stability_days == remembered(well).stability_days


def test_what_is_due_comes_most_forgotten_first() -> None:
    items = {f"s/{name}": about(name, f"s/{name}") for name in ("fresh", "old", "weak", "later")}
    sessions = [
        *reviewed((0, "good"), name="s/old"),
        *reviewed((0, "again"), name="s/weak"),
        *reviewed((7, "again"), name="s/fresh"),
        *reviewed((7, "good"), name="s/later"),
    ]
    known = memories(sessions, items)
    assert [memory.concept for memory in due(known, day(8))] == ["weak", "fresh", "old"]
    assert due(known, day(0)) == []
    assert [memory.concept for memory in due({"weak": known["weak"]}, known["weak"].due)] == [
        "weak"
    ]


def test_questions_that_are_gone_and_turns_without_an_answer_are_passed_over() -> None:
    unanswered = turn({"a": "met"}).model_copy(update={"answered_at": None})
    assert memories(reviewed((0, "good")), {}) == {}
    assert memories([session(unanswered)], {"s/q": about("relu")}) == {}


def test_neither_the_clock_nor_an_id_gets_into_a_memory() -> None:
    sessions = reviewed((0, "again"), (1, "good"), (3, "hard"))
    first = remembered(sessions)
    time.sleep(0.003)
    assert remembered(sessions) == first
    assert first == Memory(
        concept="relu",
        due="2026-01-09T09:00:00+00:00",
        stability_days=first.stability_days,
        reviews=3,
        lapses=0,
        seen_in=("s/q",),
        reviewed_at="2026-01-04T09:00:00+00:00",
    )


@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(sorted(LABELS))), min_size=1, max_size=8)
)
def test_a_review_is_due_a_day_later_at_least_and_by_the_interview(
    reviews: list[tuple[int, str]],
) -> None:
    sessions = reviewed(*reviews)
    memory = remembered(sessions, until="2026-03-31")
    least = datetime.fromisoformat(memory.reviewed_at) + timedelta(days=1)
    assert least.isoformat() <= memory.due <= "2026-03-31T09:00:00+00:00"
    assert memory.reviews == len(reviews)
    assert 0 <= memory.lapses < len(reviews)
    assert remembered(sessions, until="2026-03-31") == memory
