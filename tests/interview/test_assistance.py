"""What help costs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewer.grades import Score, Verdict
from interviewer.interview.assistance import FACTORS, assisted, left_after, unaided
from interviewer.sessions import Hinted, ProbeStep, Probing
from tests.interview.items import probed
from tests.interview.words import grade

HALF = "dropout zeroes random units"
OTHER = "regularization curbs overfitting"


def _hint(keypoint_id: str, step: ProbeStep) -> Hinted:
    return Hinted(at="2026-01-01", keypoint_id=keypoint_id, step=step, text="?")


def _probe(about: str, step: ProbeStep, credit: float, label: str = "met") -> Probing:
    verdict = Verdict.model_validate(
        {
            "keypoint_id": about,
            "label": label,
            "credit": credit,
            "points": None,
            "decided_by": "matcher",
            "reason": "for a test",
        }
    )
    return Probing(about=about, step=step, text="?", status="answered", verdict=verdict)


def _points(score: Score | None) -> float:
    assert score is not None
    return score.points


def test_help_has_a_price_that_rises_with_how_much_it_gives_away() -> None:
    assert FACTORS == {
        "clarify": 0.8,
        "pump": 0.8,
        "challenge": 0.5,
        "hint": 0.5,
        "lead": 0.25,
        "followup": 0.0,
    }


def test_without_help_both_scores_are_the_grades_own() -> None:
    given_ = grade(probed(), HALF)
    assert unaided(probed(), given_, ()) == assisted(probed(), given_, (), ()) == given_.score


def test_a_reply_earns_its_share_and_the_best_of_several_counts() -> None:
    given_ = grade(probed(), HALF)
    probes = [
        _probe("curbs-overfitting", "pump", 0.5, "partial"),
        _probe("curbs-overfitting", "hint", 1),
        _probe("curbs-overfitting", "lead", 1),
    ]
    assert _points(assisted(probed(), given_, (), probes[:1])) == 2 + 3 * 0.4
    assert _points(assisted(probed(), given_, (), probes[:2])) == 2 + 3 * 0.5
    assert _points(assisted(probed(), given_, (), probes)) == 2 + 3 * 0.5


def test_a_worse_reply_takes_nothing_away() -> None:
    given_ = grade(probed(), f"{HALF}, {OTHER}")
    denied = _probe("curbs-overfitting", "pump", 0, "contradicted")
    assert assisted(probed(), given_, (), [denied]) == given_.score


def test_what_was_unscored_is_decided_by_a_reply_that_says_it_and_by_no_other() -> None:
    given_ = grade(probed(), f"unclear {OTHER}")
    said = assisted(probed(), given_, (), [_probe("curbs-overfitting", "pump", 1)])
    assert said is not None
    assert (said.points, said.possible, said.unscored) == (2.4, 5, ())
    silent = assisted(probed(), given_, (), [_probe("curbs-overfitting", "pump", 0, "missed")])
    assert silent == given_.score


def test_a_hint_takes_its_keypoint_out_of_the_unaided_score() -> None:
    given_ = grade(probed(), f"{HALF}, {OTHER}")
    hints = [_hint("curbs-overfitting", "pump"), _hint("curbs-overfitting", "lead")]
    assert _points(unaided(probed(), given_, hints)) == 2
    assert _points(assisted(probed(), given_, hints, ())) == 2 + 3 * 0.25
    assert left_after("curbs-overfitting", hints) == 0.25
    assert left_after("zeroes-units", hints) == 1


def test_a_repaired_misconception_gives_back_half_of_what_it_took() -> None:
    given_ = grade(probed(), f"{HALF}, inference drops units too")
    assert _points(given_.score) == 1
    assert _points(assisted(probed(), given_, (), [_probe("always-on", "challenge", 1)])) == 1.5


STEPS = st.sampled_from(["pump", "hint", "lead", "clarify"])
PROBES = st.builds(
    _probe,
    st.sampled_from(["zeroes-units", "curbs-overfitting", "ensemble", "always-on"]),
    STEPS,
    st.sampled_from([0.0, 0.5, 1.0]),
)
HINTS = st.builds(_hint, st.sampled_from(["zeroes-units", "curbs-overfitting"]), STEPS)
ANSWERS = st.lists(
    st.sampled_from([HALF, OTHER, f"maybe {HALF}", f"unclear {OTHER}", "inference drops units too"])
).map(", ".join)


@given(answer=ANSWERS, probes=st.lists(PROBES), hints=st.lists(HINTS))
def test_help_never_lowers_what_is_earned_without_it(
    answer: str, probes: list[Probing], hints: list[Hinted]
) -> None:
    given_ = grade(probed(), answer)
    alone = unaided(probed(), given_, hints)
    helped = assisted(probed(), given_, hints, probes)
    assert alone is not None
    assert helped is not None
    assert alone.points <= helped.points <= helped.possible
    assert assisted(probed(), given_, hints, [*probes, *probes]) == helped
