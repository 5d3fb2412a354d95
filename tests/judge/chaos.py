"""A judge that is asked about random answers by a server that misbehaves at random.

A fault is drawn from the seed, the words of the request and how often they were sent, so that no
order of arrival changes it. The judge's reasons name the request that was replied to, so that each
label can be traced to what the server sent.
"""

from __future__ import annotations

import json
import random
import re
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, get_args

from interviewer.batch import grade_rows
from interviewer.errors import JudgeError
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.judge.exchange import Send
from interviewer.judge.openai.transport import Limits
from interviewer.judge.prices import Price
from interviewer.judge.prompt import CANARY
from interviewer.judge.ruling import Ids, LlmJudge
from interviewer.judge.rulings import JudgeReply
from interviewer.records import Row
from interviewer.records.rows import row_of
from interviewer.testing.fault_replies import Asked, Fault, error_for, read_prompt
from interviewer.testing.rulers import fair
from tests.judge.judged import GOOD, ITEM, grader

FATAL: tuple[Fault, ...] = ("401", "403", "404", "quota")
SLOW: tuple[Fault, ...] = ("hang", "huge", "drip")
OFTEN: tuple[Fault, ...] = tuple(f for f in get_args(Fault) if f not in ("none", *FATAL, *SLOW))
PATIENT = Limits(attempt=20.0, deadline=40.0, jobs=4)
HASTY = Limits(attempt=0.2, deadline=0.4, jobs=4)
PRICE = Price(input=Decimal(2), output=Decimal(8))

_WHOLE = frozenset({"none", "fence", "prose", "extra-id", "content-type", "gzip", "other-model"})
_FIRST_LOST = frozenset({"missing-id", "repeated-id", "unknown-label"})
_NONCE = re.compile(r"<answer-([0-9a-f]{16})>")
_INJECTIONS = [
    json.loads(line)["text"]
    for line in Path(__file__).with_name("injections.jsonl").read_text("utf-8").splitlines()
]
_SENTENCES = [
    *(keypoint.text for keypoint in ITEM.rubric.keypoints),
    "ReLU outputs the absolute value.",
    "ReLU squashes inputs between zero and one.",
    "Its gradient is never one for positive inputs.",
    "A unit can die.",
    "ReLU is cheap to compute and used in hidden layers.",
    "My cat likes sunny windows.",
    ITEM.question.prompt,
    GOOD,
]
_NOTHING = ("", "  \n", "I don't know", "idk", ITEM.question.prompt)


def _variant(name: str, version: int, misconception: str) -> Item:
    rubric = ITEM.rubric
    false = rubric.misconceptions[0].model_copy(update={"id": misconception})
    changed = rubric.model_copy(update={"version": version, "misconceptions": (false,)})
    return ITEM.model_copy(update={"id": name, "rubric": changed})


ITEMS = {
    item.id: item
    for item in (
        ITEM,
        _variant("deep-learning/relu-remark-first", 2, "bounded"),
        _variant("deep-learning/relu-one-name-twice", 3, "dying"),
    )
}


class Sent(NamedTuple):
    """What the server did with a request, and which of the rulings in its reply hold up."""

    nonce: str
    fault: Fault
    is_refused: bool
    is_first: bool
    prompt_tokens: int
    ruled: dict[str, dict[str, Any]]
    valid: dict[str, dict[str, Any]]


class Ledger:
    """Draw the faults, give a good ruling for each request, and write down what was sent."""

    def __init__(self, seed: str, faults: Mapping[Fault, float], *, stamped: bool = True) -> None:
        self.sent: dict[int, Sent] = {}
        self.faults = dict(faults)
        self._seed, self._stamped = seed, stamped
        self._times: Counter[str] = Counter()
        self._room: dict[str, int] = {}

    def fault(self, asked: Asked) -> Fault:
        """Draw what goes wrong; the server calls it for one request at a time."""
        text = asked.body["messages"][-1]["content"]
        self._times[text] += 1
        rng = random.Random(f"{self._seed} {self._times[text]} {text}")
        fault = rng.choices([*self.faults], [*self.faults.values()])[0]
        is_refused = error_for(fault, asked.body, 0.0) is not None
        missed = {"evidence": [], "reason": "Not said.", "label": "missed"}
        ruled = {**fair(asked), CANARY: missed}  # by its words alone, an injection can say it
        if self._stamped:
            ruled = {k: {**r, "reason": f"Reply {asked.number}."} for k, r in ruled.items()}
        prompt, nonce = read_prompt(asked.body), _NONCE.search(text)
        room = asked.body["max_completion_tokens"]
        assert prompt is not None
        assert nonce is not None
        self.sent[asked.number] = Sent(
            nonce=nonce[1],
            fault=fault,
            is_refused=is_refused,
            is_first=self._room.setdefault(text, room) == room and "Your first reply" not in text,
            prompt_tokens=0 if is_refused else len(prompt.text) // 4,
            ruled=ruled,
            valid={} if is_refused else _valid(fault, ruled),
        )
        return fault

    def rule(self, asked: Asked) -> dict[str, dict[str, Any]]:
        """Return the good ruling, which the server then spoils."""
        return self.sent[asked.number].ruled

    @property
    def taken(self) -> int:
        """How many requests were not refused with an HTTP error."""
        return sum(not sent.is_refused for sent in self.sent.values())


