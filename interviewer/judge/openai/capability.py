"""What an endpoint takes, as far as is known: what it refuses is given up, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from interviewer.frozen import Frozen
from interviewer.judge.exchange import Request

ReplyFormat = Literal["json_schema", "json_object with schema", "json_object", "none"]
LimitName = Literal["max_completion_tokens", "max_tokens"]
_FORMATS: tuple[ReplyFormat, ...] = (
    "json_schema",
    "json_object with schema",
    "json_object",
    "none",
)
_FORMAT_WORDS = ("response_format", "json_schema", "json_object", "grammar")


class Capability(Frozen):
    """Which form of reply, which name of the token limit, and whether a temperature."""

    reply_format: ReplyFormat = "json_schema"
    limit_name: LimitName = "max_completion_tokens"
    temperature: bool = True

    def body(self, request: Request, model: str) -> dict[str, Any]:
        """Return the body of a call."""
        body: dict[str, Any] = {
            "model": model,
            "messages": [
                {"role": "system", "content": request.system},
                {"role": "user", "content": request.user},
            ],
            self.limit_name: request.max_tokens,
        }
        if self.temperature:
            body["temperature"] = 0
        if self.reply_format == "json_schema":
            named = {"name": "rulings", "strict": True, "schema": request.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": named}
        elif self.reply_format == "json_object with schema":
            body["response_format"] = {"type": "json_object", "schema": request.schema}
        elif self.reply_format == "json_object":
            body["response_format"] = {"type": "json_object"}
        return body

    def allows(self, body: Mapping[str, Any]) -> bool:
        """Say whether a body is one that would still be sent."""
        now = self.body(Request("", "", "", {}, 0), "")
        return _shape(now) == _shape(body)

    def without(self, told: str) -> Capability | None:
        """Return what is left once a refusal was read; None where it names nothing of this."""
        told = told.lower()
        if "max_completion_tokens" in told and self.limit_name == "max_completion_tokens":
            return self.model_copy(update={"limit_name": "max_tokens"})
        if "max_tokens" in told and self.limit_name == "max_tokens":
            return self.model_copy(update={"limit_name": "max_completion_tokens"})
        if "temperature" in told and self.temperature:
            return self.model_copy(update={"temperature": False})
        return self.weaker() if any(word in told for word in _FORMAT_WORDS) else None

    def weaker(self) -> Capability | None:
        """Return the same with a weaker form of reply; None where there is none."""
        place = _FORMATS.index(self.reply_format) + 1
        if place == len(_FORMATS):
            return None
        return self.model_copy(update={"reply_format": _FORMATS[place]})


def _shape(body: Mapping[str, Any]) -> tuple[object, ...]:
    form = body.get("response_format", {})
    return ("max_tokens" in body, "temperature" in body, form.get("type"), "schema" in form)
