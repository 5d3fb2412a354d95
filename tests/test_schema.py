"""The shipped schemas are current, valid, and say what the models say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
import yaml

from interviewer.bank import default_root, read_bank
from interviewer.grades import Grade, MatcherProvenance, Probabilities, Provenance, Score, Verdict
from interviewer.schemas import KINDS, Kind, schema_file, schema_text
from tests.bank.files import QUESTION, RUBRIC

BANK = sorted(read_bank().items)


def validator(kind: Kind) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(schema_text(kind)))


def messages(kind: Kind, data: Any) -> list[str]:
    return [error.message for error in validator(kind).iter_errors(data)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_shipped_file_is_current(kind: Kind) -> None:
    shipped = schema_file(kind).read_text(encoding="utf-8")
    assert shipped == schema_text(kind), "run: python -m interviewer.schemas"


@pytest.mark.parametrize("kind", KINDS)
def test_each_schema_is_one_and_says_what_it_is_for(kind: Kind) -> None:
    schema = json.loads(schema_text(kind))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    assert schema["description"]
    assert schema["additionalProperties"] is False


def test_there_is_a_schema_for_each_kind_and_no_other() -> None:
    folder = schema_file("question").parent
    assert get_args(Kind) == KINDS
    assert sorted(path.name for path in folder.glob("*.json")) == [
        "grade.schema.json",
        "question.schema.json",
        "rubric.schema.json",
    ]


@pytest.mark.parametrize("name", BANK)
def test_the_shipped_items_are_valid(name: str) -> None:
    for kind, folder in (("question", "questions"), ("rubric", "rubrics")):
        text = Path(default_root(), folder, f"{name}.yaml").read_text(encoding="utf-8")
        assert messages(kind, yaml.load(text, Loader=yaml.CSafeLoader)) == []


def test_a_grade_as_written_is_valid() -> None:
    verdict = Verdict(
        keypoint_id="a",
        label="met",
        credit=1.0,
        points=2.0,
        probabilities=Probabilities(met=0.9, partial=0.05, missed=0.05, contradicted=0.0),
        decided_by="matcher",
        reason="said",
    )
    provenance = Provenance(
        interviewer="0.1.0",
        embedder="fake",
        matcher=MatcherProvenance(name="fake", sha256="0"),
        calibration="none",
    )
    grade = Grade(
        question_id="dl/relu",
        status="graded",
        answer="x",
        score=Score(points=2.0, possible=2.0, fraction=1.0),
        verdicts=(verdict,),
        extra={"cohort": [1, None]},
        provenance=provenance,
    )
    assert messages("grade", json.loads(grade.model_dump_json())) == []


@pytest.mark.parametrize(
    ("kind", "change", "message"),
    [
        ("question", {"level": "easy"}, "'easy' is not one of ['beginner', 'intermediate', "),
        ("question", {"prompts": "x"}, "Additional properties are not allowed ('prompts' was"),
        ("rubric", {"version": 0}, "0 is less than the minimum of 1"),
        ("rubric", {"keypoints": []}, "[] should be non-empty"),
        ("grade", {"status": "ok"}, "'ok' is not one of ['graded', 'degraded', 'failed']"),
    ],
)
def test_what_the_models_refuse_the_schemas_refuse(
    kind: Kind, change: dict[str, Any], message: str
) -> None:
    good: dict[Kind, dict[str, Any]] = {
        "question": yaml.safe_load(QUESTION),
        "rubric": yaml.safe_load(RUBRIC),
        "grade": {"question_id": "dl/relu", "status": "failed", "score": None},
    }
    assert messages(kind, good[kind]) == []
    (told,) = messages(kind, {**good[kind], **change})
    assert told.startswith(message)
