"""Each statistic on numbers that were worked out by hand or stand in a book."""

from __future__ import annotations

import numpy as np
import pytest

from interviewer.analysis.cells import cells_of, discriminations
from interviewer.analysis.measures import (
    correlation,
    cronbachs_alpha,
    highest_rate,
    holm,
    mean,
    share,
    two_shares,
    welch,
)
from interviewer.analysis.rows import Rows
from interviewer.analysis.sums import PairSums, Sums
from tests.analysis.graded import graded


def sums(*values: float) -> Sums:
    found = Sums()
    for value in values:
        found.add(value)
    return found


def test_the_mean_has_students_interval() -> None:
    found = mean(sums(0.2, 0.4, 0.6))
    assert found is not None
    # mean .4, s .2, error .2 / √3 = .11547, t(2) = 4.30265: ±.4968
    assert (found.value, found.low, found.high, found.n) == (0.4, 0.0, 0.8968, 3)
    alone = mean(sums(0.3))
    assert alone is not None
    assert (alone.value, alone.low, alone.high) == (0.3, None, None)
    assert mean(Sums()) is None


def test_the_same_value_again_and_again_does_not_vary() -> None:
    assert sums(*[0.1] * 7).variance == 0


def test_a_share_has_wilsons_interval() -> None:
    found = share(0, 10)
    assert found is not None
    # upper bound of none of ten: z² / (n + z²) = 3.8415 / 13.8415
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.2775)
    half = share(5, 10)
    assert half is not None
    assert (half.value, half.low, half.high) == (0.5, 0.2366, 0.7634)
    assert share(0, 0) is None


def test_a_correlation_by_hand() -> None:
    pairs = PairSums()
    for left, right in ((1, 1), (2, 3), (3, 2), (4, 4)):
        pairs.add(left, right)
    found = correlation(pairs)
    assert found is not None
    # Sxy 4, Sxx = Syy = 5; z = .8 ± ... atanh(.8) = 1.0986 ± 1.96
    assert found.value == 0.8
    assert (found.low, found.high) == (-0.697, 0.9956)


def test_what_does_not_vary_goes_with_nothing() -> None:
    pairs = PairSums()
    for right in (0.1, 0.2, 0.7):
        pairs.add(0.1, right)
    assert correlation(pairs) is None


def test_alpha_of_a_small_table_by_hand() -> None:
    table = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0], [0, 0, 0]], dtype=float)
    # item variances 1/4, 1/3, 1/4, sum 5/6; totals 3 2 1 0, variance 5/3; 3/2 (1 - 1/2)
    found = cronbachs_alpha(table)
    assert found is not None
    assert (found.value, found.n) == (0.75, 4)
    assert found.low is not None
    assert found.high is not None
    # F(3, 6) quantiles: 6.5988 and 1 / 14.7347
    assert found.low == pytest.approx(1 - 0.25 * 6.5988, abs=1e-4)
    assert found.high == pytest.approx(1 - 0.25 / 14.7347, abs=1e-4)


def test_alpha_is_not_told_of_totals_that_are_all_the_same() -> None:
    assert cronbachs_alpha(np.array([[1.0, 0.0], [0.0, 1.0]])) is None
    assert cronbachs_alpha(np.ones((3, 1))) is None


def test_feldts_interval_holds_the_truth_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    inside = 0
    for _ in range(400):
        table = rng.normal(size=(40, 1)) + rng.normal(size=(40, 5))
        found = cronbachs_alpha(table)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 5 / 6 <= found.high  # items correlate .5: 5 · .5 / (1 + 4 · .5)
    assert 368 <= inside <= 392


def test_welch_on_a_book_example() -> None:
    left, right = sums(3, 4, 5, 6, 7), sums(1, 2, 3)
    gap = welch(left, right)
    assert gap is not None
    # gap 3, error √(2.5/5 + 1/3) = .9129, t 3.2863, freedom (5/6)² / (.25/4 + (1/9)/2) = 5.8824
    assert gap.value == 3
    assert gap.p == pytest.approx(0.0171, abs=1e-4)
    assert gap.low == pytest.approx(0.7555, abs=2e-3)


def test_two_groups_that_do_not_vary_differ_or_do_not() -> None:
    same, other = welch(sums(1, 1, 1), sums(1, 1)), welch(sums(1, 1, 1), sums(0, 0))
    assert same is not None
    assert other is not None
    assert (same.p, other.p) == (1.0, 0.0)
    assert welch(sums(1), sums(0, 0)) is None


def test_two_shares_as_pearsons_chi_square() -> None:
    # 15 of 20 against 5 of 20: z = .5 / √(.5 · .5 · .1) = 3.1623, chi-square 10
    assert two_shares(15, 20, 5, 20) == pytest.approx(0.001565, abs=1e-6)
    assert two_shares(20, 20, 20, 20) == 1.0
    assert two_shares(0, 0, 1, 2) is None


def test_holm_multiplies_the_smallest_by_all_and_never_goes_down() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.6, 0.9]) == [1.0, 1.0]
    assert holm([]) == []


def test_nothing_in_a_thousand_leaves_three_in_a_thousand() -> None:
    assert highest_rate(0, 1000) == pytest.approx(0.002996, abs=1e-6)
    assert highest_rate(0, 0) is None
    assert highest_rate(2, 2) == 1.0


def test_item_rest_correlation_is_with_the_other_items_only() -> None:
    table = [(0.0, 0.1, 0.2), (0.2, 0.4, 0.1), (0.4, 0.3, 0.6), (0.9, 0.5, 0.8)] * 3
    rows = Rows()
    for who, scores in enumerate(table):
        for item, score in enumerate(scores):
            rows.add(graded(f"c{who}", f"q{item}", score), f"q{item}")
    found = discriminations(cells_of(rows.table()), 3)
    array = np.array(table)
    for item in range(3):
        others = np.delete(array, item, axis=1).mean(axis=1)
        expected = np.corrcoef(array[:, item], others)[0, 1]
        estimate = found[item]
        assert estimate is not None
        assert estimate.n == 12
        assert estimate.value == pytest.approx(expected, abs=1e-4)


def test_a_candidate_with_harder_questions_is_not_taken_for_a_weaker_one() -> None:
    rows = Rows()
    for who in range(12):  # half answer the easy q1, half the hard q2; all differ on q0 alike
        other = "q1" if who % 2 else "q2"
        strong = 0.1 * (who // 2)
        rows.add(graded(f"c{who}", "q0", 0.3 + strong), "q0")
        rows.add(graded(f"c{who}", other, (0.4 if who % 2 else 0.0) + strong), other)
    found = discriminations(cells_of(rows.table()), 3)
    assert found[0] is not None
    assert found[0].value == 1.0
    assert found[1] is None  # six candidates are too few
