from __future__ import annotations

from interviewer.review.agreeing import LEAST, Given, Pair, pairs


def test_kappa_counts_claims_that_both_labelled_blind() -> None:
    ana = {n: Given("met" if n % 2 else "missed", blind=True) for n in range(LEAST)}
    ben = {**ana, 0: Given("met", blind=True), LEAST: Given("met", blind=True)}
    found = pairs({"ben": ben, "ana": ana})
    assert [(p.left, p.right, p.words, p.claims, p.left_out) for p in found] == [
        ("ana", "ben", "0.93", 30, 0)
    ]


def test_a_label_with_another_in_sight_is_no_second_opinion() -> None:
    ana = {n: Given("met", blind=True) for n in range(40)}
    ben = {n: Given("met", blind=n < 10) for n in range(40)}
    assert pairs({"ana": ana, "ben": ben}) == [Pair("ana", "ben", None, 10, 30)]


def test_too_few_claims_tell_no_figure() -> None:
    few = {n: Given("met" if n % 2 else "missed", blind=True) for n in range(LEAST - 1)}
    assert [pair.words for pair in pairs({"ana": few, "ben": few})] == ["too few"]


def test_one_label_throughout_tells_nothing() -> None:
    same = {n: Given("met", blind=True) for n in range(LEAST)}
    assert [pair.words for pair in pairs({"ana": same, "ben": same})] == ["one label only"]


def test_who_has_nothing_in_common_is_no_pair() -> None:
    assert pairs({"ana": {1: Given("met", blind=True)}, "ben": {2: Given("met", blind=True)}}) == []
