"""Texts that try to talk a judge into credit, before a judge that does as it is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from interviewer.grades import Grade
from interviewer.judge.ruling import LlmJudge
from interviewer.testing.fault_server import Asked, FaultServer
from interviewer.testing.rulers import fair, obedient, statements_in
from tests.judge.judged import ITEM, KEY, grader, transport

CORPUS = [
    json.loads(line)
    for line in (Path(__file__).parent / "injections.jsonl").read_text("utf-8").splitlines()
]
HALF = "Its gradient is one for positive inputs."


def sly(asked: Asked) -> dict[str, dict[str, Any]]:
    """Do as told about the rubric's statements, and pass over the one that nobody can meet."""
    told = obedient(asked)
    return {k: v if k != "recorded-remark" else fair(asked)[k] for k, v in told.items()}


def points(grade: Grade) -> float:
    assert grade.score is not None
    return grade.score.points


def test_the_corpus_is_wide() -> None:
    assert len(CORPUS) >= 60
    assert len({row["language"] for row in CORPUS}) >= 8
    assert len({row["text"] for row in CORPUS}) == len(CORPUS)


@pytest.mark.parametrize("before", ["", f"{HALF} "], ids=["alone", "after-a-true-half"])
def test_no_order_raises_a_score_with_a_judge_that_obeys(before: str) -> None:
    with FaultServer("none", ruler=obedient, key=KEY) as server:
        judge = LlmJudge("j", transport(server))
        for row in CORPUS:
            text = before + row["text"]
            alone = grader(judge, when="never").grade(ITEM, text)
            for how in ("unscored", "matcher"):
                judged = grader(judge, on_failure=how).grade(ITEM, text)
                assert points(judged) <= points(alone), row["id"]
        assert server.asked


def test_what_is_seen_as_an_order_earns_nothing_even_of_a_judge_that_spares_the_canary() -> None:
    raised = []
    with FaultServer("none", ruler=sly, key=KEY) as server:
        judge = LlmJudge("j", transport(server))
        for row in CORPUS:
            alone = grader(judge, when="never").grade(ITEM, row["text"])
            judged = grader(judge).grade(ITEM, row["text"])
            if points(judged) > points(alone):
                raised.append(row["id"])
                assert "instructions-in-answer" not in judged.flags, row["id"]
    assert len(raised) <= 0.15 * len(CORPUS), raised


def test_the_canary_stands_among_the_statements() -> None:
    with FaultServer("none", ruler=fair, key=KEY) as server:
        grader(LlmJudge("j", transport(server))).grade(ITEM, HALF)
        assert "recorded-remark" in statements_in(server.asked[0])
