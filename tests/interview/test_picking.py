"""Which question comes next: what may come, which topic, what is due, how hard, and why."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import SessionError
from interviewer.interview.fold import apply, begin
from interviewer.interview.picking import (
    BEST,
    Ranking,
    ahead,
    check_filters,
    coverage,
    generator,
    quotas,
    rank,
)
from interviewer.items import Item
from interviewer.rules import Blueprint, Filters, Mode, Quota, Rules
from interviewer.sessions import Answered, Closed, Drafted, Event, Graded, Session, Shown, Started
from tests.interview.items import bank as small_bank
from tests.interview.words import grade

NOW = "2026-06-01T09:00:00+00:00"
SUBJECT = Blueprint(
    topics={
        "layers": Quota(minimum=1, target=2),
        "losses": Quota(minimum=1, target=1),
        "data": Quota(minimum=0, target=1),
    }
)


def item(
    name: str,
    topic: str,
    *concepts: str,
    difficulty: float = 0.0,
    minutes: float = 3.0,
    level: str = "beginner",
) -> Item:
    """Return a question with a keypoint "CONCEPT is so" for each concept."""
    return Item.model_validate(
        {
            "id": name,
            "question": {
                "prompt": "Tell me.",
                "topic": topic,
                "level": level,
                "minutes": minutes,
                "difficulty": difficulty,
            },
            "rubric": {
                "version": 1,
                "reference": "All of it is so.",
                "keypoints": tuple(
                    {"id": c, "concept": c, "text": f"{c} is so", "points": 1.0} for c in concepts
                ),
            },
        }
    )


def bank() -> dict[str, Item]:
    """Return four questions on each of three topics, from easy to hard, no two alike."""
    found = [
        item(
            f"s/{topic}-{n}",
            topic,
            f"{topic}-{n}",
            f"{topic}-{n}-too",
            difficulty=difficulty,
            level="advanced" if difficulty > 1 else "beginner",
        )
        for topic in ("layers", "losses", "data")
        for n, difficulty in enumerate((-2.0, -0.9, 0.0, 2.0))
    ]
    return {each.id: each for each in found}


def begun(at: str = NOW, seed: int = 1, **rules: object) -> Session:
    """Return a session in which nothing was asked."""
    return begin(
        Started(at=at, session_id=at, interviewer="0", seed=seed, rules=Rules.model_validate(rules))
    )


def asked(session: Session, question: Item, answer: str = "", at: str | None = None) -> Session:
    """Return the session after one more question, answered and graded."""
    when = session.started_at if at is None else at
    graded = grade(question, answer)
    events: Sequence[Event] = (
        Shown(
            at=when,
            question_id=question.id,
            prompt=question.question.prompt,
            rubric_sha256="0" * 64,
            reason="for a test",
            candidates=(),
            draw=0,
        ),
        Answered(at=when, text=answer),
        Graded(at=when, grade=graded, unaided=graded.score),
        Closed(at=when),
    )
    for event in events:
        session = apply(session, event)
    return session


def perfect(question: Item) -> str:
    """Return an answer that has every keypoint."""
    return ". ".join(keypoint.text for keypoint in question.rubric.keypoints)


def days_before(days: float) -> str:
    """Return the time so many days before now."""
    return (datetime.fromisoformat(NOW) - timedelta(days=days)).isoformat(timespec="seconds")


def ranked(
    items: Mapping[str, Item], session: Session, history: Sequence[Session] = (), seed: int = 0
) -> Ranking:
    """Return the ranking, where there is one."""
    found = rank(items, session, history, now=NOW, rng=random.Random(seed))
    assert found is not None
    return found


def ids(found: Ranking) -> list[str]:
    return [candidate.question_id for candidate in found.candidates]


def reasons(found: Ranking) -> dict[str, str]:
    return {candidate.question_id: candidate.reason for candidate in found.candidates}


def not_exploring() -> int:
    """Return a seed whose first number does not explore."""
    return next(seed for seed in range(99) if random.Random(seed).random() > 0.9)


def exploring() -> int:
    """Return a seed whose first number explores."""
    return next(seed for seed in range(99) if random.Random(seed).random() < 0.1)


# Filters


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"level": "beginner"}, ["deep-learning/relu", "deep-learning/weight-decay"]),
        ({"topic": "activations"}, ["deep-learning/gelu", "deep-learning/relu"]),
        ({"tag": "bonus"}, ["deep-learning/gelu"]),
        ({"topic": "activations", "level": "beginner"}, ["deep-learning/relu"]),
        ({"question": "deep-learning/relu"}, ["deep-learning/relu"]),
        ({"question": "*elu"}, ["deep-learning/gelu", "deep-learning/relu"]),
    ],
)
def test_every_filter_given_must_hold(filters: dict[str, str], expected: list[str]) -> None:
    session = begun(filters=filters, mode="exam")
    assert sorted(ids(ranked(small_bank(), session))) == expected


def test_no_match_names_levels_topics_and_tags() -> None:
    with pytest.raises(SessionError) as error:
        check_filters(small_bank(), Filters(topic="optimizers", level="beginner"))
    assert str(error.value) == (
        "no question with level 'beginner' and topic 'optimizers'; "
        "there are levels 'beginner', 'intermediate', 'advanced'; "
        "topics 'activations', 'regularization'; tags 'bonus', 'regularization', 'relu'"
    )


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("relu", "did you mean 'deep-learning/relu'?"),
        ("deep-learning/rellu", "did you mean 'deep-learning/relu'?"),
    ],
)
def test_an_unknown_id_is_answered_with_the_nearest(name: str, remedy: str) -> None:
    with pytest.raises(SessionError) as error:
        check_filters(small_bank(), Filters(question=name))
    assert str(error.value) == f"no question {name!r}; {remedy}"


def test_filters_that_match_pass_and_an_empty_bank_does_not() -> None:
    check_filters(small_bank(), Filters(question="*relu"))
    with pytest.raises(SessionError, match="the bank has no question"):
        check_filters({}, Filters())


def test_nothing_left_is_none() -> None:
    one = item("s/one", "layers", "depth")
    assert rank({}, begun(), [], now=NOW, rng=random.Random(0)) is None
    session = asked(begun(), one)
    assert rank({one.id: one}, session, [], now=NOW, rng=random.Random(0)) is None


def timed(spent: float) -> tuple[dict[str, Item], Session]:
    long, short = item("s/long", "a", "x", minutes=9), item("s/short", "b", "y", minutes=4)
    session = begun(seconds=600, questions=3, mode="exam")
    first = item("s/first", "c", "z")
    session = asked(session, first)
    session = apply(session, _drafted(spent))
    return {each.id: each for each in (long, short, first)}, session


def _drafted(seconds: float) -> Event:
    return Drafted(at=NOW, text="", seconds=seconds)


def test_questions_longer_than_the_time_left_are_left_out() -> None:
    assert sorted(ids(ranked(*timed(60)))) == ["s/long", "s/short"]
    items, session = timed(61)
    found = ranked(items, session)
    assert ids(found) == ["s/short"]
    assert reasons(found)["s/short"] == "the only question left that fits the time"
    items, session = timed(361)
    assert rank(items, session, [], now=NOW, rng=random.Random(0)) is None


def test_where_none_fits_at_the_start_the_shortest_is_asked() -> None:
    items = timed(0)[0]
    assert ids(ranked(items, begun(seconds=60, mode="exam"))) == ["s/first"]


def test_a_sibling_of_what_was_asked_waits_until_nothing_else_is_left() -> None:
    first = item("s/first", "a", "w", "x", "y")
    sibling = item("s/sibling", "a", "x", "y", "z")
    half = item("s/half", "a", "x", "z")
    items = {each.id: each for each in (first, sibling, half)}
    session = asked(begun(mode="exam"), first)
    assert ids(ranked(items, session)) == ["s/half"]
    assert ranked(items, session).candidates[0].reason == (
        "the only question left about something new"
    )
    assert ids(ranked(items, asked(session, half))) == ["s/sibling"]


def test_the_last_question_that_matches_says_so() -> None:
    session = begun(filters={"question": "*relu"})
    assert ranked(small_bank(), session).candidates[0].reason == (
        "the only question with question '*relu'"
    )
    items = bank()
    session = begun(filters={"topic": "data", "level": "advanced"})
    assert ranked(items, session).candidates[0].reason == (
        "the only question with level 'advanced' and topic 'data'"
    )


# Blueprint


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (1, {"layers": 1, "losses": 0, "data": 0}),
        (2, {"layers": 1, "losses": 1, "data": 0}),
        (3, {"layers": 1, "losses": 1, "data": 1}),
        (4, {"layers": 2, "losses": 1, "data": 1}),
        (8, {"layers": 4, "losses": 2, "data": 2}),
        (9, {"layers": 4, "losses": 3, "data": 2}),
    ],
)
def test_quotas_take_minima_first_and_then_the_largest_remainder(
    questions: int, expected: dict[str, int]
) -> None:
    there = {"layers": 4, "losses": 4, "data": 4}
    assert quotas(SUBJECT, there, questions) == expected


def test_a_quota_is_never_more_than_there_are_questions() -> None:
    assert quotas(SUBJECT, {"layers": 1, "losses": 3, "data": 9}, 7) == {
        "layers": 1,
        "losses": 3,
        "data": 3,
    }
    assert quotas(SUBJECT, {"layers": 1, "losses": 1}, 7) == {"layers": 1, "losses": 1}


def test_topics_without_a_quota_get_equal_shares_and_ties_go_to_the_first() -> None:
    assert quotas(Blueprint(), {"b": 5, "a": 5}, 3) == {"b": 2, "a": 1}
    nothing = Blueprint(topics={"a": Quota(target=0), "b": Quota(target=0)})
    assert quotas(nothing, {"a": 5, "b": 5}, 4) == {"a": 2, "b": 2}


@given(
    targets=st.lists(st.floats(0, 9), min_size=1, max_size=6),
    minimum=st.integers(0, 3),
    questions=st.integers(0, 40),
    size=st.integers(1, 9),
)
def test_quotas_sum_to_the_questions_and_keep_minima_where_there_is_room(
    targets: list[float], minimum: int, questions: int, size: int
) -> None:
    names = [f"t{n}" for n in range(len(targets))]
    agreed = Blueprint(
        topics={
            name: Quota(minimum=minimum, target=t) for name, t in zip(names, targets, strict=True)
        }
    )
    found = quotas(agreed, dict.fromkeys(names, size), questions)
    assert sum(found.values()) == min(questions, size * len(names))
    if questions >= minimum * len(names):
        assert all(seats >= min(minimum, size) for seats in found.values())


def test_the_topic_furthest_short_of_its_quota_comes_first() -> None:
    session = begun(mode="exam", questions=4, blueprint=SUBJECT)
    found = ranked(bank(), session)
    assert {bank()[name].question.topic for name in ids(found)} == {"layers"}
    assert found.candidates[0].reason == (
        "topic 'layers' is to come 2 more times; tells much about where you stand"
    )


def test_practice_explores_any_topic_and_an_exam_never_does() -> None:
    rules = {"questions": 4, "blueprint": SUBJECT}
    session = asked(begun(**rules), bank()["s/data-0"])
    found = ranked(bank(), session, seed=exploring())
    assert len(ids(found)) == 11
    assert found.candidates[0].reason.startswith("exploring: one of 11 from any topic")
    short = ids(ranked(bank(), session, seed=not_exploring()))
    assert [name.split("-")[0] for name in short] == ["s/layers"] * 4 + ["s/losses"] * 4
    exam = asked(begun(mode="exam", **rules), bank()["s/data-0"])
    assert {i.split("-")[0] for i in ids(ranked(bank(), exam, seed=exploring()))} == {"s/layers"}


def test_practice_does_not_explore_where_a_minimum_would_be_missed() -> None:
    session = begun(questions=2, blueprint=SUBJECT)
    topics = {
        bank()[name].question.topic for name in ids(ranked(bank(), session, seed=exploring()))
    }
    assert topics == {"layers", "losses"}


def test_a_tie_goes_to_the_topic_asked_about_least_lately() -> None:
    even = Blueprint(topics={t: Quota() for t in ("layers", "losses", "data")})
    old = asked(begun(days_before(30)), bank()["s/data-1"])
    new = asked(begun(days_before(3)), bank()["s/layers-1"])
    session = begun(mode="exam", questions=1, blueprint=even)
    assert {r.topic: r.quota for r in coverage(bank(), session, [old, new])}["losses"] == 1
    third = asked(begun(days_before(1)), bank()["s/losses-1"])
    assert {r.topic: r.quota for r in coverage(bank(), session, [old, new, third])}["data"] == 1


def test_a_question_counts_for_its_topic_as_soon_as_it_is_shown() -> None:
    session = begun(questions=4, blueprint=SUBJECT)
    question = bank()["s/layers-0"]
    shown = apply(
        session,
        Shown(
            at=NOW,
            question_id=question.id,
            prompt="Tell me.",
            rubric_sha256="0" * 64,
            reason="for a test",
            candidates=(),
            draw=0,
        ),
    )
    rows = {row.topic: (row.asked, row.quota) for row in coverage(bank(), shown, [])}
    assert rows == {"layers": (1, 2), "losses": (0, 1), "data": (0, 1)}


# Due


def remembering() -> tuple[dict[str, Item], list[Session]]:
    """Return a bank in which 'depth' stands in two questions, and a session that missed it."""
    first = item("s/first", "a", "depth", "width")
    other = item("s/other", "a", "depth", "length")
    never = item("s/never", "a", "height")
    items = {each.id: each for each in (first, other, never)}
    answer = "width is so"
    return items, [asked(begun(days_before(12)), first, answer)]


def test_a_concept_comes_back_through_another_question() -> None:
    items, history = remembering()
    found = ranked(items, begun(questions=2), history, seed=not_exploring())
    assert ids(found)[0] == "s/other"
    assert reasons(found)["s/other"] == (
        "'depth' is due again (last seen 12 days ago in another question)"
    )


def test_a_concept_comes_back_in_the_same_question_where_no_other_has_it() -> None:
    items, history = remembering()
    del items["s/other"]
    found = ranked(items, begun(mode="drill"), history)
    assert reasons(found) == {
        "s/first": "'depth' is due again (last seen 12 days ago in this question)"
    }


def test_a_drill_asks_only_what_is_due_and_nothing_where_nothing_is() -> None:
    items, history = remembering()
    drill = begun(mode="drill")
    assert "s/never" not in ids(ranked(items, drill, history))
    assert rank(items, drill, [], now=NOW, rng=random.Random(0)) is None


def test_a_concept_answered_in_this_session_is_not_drilled_again() -> None:
    items, history = remembering()
    other = items["s/other"]
    session = asked(begun(mode="drill"), other, perfect(other))
    found = rank(items, session, history, now=NOW, rng=random.Random(0))
    assert found is None or "depth" not in found.candidates[0].reason


def test_questions_never_shown_come_before_old_ones_and_those_before_late_ones() -> None:
    items = {n: item(n, "a", c) for n, c in (("s/a", "x"), ("s/b", "y"), ("s/c", "z"))}
    late = asked(begun(days_before(1)), items["s/a"], perfect(items["s/a"]))
    old = asked(begun(days_before(30)), items["s/b"], "nothing unclear y is so")
    found = ranked(items, begun(mode="exam", questions=2), [old, late])
    assert ids(found) == ["s/c", "s/b", "s/a"]


# Aim


def graded_history(*shares: str) -> list[Session]:
    """Return a session of three questions of middling difficulty, each half right."""
    session = begun(days_before(1))
    for topic in shares:
        question = item(f"s/past-{topic}", topic, f"{topic}-p", f"{topic}-q", difficulty=0.0)
        session = asked(session, question, f"{topic}-p is so")
    return [session]


def with_past(items: dict[str, Item], *topics: str) -> dict[str, Item]:
    past = [item(f"s/past-{t}", t, f"{t}-p", f"{t}-q", difficulty=0.0) for t in topics]
    return {**items, **{each.id: each for each in past}}


def easy_to_hard() -> dict[str, Item]:
    """Return seven questions of one topic, a logit apart."""
    found = [item(f"s/d{n}", "a", f"c{n}", f"c{n}-too", difficulty=float(n - 3)) for n in range(7)]
    return {each.id: each for each in found}


def test_practice_begins_with_a_warm_up_and_ends_with_a_stretch() -> None:
    items = easy_to_hard()
    session = begun(questions=4)
    first = ranked(items, session, seed=not_exploring())
    assert ids(first)[0] == "s/d1"
    assert first.candidates[0].reason == "a warm-up: one of the easier questions"
    for name in ("s/d0", "s/d1"):
        session = asked(session, items[name], perfect(items[name]))
    session = asked(session, items["s/d5"], "nothing")
    last = ranked(items, session, seed=not_exploring())
    assert ids(last)[0] == "s/d3"
    assert last.candidates[0].reason.startswith("a stretch to end with: ")


def test_a_short_practice_has_neither_and_aims_at_seven_tenths() -> None:
    found = ranked(easy_to_hard(), begun(questions=2), seed=not_exploring())
    assert ids(found)[0] == "s/d2"
    assert "warm-up" not in found.candidates[0].reason


def test_an_exam_aims_at_the_question_that_tells_most() -> None:
    found = ranked(easy_to_hard(), begun(mode="exam"))
    assert ids(found)[0] == "s/d3"
    assert ids(found)[-1] in ("s/d0", "s/d6")


def test_nothing_is_said_of_ability_before_three_answers() -> None:
    items = with_past(easy_to_hard(), "b", "c", "d")
    for answered, tells in ((["b", "c"], False), (["b", "c", "d"], True)):
        history = graded_history(*answered)
        session = begun(questions=2, filters={"topic": "a"})
        told = reasons(ranked(items, session, history, seed=not_exploring()))
        assert any("expected" in reason for reason in told.values()) is tells


def test_a_reason_tells_how_much_is_expected_and_on_which_side_it_lies() -> None:
    items = with_past(easy_to_hard(), "b", "c", "d")
    history = graded_history("b", "c", "d")
    session = begun(questions=2, filters={"topic": "a"}, blueprint=Blueprint())
    told = reasons(ranked(items, session, history, seed=not_exploring()))
    assert "; about right for you: " in told["s/d2"]
    assert "; on the easy side for you: 9" in told["s/d0"]
    assert "; on the hard side for you: " in told["s/d6"]


# Laws

MODES: tuple[Mode, ...] = ("practice", "exam")


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Return a session somewhere on its way: some seed, mode, and answers so far."""
    session = begun(
        seed=draw(st.integers(0, 2**32)),
        mode=draw(st.sampled_from(MODES)),
        questions=draw(st.integers(1, 9)),
        blueprint=SUBJECT,
        filters=draw(st.sampled_from([{}, {"level": "beginner"}, {"topic": "layers"}])),
    )
    items = bank()
    for _ in range(draw(st.integers(0, session.rules.questions))):
        found = rank(items, session, [], now=NOW, rng=generator(session))
        if found is None:
            break
        question = items[found.candidates[found.draw].question_id]
        session = asked(session, question, draw(st.sampled_from(["", perfect(question)])))
    return session


