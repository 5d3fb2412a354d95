"""What the bundled model must hold on every shipped item; the rest is measured in `benchmarks`."""

from __future__ import annotations

import pytest

from benchmarks.examples import LIMIT, Row, row_of
from interviewer.bank import load_bank
from interviewer.cli.wiring import build_grader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    grader = build_grader()
    return [row_of(grader, item) for item in load_bank().values()]


def test_an_answer_that_says_nothing_of_the_subject_earns_little(rows: list[Row]) -> None:
    worst = {row.item: max(row.blank, row.echo, row.off_topic) for row in rows}
    assert worst == {item: value for item, value in worst.items() if value < LIMIT}


def test_the_reference_beats_every_keyword_list_attack_and_weak_answer(rows: list[Row]) -> None:
    for row in rows:
        others = [row.keywords, *row.kinds.get("attack", []), *row.kinds.get("weak", [])]
        assert row.reference > max(others), row
