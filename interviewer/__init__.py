"""Mock interviews with a ledger: free-text answers graded keypoint by keypoint, offline.

>>> from interviewer import BundledMatcher, Grader, OnnxEmbedder, load_bank
>>> embedder = OnnxEmbedder()
>>> grader = Grader(embedder=embedder, matcher=BundledMatcher(embedder))
>>> item = load_bank()["deep-learning/dropout"]
>>> grade = grader.grade(item, "It switches off random units while training.")

The names below are imported on first use, so that ``import interviewer`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.bank import load_bank
    from interviewer.embedders.onnx import OnnxEmbedder
    from interviewer.errors import InterviewerError
    from interviewer.grader import Grader
    from interviewer.grades import Answer, Feedback, Grade, Score, Verdict
    from interviewer.items import Item, Keypoint, Question, Rubric
    from interviewer.matchers.bundled import BundledMatcher
    from interviewer.matchers.similarity import SimilarityMatcher
    from interviewer.sessions import Session

__version__ = "0.1.0"

_HOMES = {
    "Answer": "grades",
    "BundledMatcher": "matchers.bundled",
    "Feedback": "grades",
    "Grade": "grades",
    "Grader": "grader",
    "InterviewerError": "errors",
    "Item": "items",
    "Keypoint": "items",
    "OnnxEmbedder": "embedders.onnx",
    "Question": "items",
    "Rubric": "items",
    "Score": "grades",
    "Session": "sessions",
    "SimilarityMatcher": "matchers.similarity",
    "Verdict": "grades",
    "load_bank": "bank",
}

__all__ = [
    "Answer",
    "BundledMatcher",
    "Feedback",
    "Grade",
    "Grader",
    "InterviewerError",
    "Item",
    "Keypoint",
    "OnnxEmbedder",
    "Question",
    "Rubric",
    "Score",
    "Session",
    "SimilarityMatcher",
    "Verdict",
    "__version__",
    "load_bank",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
