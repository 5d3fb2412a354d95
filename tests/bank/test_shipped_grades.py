"""What the bundled model must hold on every shipped item; `rubric test` holds the rest."""

from __future__ import annotations

import pytest

from interviewer.authoring.gold.check import Checked, check
from interviewer.bank import read_bank
from interviewer.cli.wiring import build_cached_grader

pytestmark = pytest.mark.model

LIMIT = 0.25


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    bank = read_bank()
    return check(bank, [*bank.items], build_cached_grader(tmp_path_factory.mktemp("vectors"))[0])


def test_an_answer_that_says_nothing_of_the_subject_earns_little(checked: Checked) -> None:
    worst = {row.item: max(row.echo, row.off_topic) for row in checked.rows}
    assert worst == {item: value for item, value in worst.items() if value < LIMIT}