@settings(max_examples=25, deadline=None)
@given(session=sessions(), seed=st.integers())
def test_picks_hold_the_filters_and_never_repeat_and_are_drawn_from_the_best(
    session: Session, seed: int
) -> None:
    items = bank()
    names = [turn.question_id for turn in session.turns]
    assert len(set(names)) == len(names)
    found = rank(items, session, [], now=NOW, rng=random.Random(seed))
    if found is None:
        return
    assert 0 <= found.draw < min(BEST, len(found.candidates))
    assert len(set(ids(found))) == len(ids(found))
    filters = session.rules.filters
    for name in ids(found):
        assert name not in names
        assert filters.level in (None, items[name].question.level)
        assert filters.topic in (None, items[name].question.topic)
    assert all(c.reason and "\n" not in c.reason for c in found.candidates)


@settings(max_examples=25, deadline=None)
@given(session=sessions(), seed=st.integers(), order=st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_ranking_in_whatever_order_the_items_stand(
    session: Session, seed: int, order: random.Random
) -> None:
    names = list(bank())
    order.shuffle(names)
    shuffled = {name: bank()[name] for name in names}
    once = rank(bank(), session, [], now=NOW, rng=random.Random(seed))
    assert once == rank(shuffled, session, [], now=NOW, rng=random.Random(seed))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**32), questions=st.integers(1, 9))
