"""An interview from the first question to the last, asked by a script."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import EmbedderError, SessionError
from interviewer.grades import Grade
from interviewer.interview.asking import (
    Answer,
    Asked,
    Dispute,
    Hint,
    Idk,
    Next,
    Pause,
    Quit,
    Rate,
    Reply,
    Revise,
    Skip,
)
from interviewer.interview.engine import Step
from interviewer.interview.fold import replay
from interviewer.items import Item
from interviewer.sessions import Event, Probed, Session
from tests.interview.interviews import Script, WordGrades, engine, fresh, held, one, started
from tests.interview.items import bank
from tests.interview.words import grade

HALF = "dropout zeroes random units"
OTHER = "regularization curbs overfitting"
BOTH = f"{HALF}, {OTHER}"


def _kinds(steps: list[Step]) -> list[str]:
    return [step.event.kind for step in steps if step.event is not None]


def test_questions_are_asked_graded_shown_and_closed_one_after_the_other() -> None:
    script = Script(Answer("a"), Next(), Answer("b"), Next())
    steps = list(engine(script, bank()).run(fresh(probes=False)))
    one = ["shown", "answered", "graded", "closed"]
    assert _kinds(steps) == [*one, *one, "ended"]
    assert [(a.step, a.number, a.total) for a in script.asked] == [
        ("question", 1, 2),
        ("after", 1, 2),
        ("question", 2, 2),
        ("after", 2, 2),
    ]
    assert steps[-1].session.ended_because == "finished"


def test_what_core_is_missing_is_asked_about_step_by_step_until_it_is_said() -> None:
    script = Script(Answer(HALF), Answer("hm"), Answer(OTHER), Next())
    steps = list(engine(script).run(fresh(questions=1)))
    turn = steps[-1].session.turns[0]
    assert [(p.about, p.step, p.text) for p in turn.probes] == [
        ("curbs-overfitting", "pump", "What is it for?"),
        ("curbs-overfitting", "hint", "Which gap narrows?"),
    ]
    assert turn.unaided is not None
    assert turn.assisted is not None
    # 2 of 5 alone; the other 3 points at the half that a hint leaves.
    assert (turn.unaided.points, turn.assisted.points) == (2, 3.5)
    assert turn.grade is not None
    assert turn.grade.answer == HALF


def test_each_reply_is_heard_behind_all_that_was_said() -> None:
    grades = WordGrades()
    held(Answer(HALF), Answer("hm"), Idk(), Quit(), grades=grades, questions=1)
    assert grades.said == [["What is it for?"]]
    grades = WordGrades()
    held(Answer(HALF), Answer("hm"), Answer("hm"), Idk(), Quit(), grades=grades, questions=1)
    assert grades.said[-1] == ["What is it for?", "Which gap narrows?"]


def test_a_good_answer_gets_the_question_in_depth_and_nothing_else() -> None:
    steps = held(Answer(BOTH), Answer("with much data"), Next(), questions=1)
    (probe,) = steps[-1].session.turns[0].probes
    assert (probe.step, probe.text) == ("followup", "When would you leave it out?")
    assert (probe.reply, probe.verdict) == ("with much data", None)


def test_a_misconception_is_challenged_first_and_gives_back_half_when_repaired() -> None:
    said = f"{HALF}, inference drops units too"
    steps = held(
        Answer(said), Answer("At inference every unit is kept."), Idk(), Next(), questions=1
    )
    turn = steps[-1].session.turns[0]
    assert [(p.about, p.step) for p in turn.probes] == [
        ("always-on", "challenge"),
        ("curbs-overfitting", "pump"),
    ]
    assert turn.unaided is not None
    assert turn.assisted is not None
    assert (turn.unaided.points, turn.assisted.points) == (1, 1.5)


def test_an_exam_asks_openly_once_shows_nothing_before_the_end_and_counts_skips_as_missed() -> None:
    script = Script(Answer(HALF), Answer("hm"))
    steps = list(engine(script).run(fresh(questions=1, mode="exam", feedback="end")))
    turn = steps[-1].session.turns[0]
    assert [probe.step for probe in turn.probes] == ["pump"]
    assert [asked.step for asked in script.asked] == ["question", "probe"]
    (skipped,) = held(Skip(), questions=1, mode="exam", feedback="end")[-1].session.turns
    assert skipped.unaided is not None
    assert (skipped.unaided.points, skipped.unaided.possible) == (0, 5)


def test_an_exam_gives_no_hints() -> None:
    steps = held(Hint(), Quit(), questions=1, mode="exam", feedback="end")
    assert [step.note for step in steps if step.note] == ["There are no hints in an exam."]


def test_a_skipped_question_in_practice_has_no_grade_and_nothing_comes_after_it() -> None:
    steps = held(Skip(), questions=1)
    assert _kinds(steps) == ["shown", "answered", "closed", "ended"]
    assert steps[-1].session.turns[0].grade is None


def test_not_knowing_the_question_is_graded_as_all_missed_and_not_asked_about() -> None:
    steps = held(Idk(), Next(), questions=1)
    turn = steps[-1].session.turns[0]
    assert turn.status == "idk"
    assert turn.probes == ()
    assert turn.grade is not None
    assert [verdict.label for verdict in turn.grade.verdicts] == ["missed"] * 3


@pytest.mark.parametrize("reply", [Idk(), Skip()])
def test_giving_up_on_a_probe_closes_its_keypoint(reply: Reply) -> None:
    steps = held(Answer(HALF), reply, Next(), questions=1)
    assert [p.step for p in steps[-1].session.turns[0].probes] == ["pump"]


def test_a_hint_before_the_answer_has_its_price_and_counts_as_help() -> None:
    steps = held(Hint(), Answer(BOTH), Quit(), questions=1)
    notes = [step.note for step in steps if step.note]
    assert notes == ["Hint (from now on this point earns at most 80%, as helped): What is it for?"]
    turn = steps[-1].session.turns[0]
    assert turn.unaided is not None
    assert turn.assisted is not None
    assert (turn.unaided.points, turn.assisted.points) == (2, 4.4)


def test_a_hint_on_a_probe_is_its_next_step_and_there_is_an_end_to_help() -> None:
    steps = held(Answer(HALF), Hint(), Hint(), Hint(), Idk(), Next(), questions=1)
    turn = steps[-1].session.turns[0]
    assert [(p.step, p.status) for p in turn.probes] == [
        ("pump", None),
        ("hint", None),
        ("lead", "idk"),
    ]
    assert [s.note for s in steps if s.note] == ["There is no more help for this one."]


def test_revisions_are_kept_beside_the_first_answer_which_alone_counts() -> None:
    steps = held(Answer(HALF), Revise(BOTH), Revise("worse"), Quit(), questions=1, probes=False)
    turn = steps[-1].session.turns[0]
    assert turn.grade is not None
    assert turn.grade.answer == HALF
    assert [revision.text for revision in turn.revisions] == [BOTH, "worse"]
    assert [r.grade.score.points for r in turn.revisions if r.grade and r.grade.score] == [5, 0]


def test_rating_oneself_comes_before_the_grade_is_shown_and_may_be_left_out() -> None:
    script = Script(Answer(HALF), Rate(0.5), Next())
    steps = list(engine(script).run(fresh(questions=1, probes=False, rate=True)))
    assert [asked.step for asked in script.asked] == ["question", "rate", "after"]
    assert steps[-1].session.turns[0].rating == 0.5
    unrated = held(Answer(HALF), Next(), Next(), questions=1, probes=False, rate=True)
    assert unrated[-1].session.turns[0].rating is None


def test_a_dispute_is_kept_with_its_reason_and_an_unknown_keypoint_is_told() -> None:
    steps = held(
        Answer(HALF),
        Dispute("nope", "x"),
        Dispute("ensemble", "I said so"),
        Next(),
        questions=1,
        probes=False,
    )
    (dispute,) = steps[-1].session.turns[0].disputes
    assert (dispute.keypoint_id, dispute.because) == ("ensemble", "I said so")
    assert [step.note for step in steps if step.note] == [
        "No keypoint 'nope' here; there are zeroes-units, curbs-overfitting, ensemble"
    ]


def test_a_verdict_is_disputed_once() -> None:
    twice = (Dispute("ensemble", "I said so"), Dispute("ensemble", "I really did"))
    steps = held(Answer(HALF), *twice, Next(), questions=1, probes=False)
    (dispute,) = steps[-1].session.turns[0].disputes
    assert dispute.because == "I said so"
    assert [s.note for s in steps if s.note] == ["'ensemble' is disputed already; that is kept."]


def test_a_revision_goes_on_from_its_draft_which_is_gone_once_the_question_is_over() -> None:
    left = held(Answer(HALF), Pause("dropout ze"), questions=1, probes=False)[-1].session
    script = Script(Revise(BOTH), Next())
    steps = list(engine(script).run(left))
    assert [(a.step, a.draft, a.answer) for a in script.asked] == [
        ("after", "dropout ze", HALF),
        ("after", "", BOTH),
    ]
    assert steps[-1].session.ended_because == "finished"
    given_up = Script(Next(), Quit())
    list(engine(given_up, bank()).run(left.model_copy(update={"rules": fresh().rules})))
    assert [(a.step, a.draft) for a in given_up.asked] == [
        ("after", "dropout ze"),
        ("question", ""),
    ]


def test_the_time_is_the_candidates_own_and_no_question_comes_after_it() -> None:
    steps = held(Answer("a"), Next(), items=bank(), probes=False, seconds=1)
    assert steps[-1].session.ended_because == "time"
    assert len(steps[-1].session.turns) == 1
    assert steps[-1].session.seconds == 1


def test_leaving_keeps_the_draft_and_quitting_ends() -> None:
    left = held(Pause("half a thou"), questions=1)
    assert _kinds(left) == ["shown", "drafted", "paused"]
    assert left[-1].session.draft == "half a thou"
    assert held(Quit(), questions=1)[-1].session.ended_because == "quit"


def test_a_session_that_was_left_goes_on_with_its_draft() -> None:
    left = held(Pause("half a thou"), questions=1)[-1].session
    script = Script(Answer("half a thought"), Quit())
    list(engine(script).run(left))
    assert script.asked[0].draft == "half a thou"


def test_a_reply_out_of_place_is_an_error() -> None:
    with pytest.raises(SessionError, match="no reply to what was asked"):
        held(Next())


def test_an_error_while_grading_passes_through_and_the_answer_is_graded_on_resuming() -> None:
    def broken(item: Item, text: str) -> Grade:
        raise EmbedderError("no model")

    steps = engine(Script(Answer("mine")), grades=WordGrades(broken)).run(fresh())
    seen = [next(steps).session, next(steps).session]
    with pytest.raises(EmbedderError):
        next(steps)
    assert (seen[-1].turns[0].answer, seen[-1].turns[0].grade) == ("mine", None)
    after = held(Quit(), session=seen[-1])
    turn = after[0].session.turns[0]
    assert turn.grade is not None
    assert turn.grade == grade(engine(Script()).items["deep-learning/dropout"], "mine")


def test_a_question_that_left_the_bank_is_left_out_of_a_resumed_session() -> None:
    left = held(Pause(), items=bank())[-1].session
    steps = held(
        Skip(),
        items={"deep-learning/weight-decay": bank()["deep-learning/weight-decay"]},
        session=left,
    )
    assert steps[0].note.endswith("is no longer in the bank; it is left out.")
    assert [turn.status for turn in steps[-1].session.turns] == ["skipped", "skipped"]


WORDS = (HALF, BOTH, OTHER, "inference drops units too", "At inference every unit is kept.", "")
CHOICES: dict[str, tuple[Reply, ...]] = {
    "question": (*map(Answer, WORDS), Idk(), Skip(), Hint()),
    "probe": (*map(Answer, WORDS), Idk(), Skip(), Hint()),
    "rate": (Rate(0.4), Next()),
    "after": (Next(), Next(), Revise(BOTH), Dispute("ensemble", "I did")),
}


class ByState:
    """Reply by what is asked and how far its question is, whatever was before: it can resume."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._asked: set[str] = set()

    def __call__(self, asked: Asked) -> Reply:
        turn = asked.session.turns[-1]
        far = (len(turn.hints), len(turn.probes), len(turn.revisions), len(turn.disputes))
        state = f"{self._seed} {asked.step} {asked.text} {asked.item.id} {far}"
        if sum(far) > 6 or state in self._asked:
            return Quit()
        self._asked.add(state)
        return random.Random(state).choice(CHOICES[asked.step])


