"""The JSON Schemas of question, rubric and grade, generated from the models.

The files beside this one are what editors read (bank files name them); a test keeps them current:
``python -m interviewer.schemas`` writes them anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

Kind = Literal["question", "rubric", "grade"]
KINDS: tuple[Kind, ...] = ("question", "rubric", "grade")
_TITLES = {
    "question": "A question: questions/<subject>/<slug>.yaml",
    "rubric": "The rubric of a question: rubrics/<subject>/<slug>.yaml",
    "grade": "A grade record: one line of what `interviewer grade` writes",
}


def schema_text(kind: Kind) -> str:
    """Return one schema as JSON text."""
    from interviewer.grades import Grade
    from interviewer.items import Question, Rubric

    if kind == "grade":
        made = Grade.model_json_schema(mode="validation", by_alias=True)
    else:
        made = (Question if kind == "question" else Rubric).model_json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    schema = {**head, **made, "title": _TITLES[kind]}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def schema_file(kind: Kind) -> Path:
    """Return where the shipped schema lies."""
    return Path(__file__).parent / f"{kind}.schema.json"
