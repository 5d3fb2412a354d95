"""The bytes of a chat completion, checked part by part: a server may send anything."""

from __future__ import annotations

import json
from typing import Any

from interviewer.judge.exchange import Exchange, Usage


class BadReply(ValueError):  # noqa: N818 - a state of the reply
    """The bytes are no chat completion."""


def exchange_of(raw: bytes, seconds: float) -> Exchange:
    """Return what a chat completion says; BadReply where it is none."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise BadReply("not JSON") from error
    choices = body.get("choices") if isinstance(body, dict) else None
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise BadReply("no choices in it")
    message, reason = choices[0].get("message"), choices[0].get("finish_reason")
    if not isinstance(message, dict):
        raise BadReply("no message in it")
    text, refusal = message.get("content"), message.get("refusal")
    model = body.get("model")
    return Exchange(
        text=_clean(text) if isinstance(text, str) else "",
        finish_reason=_clean(reason) if isinstance(reason, str) else "",
        refusal=_clean(refusal) if isinstance(refusal, str) and refusal else None,
        usage=_usage(body.get("usage")),
        model=_clean(model)[:200] if isinstance(model, str) else "",
        latency=round(seconds, 3),
    )


def _usage(told: Any) -> Usage:
    if not isinstance(told, dict):
        return Usage()
    details = told.get("prompt_tokens_details")
    return Usage(
        prompt=_count(told.get("prompt_tokens")),
        completion=_count(told.get("completion_tokens")),
        cached=_count(details.get("cached_tokens")) if isinstance(details, dict) else 0,
    )


def _count(told: Any) -> int:
    return told if isinstance(told, int) and not isinstance(told, bool) and told > 0 else 0


def _clean(text: str) -> str:
    """Return the text with lone surrogates replaced: they have no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