def _timeless(session: Session) -> str:
    """Return a session as JSON without its times."""
    text = session.model_dump_json()
    return re.sub(r'"(at|\w+_at)":"[^"]*"|"(thinking|writing|seconds)":[0-9.]+', "", text)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    mode=st.sampled_from(["practice", "exam"]),
    feedback=st.sampled_from(["each", "end", "none"]),
)
def test_a_session_cut_off_at_any_event_ends_as_if_it_had_not_been(
    seed: int, mode: str, feedback: str
) -> None:
    rules = {"mode": mode, "feedback": feedback, "questions": 2}
    items = {**one(), **bank()}
    whole = [s for s in engine(ByState(seed), items).run(fresh(**rules)) if s.event is not None]
    events: list[Event] = [s.event for s in whole if s.event is not None]
    for cut in range(len(events) + 1):
        session = replay([started(**rules), *events[:cut]])
        if cut:
            assert session == whole[cut - 1].session
        ends = [step.session for step in engine(ByState(seed), items).run(session)]
        last = ends[-1] if ends else session
        assert _timeless(last) == _timeless(whole[-1].session)


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10_000), mode=st.sampled_from(["practice", "exam"]))
def test_help_never_costs_and_a_met_keypoint_is_never_asked_about(seed: int, mode: str) -> None:
    for step in engine(ByState(seed), one()).run(fresh(questions=1, mode=mode)):
        if not step.session.turns:
            continue
        turn = step.session.turns[0]
        if isinstance(step.event, Probed) and turn.grade is not None:
            sure = {v.keypoint_id for v in turn.grade.verdicts if v.credit == 1 and not v.unsure}
            assert step.event.about not in sure
            assert len({probe.about for probe in turn.probes}) <= 2
        if turn.unaided is not None:
            assert turn.assisted is not None
            assert turn.assisted.points >= turn.unaided.points