def test_an_exam_meets_its_quotas_and_practice_its_minima(seed: int, questions: int) -> None:
    agreed = quotas(SUBJECT, {"layers": 4, "losses": 4, "data": 4}, questions)
    for mode in MODES:
        session = begun(seed=seed, mode=mode, questions=questions, blueprint=SUBJECT)
        planned, after = ahead(bank(), session, [], now=NOW)
        counts = Counter(each.item.question.topic for each in planned)
        assert len(planned) == questions
        rows = coverage(bank(), after, [])
        assert all(row.asked >= row.minimum for row in rows)
        if mode == "exam":
            assert [counts[row.topic] for row in rows] == [row.quota for row in rows]
            assert sum(agreed.values()) == sum(row.quota for row in rows)


def test_what_is_due_or_was_never_shown_is_drawn_before_anything_else() -> None:
    items, history = remembering()
    assert {ranked(items, begun(mode="exam"), history, seed=seed).draw for seed in range(9)} == {0}
    questions = easy_to_hard()
    known = asked(begun(days_before(1)), questions["s/d0"], perfect(questions["s/d0"]))
    for name in ("s/d1", "s/d2", "s/d3", "s/d4"):
        known = asked(known, questions[name], perfect(questions[name]))
    found = [ranked(questions, begun(mode="exam"), [known], seed=seed) for seed in range(20)]
    assert {each.candidates[each.draw].question_id for each in found} == {"s/d5", "s/d6"}


