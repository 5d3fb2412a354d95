"""Ask a judge about an answer and check what it says, until every statement is settled.

One call; one more with a larger limit where a reply was cut off; one more for those statements that
were left out or whose quotes are not in the answer. What is then still open has no ruling and a
code that says why: never a default.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from interviewer.errors import JudgeError
from interviewer.grades import Evidence
from interviewer.items import Item
from interviewer.judge.evidence import Finder
from interviewer.judge.exchange import CallFailed, Exchange, FailureCode, Request, Send, Usage
from interviewer.judge.prompt import Statement, build, statements
from interviewer.judge.reply import Said, Unparsable, is_copied, read_reply
from interviewer.judge.rulings import (
    PROVEN,
    SAID,
    JudgeReply,
    KeypointRuling,
    MisconceptionRuling,
)

LONGER = 4
"""A reply that was cut off gets so many times the room, once."""

_CREDIT = frozenset({"met", "partial"})


class Ids(NamedTuple):
    """What is to be ruled on, by name."""

    keypoints: Collection[str]
    misconceptions: Collection[str]


class LlmJudge:
    """A judge that is asked over ``send``; see `interviewer.seams.Judge`.

    ``turn`` picks one of several orders of the statements.
    """

    def __init__(self, name: str, send: Send, *, turn: int = 0) -> None:
        self.name = name
        self._send = send
        self._turn = turn

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return rulings on these keypoints and misconceptions; see `JudgeReply`.

        JudgeError where no call of this run can do better.
        """
        wanted = {"keypoint": ids.keypoints, "misconception": ids.misconceptions}
        every = statements(item, self._turn)
        asked = [s for s in every if s.kind == "canary" or s.name in wanted[s.kind]]
        run = _Run(item, answer, self._send)
        run.ask(asked)
        left = [s for s in asked if s.kind == "canary" or s.key in run.open_again()]
        if len(left) > 1:
            run.ask(left, again=True)
        return run.reply([s for s in asked if s.kind != "canary"])


