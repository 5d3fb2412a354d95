"""Bank files for the tests: one good item, and a way to write any text where a bank has it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

QUESTION = """\
prompt: How do ReLU and sigmoid differ?
topic: activations
level: beginner
tags: [vanishing-gradients]
"""

RUBRIC = """\
version: 1
reference: >-
  ReLU passes positive inputs through and zeroes the negative ones, while sigmoid squashes all of
  them between 0 and 1 and saturates.
keypoints:
  - id: relu-formula
    text: ReLU outputs the larger of zero and its input.
    points: 2
    tier: core
    accept: [it passes positives and zeroes negatives]
    reject: [ReLU squashes its input between zero and one]
    probe: {pump: "What does it do?", hint: "Below zero?", lead: "Is it max?"}
  - id: sigmoid-range
    text: Sigmoid stays between 0 and 1.
  - id: sigmoid-slope
    text: Sigmoid saturates on both sides.
  - id: cheap
    text: A rectifier costs one comparison.
    points: 1
groups:
  - {id: sigmoid-facts, need: 1, points: 2, of: [sigmoid-range, sigmoid-slope]}
misconceptions:
  - id: sigmoid-cures
    text: Sigmoid avoids vanishing gradients.
    points: 1
followup: {ask: "When would you prefer GELU?"}
examples:
  - answer: max of 0 and x
    labels: {relu-formula: met, sigmoid-range: missed, sigmoid-slope: missed, cheap: missed}
    misconceptions: [sigmoid-cures]
    kind: partial
"""

Q = "questions/dl/relu.yaml"
R = "rubrics/dl/relu.yaml"
GOOD = {Q: QUESTION, R: RUBRIC}


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below a folder and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content if isinstance(content, bytes) else content.encode()
        path.write_bytes(raw)
    return root


def changed(text: str, old: str, new: str) -> str:
    """Replace the one occurrence of a text."""
    assert text.count(old) == 1, old
    return text.replace(old, new)
