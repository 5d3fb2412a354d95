"""What an answer tells, and what it is silent about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewer.grades import Label
from interviewer.interview.observations import (
    Evidence,
    Observation,
    difficulty_of,
    evidence,
    observations,
)
from interviewer.items import Item
from interviewer.sessions import Probing, Turn
from tests.interview.told import group, question, turn, verdict

LABELS: tuple[Label, ...] = ("met", "partial", "missed", "contradicted", "unscored")


def read(found: Turn, item: Item) -> dict[str, tuple[float | None, bool]]:
    """Return share and help of each keypoint that was observed."""
    return {each.keypoint_id: (each.share, each.helped) for each in observations(found, item)}


def names(found: Turn, item: Item) -> list[str]:
    return [each.keypoint_id for each in observations(found, item)]


def test_each_decided_keypoint_tells_how_surely_it_was_had() -> None:
    item = question({"a": {"tier": "core", "concept": "relu"}, "b": {}}, difficulty=1.0)
    assert observations(turn({"a": "met", "b": "missed"}), item) == (
        Observation("a", ("relu",), "core", 0.5, 0.95, False, "met"),
        Observation("b", (), "standard", 1.0, 0.05, False, "missed"),
    )


def test_probabilities_say_more_than_the_label() -> None:
    item = question({"a": {"partial": 0.25}, "b": {}, "c": {}})
    found = turn(
        [
            verdict("a", "met", 0.6, 0.2),
            verdict("b", "partial", 0.1, 0.6),
            verdict("c", "met", 0.999),
        ]
    )
    assert read(found, item) == {"a": (0.65, False), "b": (0.4, False), "c": (0.95, False)}


def test_a_keypoint_is_harder_or_easier_than_its_question_by_its_tier() -> None:
    item = question(
        {"a": {"tier": "core"}, "b": {}, "c": {"tier": "bonus"}, "d": {}},
        difficulty=-1.0,
        groups=[group("d", tier="core")],
    )
    keypoints = item.rubric.keypoints
    assert [difficulty_of(item, each) for each in keypoints] == [-1.5, -1.0, -0.5, -1.5]


def test_skipped_ungraded_unscored_and_disputed_tell_nothing() -> None:
    item = question("ab")
    graded = turn({"a": "met", "b": "missed"})
    assert observations(graded.model_copy(update={"status": "skipped"}), item) == ()
    assert observations(graded.model_copy(update={"grade": None}), item) == ()
    assert names(turn({"a": "unscored", "b": "missed"}), item) == ["b"]
    assert names(turn({"a": "met", "b": "missed"}, disputed=["b"]), item) == ["a"]
    assert evidence(turn({"a": "unscored", "b": "missed"}, disputed=["b"]), item) == ()


def test_an_idk_is_read_as_graded() -> None:
    assert read(turn({"a": "missed"}, status="idk"), question("a")) == {"a": (0.05, False)}


def test_a_keypoint_is_read_only_where_grade_and_item_still_have_it() -> None:
    assert names(turn({"a": "met", "gone": "met"}), question(["a", "new"])) == ["a"]


def test_what_was_hinted_at_tells_no_share_and_was_helped_where_it_was_had() -> None:
    item = question("abc")
    found = turn({"a": "met", "b": "missed", "c": "met"}, hinted=["a", "b"])
    assert read(found, item) == {"a": (None, True), "b": (None, False), "c": (0.95, False)}
    assert evidence(found, item) == (Evidence(0.0, 1, (0.95,)),)


def test_a_reply_that_had_more_is_help_and_leaves_the_share_alone() -> None:
    item = question("abcd")
    found = turn(
        {"a": "missed", "b": "partial", "c": "missed", "d": "met"},
        replies={"a": "partial", "b": "met", "c": "missed", "d": "met"},
    )
    assert read(found, item) == {
        "a": (0.05, True),
        "b": (0.5, True),
        "c": (0.05, False),
        "d": (0.95, False),
    }


def test_a_reply_without_a_verdict_is_no_help() -> None:
    found = turn({"a": "missed"}).model_copy(
        update={"probes": (Probing(about="a", step="pump", text="?", status="skipped"),)}
    )
    assert read(found, question("a")) == {"a": (0.05, False)}


def test_a_bonus_left_unsaid_is_owed_by_nobody() -> None:
    item = question({"a": {"tier": "bonus"}, "b": {"tier": "bonus"}, "c": {"tier": "bonus"}})
    found = turn({"a": "missed", "b": "met", "c": "contradicted"})
    assert names(found, item) == ["b", "c"]
    assert evidence(found, item) == ()


def test_a_full_group_is_its_best_members_and_owes_no_more() -> None:
    item = question("abcd", groups=[group("a", "b", "c", "d", need=2)])
    found = turn(
        [
            verdict("a", "met", 0.7),
            verdict("b", "missed", 0.1),
            verdict("c", "met", 0.9),
            verdict("d", "met", 0.8),
        ]
    )
    assert names(found, item) == ["c", "d"]


def test_the_places_left_in_a_group_go_to_its_nearest_misses() -> None:
    item = question("abcd", groups=[group("a", "b", "c", "d", need=3)])
    found = turn(
        [
            verdict("a", "met", 0.7),
            verdict("b", "missed", 0.1),
            verdict("c", "contradicted", 0.2),
            verdict("d", "missed", 0.3),
        ]
    )
    assert names(found, item) == ["a", "c", "d"]


def test_a_member_that_a_probe_brought_takes_a_place_before_a_nearer_miss() -> None:
    item = question("ab", groups=[group("a", "b")])
    rows = [verdict("a", "missed", 0.1), verdict("b", "missed", 0.3)]
    assert names(turn(rows), item) == ["b"]
    assert read(turn(rows, replies={"a": "met"}), item) == {"a": (0.1, True)}


def test_an_undecided_member_may_have_filled_the_place_that_is_left() -> None:
    item = question("abc", groups=[group("a", "b", "c")])
    assert names(turn({"a": "missed", "b": "missed", "c": "unscored"}), item) == []
    assert names(turn({"a": "met", "b": "missed", "c": "unscored"}), item) == ["a"]
    two = question("abc", groups=[group("a", "b", "c", need=2)])
    assert names(turn({"a": "partial", "b": "missed", "c": "unscored"}), two) == ["a"]
    assert names(turn({"a": "met", "b": "partial", "c": "unscored"}), two) == ["a", "b"]
    assert names(turn({"a": "met", "b": "missed"}, disputed=["c"]), two) == ["a"]


def test_ability_reads_a_group_as_a_whole_with_even_odds_for_the_unknown() -> None:
    item = question("abcd", difficulty=1.0, groups=[group("a", "b", "c", tier="core")])
    found = turn({"a": "met", "b": "missed", "c": "unscored", "d": "missed"})
    assert evidence(found, item) == (
        Evidence(0.5, 1, (0.05, 0.5, 0.95)),
        Evidence(1.0, 1, (0.05,)),
    )
    assert evidence(turn({"a": "met", "d": "unscored"}, hinted=["a"]), item) == ()


@given(st.lists(st.sampled_from(LABELS), min_size=4, max_size=4), st.permutations("abcd"))
def test_the_order_of_verdicts_does_not_matter(labels: list[Label], order: list[str]) -> None:
    item = question("abcd", groups=[group("b", "c", "d", need=2)])
    told = dict(zip("abcd", labels, strict=True))
    shuffled = turn({each: told[each] for each in order})
    assert observations(shuffled, item) == observations(turn(told), item)
    assert evidence(shuffled, item) == evidence(turn(told), item)


@given(st.lists(st.sampled_from(LABELS), min_size=5, max_size=5), st.integers(1, 4))
def test_a_group_never_tells_more_than_it_wants(labels: list[Label], need: int) -> None:
    item = question("abcde", groups=[group("a", "b", "c", "d", need=need)])
    told = dict(zip("abcde", labels, strict=True))
    found = names(turn(told), item)
    assert len([each for each in found if each != "e"]) <= need
    assert all(told[each] != "unscored" for each in found)
