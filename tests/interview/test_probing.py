"""What is asked about next, and in which order."""

from __future__ import annotations

import pytest

from interviewer.grades import Grade, Probabilities
from interviewer.interview.assistance import assisted, unaided
from interviewer.interview.probing import Asking, next_hint, next_probe
from interviewer.items import Group, Item, Keypoint, Probe
from interviewer.rules import Mode
from interviewer.sessions import Hinted, Probing, ReplyStatus, Turn
from tests.interview.items import dropout, probed
from tests.interview.words import grade

HALF = "dropout zeroes random units"
OTHER = "regularization curbs overfitting"


def _turn(
    item: Item,
    answer: str,
    *probes: Probing,
    hints: tuple[Hinted, ...] = (),
    status: ReplyStatus = "answered",
    given: Grade | None = None,
) -> Turn:
    graded = given or grade(item, answer)
    return Turn(
        question_id=item.id,
        prompt=item.question.prompt,
        rubric_sha256=item.rubric_sha256(),
        reason="for a test",
        shown_at="2026-01-01",
        status=status,
        answer=answer,
        grade=graded,
        unaided=unaided(item, graded, hints),
        assisted=assisted(item, graded, hints, probes),
        probes=probes,
        hints=hints,
    )


def _next(item: Item, turn: Turn, mode: Mode = "practice", known: float = 0.5) -> Asking | None:
    return next_probe(item, turn, mode=mode, known=lambda keypoint: known)


def _heard(item: Item, about: str, step: str, reply: str) -> Probing:
    return Probing.model_validate(
        {
            "about": about,
            "step": step,
            "text": "?",
            "status": "answered",
            "reply": reply,
            "verdict": grade(item, reply).verdict(about).model_dump(),
        }
    )


def test_the_missed_core_point_with_most_points_comes_first() -> None:
    item = probed()
    assert _next(item, _turn(item, "nothing")) == Asking(
        "curbs-overfitting", "pump", "What is it for?"
    )


def test_a_second_keypoint_follows_and_no_third() -> None:
    item = probed()
    idk = Probing(about="curbs-overfitting", step="pump", text="?", status="idk")
    second = _next(item, _turn(item, "nothing", idk))
    assert second == Asking("zeroes-units", "pump", "What happens in training?")
    skipped = Probing(about="zeroes-units", step="pump", text="?", status="skipped")
    assert _next(item, _turn(item, "nothing", idk, skipped)) is None


def test_a_reply_that_says_it_ends_the_steps_and_one_that_half_says_it_does_not() -> None:
    item = probed()
    said = _heard(item, "curbs-overfitting", "pump", OTHER)
    assert _next(item, _turn(item, HALF, said)) is None
    half = _heard(item, "curbs-overfitting", "pump", f"maybe {OTHER}")
    assert _next(item, _turn(item, HALF, half)) == Asking(
        "curbs-overfitting", "hint", "Which gap narrows?"
    )


def test_steps_end_where_the_author_wrote_no_more() -> None:
    item = probed()
    hint = _heard(item, "zeroes-units", "hint", "hm")
    other = Probing(about="curbs-overfitting", step="pump", text="?", status="idk")
    assert _next(item, _turn(item, "nothing", other, hint)) is None


def test_an_unsure_verdict_is_asked_about_openly_after_what_is_missed() -> None:
    item = probed()
    given = grade(item, f"{HALF}")
    verdicts = tuple(
        v.model_copy(
            update={
                "unsure": v.keypoint_id == "zeroes-units",
                "probabilities": Probabilities(met=0.5, partial=0, missed=0.5, contradicted=0),
            }
        )
        for v in given.verdicts
    )
    given = given.model_copy(update={"verdicts": verdicts})
    assert _next(item, _turn(item, HALF, given=given)) == Asking(
        "curbs-overfitting", "pump", "What is it for?"
    )
    idk = Probing(about="curbs-overfitting", step="pump", text="?", status="idk")
    assert _next(item, _turn(item, HALF, idk, given=given)) == Asking(
        "zeroes-units",
        "clarify",
        "You may have covered this: can you be explicit? What happens in training?",
    )


def test_a_keypoint_without_probes_and_a_bonus_are_not_asked_about() -> None:
    item = dropout()
    assert _next(item, _turn(item, "nothing")) is None


def test_what_could_not_be_scored_is_not_asked_about() -> None:
    item = probed()
    turn = _turn(item, f"unclear {HALF}, unclear {OTHER}")
    assert _next(item, turn) is None


@pytest.mark.parametrize("status", ["idk", "skipped"])
def test_nothing_is_asked_about_a_question_that_was_given_up(status: ReplyStatus) -> None:
    item = probed()
    assert _next(item, _turn(item, "", status=status)) is None


def test_an_exam_only_asks_openly() -> None:
    item = probed()
    hm = _heard(item, "curbs-overfitting", "pump", "hm")
    after = _next(item, _turn(item, "nothing", hm), mode="exam")
    assert after == Asking("zeroes-units", "pump", "What happens in training?")


def test_an_exam_challenges_no_misconception() -> None:
    item = probed()
    turn = _turn(item, f"{HALF}, inference drops units too")
    practice = _next(item, turn)
    assert practice == Asking("always-on", "challenge", "What happens at inference?")
    assert _next(item, turn, mode="exam") == Asking("curbs-overfitting", "pump", "What is it for?")


def test_a_full_group_is_not_asked_about_and_an_open_one_is() -> None:
    keypoints = tuple(
        Keypoint(id=k, text=f"one {k}", probe=Probe(pump=f"And {k}?")) for k in ("a", "b", "c")
    )
    group = Group(id="any", need=2, points=4, tier="core", of=("a", "b", "c"))
    alone = Keypoint(id="z", text="one z", points=8, tier="standard")
    rubric = probed().rubric.model_copy(
        update={"keypoints": (*keypoints, alone), "groups": (group,), "misconceptions": ()}
    )
    item = probed().model_copy(update={"rubric": rubric})
    assert _next(item, _turn(item, "one a, one b")) is None
    assert _next(item, _turn(item, "one a")) == Asking("b", "pump", "And b?")


def test_what_is_likelier_to_come_is_asked_about_first() -> None:
    item = probed()
    level = {"curbs-overfitting": 0.1, "zeroes-units": 0.9}
    found = next_probe(item, _turn(item, "nothing"), mode="practice", known=lambda k: level[k.id])
    assert found is not None
    assert found.about == "zeroes-units"


def test_hints_before_the_answer_go_step_by_step_through_two_core_points() -> None:
    item = probed()
    hints: tuple[Hinted, ...] = ()
    seen = []
    while (hint := next_hint(item, _turn(item, "", hints=hints))) is not None:
        seen.append((hint.about, hint.step))
        told = Hinted(at="2026-01-01", keypoint_id=hint.about, step=hint.step, text=hint.text)
        hints = (*hints, told)
    assert seen == [
        ("curbs-overfitting", "pump"),
        ("curbs-overfitting", "hint"),
        ("curbs-overfitting", "lead"),
        ("zeroes-units", "pump"),
        ("zeroes-units", "hint"),
    ]


def test_no_probe_shows_a_keypoints_text() -> None:
    item = probed()
    texts = [keypoint.text for keypoint in item.rubric.keypoints]
    idk = Probing(about="curbs-overfitting", step="pump", text="?", status="idk")
    for turn in (_turn(item, "nothing"), _turn(item, "nothing", idk)):
        found = _next(item, turn)
        assert found is not None
        assert not any(text in found.text for text in texts)
