"""What an endpoint can do, found out by one small question with known right answers."""

from __future__ import annotations

from collections.abc import Mapping

from interviewer.errors import JudgeError
from interviewer.items import Item
from interviewer.judge.openai.client import Client, Trouble
from interviewer.judge.prompt import build, statements
from interviewer.judge.reply import Unparsable, read_reply

SECONDS = 120.0
_MOST_TRIES = 8
_ANSWER = "A triangle has three sides. Water boils when it is hot enough."
_ITEM = Item.model_validate_json(
    """{"id": "probe/shapes", "question": {"prompt": "How many sides has a triangle?",
"topic": "shapes", "level": "beginner"}, "rubric": {"version": 1, "reference": "Three.",
"keypoints": [{"id": "sides", "text": "A triangle has three sides.", "points": 1},
{"id": "angles", "text": "The angles of a triangle add up to 180 degrees.", "points": 1}]}}"""
)


def probe(client: Client) -> Mapping[str, str]:
    """Return what was found, by name; the client leaves out what the endpoint does not take.

    JudgeError where it cannot be reached or refuses for another reason.
    """
    asked = statements(_ITEM)
    request = build(_ITEM, _ANSWER, asked)
    for _ in range(_MOST_TRIES):
        body = client.body(request)
        try:
            exchange = client.call(body, SECONDS)
        except Trouble as trouble:
            if client.adapt(trouble, body):
                continue
            raise JudgeError(f"{client.endpoint.model}: {trouble}") from trouble
        try:
            said = read_reply(exchange.text, asked)
        except Unparsable:
            said = {}
        if len(said) == len(asked) or not client.step_down():
            break
    labels = {key: one.label for key, one in said.items()}
    right = labels.get("sides") == "met" and labels.get("angles") == "missed"
    return {
        "model": exchange.model or "not told",
        "reply format": client.capability.reply_format,
        "token limit": "max_tokens" if "max_tokens" in body else "max_completion_tokens",
        "temperature": "taken" if "temperature" in body else "refused",
        "keeps to the form": "yes" if len(said) == len(asked) else "no",
        "rules rightly": "yes" if right else "no",
        "tokens": f"{exchange.usage.prompt} prompt, {exchange.usage.completion} completion",
        "seconds": f"{exchange.latency:.1f}",
    }
