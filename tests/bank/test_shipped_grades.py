"""What the bundled model must hold on every shipped item; `rubric test` holds the rest."""

from __future__ import annotations

import pytest

from interviewer.authoring.attack.phrases import OFF_TOPIC
from interviewer.bank import read_bank
from interviewer.cli.wiring import build_grader

pytestmark = pytest.mark.model

LIMIT = 0.25


def test_an_answer_that_says_nothing_of_the_subject_earns_little() -> None:
    grader = build_grader()
    worst = {}
    for name, item in read_bank().items.items():
        for answer in (f"{item.question.prompt} {item.question.prompt}", OFF_TOPIC[0]):
            score = grader.grade(item, answer).score
            assert score is not None
            worst[name] = max(worst.get(name, 0.0), score.fraction or 0.0)
    assert worst == {item: value for item, value in worst.items() if value < LIMIT}
