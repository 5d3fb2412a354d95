"""From a request to a reply, through cache, budget, throttle and retries; each of them once.

The SDK's own retries are off. What may pass is tried again until the call's deadline; what can not
(a key that is refused, a model that is not there, a quota that is spent) ends the run with one
line. Identical calls in flight are one call.
"""

from __future__ import annotations

import hashlib
import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from interviewer.judge.budget import Budget
from interviewer.judge.exchange import (
    CallFailed,
    Exchange,
    FailureCode,
    Kept,
    Request,
    Settles,
    Usage,
)
from interviewer.judge.openai.client import Client, Trouble
from interviewer.judge.openai.throttle import Throttle, Warming
from interviewer.judge.openai.waiting import backoff, wanted_wait
from interviewer.judge.prices import Price
from interviewer.judge.reply import PARSER_VERSION

MOST_ATTEMPTS = 6
MOST_CONNECTIONS = 3
MOST_ADAPTATIONS = 6
_OVERHEAD = 64
_PASSING = (408, 409, 425, 429)
_HOPELESS = {
    401: "the key is refused",
    403: "the key may not use this model",
    404: "there is no such endpoint or model",
}


class Limits(NamedTuple):
    """Seconds for one attempt and for a whole call; calls at once."""

    attempt: float = 120.0
    deadline: float = 300.0
    jobs: int = 4


_LIMITS = Limits()