class _Run:
    """What is known so far of one answer."""

    def __init__(self, item: Item, answer: str, send: Send) -> None:
        self._item = item
        self._answer = answer
        self._send = send
        self._finder = Finder(answer, item.question.prompt)
        self._ruled: dict[str, KeypointRuling | MisconceptionRuling] = {}
        self._open: dict[str, FailureCode] = {}
        self._usage: list[Usage] = []
        self._message = ""

    def open_again(self) -> set[str]:
        """Return what a second call may settle."""
        return {k for k, code in self._open.items() if code in ("incomplete", "unverified")}

    def ask(self, asked: Sequence[Statement], *, again: bool = False) -> None:
        """Make a call about these statements and take from its reply what holds up."""
        keys = [s.key for s in asked if s.kind != "canary"]
        try:
            request = build(self._item, self._answer, asked, again=again)
            said = self._said(request, asked, again=again)
        except CallFailed as failed:
            if failed.fatal:
                raise JudgeError(str(failed)) from failed
            self._message = str(failed)
            if not again:  # a second call that fails leaves the first one's codes
                self._open.update(dict.fromkeys(keys, failed.code))
            return
        why = _distrusted(said, asked)
        if why == "suspect":
            self._open = dict.fromkeys([*self._ruled, *self._open, *keys], "suspect")
            self._ruled.clear()
            self._message = SAID["suspect"]
            return
        if why is not None:
            self._open.update(dict.fromkeys(keys, why))
            return
        for statement in asked:
            if statement.kind != "canary":
                self._take(statement, said.get(statement.key))

    def reply(self, asked: Sequence[Statement]) -> JudgeReply:
        """Return everything, each statement under the kind and name that it has in the rubric."""
        ruled, opened = self._ruled, self._open
        named = {s.key: s.name for s in asked}
        false = {s.key for s in asked if s.kind == "misconception"}
        return JudgeReply(
            keypoints={named[k]: r for k, r in ruled.items() if isinstance(r, KeypointRuling)},
            misconceptions={
                named[k]: r for k, r in ruled.items() if isinstance(r, MisconceptionRuling)
            },
            unruled={named[k]: code for k, code in opened.items() if k not in false},
            unruled_misconceptions={named[k]: code for k, code in opened.items() if k in false},
            usage=Usage(
                prompt=sum(u.prompt for u in self._usage),
                completion=sum(u.completion for u in self._usage),
                cached=sum(u.cached for u in self._usage),
            ),
            calls=len(self._usage),
            message=self._message,
        )

    def _said(
        self, request: Request, asked: Sequence[Statement], *, again: bool
    ) -> dict[str, Said]:
        exchange = self._sent(request, asked, again=again)
        if exchange.finish_reason == "length":
            longer = request._replace(max_tokens=LONGER * request.max_tokens)
            exchange = self._sent(longer, asked, again=again)
        why = refused_by(exchange)
        if why is not None:
            raise CallFailed(why, SAID[why])
        try:
            return self._read(exchange, asked)
        except Unparsable as error:
            raise CallFailed("unparsable", f"{SAID['unparsable']}: {error}") from error

    def _read(self, exchange: Exchange, asked: Sequence[Statement]) -> dict[str, Said]:
        if is_copied(exchange.text, self._answer):
            raise Unparsable("it repeats the answer's own")
        return read_reply(exchange.text, asked)

    def _sent(self, request: Request, asked: Sequence[Statement], *, again: bool) -> Exchange:
        exchange = self._send(request, lambda reply: self._settles(reply, asked, again=again))
        if not exchange.cached:
            self._usage.append(exchange.usage)
        return exchange

    def _settles(self, exchange: Exchange, asked: Sequence[Statement], *, again: bool) -> bool:
        """Say whether a reply is worth keeping: sound, and a quote wherever its label needs one.

        A first one may leave something open: that is asked about in a call of its own, whose reply
        is kept where it leaves nothing open.
        """
        if refused_by(exchange) is not None:
            return False
        try:
            said = self._read(exchange, asked)
        except Unparsable:
            return False
        if _distrusted(said, asked) is not None:
            return False
        real = [s.key for s in asked if s.kind != "canary"]
        ruled = [k in said and self._evidence(said[k]) is not None for k in real]
        return all(ruled) if again else any(ruled)

    def _evidence(self, said: Said) -> tuple[Evidence, ...] | None:
        """Return what bears a label out; None where it needs a quote and none was found."""
        if said.label not in PROVEN:
            return ()
        return tuple(dict.fromkeys(e for q in said.quotes for e in self._finder.find(q))) or None

    def _take(self, statement: Statement, said: Said | None) -> None:
        evidence = None if said is None else self._evidence(said)
        if said is None or evidence is None:
            self._open[statement.key] = "incomplete" if said is None else "unverified"
            return
        self._open.pop(statement.key, None)
        kind = KeypointRuling if statement.kind == "keypoint" else MisconceptionRuling
        self._ruled[statement.key] = kind.model_validate(
            {"label": said.label, "reason": said.reason, "evidence": evidence}
        )


def refused_by(exchange: Exchange) -> FailureCode | None:
    """Return why a reply is not to be read; None where it is."""
    if exchange.finish_reason == "content_filter":
        return "filtered"
    if exchange.refusal is not None:
        return "refused"
    return "truncated" if exchange.finish_reason == "length" else None


def _distrusted(said: Mapping[str, Said], asked: Sequence[Statement]) -> FailureCode | None:
    """Return why nothing in a reply is believed: credit for the canary, or silence about it."""
    for statement in asked:
        if statement.kind == "canary":
            ruled = said.get(statement.key)
            if ruled is None:
                return "incomplete"
            if ruled.label in _CREDIT:
                return "suspect"
    return None