def _valid(fault: Fault, ruled: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    if fault in _FIRST_LOST:
        return dict(list(ruled.items())[1:])
    if fault == "made-up-quote":
        return {key: ruling for key, ruling in ruled.items() if not ruling["evidence"]}
    return ruled if fault in _WHOLE or fault.startswith("format-") else {}


class Watched(LlmJudge):
    """A judge that remembers what it was asked and what it replied."""

    def __init__(self, send: Send) -> None:
        super().__init__("j", send)
        self.replies: list[tuple[Ids, JudgeReply]] = []

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return what the judge says."""
        reply = super().rule(item, answer, ids)
        self.replies.append((ids, reply))
        return reply


class Ended(NamedTuple):
    """The grades of a run, and the error that ended it, if one did."""

    grades: list[Grade]
    error: JudgeError | None


def answers(rng: random.Random, count: int) -> list[Row]:
    """Return rows of right, wrong, empty and malicious answers; some stand there twice."""
    texts: list[str] = []
    for _ in range(count):
        kind = rng.random()
        if kind < 0.08:
            texts.append(rng.choice(_NOTHING))
        elif kind < 0.2 and texts:
            texts.append(rng.choice(texts))
        else:
            most = rng.sample(_SENTENCES, rng.randint(1, 4))
            parts = [*most, *rng.sample(_INJECTIONS, rng.choice([0, 0, 1, 2]))]
            rng.shuffle(parts)
            texts.append(rng.choice([" ", "\n", "\n- ", "\n\n> "]).join(parts))
    questions = [*ITEMS]
    return [
        row_of(number, None, {"question_id": rng.choice(questions), "answer": text})
        for number, text in enumerate(texts, start=1)
    ]


def mixture(rng: random.Random, *, slow: bool = False) -> dict[Fault, float]:
    """Return how often each fault happens: all of the quick ones, or a few; never a fatal one."""
    good = rng.uniform(0.3, 0.9)
    bad = OFTEN if rng.random() < 0.5 else tuple(rng.sample(OFTEN, rng.randint(1, 5)))
    mixed: dict[Fault, float] = {"none": good}
    mixed.update({fault: (1 - good) / len(bad) for fault in bad})
    return {**mixed, **dict.fromkeys(SLOW, 0.01)} if slow else mixed


def run(
    rows: Sequence[Row], judge: LlmJudge, *, jobs: int = 8, keep: int = -1, **how: str
) -> Ended:
    """Grade the rows, or leave after ``keep`` of them; return once no thread is at work."""
    before = set(threading.enumerate())
    grades: list[Grade] = []
    error = None
    graded = grade_rows(rows, ITEMS, {}, grader(judge, **how), jobs=jobs)
    try:
        for grade in graded:
            grades.append(grade)
            if len(grades) == keep:
                break
    except JudgeError as stopped:
        error = stopped
        assert next(graded, None) is None
    graded.close()  # type: ignore[attr-defined]
    for thread in set(threading.enumerate()) - before:
        if thread.name.startswith("ThreadPoolExecutor"):
            thread.join(30)
            assert not thread.is_alive()
    return Ended(grades, error)


class Caps(NamedTuple):
    """The caps of a run; None is none."""

    max_calls: int | None = None
    max_tokens: int | None = None
    max_cost: Decimal | None = None


def some_caps(rng: random.Random) -> Caps:
    """Return a cap that a run of some thirty answers may well meet, or none."""
    return rng.choice(
        [
            Caps(),
            Caps(),
            Caps(),
            Caps(max_calls=rng.randint(1, 30)),
            Caps(max_tokens=rng.randint(8_000, 40_000)),
            Caps(max_cost=Decimal(rng.randint(20, 90)) / 1000),
        ]
    )
