"""Each measure against a table that was worked by hand, and the laws they share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.agreement import measures as m

TRUTH = [True] * 25 + [False] * 25
CALLED = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15


def test_kappa_of_a_worked_table() -> None:
    assert m.accuracy(CALLED, TRUTH) == pytest.approx(0.7)
    assert m.cohens_kappa(CALLED, TRUTH) == pytest.approx(0.4)  # .70 observed, .50 by chance
    assert m.cohens_kappa(["a", "b"], ["a", "b"]) == 1
    assert m.cohens_kappa(["a", "a"], ["a", "a"]) is None
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        m.cohens_kappa([1, 2], [1])


def test_auc_counts_ties_as_half() -> None:
    # Pairs of a met and a not met: (.9,.5) (.9,.1) (.5,.5) (.5,.1): 3 up, 1 tie.
    assert m.auc([True, True, False, False], [0.9, 0.5, 0.5, 0.1]) == pytest.approx(3.5 / 4)
    assert m.auc([True, True], [0.1, 0.2]) is None


def test_majority_and_prevalence_are_what_a_trivial_rule_would_get() -> None:
    assert m.majority([True, True, True, False]) == 0.75
    assert m.prevalence([True, True, True, False]) == 0.75
    assert (m.majority([]), m.prevalence([])) == (None, None)


def test_macro_f1_counts_every_label_the_same() -> None:
    # met: P 20/30, R 20/25 → F1 8/11; not: P 15/20, R 15/25 → F1 2/3.
    assert m.macro_f1(TRUTH, CALLED) == pytest.approx((8 / 11 + 2 / 3) / 2)
    assert m.precision(TRUTH, CALLED) == pytest.approx(20 / 30)
    assert m.recall(TRUTH, CALLED) == pytest.approx(20 / 25)
    assert m.precision([True], [False]) is None
    assert m.recall([False], [True]) is None


def test_brier_and_ece_of_worked_probabilities() -> None:
    truth, shares = [True, False, True, False], [0.95, 0.95, 0.15, 0.15]
    assert m.brier(truth, shares) == pytest.approx((0.0025 + 0.9025 + 0.7225 + 0.0225) / 4)
    # Two bins of two rows; each half met: gaps .45 and .35.
    assert m.ece(truth, shares) == pytest.approx(0.40)
    assert [(b.stated, b.observed, b.rows) for b in m.reliability(truth, shares)] == [
        (0.15, 0.5, 2),
        (0.95, 0.5, 2),
    ]


def test_scores_of_a_worked_pair_of_raters() -> None:
    theirs, ours = [0.0, 0.5, 1.0, 1.0], [0.0, 1.0, 0.5, 1.0]
    assert m.rmse(theirs, ours) == pytest.approx((0.5 / 4) ** 0.5)
    assert m.pearson(theirs, ours) == pytest.approx(7 / 11)
    # Observed .125; by chance both variances (.171875 each) and no distance of means.
    assert m.quadratic_kappa(theirs, ours) == pytest.approx(1 - 0.125 / 0.34375)
    assert m.pearson([0.5, 0.5], [0.1, 0.9]) is None
    assert m.quadratic_kappa([0.5], [0.5]) is None


def test_coverage_counts_the_bounds_in() -> None:
    assert m.coverage([0.5, 0.2, 0.9], [0.5, 0.3, 0.1], [0.7, 0.4, 0.9]) == pytest.approx(2 / 3)
    assert m.coverage([], [], []) is None


def test_selective_accuracy_keeps_the_surest() -> None:
    truth, called = [True, True, False, False], [True, False, False, True]
    sureness = [0.4, 0.1, 0.3, 0.2]
    assert m.selective_accuracy(truth, called, sureness, 0.5) == 1.0
    assert m.selective_accuracy(truth, called, sureness, 0.75) == pytest.approx(2 / 3)
    assert m.selective_accuracy(truth, called, sureness, 0.1) is None


rows = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60)


@given(rows, st.randoms())
def test_no_measure_depends_on_the_order_of_rows(table, rng) -> None:  # type: ignore[no-untyped-def]
    mixed = rng.sample(table, len(table))
    for measure in (m.auc, m.brier, m.ece):
        one, other = (measure([t for t, _ in x], [s for _, s in x]) for x in (table, mixed))
        assert one == other or one == pytest.approx(other, abs=1e-9)


@given(rows)
def test_auc_turns_round_with_the_scores(table) -> None:  # type: ignore[no-untyped-def]
    truth, shares = [t for t, _ in table], [s for _, s in table]
    found = m.auc(truth, shares)
    if found is not None:
        assert m.auc(truth, [-s for s in shares]) == pytest.approx(1 - found)
