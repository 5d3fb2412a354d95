"""Nothing is sent that could pass a cap, whatever else is out and however it ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.judge.budget import Budget, Reservation, Spent
from interviewer.judge.exchange import CallFailed, Usage

FREE = Decimal(0)


def test_what_was_really_spent_takes_the_place_of_what_was_reserved() -> None:
    budget = Budget(max_tokens=1000)
    reservation = budget.reserve(900, Decimal("0.90"))
    budget.settle(reservation, Usage(prompt=300, completion=50, cached=200), Decimal("0.20"))
    assert budget.spent == Spent(1, 300, 50, 200, Decimal("0.20"))
    assert budget.spent.tokens == 350
    budget.reserve(650, FREE)


def test_a_reservation_counts_before_it_is_spent() -> None:
    budget = Budget(max_tokens=1000)
    budget.reserve(900, None)
    assert budget.spent == Spent(0, 0, 0, 0, FREE)
    with pytest.raises(CallFailed):
        budget.reserve(101, None)
    budget.reserve(100, None)


def test_a_refusal_says_which_cap_and_what_is_left() -> None:
    calls = Budget(max_calls=1)
    calls.reserve(5, None)
    tokens = Budget(max_tokens=1000)
    tokens.reserve(880, None)
    cost = Budget(max_cost=Decimal("2.00"))
    cost.reserve(5, Decimal("1.25"))
    told = []
    for budget in (calls, tokens, cost):
        with pytest.raises(CallFailed) as caught:
            budget.reserve(300, Decimal("0.80"))
        assert caught.value.code == "budget"
        told.append(str(caught.value))
    assert told == [
        "max_calls: 0 of 1 left, and this call may take 1",
        "max_tokens: 120 of 1000 left, and this call may take 300",
        "max_cost: 0.75 of 2.00 left, and this call may take 0.80",
    ]


def test_a_refused_call_takes_nothing() -> None:
    budget = Budget(max_calls=1, max_tokens=10)
    with pytest.raises(CallFailed, match="max_tokens"):
        budget.reserve(11, None)
    budget.reserve(10, None)


def test_a_call_that_was_never_sent_is_given_back_whole() -> None:
    budget = Budget(max_calls=1, max_tokens=10, max_cost=Decimal(1))
    budget.release(budget.reserve(10, Decimal(1)))
    assert budget.spent == Spent(0, 0, 0, 0, FREE)
    budget.reserve(10, Decimal(1))


def test_an_unknown_usage_counts_as_all_that_was_reserved() -> None:
    budget = Budget(max_tokens=1000)
    budget.settle(budget.reserve(900, Decimal("0.90")), None, None)
    assert budget.spent == Spent(1, 0, 0, 0, Decimal("0.90"), untold=900)
    with pytest.raises(CallFailed, match="100 of 1000 left"):
        budget.reserve(101, FREE)


def test_a_usage_of_zero_is_believed() -> None:
    budget = Budget(max_calls=2, max_tokens=1000)
    budget.settle(budget.reserve(900, FREE), Usage(), FREE)
    assert budget.spent == Spent(1, 0, 0, 0, FREE)
    budget.reserve(1000, FREE)


def test_the_cost_is_unknown_as_soon_as_that_of_one_call_is() -> None:
    budget = Budget()
    budget.settle(budget.reserve(9, Decimal(1)), Usage(prompt=5), Decimal(1))
    budget.settle(budget.reserve(9, None), Usage(prompt=6), None)
    budget.settle(budget.reserve(9, Decimal(1)), Usage(prompt=7), Decimal(1))
    assert budget.spent == Spent(3, 18, 0, 0, None)


def test_a_cap_on_the_cost_needs_a_price() -> None:
    with pytest.raises(ValueError, match="price"):
        Budget(max_cost=Decimal(1)).reserve(10, None)


def test_a_call_that_cost_more_than_reserved_is_counted_in_full() -> None:
    budget = Budget(max_tokens=100)
    budget.settle(budget.reserve(90, None), Usage(prompt=150), None)
    assert budget.spent.tokens == 150
    with pytest.raises(CallFailed, match="max_tokens: 0 of 100 left"):
        budget.reserve(1, None)


def test_a_reservation_ends_once() -> None:
    budget = Budget()
    settled, released = budget.reserve(1, None), budget.reserve(1, None)
    budget.settle(settled, Usage(prompt=1), None)
    budget.release(released)
    with pytest.raises(ValueError, match="already"):
        budget.release(settled)
    with pytest.raises(ValueError, match="already"):
        budget.settle(released, Usage(prompt=1), None)
    assert budget.spent == Spent(1, 1, 0, 0, None)


def test_without_caps_nothing_is_refused() -> None:
    budget = Budget()
    for _ in range(100):
        budget.reserve(10**9, None)


def test_threads_together_get_no_more_than_one_alone() -> None:
    budget = Budget(max_calls=500)

    def calls(_: int) -> int:
        sent = 0
        for _ in range(100):
            try:
                reservation = budget.reserve(10, None)
            except CallFailed:
                continue
            budget.settle(reservation, Usage(prompt=7, completion=1), None)
            sent += 1
        return sent

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(calls, range(8))) == 500
    assert budget.spent == Spent(500, 3500, 500, 0, None)


CENTS = st.integers(0, 300).map(lambda cents: Decimal(cents) / 100)


@settings(deadline=None)
@given(
    st.integers(0, 12),
    st.integers(0, 1000),
    CENTS,
    st.lists(
        st.tuples(
            st.sampled_from(("reserve", "reserve", "settle", "release", "untold")),
            st.integers(0, 200),
            CENTS,
            st.integers(0, 99),
        ),
        max_size=60,
    ),
)
def test_spent_plus_reserved_never_passes_a_cap(
    max_calls: int,
    max_tokens: int,
    max_cost: Decimal,
    steps: list[tuple[str, int, Decimal, int]],
) -> None:
    budget = Budget(max_calls=max_calls, max_tokens=max_tokens, max_cost=max_cost)
    out: list[Reservation] = []
    for what, tokens, cost, which in steps:
        if what == "reserve":
            refused = _refused(max_calls, max_tokens, max_cost, budget.spent, out, tokens, cost)
            if refused:
                with pytest.raises(CallFailed):
                    budget.reserve(tokens, cost)
            else:
                out.append(budget.reserve(tokens, cost))
        elif out:
            one = out.pop(which % len(out))
            if what == "release":
                budget.release(one)
            elif what == "untold":
                budget.settle(one, None, None)
            else:
                prompt = one.tokens * which // 100
                usage = Usage(prompt=prompt, completion=(one.tokens - prompt) // 2)
                assert one.cost is not None
                budget.settle(one, usage, one.cost * which / 100)
        assert not _refused(max_calls, max_tokens, max_cost, budget.spent, out)


def _refused(
    max_calls: int,
    max_tokens: int,
    max_cost: Decimal,
    spent: Spent,
    out: list[Reservation],
    *more: int | Decimal,
) -> bool:
    """Tell whether what is spent, what is out and one more call pass a cap."""
    tokens = [one.tokens for one in out] + [int(m) for m in more[:1]]
    costs = [one.cost or FREE for one in out] + [Decimal(m) for m in more[1:]]
    return (
        spent.calls + len(tokens) > max_calls
        or spent.prompt + spent.completion + spent.untold + sum(tokens) > max_tokens
        or (spent.cost or FREE) + sum(costs) > max_cost
    )
