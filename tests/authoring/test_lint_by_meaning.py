"""Rules that compare meanings or grade: each with what fails it and what passes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from interviewer.authoring.lint import Given
from interviewer.authoring.lint.rules import (
    by_meaning_duplicates,
    by_meaning_given_away,
    by_meaning_probe_tells,
    reference_earns,
    reference_misled,
    rejected_earns,
)
from interviewer.grader import Grader
from interviewer.testing import FakeEmbedder, FakeMatcher, fake_calibration, fake_grader
from tests.authoring.items import Data, item, keypoint


class Turned(FakeEmbedder):
    """Put named texts at a given cosine to the first axis, and all others along the second."""

    def __init__(self, **cosines: float) -> None:
        super().__init__()
        self.cosines = {name.replace("_", " "): cosine for name, cosine in cosines.items()}

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[c, (1 - c * c) ** 0.5] for c in (self.cosines.get(t, 0.0) for t in texts)]
        return np.array(rows, dtype=np.float32)


def texts(*keypoints: Data, prompt: str = "the prompt") -> Given:
    parts = {"keypoints": [*keypoints], "groups": [], "examples": []}

    def spoil(question: Data, rubric: Data) -> None:
        question.update(prompt=prompt)
        rubric.update(parts)

    return Given(item(spoil))


@pytest.mark.parametrize(("cosine", "found"), [(0.89, []), (0.91, [("keypoints", 1, "text")])])
def test_r101_finds_two_keypoints_of_nearly_one_meaning(cosine: float, found: list[object]) -> None:
    given = texts(keypoint("a", "one"), keypoint("b", "two"))
    embedder = Turned(one=1.0, two=cosine)
    assert [f.place for f in by_meaning_duplicates.find(given, embedder)] == found


@pytest.mark.parametrize(("cosine", "found"), [(0.84, []), (0.86, [("keypoints", 0, "text")])])
def test_r102_finds_a_keypoint_that_the_prompt_says(cosine: float, found: list[object]) -> None:
    given = texts(keypoint("a", "one"), prompt="say it")
    embedder = Turned(one=1.0, say_it=cosine)
    assert [f.place for f in by_meaning_given_away.find(given, embedder)] == found


@pytest.mark.parametrize(
    ("cosine", "found"), [(0.89, []), (0.91, [("keypoints", 0, "probe", "hint")])]
)
def test_r103_finds_a_probe_that_says_the_keypoint(cosine: float, found: list[object]) -> None:
    probe = {"pump": "", "hint": "hint", "lead": "lead"}
    given = texts(keypoint("a", "one", probe=probe), keypoint("b", "two"))
    embedder = Turned(one=1.0, hint=cosine, lead=1.0)
    assert [f.place for f in by_meaning_probe_tells.find(given, embedder)] == found


WORDS = keypoint(
    "a", "Dropout removes random units.", reject=["Dropout removes random units, all."]
)
APART = keypoint("a", "Dropout removes random units.", reject=["Nothing of that kind happens."])


def test_r201_finds_a_reject_that_earns_the_keypoint() -> None:
    grader = fake_grader()
    assert [f.place for f in rejected_earns.find(texts(WORDS), grader)] == [
        ("keypoints", 0, "reject", 0)
    ]
    assert list(rejected_earns.find(texts(APART), grader)) == []


def test_r202_finds_a_misconception_that_the_reference_is_taken_to_hold() -> None:
    def spoil(question: Data, rubric: Data) -> None:
        rubric["reference"] = "Bananas grow on tall trees."
        rubric["misconceptions"][0]["text"] = "Bananas grow on tall trees."

    calibration = fake_calibration()
    cuts = calibration.cuts.model_copy(update={"held": 0.3})
    grader = Grader(
        embedder=FakeEmbedder(),
        matcher=FakeMatcher(),
        calibration=calibration.model_copy(update={"cuts": cuts}),
    )
    found = reference_misled.find(Given(item(spoil)), grader)
    assert [f.place for f in found] == [("misconceptions", 0)]
    assert list(reference_misled.find(Given(item()), grader)) == []


def test_r203_finds_what_the_reference_does_not_earn() -> None:
    def full(question: Data, rubric: Data) -> None:
        rubric["keypoints"][5]["text"] = "Both ends of the curve are flat, where training stalls."
        rubric["reference"] = " ".join(k["text"] for k in rubric["keypoints"])

    grader = fake_grader()
    assert list(reference_earns.find(Given(item(full)), grader)) == []
    found = [f.place for f in reference_earns.find(Given(item()), grader)]
    assert ("keypoints", 1) in found
    assert ("groups", 0) in found
    assert ("keypoints", 4) not in found  # grouped: the group is told instead
