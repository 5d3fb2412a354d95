"""The shipped bank holds each of the thirty questions it started from, once, at its level."""

from __future__ import annotations

from pathlib import Path

import yaml

from interviewer.authoring.lint.report import reports
from interviewer.authoring.lint.run import uses
from interviewer.bank import read_bank

ROOT = Path(__file__).parents[2]
BANK = read_bank()
QUESTIONS = {
    item.question.source: item.question
    for item in BANK.items.values()
    if item.question.source is not None
}


def test_every_question_is_there_once() -> None:
    sources = [item.question.source for item in BANK.items.values()]
    assert sorted(source for source in sources if source is not None) == list(range(1, 31))


def test_levels_are_those_of_the_list() -> None:
    levels = dict.fromkeys(range(1, 16), "beginner")
    levels |= dict.fromkeys(range(16, 24), "intermediate") | dict.fromkeys(
        range(24, 31), "advanced"
    )
    assert {number: question.level for number, question in QUESTIONS.items()} == levels


def test_the_bonus_questions_and_no_others_are_tagged() -> None:
    tagged = {number for number, question in QUESTIONS.items() if "bonus" in question.tags}
    assert tagged == {29, 30}


def test_the_rules_that_need_no_model_find_nothing() -> None:
    assert reports(BANK, []).lines == []


def test_every_concept_of_the_vocabulary_is_used() -> None:
    assert set(BANK.subjects["deep-learning"].concepts) == set(uses(BANK.items.values()))


def test_every_topic_can_give_what_the_blueprint_asks() -> None:
    topics = [question.topic for question in QUESTIONS.values()]
    for name, topic in BANK.subjects["deep-learning"].topics.items():
        assert topic.minimum <= topic.target <= topics.count(name), name


def test_the_hooks_and_the_workflow_are_yaml_and_name_real_commands() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["entry"].split(" --")[0] for hook in hooks] == [
        "interviewer rubric lint",
        "interviewer rubric test",
    ]
    workflow = yaml.safe_load((ROOT / "examples/rubrics-workflow.yml").read_text(encoding="utf-8"))
    runs = [step.get("run", "") for step in workflow["jobs"]["rubrics"]["steps"]]
    assert any(run.startswith("interviewer rubric lint") for run in runs)