def test_seeds_draw_different_questions_and_all_of_the_best_five() -> None:
    session = begun(mode="exam", questions=3)
    drawn = {ranked(easy_to_hard(), session, seed=seed).draw for seed in range(60)}
    assert drawn == {0, 1, 2, 3, 4}


def test_among_equals_no_name_comes_first() -> None:
    items = {f"s/q{n}": item(f"s/q{n}", "a", f"c{n}") for n in range(10)}
    found = [ranked(items, begun(mode="exam"), seed=seed) for seed in range(60)]
    assert {ids(each)[0] for each in found} == set(items)


def test_looking_ahead_gives_what_the_session_would_pick() -> None:
    session = begun(seed=4, questions=4, blueprint=SUBJECT)
    planned, after = ahead(bank(), session, [], now=NOW)
    first = rank(bank(), session, [], now=NOW, rng=generator(session))
    assert first is not None
    assert planned[0].item.id == first.candidates[first.draw].question_id
    assert [each.item.id for each in planned] == [turn.question_id for turn in after.turns]
    assert [each.reason for each in planned] == [turn.reason for turn in after.turns]
    assert all(turn.closed and turn.grade is not None for turn in after.turns)


def test_looking_ahead_ends_where_the_questions_do() -> None:
    planned, after = ahead(small_bank(), begun(questions=9), [], now=NOW)
    assert len(planned) == len(after.turns) == 4
