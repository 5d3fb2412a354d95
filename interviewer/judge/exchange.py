"""One question to an endpoint and what came back, whoever carried it.

A call ends in an `Exchange` (the endpoint gave a reply, good or bad) or in `CallFailed` (it gave
none). Neither says anything about the candidate yet.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, Protocol

from interviewer.frozen import Frozen

FailureCode = Literal[
    "refused",
    "truncated",
    "filtered",
    "unparsable",
    "incomplete",
    "unverified",
    "suspect",
    "transport",
    "quota",
    "deadline",
    "budget",
    "not-recorded",
    "unavailable",
    "skipped",
]
"""Why a keypoint has no ruling; it stands in the record and is never a label."""


class Request(NamedTuple):
    """What is asked: the texts, what a reply must look like, and how long it may be.

    ``prefix`` is the part of ``user`` that is the same for every answer to the question.
    """

    system: str
    prefix: str
    user: str
    schema: Mapping[str, Any]
    max_tokens: int

    def sha256(self) -> str:
        """Hash all that shapes the reply, whoever gives it."""
        parts = [self.system, self.user, self.schema, self.max_tokens]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Usage(Frozen):
    """Tokens that a call was charged for; ``cached`` are those of ``prompt`` that cost less."""

    prompt: int = 0
    completion: int = 0
    cached: int = 0


class Exchange(Frozen):
    """A reply as it came, before anybody read it.

    ``text`` is the message's content; ``model`` what the endpoint says it ran. ``latency`` is in
    seconds; ``cached`` says that it came from the store and cost nothing.
    """

    text: str
    finish_reason: str
    refusal: str | None = None
    usage: Usage = Usage()
    model: str = ""
    latency: float = 0.0
    cached: bool = False


class CallFailed(Exception):  # noqa: N818 - it ends a call, not the run
    """A call without a reply; ``fatal`` where no other call of the run can do better."""

    def __init__(self, code: FailureCode, message: str, *, fatal: bool = False) -> None:
        self.code: FailureCode = code
        self.fatal = fatal
        super().__init__(message)


class Kept(Protocol):
    """Where replies are kept, by a hash of what was asked."""

    def get(self, key: str) -> Exchange | None:
        """Return the exchange under a key; None where there is none."""

    def put(self, key: str, model: str, exchange: Exchange) -> None:
        """Keep an exchange."""


Settles = Callable[[Exchange], bool]
"""Say whether a reply answers all that was asked: only such a reply is worth keeping."""

Send = Callable[[Request, Settles], Exchange]
"""Carry a request to whoever replies; CallFailed where nothing came back."""
