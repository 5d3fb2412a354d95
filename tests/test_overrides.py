"""Where a verdict stands after what people said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.overrides import (
    About,
    Accepted,
    Marked,
    Override,
    Standing,
    Undone,
    about,
    apply,
    last_word,
    override_of,
    replay,
)

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
SHA = "a" * 64
PLACE = {"question_id": "s/q", "answer_sha256": SHA, "name": "claim"}
CLAIM = About("s/q", SHA, "claim")


def marked(seq: int, reviewer: str, label: str, reason: str = "it says so") -> Marked:
    return Marked.model_validate(
        {"seq": seq, "at": NOON, "reviewer": reviewer, "label": label, "was": "missed",
         "reason": reason, "claim": "It is so.", **PLACE}
    )  # fmt: skip


def accepted(seq: int, reviewer: str, of: str, label: str) -> Accepted:
    return Accepted.model_validate(
        {"seq": seq, "at": NOON, "reviewer": reviewer, "of": of, "label": label, **PLACE}
    )


def undone(seq: int, reviewer: str) -> Undone:
    return Undone.model_validate({"seq": seq, "at": NOON, "reviewer": reviewer, **PLACE})


def settled(*events: Override) -> str | None:
    found = replay(events)[CLAIM].settled
    return None if found is None else found.label


def test_the_last_word_of_a_reviewer_counts() -> None:
    assert settled(marked(1, "ann", "met"), marked(2, "ann", "partial")) == "partial"


def test_nothing_counts_while_reviewers_differ() -> None:
    events = [marked(1, "ann", "met"), marked(2, "bob", "missed")]
    assert settled(*events) is None
    assert replay(events)[CLAIM].is_conflict
    assert settled(*events, marked(3, "bob", "met")) == "met"


def test_an_accepted_word_counts_until_somebody_says_otherwise() -> None:
    events = [marked(1, "ann", "met"), marked(2, "bob", "missed"), accepted(3, "bob", "ann", "met")]
    assert settled(*events) == "met"
    assert settled(*events, marked(4, "eve", "met")) == "met"
    assert settled(*events, marked(4, "eve", "missed")) is None


def test_the_word_that_counts_is_that_of_the_reviewer_who_was_accepted() -> None:
    events = [
        marked(1, "ann", "met", "her reason"),
        marked(2, "bob", "met", "his reason"),
        accepted(3, "ann", "bob", "met"),
    ]
    found = replay(events)[CLAIM].settled
    assert found is not None
    assert found.reason == "his reason"


def test_undo_brings_back_the_word_before() -> None:
    events = [marked(1, "ann", "met"), marked(2, "ann", "missed"), undone(3, "ann")]
    assert settled(*events) == "met"
    assert replay([*events, undone(4, "ann")])[CLAIM] == Standing()


def test_an_acceptance_can_be_undone_and_falls_with_its_word() -> None:
    events = [marked(1, "ann", "met"), marked(2, "bob", "missed"), accepted(3, "eve", "ann", "met")]
    assert settled(*events, undone(4, "eve")) is None
    assert settled(*events, undone(4, "ann")) == "missed"


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([undone(1, "ann")], "'ann' has said nothing of 'claim' to undo"),
        ([marked(1, "ann", "met"), undone(2, "bob")], "'bob' has said nothing"),
        ([accepted(1, "ann", "bob", "met")], "'bob' did not call 'claim' met"),
        (
            [marked(1, "bob", "missed"), accepted(2, "ann", "bob", "met")],
            "'bob' did not call 'claim' met",
        ),
    ],
)
def test_an_event_that_does_not_fit_is_refused(events: Sequence[Override], told: str) -> None:
    with pytest.raises(RecordsError, match=told):
        replay(events)


EVENTS = st.lists(
    st.builds(
        marked,
        st.integers(1, 9),
        st.sampled_from(["ann", "bob"]),
        st.sampled_from(["met", "partial", "missed"]),
    ),
    min_size=1,
    max_size=8,
)


@given(EVENTS)
def test_folding_one_by_one_is_replaying(events: list[Marked]) -> None:
    state = apply({}, events[0])
    for event in events[1:]:
        state = apply(state, event)
    assert state == replay(events)
    last = {event.reviewer: event.label for event in events}
    assert {name: word.label for name, word in state[CLAIM].words.items()} == last


@given(EVENTS)
def test_undoing_everything_leaves_nothing(events: list[Marked]) -> None:
    state = replay(events)
    for event in events:
        state = apply(state, undone(9, event.reviewer))
    assert state == {CLAIM: Standing()}


def test_the_last_word_is_found_over_all_verdicts() -> None:
    other = marked(3, "ann", "met").model_copy(update={"name": "other"})
    state = replay([marked(1, "ann", "met"), other, marked(4, "bob", "met")])
    assert last_word(state, "ann") == other
    assert last_word(state, "eve") is None


@pytest.mark.parametrize("reason", ["", "  ", "ok", " ok  "])
def test_a_reason_says_something(reason: str) -> None:
    with pytest.raises(ValidationError, match="at least 3 characters"):
        marked(1, "ann", "met", reason)


def test_a_time_has_a_zone() -> None:
    text = marked(1, "ann", "met").model_dump_json().replace("12:00:00Z", "12:00:00")
    with pytest.raises(ValidationError, match="timezone"):
        override_of.validate_json(text)


@pytest.mark.parametrize(
    "event", [marked(1, "ann", "held"), accepted(2, "bob", "ann", "held"), undone(3, "ann")]
)
def test_an_event_survives_json(event: Override) -> None:
    assert override_of.validate_json(event.model_dump_json()) == event


def test_a_verdict_is_the_same_with_and_without_the_words_in_its_record() -> None:
    words = Grade(question_id="s/q", status="graded", answer="é", score=None)
    digest = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    bare = Grade(question_id="s/q", status="graded", answer_sha256=digest, score=None)
    assert about(words, "claim") == about(bare, "claim") == About("s/q", digest, "claim")
