"""What an endpoint that misbehaves says: errors, and completions with something wrong in them.

Texts only, all pure; how they go over the wire is the business of `fault_server`.
"""

from __future__ import annotations

import copy
import gzip
import json
import re
from collections.abc import Callable, Mapping
from email.utils import formatdate
from typing import Any, Literal, NamedTuple

# fmt: off
Fault = Literal[
    "none",
    "refusal", "length", "filter",
    "fence", "prose", "two-objects", "not-json", "ignores-schema",
    "missing-id", "extra-id", "repeated-id", "unknown-label",
    "made-up-quote", "question-quote", "credits-all",
    "format-400", "format-422", "format-500",
    "429-seconds", "429-date", "429-ms", "429-reset", "quota",
    "401", "403", "404", "500", "503",
    "hang", "drip", "reset", "content-type", "gzip", "huge", "other-model",
]
# fmt: on
"""What goes wrong with a completion."""

MODEL = "fault-model"
OTHER_MODEL = "some-other-model"
MADE_UP = "Nobody ever wrote this sentence down."

_ANSWER = re.compile(r"<answer-([0-9a-fA-F]+)>(.*?)</answer-\1>", re.DOTALL)
_QUESTION = re.compile(r"<question>(.*?)</question>", re.DOTALL)
_TURNED = {"met": "missed", "held": "absent", "absent": "held"}

_Rulings = Mapping[str, Any]
"""Rulings by id, or whatever object else a request asks for."""


class Asked(NamedTuple):
    """A request as it arrived: ``number`` counts from 1, header names are in lower case.

    ``path`` has no query; ``body`` is empty where it was no JSON object.
    """

    number: int
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


Ruler = Callable[[Asked], _Rulings]
"""Say what a good endpoint would: ``evidence``, ``reason`` and ``label`` for each id."""


class Prompt(NamedTuple):
    """What the messages of a request hold; ``prefix`` is everything before the answer block."""

    text: str
    prefix: str
    question: str
    answer: str


class Reply(NamedTuple):
    """A response before it is sent; its length is the sender's to tell."""

    status: int
    body: bytes
    headers: Mapping[str, str]


class _Error(NamedTuple):
    status: int
    kind: str
    code: str | None
    message: str
    headers: Mapping[str, str] = {}


_LIMIT = _Error(429, "requests", "rate_limit_exceeded", "Rate limit reached, try again later.")
_RESETS = {"x-ratelimit-reset-requests": "50ms", "x-ratelimit-reset-tokens": "0m0.1s"}
_INVALID = "invalid_request_error"
_ERRORS: Mapping[Fault, _Error] = {
    "401": _Error(401, _INVALID, "invalid_api_key", "Incorrect API key provided."),
    "403": _Error(403, "permission_error", "forbidden", "This project may not use the model."),
    "404": _Error(404, _INVALID, "model_not_found", "There is no such model or path."),
    "500": _Error(500, "server_error", None, "The server had an error, sorry about that."),
    "503": _Error(503, "server_error", "overloaded", "The engine is overloaded."),
    "quota": _Error(429, "insufficient_quota", "insufficient_quota", "You exceeded your quota."),
    "429-seconds": _LIMIT._replace(headers={"Retry-After": "0.05"}),
    "429-date": _LIMIT,
    "429-ms": _LIMIT._replace(headers={"retry-after-ms": "50"}),
    "429-reset": _LIMIT._replace(headers=_RESETS),
}


def error_for(fault: Fault, body: Mapping[str, Any], now: float) -> Reply | None:
    """Return the error that a fault stands for, None where a completion is due.

    ``now`` is in seconds since 1970; a date to come back at is the next full second.
    """
    error = _ERRORS.get(fault)
    if error is not None:
        back = {"Retry-After": formatdate(int(now) + 1, usegmt=True)} if fault == "429-date" else {}
        return _refuse(error._replace(headers={**error.headers, **back}))
    if fault.startswith("format-") and "response_format" in body:
        status = int(fault.removeprefix("format-"))
        kind = "server_error" if status == 500 else _INVALID
        message = "Invalid parameter: 'response_format' is not supported with this model."
        return _refuse(_Error(status, kind, None, message), param="response_format")
    return None


def no_messages() -> Reply:
    """Return what a request gets that asks nothing."""
    return _refuse(_Error(400, _INVALID, None, "The body must be JSON with messages."), "messages")


def models() -> Reply:
    """Return the list of models, which is one long."""
    model = {"id": MODEL, "object": "model", "created": 0, "owned_by": "interviewer"}
    return _json(200, {"object": "list", "data": [model]})


