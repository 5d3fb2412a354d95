"""What a run may spend. A call reserves the most that it can cost before it is sent.

So calls that are out together cannot pass a cap together: what is spent and what is reserved stay
within it, as long as no call costs more than was reserved for it.
"""

from __future__ import annotations

from decimal import Decimal
from threading import Lock
from typing import NamedTuple

from interviewer.judge.exchange import CallFailed, Usage


class Reservation(NamedTuple):
    """The most that one call can take; ``cost`` is None where no price is known."""

    number: int
    tokens: int
    cost: Decimal | None


class Spent(NamedTuple):
    """What the settled calls took. ``cost`` is None as soon as that of one call is unknown.

    ``untold`` counts the tokens reserved for calls whose usage nobody told.
    """

    calls: int
    prompt: int
    completion: int
    cached: int
    cost: Decimal | None
    untold: int = 0

    @property
    def tokens(self) -> int:
        """All tokens that count against the cap."""
        return self.prompt + self.completion + self.untold


class Budget:
    """Keep calls, tokens and money within caps, from any thread; a cap of None is none."""

    def __init__(
        self,
        *,
        max_calls: int | None = None,
        max_tokens: int | None = None,
        max_cost: Decimal | None = None,
    ) -> None:
        self._max_calls = max_calls
        self._max_tokens = max_tokens
        self._max_cost = max_cost
        self._spent = Spent(0, 0, 0, 0, Decimal(0))
        self._open: dict[int, Reservation] = {}
        self._issued = 0
        self._lock = Lock()

    @property
    def spent(self) -> Spent:
        """What the calls settled so far took; reservations are not in it."""
        with self._lock:
            return self._spent

    def reserve(self, tokens: int, cost: Decimal | None) -> Reservation:
        """Set aside the most that a call can take; CallFailed where that could pass a cap.

        ValueError where the cost is capped but not known: whoever set the cap had to give a price.
        """
        if self._max_cost is not None and cost is None:
            raise ValueError("a cap on the cost needs the price of every call")
        with self._lock:
            self._refuse_beyond("max_calls", self._max_calls, self._calls(), 1)
            self._refuse_beyond("max_tokens", self._max_tokens, self._tokens(), tokens)
            if cost is not None:
                self._refuse_beyond("max_cost", self._max_cost, self._cost(), cost)
            self._issued += 1
            reservation = Reservation(self._issued, tokens, cost)
            self._open[reservation.number] = reservation
            return reservation

    def settle(self, reservation: Reservation, usage: Usage | None, cost: Decimal | None) -> None:
        """Put what a call really took in the place of its reservation.

        None is unknown: a usage that nobody told counts as all that was reserved, and so does an
        unknown cost. A usage of zero is believed.
        """
        with self._lock:
            self._close(reservation)
            before = self._spent
            now = Usage() if usage is None else usage
            took = cost if cost is not None else reservation.cost
            self._spent = Spent(
                calls=before.calls + 1,
                prompt=before.prompt + now.prompt,
                completion=before.completion + now.completion,
                cached=before.cached + now.cached,
                cost=None if before.cost is None or took is None else before.cost + took,
                untold=before.untold + (reservation.tokens if usage is None else 0),
            )

    def release(self, reservation: Reservation) -> None:
        """Give back what a call reserved that was never sent; it does not count as a call."""
        with self._lock:
            self._close(reservation)

    def _close(self, reservation: Reservation) -> None:
        if self._open.pop(reservation.number, None) is None:
            raise ValueError(f"reservation {reservation.number} is settled or released already")

    def _calls(self) -> int:
        return self._spent.calls + len(self._open)

    def _tokens(self) -> int:
        return self._spent.tokens + sum(one.tokens for one in self._open.values())

    def _cost(self) -> Decimal:
        reserved = (one.cost for one in self._open.values() if one.cost is not None)
        return sum(reserved, self._spent.cost or Decimal(0))

    @staticmethod
    def _refuse_beyond(
        name: str, cap: int | Decimal | None, taken: int | Decimal, more: int | Decimal
    ) -> None:
        if cap is not None and taken + more > cap:
            left = max(cap - taken, 0)
            told = f"{name}: {left} of {cap} left, and this call may take {more}"
            raise CallFailed("budget", told)
