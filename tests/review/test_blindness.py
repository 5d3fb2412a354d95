from __future__ import annotations

from datetime import UTC, datetime

from interviewer.overrides import Accepted, Marked, Override, Undone
from interviewer.review.blindness import AnswerKey, Sight

KEY = AnswerKey("sql/isolation", "0" * 64)
AT = datetime(2026, 1, 2, tzinfo=UTC)


def mark(name: str, *, blind: bool = True, reviewer: str = "ana") -> Marked:
    return Marked(
        seq=1,
        at=AT,
        reviewer=reviewer,
        question_id=KEY.question_id,
        answer_sha256=KEY.answer_sha256,
        name=name,
        label="met",
        was="met",
        claim="It is.",
        reason="labelled blind",
        blind=blind,
    )


def undo(name: str) -> Undone:
    told = mark(name).model_dump(include={"seq", "at", "reviewer", "question_id", "answer_sha256"})
    return Undone(**told, name=name)


def seen(*events: Override) -> bool:
    sight = Sight("ana", lambda key: ["one", "two"])
    sight.follow(events)
    return KEY in sight.seen


def test_an_answer_is_seen_once_all_its_claims_are_labelled() -> None:
    assert not seen()
    assert not seen(mark("one"))
    assert not seen(mark("one"), mark("one"))
    assert seen(mark("one"), mark("two"))


def test_a_label_taken_back_before_the_rest_leaves_it_unseen() -> None:
    assert not seen(mark("one"), undo("one"), mark("two"))
    assert seen(mark("one"), mark("one"), undo("one"), mark("two"))


def test_what_was_seen_stays_seen() -> None:
    assert seen(mark("one"), mark("two"), undo("two"), undo("one"))


def test_a_label_given_with_verdicts_in_sight_and_an_acceptance_show_that_it_was_seen() -> None:
    told = mark("one").model_dump(include={"seq", "at", "reviewer", "question_id", "answer_sha256"})
    assert seen(mark("one", blind=False))
    assert seen(Accepted(**told, name="one", of="ben", label="met"))


def test_what_others_label_shows_nothing_to_a_reviewer() -> None:
    assert not seen(mark("one", reviewer="ben"), mark("two", reviewer="ben"))
