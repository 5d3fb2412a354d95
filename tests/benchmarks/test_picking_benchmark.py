"""The benchmark of the picker: its sums, and that a picker that knows more measures better."""

from __future__ import annotations

import pytest

from benchmarks.picking import Examined, examined, figures, items_of


def test_figures_are_summed_as_written_down() -> None:
    names = sorted(items_of("shipped"))
    rows = [
        Examined(0.3, 0.5, (names[0], names[1])),
        Examined(-0.5, 0.5, (names[0], names[2])),
        Examined(0.7, 0.5, (names[0], names[3])),
    ]
    found = figures("by hand", rows, "shipped")
    assert found.rmse == pytest.approx(0.5260, abs=1e-4)
    assert found.bias == pytest.approx(0.1667, abs=1e-4)
    assert found.covered == pytest.approx(2 / 3)
    assert (found.most_shown, found.never) == (1.0, len(names) - 4)


def test_an_examinee_is_the_same_person_each_time_and_asked_nothing_twice() -> None:
    once = examined(3, way="practice", bank="shipped", world="as-modelled")
    assert once == examined(3, way="practice", bank="shipped", world="as-modelled")
    assert len(set(once.questions)) == 8


def test_the_wide_bank_has_four_of_each_question_of_other_difficulties() -> None:
    wide = items_of("wide")
    assert len(wide) == 4 * len(items_of("shipped"))
    assert len({item.question.difficulty for item in wide.values()}) == len(wide)


def test_eight_questions_say_more_than_none() -> None:
    rows = [examined(n, way="exam", bank="shipped", world="as-modelled") for n in range(12)]
    found = figures("exam", rows, "shipped")
    assert found.rmse < 0.8
    assert found.minima == 1.0
