"""An item, answers, and a judge behind a real HTTP server on 127.0.0.1."""

from __future__ import annotations

import random
from pathlib import Path

from interviewer.fusion import Refiner
from interviewer.grader import Grader
from interviewer.items import Item
from interviewer.judge.budget import Budget
from interviewer.judge.openai.client import Client, Endpoint
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.prices import Price
from interviewer.judge.ruling import LlmJudge
from interviewer.store.judge_cache import JudgeCache
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration
from interviewer.testing.fault_server import FaultServer

KEY = "sk-secret-of-the-tests"
MODEL = "fault-model"

MADE: list[Transport] = []
"""Every transport of a test, closed after it."""

ITEM = Item.model_validate_json(
    """{"id": "deep-learning/relu", "question": {"prompt": "What does ReLU compute, and why is it \
used in hidden layers?", "topic": "foundations", "level": "beginner"}, "rubric": {"version": 1,
"reference": "It outputs the larger of zero and its input and keeps gradients alive.",
"keypoints": [
{"id": "formula", "text": "ReLU outputs the larger of zero and its input.", "points": 2,
 "reject": ["ReLU outputs the absolute value."]},
{"id": "gradient", "text": "Its gradient is one for positive inputs.", "points": 1},
{"id": "dying", "text": "A unit can die when its input stays negative.", "points": 1}],
"misconceptions": [{"id": "bounded", "text": "ReLU squashes inputs between zero and one.",
 "points": 1}]}}"""
)
GOOD = (
    "ReLU outputs the larger of zero and its input. Its gradient is one for positive inputs. "
    "My cat likes sunny windows."
)


def transport(
    server: FaultServer,
    *,
    cache: Path | None = None,
    budget: Budget | None = None,
    price: Price | None = None,
    limits: Limits | None = None,
    key: str = KEY,
) -> Transport:
    made = Transport(
        Client(Endpoint(MODEL, server.url, key)),
        cache=None if cache is None else JudgeCache(cache),
        budget=budget,
        price=price,
        limits=limits or Limits(attempt=2.0, deadline=4.0, jobs=4),
        sleep=lambda _: None,
        rng=random.Random(1),
    )
    MADE.append(made)
    return made


def grader(judge: LlmJudge, **how: str) -> Grader:
    return Grader(
        embedder=FakeEmbedder(),
        matcher=FakeMatcher(),
        calibration=fake_calibration(),
        refiner=Refiner(judge, **{"when": "always", **how}),  # type: ignore[arg-type]
    )
