"""The benchmark of what is remembered: SM-2 as published, and learners that forget."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.picking import items_of
from benchmarks.retention import START, Learner, Sm2, practised


def test_sm_2_spaces_what_is_known_and_begins_again_with_what_is_not() -> None:
    sm2 = Sm2()
    intervals = []
    day = 0
    for share in (1.0, 1.0, 1.0, 0.4, 1.0):
        sm2.reviewed("q", day, share)
        due = sm2._cards["q"][0]
        intervals.append(due - day)
        day = due
    # ease 2.5 + .1 a full answer: 1, 6, 6 * 2.7 = 16; a lapse starts again at 1.
    assert intervals == [1, 6, 16, 1, 1]


def test_a_learner_forgets_and_learns_again() -> None:
    learner = Learner(0)
    item = items_of("shipped")["deep-learning/dropout"]
    assert learner.recall("dropout", START) == 0
    learner.answer(item, START)
    soon, late = (learner.recall("dropout", START + timedelta(days=d)) for d in (4, 40))
    assert 0 < late < soon < 1


def test_a_short_practice_is_the_same_each_time() -> None:
    assert practised(1, way="random", days=4) == practised(1, way="random", days=4)
    ours = practised(1, way="ours", days=4)
    assert 0 < ours.recall < 1
    assert 0 < ours.above < 1
