"""What the workers of a run have in common: one budget for the judge's calls, and who sits where.

Caps are not cut into shares: what one worker does not need is another's, and no row goes without
its judge while money is left. A call is set down here before it is sent, so that the caps hold even
where a worker is killed: a call of which nothing more is heard counts as the most that it can take.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from interviewer.judge.budget import Budget, Reservation, Spent
from interviewer.judge.exchange import CallFailed, Usage
from interviewer.settings import JudgeSettings


def share(whole: int, parts: int, number: int) -> int:
    """Return what part ``number``, from 0, has of a whole number; the first get what is over."""
    return whole // parts + (number < whole % parts)


class Ledger:
    """Holds the budget of a run and the seats of its workers; one call at a time."""

    def __init__(self, judge: JudgeSettings | None) -> None:
        caps = judge or JudgeSettings()
        self._budget = Budget(
            max_calls=caps.max_calls, max_tokens=caps.max_tokens, max_cost=caps.max_cost
        )
        self._open: dict[str, dict[int, Reservation]] = {}
        self._died = 0

    def seat(self, worker: str) -> int:
        """Return the number of a worker's seat; one that comes again had died, with its calls."""
        if worker in self._open:
            self._died += 1
            for reservation in self._open[worker].values():
                self._budget.settle(reservation, None, None)
        self._open[worker] = {}
        return [*self._open].index(worker)

    def reserve(self, worker: str, tokens: int, cost: Decimal | None) -> Reservation | str:
        """Set aside what a call can take; why not, where that could pass a cap."""
        try:
            reservation = self._budget.reserve(tokens, cost)
        except CallFailed as refusal:
            return str(refusal)
        self._open[worker][reservation.number] = reservation
        return reservation

    def settle(
        self, worker: str, reservation: Reservation, usage: Usage | None, cost: Decimal | None
    ) -> None:
        """Put what a call took in the place of its reservation."""
        del self._open[worker][reservation.number]
        self._budget.settle(reservation, usage, cost)

    def release(self, worker: str, reservation: Reservation) -> None:
        """Give back what a call reserved that was never sent."""
        del self._open[worker][reservation.number]
        self._budget.release(reservation)

    def told(self) -> tuple[Spent, int]:
        """Return what was spent so far, and how many workers have died."""
        return self._budget.spent, self._died


class SharedBudget(Budget):
    """The budget of a run as one of its workers has it, from any of its threads."""

    def __init__(self, ledger: Any, worker: str, get: Callable[[Any], Any]) -> None:
        """Stand before a `Ledger` that is an actor; ``get`` waits for what it returns."""
        self._ledger = ledger
        self._worker = worker
        self._get = get

    @property
    def spent(self) -> Spent:
        """What the settled calls of all workers took."""
        spent: Spent = self._get(self._ledger.told.remote())[0]
        return spent

    def reserve(self, tokens: int, cost: Decimal | None) -> Reservation:
        """Set aside the most that a call can take; CallFailed where that could pass a cap."""
        found: Reservation | str = self._get(
            self._ledger.reserve.remote(self._worker, tokens, cost)
        )
        if isinstance(found, str):
            raise CallFailed("budget", found)
        return found

    def settle(self, reservation: Reservation, usage: Usage | None, cost: Decimal | None) -> None:
        """Put what a call took in the place of its reservation."""
        self._get(self._ledger.settle.remote(self._worker, reservation, usage, cost))

    def release(self, reservation: Reservation) -> None:
        """Give back what a call reserved that was never sent."""
        self._get(self._ledger.release.remote(self._worker, reservation))
