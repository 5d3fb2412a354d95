"""Simulated interviews: what must hold of each of them holds, and what does not is found out."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from interviewer.bank import load_bank
from interviewer.errors import SessionError
from interviewer.interview.asking import Hint
from interviewer.interview.fold import replay
from interviewer.items import Item
from interviewer.rules import Mode, Rules
from interviewer.sessions import Closed, Ended, Event, Hinted, Paused, Probed, Shown, Started
from interviewer.testing import fake_grader
from interviewer.testing.candidates import CANDIDATES
from interviewer.testing.invariants import violations
from interviewer.testing.outcomes import Spread, Tally, summary, tally
from interviewer.testing.simulation import MOST_ASKED, GraderGrades, Held, Note, simulate
from tests.interview.items import named, probed
from tests.testing.grading import SharedWords

MODES: tuple[Mode, ...] = ("practice", "exam", "drill")
NAMES = (*CANDIDATES, "irt:2")
CASES = [(name, mode) for name in NAMES for mode in MODES]
EVERY = 4
"""One shipped question of so many is simulated with: enough to choose from, and fast."""


@cache
def shipped() -> dict[str, Item]:
    items = load_bank()
    return {name: items[name] for name in sorted(items)[::EVERY]}


def small() -> dict[str, Item]:
    """Return three questions on dropout, the first with probes."""
    others = [named("deep-learning/gelu", topic="activations"), named("deep-learning/relu")]
    return {item.id: item for item in (probed(), *others)}


def held(
    name: str,
    sessions: int = 1,
    *,
    items: Mapping[str, Item] | None = None,
    seed: int = 1,
    **rules: object,
) -> list[Held]:
    told = Rules.model_validate({"questions": 3, **rules})
    bank = small() if items is None else items
    return list(
        simulate(bank, name, sessions=sessions, seed=seed, grades=SharedWords(), rules=told)
    )


def rules_of(mode: Mode, number: int) -> dict[str, object]:
    """Return what is agreed in the ``number``-th of many interviews: now this and now that."""
    return {
        "mode": mode,
        "questions": 1 + number % 4,
        "feedback": "end" if mode == "exam" else "each",
        "rate": number % 2 == 0,
        "seconds": 900.0 if number % 3 == 0 else None,
        "hard": number % 6 == 0,
    }


def wrong(name: str, mode: Mode, sessions: int) -> list[str]:
    """Return what is wrong in interviews with a candidate."""
    return [
        f"{name}, {mode}, seed {number}: {found}"
        for number in range(sessions)
        for each in held(name, items=shipped(), seed=number, **rules_of(mode, number))
        for found in violations(each, shipped())
    ]


@pytest.mark.parametrize(("name", "mode"), CASES)
def test_every_interview_keeps_what_it_promises(name: str, mode: Mode) -> None:
    assert wrong(name, mode, 3) == []


@pytest.mark.soak
@pytest.mark.parametrize(("name", "mode"), CASES)
def test_ten_thousand_interviews_keep_what_they_promise(name: str, mode: Mode) -> None:
    assert wrong(name, mode, 210) == []  # times 16 candidates and 3 modes


def test_the_same_seed_holds_the_same_interviews_and_another_others() -> None:
    first = held("irt", 5, rate=True)
    assert first == held("irt", 5, rate=True)
    assert first != held("irt", 5, rate=True, seed=2)
    assert len({each.session.seed for each in first}) == 5


def test_an_interview_has_a_journal_from_its_start_to_its_end() -> None:
    (one,) = held("strong")
    assert isinstance(one.events[0], Started)
    assert isinstance(one.events[-1], Ended)
    assert one.session.ended_because == "finished"
    assert len(one.session.turns) == 3
    assert one.history == ()


def test_a_pause_is_taken_up_again_from_the_events() -> None:
    paused = [
        each for each in held("quitter", 30) if any(isinstance(e, Paused) for e in each.events)
    ]
    assert len(paused) > 5
    for each in paused:
        kinds = [event.kind for event in each.events]
        assert kinds.count("paused") == kinds.count("resumed")
        assert kinds[kinds.index("paused") + 1] == "resumed"
        assert each.session.ended_at is not None


def test_a_drill_comes_a_month_after_a_practice_interview() -> None:
    (one,) = held("irt", mode="drill", items=shipped())
    (before,) = one.history
    assert (before.rules.mode, before.started_at[:10]) == ("practice", "2026-01-01")
    assert one.session.started_at[:10] == "2026-01-31"
    assert one.session.turns
    assert all("due again" in turn.reason for turn in one.session.turns)


def test_a_candidate_who_never_goes_on_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CANDIDATES, "stuck", lambda _: lambda _: Hint())  # type: ignore[arg-type]
    (one,) = held("stuck", questions=1)
    assert one.session.ended_because == "quit"
    assert violations(one, small()) == [
        f"it goes in a circle: the candidate was asked {MOST_ASKED + 1} times"
    ]


def test_nobody_unknown_is_simulated() -> None:
    with pytest.raises(SessionError, match="no candidate 'nobody'; there are strong"):
        held("nobody")


def test_a_real_grader_on_fakes_can_hold_interviews_too() -> None:
    rules = Rules(questions=2)
    grades = GraderGrades(fake_grader())
    one, two = simulate(small(), "partial", sessions=2, seed=3, grades=grades, rules=rules)
    for each in (one, two):
        assert violations(each, small()) == []
        assert all(turn.grade is not None for turn in each.session.turns)


def test_the_strong_beat_the_partial_and_they_the_silent() -> None:
    means = []
    for name in ("strong", "partial", "silent"):
        told = summary(tally(each, shipped()) for each in held(name, 10, items=shipped()))
        assert told.unaided is not None
        means.append(told.unaided.mean)
    assert means[0] > 0.9 > 0.8 > means[1] > 0.3 > means[2] == 0.0


# What is wrong is found: each of these interviews was good before something was put into it.


@cache
def good() -> Held:
    """Return an interview in practice with the one question that has probes."""
    (one,) = held("silent", items={"deep-learning/dropout": probed()}, questions=1)
    assert violations(one, {"deep-learning/dropout": probed()}) == []
    return one


def found(one: Held) -> list[str]:
    return violations(one, {"deep-learning/dropout": probed()})


def place(kind: str, number: int = 0) -> int:
    return [at for at, event in enumerate(good().events) if event.kind == kind][number]


def with_session(one: Held, **fields: object) -> Held:
    return one._replace(session=one.session.model_copy(update=fields))


def test_an_interview_that_does_not_end_is_found() -> None:
    lost = good()._replace(events=good().events[:-1])
    lost = with_session(lost, ended_at=None, ended_because=None)
    assert "it does not end" in found(lost)


def test_too_many_questions_and_the_same_twice_are_found() -> None:
    twice = with_session(good(), turns=good().session.turns * 2)
    assert found(twice)[:2] == [
        "2 questions were asked of 1",
        "deep-learning/dropout was asked twice",
    ]


def test_an_endless_dialogue_is_found() -> None:
    rated = [
        event for event in held("irt", 20, rate=True) for event in event.events
        if event.kind == "rated"
    ]  # fmt: skip
    at = place("closed")
    long = good()._replace(events=(*good().events[:at], *rated[:1] * 40, *good().events[at:]))
    assert any(
        line.endswith("events for 1 questions; 32 each are the most") for line in found(long)
    )


def test_a_session_that_its_events_do_not_make_is_found() -> None:
    other = with_session(good(), seconds=0.5)
    assert found(other) == ["its events, read back, make another session"]


def test_another_pick_is_found() -> None:
    shown = good().events[1]
    assert isinstance(shown, Shown)
    other = shown.model_copy(
        update={"candidates": (shown.candidates[0].model_copy(update={"reason": "chance"}),)}
    )
    events = (good().events[0], other, *good().events[2:])
    assert found(good()._replace(events=events)) == [
        "deep-learning/dropout would not be picked again"
    ]


def with_events(one: Held, at: int, *events: Event) -> Held:
    """Return an interview with more events at a place, and the session that follows."""
    told = (*one.events[:at], *events, *one.events[at:])
    return one._replace(events=told, session=replay(told))


def asks(about: str, step: str, text: str = "And?") -> Probed:
    at = good().session.last_at
    return Probed.model_validate({"at": at, "about": about, "step": step, "text": text})


def test_a_third_thing_that_is_probed_is_found() -> None:
    assert found(with_events(good(), place("closed"), asks("ensemble", "pump"))) == [
        "deep-learning/dropout: pump about 'ensemble' is one more than the 2 things to ask about"
    ]


def test_a_fourth_probe_of_a_keypoint_is_found() -> None:
    (last,) = [e for e in good().events[place("probed", -1) :] if isinstance(e, Probed)]
    assert last.about == "zeroes-units"
    twice = [asks(last.about, "lead"), asks(last.about, "lead")]
    assert found(with_events(good(), place("closed"), *twice)) == [
        "deep-learning/dropout: lead about 'zeroes-units' is more than the 3 probes about one thing"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Is it that Dropout  zeroes\nrandom units?",
        "Dropout zeroes random units in training. It curbs overfitting.",
    ],
)
def test_a_probe_that_gives_the_answer_away_is_found(text: str) -> None:
    lines = found(with_events(good(), place("closed"), asks("zeroes-units", "lead", text)))
    assert lines
    assert all("gives away 'dropout zeroes random units" in line for line in lines)


def test_a_note_that_gives_the_answer_away_is_found() -> None:
    notes = (Note("deep-learning/dropout", "Think of how regularization curbs overfitting!"),)
    assert found(good()._replace(notes=notes)) == [
        "deep-learning/dropout: 'Think of how regularization curbs overfitting!' gives away "
        "'regularization curbs overfitting'"
    ]


def test_a_probe_of_what_was_had_is_found() -> None:
    bank = {"deep-learning/dropout": probed()}
    (one,) = held("strong", items=bank, questions=1)
    at = len(one.events) - 2
    assert isinstance(one.events[at], Closed)
    more = with_events(one, at, asks("curbs-overfitting", "pump"))
    assert violations(more, bank) == [
        "deep-learning/dropout: pump about 'curbs-overfitting', which was had"
    ]


def test_a_hint_and_a_leading_probe_in_an_exam_are_found() -> None:
    bank = {"deep-learning/dropout": probed()}
    (one,) = held("silent", items=bank, questions=1, mode="exam", feedback="end")
    assert violations(one, bank) == []
    told = Hinted(at=one.session.last_at, keypoint_id="zeroes-units", step="hint", text="And?")
    more = with_events(one, len(one.events) - 2, asks("zeroes-units", "lead"))
    assert violations(with_events(more, 2, told), bank) == [
        "a hint at 'zeroes-units' in an exam",
        "deep-learning/dropout: lead about 'zeroes-units' in an exam",
    ]


def test_points_for_an_echo_and_points_that_help_took_are_found() -> None:
    (one,) = held("hint-taker", items={"deep-learning/dropout": probed()}, questions=1)
    (turn,) = one.session.turns
    assert turn.unaided is not None
    assert turn.assisted is not None
    assert (turn.unaided.fraction, turn.assisted.fraction) == (0.0, 0.35)
    echo = found(one._replace(candidate="probe-parrot"))
    assert len(echo) == 1
    assert echo[0].startswith("deep-learning/dropout: 0.0 became 0.35 by saying [")
    swapped = turn.model_copy(update={"unaided": turn.assisted, "assisted": turn.unaided})
    assert "deep-learning/dropout: help took points, from 0.35 to 0.0" in found(
        with_session(one, turns=(swapped,))
    )


def test_a_summary_has_means_and_the_middle_four_fifths() -> None:
    rows = [Tally(5, share / 10, 0.9, 6, 4, share % 2) for share in range(11)]
    assert summary([*rows, Tally(0, None, None, 0, 0, 0)]) == (
        12,
        55,
        Spread(0.5, 0.1, 0.9),
        Spread(pytest.approx(0.9), 0.9, 0.9),
        66,
        44,
        5,
    )


def test_a_summary_of_nothing_has_no_scores() -> None:
    assert summary([]) == (0, 0, None, None, 0, 0, 0)


def test_what_was_recovered_is_counted_by_what_was_asked_about() -> None:
    (silent,) = held("silent", items={"deep-learning/dropout": probed()}, questions=1)
    (helped,) = held("hint-taker", items={"deep-learning/dropout": probed()}, questions=1)
    assert tally(silent, small())[3:] == (5, 2, 0)
    assert tally(helped, small())[:3] == (1, 0.0, 0.35)
