"""The caps of a run hold over all its workers, also those that die."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.batch.ledger import Ledger, share
from interviewer.judge.budget import Reservation, Spent
from interviewer.judge.exchange import Usage
from interviewer.settings import JudgeSettings


@given(st.integers(0, 300), st.integers(1, 40))
def test_shares_make_up_the_whole_and_differ_by_one_at_most(whole: int, parts: int) -> None:
    shares = [share(whole, parts, number) for number in range(parts)]
    assert sum(shares) == whole
    assert shares == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] <= 1


def ledger(**caps: int | Decimal) -> Ledger:
    made = Ledger(JudgeSettings.model_validate(caps))
    assert [made.seat("a"), made.seat("b")] == [0, 1]
    return made


def reserved(made: Ledger, worker: str, tokens: int = 10, cost: str = "1") -> Reservation:
    found = made.reserve(worker, tokens, Decimal(cost))
    assert isinstance(found, Reservation)
    return found


@pytest.mark.parametrize(
    ("caps", "why"),
    [
        ({"max_calls": 2}, "max_calls: 0 of 2 left, and this call may take 1"),
        ({"max_tokens": 25}, "max_tokens: 5 of 25 left, and this call may take 10"),
        ({"max_cost": Decimal("2.5")}, "max_cost: 0.5 of 2.5 left, and this call may take 1"),
    ],
)
def test_what_one_worker_has_reserved_another_can_not(
    caps: dict[str, int | Decimal], why: str
) -> None:
    made = ledger(**caps)
    reserved(made, "a")
    mine = reserved(made, "b")
    assert made.reserve("a", 10, Decimal(1)) == why
    made.release("b", mine)
    reserved(made, "a")


def test_a_call_that_a_dead_worker_had_out_counts_as_the_most_it_can_take() -> None:
    made = ledger(max_tokens=30)
    settled = reserved(made, "a")
    made.settle("a", settled, Usage(prompt=3, completion=1), Decimal("0.5"))
    reserved(made, "a")
    assert made.told() == (Spent(1, 3, 1, 0, Decimal("0.5")), 0)
    assert made.seat("a") == 0
    assert made.told() == (Spent(2, 3, 1, 0, Decimal("1.5"), untold=10), 1)
    reserved(made, "a")
    assert isinstance(made.reserve("b", 10, Decimal(1)), str)


def test_a_run_without_a_judge_has_no_caps() -> None:
    made = Ledger(None)
    made.seat("a")
    for _ in range(100):
        reserved(made, "a")
