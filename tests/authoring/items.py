"""An item with nothing to mend, and ways to spoil it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

from interviewer.items import Item, Question, Rubric
from interviewer.subjects import Subject

Data = dict[str, Any]

QUESTION: Data = {
    "prompt": "How do the activation functions ReLU and sigmoid differ, and where in a network "
    "would you pick each of them? Name one drawback of either.",
    "topic": "foundations",
    "level": "beginner",
}
SUBJECT = Subject.model_validate(
    {
        "title": "Deep learning",
        "topics": {"foundations": {"title": "Foundations"}},
        "concepts": {"relu": "max(0, x).", "sigmoid": "The logistic curve.", "gates": "Gates."},
    }
)


def keypoint(name: str, text: str, **more: Any) -> Data:
    return {
        "id": name,
        "concept": "relu",
        "text": text,
        "points": 1,
        "accept": [f"{name} in precise words", f"so {name}, you know, said aloud"],
        **more,
    }


def example(kind: str, words: str, *met: str) -> Data:
    labels = {name: "met" if name in met else "missed" for name in NAMES}
    return {"answer": words, "labels": labels, "misconceptions": [], "kind": kind}


NAMES = ("formula", "range", "hidden", "output", "dying", "flat")
_PROBE = {"pump": "What does it do?", "hint": "And below zero?", "lead": "Is it the maximum?"}
RUBRIC: Data = {
    "version": 1,
    "reference": "One of them passes a positive number on and turns others into nought, the other "
    "presses everything between two bounds. I would start with the first and end with the second.",
    "keypoints": [
        keypoint(
            "formula",
            "ReLU outputs the larger of zero and its input.",
            tier="core",
            probe=_PROBE,
            explain="Hence the name.",
            see=["Goodfellow et al., Deep Learning, 6.3.1"],
            reject=["ReLU outputs the absolute value."],
        ),
        keypoint("range", "Sigmoid squashes any number into the range from 0 to 1."),
        keypoint("hidden", "ReLU is the default for hidden layers.", concept="sigmoid"),
        keypoint("output", "Sigmoid suits a unit that says yes or no.", concept="sigmoid"),
        {k: v for k, v in keypoint("dying", "A ReLU unit can die.").items() if k != "points"},
        {k: v for k, v in keypoint("flat", "Sigmoid saturates.").items() if k != "points"},
    ],
    "groups": [{"id": "drawbacks", "need": 1, "points": 1, "of": ["dying", "flat"]}],
    "misconceptions": [
        {"id": name, "text": text, "points": 1, "correct": "No.", "challenge": "Really?"}
        for name, text in (("linear", "ReLU is linear."), ("sums", "Sigmoids sum to one."))
    ],
    "followup": {"ask": "When would you prefer GELU?"},
    "examples": [
        example("strong", "one", *NAMES[:5]),
        example("strong", "two", *NAMES[:5]),
        example("strong", "three, no native speaker", *NAMES[:4]),
        example("partial", "four", "formula", "range"),
        example("partial", "five", "hidden", "output"),
        example("partial", "six", "formula", "flat"),
        example("weak", "seven"),
        example("wrong", "eight"),
        example("wrong", "nine"),
        example("attack", "ten"),
    ],
}


def item(spoil: Callable[[Data, Data], Any] = lambda question, rubric: None) -> Item:
    """Return the item, its question and rubric first handed to what spoils them."""
    question, rubric = copy.deepcopy(QUESTION), copy.deepcopy(RUBRIC)
    spoil(question, rubric)
    return Item(
        id="dl/relu",
        question=Question.model_validate_json(json.dumps(question)),
        rubric=Rubric.model_validate_json(json.dumps(rubric)),
    )
