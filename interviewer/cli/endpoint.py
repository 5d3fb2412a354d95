"""An endpoint with its cache, prices and caps, from settings; closed with the caller's stack."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import NamedTuple

from interviewer.embedders.cached import cache_file
from interviewer.errors import JudgeError
from interviewer.judge.budget import Budget
from interviewer.judge.openai.capability import Capability
from interviewer.judge.openai.client import Client, Endpoint
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.prices import Price, read_prices
from interviewer.settings import JudgeSettings
from interviewer.store.judge_cache import JudgeCache

OPENAI = "openai:"
KEYS = ("INTERVIEWER_JUDGE_KEY", "OPENAI_API_KEY")
NO_KEY = (
    "no key for the judge: set OPENAI_API_KEY or INTERVIEWER_JUDGE_KEY, or name an endpoint with "
    "--judge-url"
)


class Opened(NamedTuple):
    """Everything that asks one endpoint; ``has_key`` False: only what is kept can be had."""

    spec: str
    client: Client
    cache: JudgeCache
    transport: Transport
    budget: Budget
    price: Price | None
    has_key: bool


def open_endpoint(
    spec: str, settings: JudgeSettings, stack: ExitStack, budget: Budget | None = None
) -> Opened:
    """Return what asks the judge ``openai:MODEL``; JudgeError where a setting cannot be right.

    Without a ``budget`` it gets one with the caps of the settings.
    """
    model = spec.removeprefix(OPENAI)
    if not spec.startswith(OPENAI) or not model:
        raise JudgeError(
            f"no judge {spec!r}; there are 'openai:MODEL', 'replay:FILE', 'record:FILE', 'person'"
        )
    url = settings.url
    key = next((os.environ[name] for name in KEYS if os.environ.get(name)), "")
    price = _price(model, settings)
    cache = JudgeCache(settings.cache or cache_file().with_name("judge.sqlite"))
    stack.callback(cache.close)
    place = f"{model} at {Endpoint(model, url, key).shown}"
    client = Client(Endpoint(model, url, key), cache.capability(place) or Capability())
    stack.callback(lambda: cache.keep_capability(place, client.capability))
    budget = budget or Budget(
        max_calls=settings.max_calls, max_tokens=settings.max_tokens, max_cost=settings.max_cost
    )
    has_key = bool(key) or url is not None
    transport = Transport(
        client,
        cache=cache,
        budget=budget,
        price=price,
        limits=Limits(settings.seconds, settings.deadline, settings.jobs),
        unavailable="" if has_key else NO_KEY,
    )
    stack.callback(transport.close)
    return Opened(spec, client, cache, transport, budget, price, has_key)


def _price(model: str, settings: JudgeSettings) -> Price | None:
    prices = None if settings.prices is None else read_prices(settings.prices)
    price = None if prices is None else prices.models.get(model)
    if settings.max_cost is not None and price is None:
        where = "no --prices file is named" if prices is None else f"{settings.prices} has none"
        raise JudgeError(f"--max-cost needs the price of {model!r}, and {where}")
    return price