def read_prompt(body: Mapping[str, Any]) -> Prompt | None:
    """Return the parts of a request's messages, None where it has none.

    The first answer block counts: what a candidate wrote may look like another one.
    """
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        return None
    *before, last = [_text(message) for message in messages]
    block, question = _ANSWER.search(last), _QUESTION.search(last)
    return Prompt(
        text="".join([*before, last]),
        prefix="".join([*before, last[: block.start()] if block else last]),
        question=question[1].strip() if question else "",
        answer=block[2].strip() if block else "",
    )


def completion(
    fault: Fault, asked: Asked, prompt: Prompt, ruled: _Rulings, *, is_cached: bool
) -> Reply:
    """Return a chat completion of what was ruled, with the fault in it."""
    content = _content(fault, prompt, copy.deepcopy(dict(ruled)))
    finish = {"length": "length", "filter": "content_filter"}.get(fault, "stop")
    refusal = "I'm sorry, I can't help with that." if fault == "refusal" else None
    message = {"role": "assistant", "content": content, "refusal": refusal}
    spent, said = len(prompt.text) // 4, len(content or refusal or "") // 4
    reply = _json(
        200,
        {
            "id": f"chatcmpl-{asked.number}",
            "object": "chat.completion",
            "created": 0,
            "model": OTHER_MODEL if fault == "other-model" else asked.body.get("model", MODEL),
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {
                "prompt_tokens": spent,
                "completion_tokens": said,
                "total_tokens": spent + said,
                "prompt_tokens_details": {
                    "cached_tokens": len(prompt.prefix) // 4 if is_cached else 0
                },
            },
        },
    )
    if fault == "content-type":
        return _with(reply, {"Content-Type": "text/html"})
    if fault == "gzip":
        packed = reply._replace(body=gzip.compress(reply.body))
        return _with(packed, {"Content-Encoding": "gzip"})
    return reply


def _content(fault: Fault, prompt: Prompt, good: _Rulings) -> str | None:
    text = json.dumps(good)
    match fault:
        case "refusal" | "filter":
            return None
        case "length":
            return text[: len(text) // 2]
        case "fence":
            return f"```json\n{text}\n```"
        case "prose":
            return f"Here is how I read the answer.\n{text}\nI hope that this helps."
        case "two-objects":
            decoy = json.dumps(_all_met(good, prompt.answer[:20]))
            return f"{decoy}\nOn second thoughts, this is my ruling.\n{text}"
        case "not-json":
            return "This is a good answer to a hard question."
        case "ignores-schema":
            return json.dumps({"score": 7, "comment": "A good answer."})
        case "repeated-id":
            first, ruling = next(iter(good.items()))
            label = _TURNED.get(ruling["label"], "met")
            again = {**ruling, "evidence": [prompt.answer[:30]], "label": label}
            return f"{text[:-1]}, {json.dumps(first)}: {json.dumps(again)}}}"
        case _:
            return json.dumps(_changed(fault, prompt, good))


def _changed(fault: Fault, prompt: Prompt, good: _Rulings) -> _Rulings:
    first, quote = next(iter(good), ""), prompt.answer[:30]
    match fault:
        case "missing-id":
            return {name: ruling for name, ruling in good.items() if name != first}
        case "extra-id":
            extra = {"evidence": [quote], "reason": "It is said.", "label": "met"}
            return {**good, "nobody-asked": extra}
        case "unknown-label":
            return {**good, first: {**good[first], "label": "excellent"}}
        case "made-up-quote":
            quoting = {name: ruling for name, ruling in good.items() if ruling["evidence"]}
            return {**good, **{name: {**r, "evidence": [MADE_UP]} for name, r in quoting.items()}}
        case "question-quote":
            return _all_met(good, prompt.question[:40])
        case "credits-all":
            twisted = {name for name, r in good.items() if r["label"] in {"held", "absent"}}
            met = _all_met(good, quote)
            return {**met, **{name: {**met[name], "label": "held"} for name in twisted}}
        case _:
            return good


def _all_met(good: _Rulings, quote: str) -> _Rulings:
    return {name: {**r, "evidence": [quote], "label": "met"} for name, r in good.items()}


def _text(message: object) -> str:
    content = message.get("content") if isinstance(message, dict) else None
    return content if isinstance(content, str) else ""


def _refuse(error: _Error, param: str | None = None) -> Reply:
    said = {"message": error.message, "type": error.kind, "param": param, "code": error.code}
    return _with(_json(error.status, {"error": said}), error.headers)


def _with(reply: Reply, headers: Mapping[str, str]) -> Reply:
    return reply._replace(headers={**reply.headers, **headers})


def _json(status: int, value: object) -> Reply:
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json"})
