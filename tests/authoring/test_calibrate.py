"""Calibration on one's own labels: honest comparison, a minimum of labels, a name with a hash."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.agreement.join import Judged
from interviewer.authoring.calibrate import calibrate, label_of
from interviewer.authoring.platt import Curve, fit_curve, knots_of
from interviewer.errors import InterviewerError
from interviewer.grades import Probabilities
from interviewer.scoring.calibration import Calibration
from interviewer.testing import fake_calibration

CUTS = fake_calibration().cuts


@pytest.fixture(scope="module")
def base() -> Calibration:
    return fake_calibration()


def judged(count: int, *, questions: int = 10, true_slope: float = 2.0, shift: float = -1.0):  # type: ignore[no-untyped-def]
    """Return rows whose stated probabilities are off by a known curve."""
    rng = random.Random(4)
    truth_of = Curve(true_slope, shift)
    rows = []
    for number in range(count):
        stated = round(rng.uniform(0.02, 0.98), 4)
        human = "met" if rng.random() < truth_of(stated) else "missed"
        rest = round(1 - stated, 4)
        shares = Probabilities(met=stated, partial=0.0, missed=rest, contradicted=0.0)
        ours = label_of(shares, CUTS)
        rows.append(
            Judged(f"q/{number % questions}", str(number), "k", human, None, ours, shares, False)  # type: ignore[arg-type]
        )
    return rows


def points(rows):  # type: ignore[no-untyped-def]
    return [row.met for row in rows], [row.human == "met" for row in rows]


def test_the_curve_that_made_the_labels_is_found() -> None:
    found = fit_curve(*points(judged(4000)))
    assert found.slope == pytest.approx(2.0, abs=0.25)
    assert found.shift == pytest.approx(-1.0, abs=0.15)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=2, max_size=80))
def test_any_labels_have_a_finite_curve_or_a_clear_error(rows) -> None:  # type: ignore[no-untyped-def]
    try:
        curve = fit_curve([s for s, _ in rows], [t for _, t in rows])
    except InterviewerError:
        return
    assert 0 <= curve(0.0) <= curve(0.5) <= curve(1.0) <= 1


def test_confident_and_often_wrong_probabilities_are_no_trouble() -> None:
    stated = [0.99, 0.01] * 100
    truth = [(number % 10 != 0) == (share > 0.5) for number, share in enumerate(stated)]
    curve = fit_curve(stated, truth)
    assert curve(0.99) == pytest.approx(0.9, abs=0.11)


def test_the_knots_follow_the_curve_to_its_ends() -> None:
    curve = Curve(0.4, -0.3)
    knots = knots_of((), curve)
    xs, ys = [k.x for k in knots], [k.y for k in knots]
    for share in (0.005, 0.01, 0.1, 0.5, 0.9, 0.98, 0.99):
        assert float(np.interp(share, xs, ys)) == pytest.approx(curve(share), abs=0.006)
    twice = knots_of(knots, Curve(1.0, 0.0))
    assert float(np.interp(0.3, [k.x for k in twice], [k.y for k in twice])) == pytest.approx(
        curve(0.3), abs=0.01
    )


def test_probabilities_get_truer_on_questions_that_were_left_out(base: Calibration) -> None:
    found = calibrate(judged(600), base)
    assert (found.labels + found.left_out, found.by) == (600, "question")
    assert found.old.brier is not None
    assert found.new.brier is not None
    assert found.new.brier < found.old.brier
    assert found.new.ece is not None
    assert found.new.ece < 0.08
    assert found.new.kappa is not None
    assert found.old.kappa is not None
    assert found.new.kappa >= found.old.kappa - 0.02


def test_the_result_is_a_calibration_that_names_itself_by_its_numbers(base: Calibration) -> None:
    one, again = (calibrate(judged(300), base).calibration for _ in range(2))
    other = calibrate(judged(320), base).calibration
    assert one == again
    assert one.name != other.name
    assert one.name.startswith("own-")
    assert (one.embedder, one.matcher, one.map) == (base.embedder, base.matcher, base.map)
    assert one.fitted["from"] == base.name
    assert Calibration.model_validate_json(one.model_dump_json()) == one
    heights = [knot.y for knot in one.curve]
    assert heights == sorted(heights)


def test_cuts_without_labels_keep_giving_as_many_labels(base: Calibration) -> None:
    rows = judged(400, true_slope=1.0, shift=1.5)
    cuts = calibrate(rows, base).calibration.cuts
    assert cuts.reject == base.cuts.reject
    assert cuts.contradicted == base.cuts.contradicted  # nobody was called contradicted before
    assert cuts.met <= cuts.held < 1


def test_what_no_probability_decided_is_left_out(base: Calibration) -> None:
    rows = judged(300)
    rule = [row._replace(decided_by="rule", answer_id=f"r{row.answer_id}") for row in rows[:50]]
    refuted = [
        row._replace(ours="contradicted", answer_id=f"x{row.answer_id}")
        for row in rows
        if row.met > 0.9
    ]
    plain, mixed = calibrate(rows, base), calibrate([*rows, *rule, *refuted], base)
    assert mixed.calibration == plain.calibration
    assert mixed.left_out == plain.left_out + 50 + len(refuted)


def test_labels_the_wrong_way_round_are_noticed(base: Calibration) -> None:
    turned = [row._replace(human="missed" if row.human == "met" else "met") for row in judged(300)]
    with pytest.raises(InterviewerError, match="does 1 mean met"):
        calibrate(turned, base)


def test_too_few_labels_are_refused_with_the_number_that_would_do(base: Calibration) -> None:
    with pytest.raises(InterviewerError, match=r"^too few labels: \d+ \(.*; 100 with at least 30"):
        calibrate(judged(60), base)
    only = [row._replace(human="met") for row in judged(200)]
    with pytest.raises(InterviewerError, match=r"\d+ \(\d+ met, 0 not\)"):
        calibrate(only, base)
    bare = [row._replace(shares=None) for row in judged(200)]
    with pytest.raises(InterviewerError, match="decided by a probability"):
        calibrate(bare, base)


def test_with_one_question_answers_are_left_out_in_turn(base: Calibration) -> None:
    assert calibrate(judged(200, questions=1), base).by == "answer"
