"""Questions with keypoints, and whole answers with a label for each keypoint.

``training/answers/*.jsonl``, one question a line: keypoints as in a rubric (``text``, ``accept``,
``reject``) and eight answers of different kinds, from strong over vague to fluently wrong, each
with the writer's label of every keypoint. Written for this project, none of it about a shipped
question: it is what cuts and probabilities are fitted on.

Questions are cut in two by their id: ``learn`` ones train the network as well, ``held`` ones only
fit the calibration, and every figure reported of a held question comes from fits without it.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from interviewer.scoring.match import Claim

FOLDER = Path(__file__).parent / "answers"
NAME = "answers"
_HELD = 0.3


def read_questions(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """Return all questions, in the order of the files."""
    return [
        json.loads(line)
        for file in sorted(folder.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def is_held(question: dict[str, Any]) -> bool:
    """Say whether a question is kept from the network."""
    return hashlib.sha256(question["item_id"].encode()).digest()[0] / 256 < _HELD


def claims_of(question: dict[str, Any]) -> list[Claim]:
    """Return what is looked for in an answer to the question."""
    return [Claim((k["text"], *k["accept"]), tuple(k["reject"])) for k in question["keypoints"]]
