"""Subjects describe themselves in a reserved file; every mistake in one has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.bank import load_bank, read_bank
from interviewer.subjects import Limits, Subject, Topic
from tests.bank.files import GOOD, write

FILE = "questions/dl/_subject.yaml"
TEXT = """\
title: Deep learning
topics:
  activations: {title: Activations, minimum: 1, target: 2}
concepts:
  relu: max(0, x).
limits: {kappa: 0.3, attack: 0.25}
"""


def test_a_subject_is_read_beside_its_items(tmp_path: Path) -> None:
    bank = read_bank(write(tmp_path, {**GOOD, FILE: TEXT}))
    assert bank.problems == ()
    assert bank.subjects == {
        "dl": Subject(
            title="Deep learning",
            topics={"activations": Topic(title="Activations", minimum=1, target=2)},
            concepts={"relu": "max(0, x)."},
            limits=Limits(kappa=0.3, attack=0.25),
        )
    }
    assert bank.subject_of(bank.items["dl/relu"]) == bank.subjects["dl"]
    assert bank.line(FILE, ("concepts", "relu")) == 5


def test_a_bank_need_not_describe_its_subjects(tmp_path: Path) -> None:
    bank = read_bank(write(tmp_path, GOOD))
    assert bank.subjects == {}
    assert bank.subject_of(bank.items["dl/relu"]) is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("concepts: {}\n", f"{FILE}:1: title: missing"),
        (TEXT.replace("target", "targte"), f"{FILE}:3: topics.activations: unknown key 'targte'"),
        (TEXT.replace("kappa: 0.3", "kappa: 3"), f"{FILE}:6: limits.kappa: "),
        (TEXT.replace("relu:", "ReLU:"), f"{FILE}:5: concepts.ReLU: "),
        ("", f"{FILE}: the file is empty"),
        ("[", f"{FILE}:1: not YAML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_items_stay(
    tmp_path: Path, text: str, told: str
) -> None:
    bank = read_bank(write(tmp_path, {**GOOD, FILE: text}))
    assert [str(problem)[: len(told)] for problem in bank.problems] == [told]
    assert bank.subjects == {}
    assert [*bank.items] == ["dl/relu"]


def test_a_link_out_of_the_bank_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"outside.yaml": TEXT})
    root = write(tmp_path / "bank", GOOD)
    (root / FILE).symlink_to(tmp_path / "outside.yaml")
    (problem,) = read_bank(root).problems
    assert str(problem).startswith(f"{FILE}: a link that leads out of the bank")


def test_the_shipped_subject_loads() -> None:
    assert load_bank()
    assert read_bank().subjects["deep-learning"].concepts