class Transport:
    """Carry requests to one endpoint, from any thread; see `interviewer.judge.exchange.Send`.

    ``unavailable`` says why nobody can be asked: then only what is kept can be had.
    """

    def __init__(
        self,
        client: Client,
        *,
        cache: Kept | None = None,
        budget: Budget | None = None,
        price: Price | None = None,
        limits: Limits = _LIMITS,
        unavailable: str = "",
        sleep: Callable[[float], object] | None = None,
        rng: random.Random | None = None,
    ) -> None:
        self._client = client
        self._cache = cache
        self.budget = budget or Budget()
        self._price = price
        self._limits = limits
        self._unavailable = unavailable
        self._hopeless: CallFailed | None = None
        self._stopped = threading.Event()
        self._sleep = sleep or self._stopped.wait
        self._rng = rng or random.Random()
        self._throttle = Throttle(limits.jobs)
        self._warming = Warming()
        self._flying: dict[str, Future[Exchange]] = {}
        self._lock = threading.Lock()

    def __call__(self, request: Request, settles: Settles) -> Exchange:
        """Return the reply to a request; CallFailed where there is none."""
        key = self.key(request)
        with self._lock:
            flying = self._flying.get(key)
            mine: Future[Exchange] = Future()
            if flying is None:
                self._flying[key] = mine
        if flying is not None:
            return flying.result().model_copy(update={"cached": True})
        try:
            exchange = self._kept_or_paid(key, request, settles)
        except BaseException as error:
            mine.set_exception(error)
            raise
        else:
            mine.set_result(exchange)
            return exchange
        finally:
            with self._lock:
                del self._flying[key]

    def stop(self) -> None:
        """Let no further attempt begin, and wake those that wait for one."""
        self._stopped.set()

    def close(self) -> None:
        """Stop, and close every connection; calls that are out fail."""
        self.stop()
        self._client.close()

    def key(self, request: Request) -> str:
        """Return what a reply is kept under: request, model, address and our reader's version."""
        endpoint = self._client.endpoint
        parts = [request.sha256(), endpoint.model, endpoint.url, PARSER_VERSION]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def _kept_or_paid(self, key: str, request: Request, settles: Settles) -> Exchange:
        known = None if self._cache is None else self._cache.get(key)
        if known is not None:
            return known
        if self._unavailable:
            raise CallFailed("unavailable", self._unavailable)
        exchange = self._paid(request)
        if self._cache is not None and settles(exchange):
            self._cache.put(key, self._client.endpoint.model, exchange)
        return exchange

    def _paid(self, request: Request) -> Exchange:
        """Try until there is a reply, nothing more can be hoped for or the deadline is there."""
        began = time.monotonic()
        attempt = adapted = broken = 0
        while True:
            try:
                with self._warming.turn(request.prefix), self._throttle.slot():
                    seconds = min(self._limits.attempt, self._left(began))
                    body = self._client.body(request)
                    exchange = self._once(body, seconds)
            except Trouble as trouble:
                if adapted < MOST_ADAPTATIONS and self._client.adapt(trouble, body):
                    adapted += 1
                    continue
                attempt += 1
                broken += trouble.status != 429  # a limit is no sign of an ailing server
                wait = self._wait(trouble, attempt, broken)
                if time.monotonic() - began + wait > self._limits.deadline:
                    raise _given_up(trouble, "no time is left to try again") from trouble
                self._sleep(wait)
                continue
            self._throttle.went_well()
            return exchange

    def _left(self, began: float) -> float:
        """Return the seconds that a call still has; CallFailed where no attempt may begin."""
        if self._hopeless is not None:
            raise CallFailed(self._hopeless.code, str(self._hopeless), fatal=True)
        if self._stopped.is_set():
            raise CallFailed("transport", "the run was stopped")
        left = self._limits.deadline - (time.monotonic() - began)
        if left <= 0:
            raise CallFailed("deadline", f"no reply within {self._limits.deadline:g} s")
        return left

    def _wait(self, trouble: Trouble, attempt: int, broken: int) -> float:
        """Return the seconds to wait before the next attempt; CallFailed where there is none."""
        quota = trouble.code == "insufficient_quota"
        if quota or trouble.status in _HOPELESS:
            why = "the quota is spent" if quota else _HOPELESS[trouble.status or 0]
            told = f"{self._client.endpoint.model}: {why} ({trouble})"
            code: FailureCode = "quota" if quota else "transport"
            self._hopeless = CallFailed(code, told, fatal=True)
            raise self._hopeless from trouble
        status = trouble.status
        if trouble.final or (status is not None and status < 500 and status not in _PASSING):
            raise CallFailed("transport", str(trouble)) from trouble
        if trouble.status == 429:
            self._throttle.slowed()
        if attempt >= (MOST_CONNECTIONS if trouble.unsent else MOST_ATTEMPTS):
            raise _given_up(trouble, f"{attempt} times") from trouble
        asked = wanted_wait(trouble.headers, datetime.now(UTC))
        return backoff(max(0, broken - 1), self._rng.random()) if asked is None else asked

    def _once(self, body: Mapping[str, Any], seconds: float) -> Exchange:
        """Make one attempt inside the budget."""
        tokens = prompt_bound(body)
        longest = int(body.get("max_completion_tokens", body.get("max_tokens", 0)))
        bound = None if self._price is None else self._price.bound(tokens, longest)
        reservation = self.budget.reserve(tokens + longest, bound)
        try:
            exchange = self._client.call(body, seconds)
        except Trouble as trouble:
            if trouble.status is not None or trouble.unsent:
                self.budget.release(reservation)  # a refusal costs nothing
            else:
                self.budget.settle(reservation, None, None)
            raise
        except BaseException:
            self.budget.settle(reservation, None, None)
            raise
        told = exchange.usage if exchange.usage != Usage() else None
        self.budget.settle(reservation, told, self._cost(told))
        return exchange

    def _cost(self, usage: Usage | None) -> Decimal | None:
        return None if usage is None or self._price is None else self._price.cost(usage)


def _given_up(trouble: Trouble, why: str) -> CallFailed:
    code: FailureCode = "deadline" if trouble.late else "transport"
    return CallFailed(code, f"{trouble}; {why}")


def prompt_bound(body: Mapping[str, Any]) -> int:
    """Return a bound of the prompt's tokens: no tokeniser makes more of a text than its bytes."""
    sent = {"messages": body["messages"], "format": body.get("response_format")}
    return len(json.dumps(sent, ensure_ascii=False).encode()) + _OVERHEAD
