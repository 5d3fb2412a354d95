"""A person as the judge: shown question, answer and keypoints, and asked for a letter each.

What was said is kept like a model's reply, so that work that was interrupted goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

from interviewer.items import Item
from interviewer.judge.exchange import Exchange, Kept
from interviewer.judge.prompt import Statement, build, statements
from interviewer.judge.reply import PARSER_VERSION, read_reply
from interviewer.judge.ruling import Ids
from interviewer.judge.rulings import JudgeReply, KeypointRuling, MisconceptionRuling

NAME = "person"
LETTERS = {
    "m": "met",
    "p": "partial",
    "x": "missed",
    "c": "contradicted",
    "h": "held",
    "a": "absent",
}
_SKIP = "s"


class PersonJudge:
    """Ask a person about an answer; ``ask`` reads a line, ``say`` shows one."""

    name = NAME

    def __init__(self, kept: Kept, ask: Callable[[str], str], say: Callable[[str], None]) -> None:
        self._kept = kept
        self._ask = ask
        self._say = say

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return what the person says; what they skip has no ruling."""
        wanted = {"keypoint": ids.keypoints, "misconception": ids.misconceptions}
        asked = [s for s in statements(item) if s.kind != "canary" and s.name in wanted[s.kind]]
        key = _key(item, answer, asked)
        known = self._kept.get(key)
        if known is None:
            told = self._labels(item, answer, asked)
            known = Exchange(text=json.dumps(told), finish_reason="stop")
            self._kept.put(key, NAME, known)
        said = read_reply(known.text, asked)
        return JudgeReply(
            by="person",
            keypoints={
                s.name: KeypointRuling.model_validate(
                    {"label": said[s.key].label, "reason": said[s.key].reason}
                )
                for s in asked
                if s.kind == "keypoint" and s.key in said
            },
            misconceptions={
                s.name: MisconceptionRuling.model_validate(
                    {"label": said[s.key].label, "reason": said[s.key].reason}
                )
                for s in asked
                if s.kind == "misconception" and s.key in said
            },
            unruled={
                s.name: "skipped" for s in asked if s.kind == "keypoint" and s.key not in said
            },
            unruled_misconceptions={
                s.name: "skipped" for s in asked if s.kind == "misconception" and s.key not in said
            },
        )

    def _labels(
        self, item: Item, answer: str, asked: Sequence[Statement]
    ) -> dict[str, dict[str, object]]:
        self._say(f"\n{item.question.prompt}\n\nThe answer:\n\n{answer}\n")
        told: dict[str, dict[str, object]] = {}
        for number, statement in enumerate(asked, start=1):
            letters = {k: v for k, v in LETTERS.items() if v in statement.labels}
            choice = " ".join(f"{k}={v}" for k, v in letters.items())
            self._say(f"{number}/{len(asked)}  {statement.text}")
            letter = self._letter(f"      {choice} {_SKIP}=skip > ", letters)
            if letter != _SKIP:
                told[statement.key] = {
                    "evidence": [],
                    "reason": "a person's word",
                    "label": letters[letter],
                }
        return told

    def _letter(self, words: str, letters: dict[str, str]) -> str:
        while True:
            letter = self._ask(words).strip().lower()[:1]
            if letter == _SKIP or letter in letters:
                return letter


def _key(item: Item, answer: str, asked: Sequence[Statement]) -> str:
    parts = [NAME, PARSER_VERSION, build(item, answer, asked).sha256()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
