"""Which pairs are read for a keypoint, and what is made of them."""

from __future__ import annotations

import json

import numpy as np
import pytest
from pydantic import ValidationError

from interviewer.grader import Grader
from interviewer.items import Item, Keypoint, Question, Rubric
from interviewer.scoring.calibration import Calibration, Knot, corrected
from interviewer.scoring.match import MOST, NEAREST, Claim, readings, shortlist
from interviewer.scoring.segment import segment
from interviewer.scoring.windows import windows
from interviewer.testing import FakeEmbedder, FakeMatcher, fake_calibration

ANSWER = (
    "Random units are set to zero. It runs in training only. Large networks overfit less with it. "
    "The soup is ready. It was cooked with salt."
)
CLAIM = Claim(
    ("Random units are set to zero.", "some units get zero at random", "units become zero"),
    ("Random examples are set to zero.", "All units are set to one."),
)


def test_at_most_three_pairs_a_keypoint_are_read_one_of_them_against_it() -> None:
    passages = segment(ANSWER)
    listed = shortlist(
        ANSWER, passages, [CLAIM, Claim(("It was cooked with salt.",))], FakeEmbedder()
    )
    first = [c for c in listed.candidates if c.claim == 0]
    assert [(c.wording, c.is_reject) for c in first] == [
        (CLAIM.wordings[0], False),
        (CLAIM.wordings[0], False),
        (CLAIM.rejects[0], True),
    ]
    assert first[0].passage.text == first[2].passage.text == "Random units are set to zero."
    assert first[1].passage.text != first[0].passage.text
    second = [c for c in listed.candidates if c.claim == 1]
    assert len(second) == MOST
    assert second[0].passage.text == "It was cooked with salt."


def test_unpruned_every_wording_has_its_nearest_passages() -> None:
    listed = shortlist(ANSWER, segment(ANSWER), [CLAIM], FakeEmbedder(), pruned=False)
    assert len(listed.candidates) == NEAREST * 5


def test_the_nearest_of_each_kind_is_among_the_pruned() -> None:
    passages = segment(ANSWER)
    both = [
        shortlist(ANSWER, passages, [CLAIM], FakeEmbedder(), pruned=pruned)
        for pruned in (True, False)
    ]
    for is_reject in (True, False):
        best = [
            max(c.similarity for c in listed.candidates if c.is_reject == is_reject)
            for listed in both
        ]
        assert best[0] == best[1]
    assert both[0].whole == both[1].whole


@pytest.mark.parametrize(("claim", "reject", "torn"), [(0.9, 0.3, False), (0.6, 0.7, True)])
def test_a_reject_read_as_surely_as_the_claim_leaves_it_torn(
    claim: float, reject: float, torn: bool
) -> None:
    listed = shortlist(ANSWER, segment(ANSWER), [CLAIM], FakeEmbedder())
    first = listed.candidates[0].passage
    rows = np.array(
        [
            [reject if c.is_reject else claim if c.passage == first else 0.1, 0.0, 0.0]
            for c in listed.candidates
        ],
        np.float32,
    )
    (reading,) = readings(listed, rows, 1)
    assert reading.torn == torn


class Believing(FakeMatcher):
    """Find every claim in every passage."""

    def read(self, pairs):  # type: ignore[no-untyped-def]
        rows = np.zeros((len(pairs), 3), dtype=np.float32)
        rows[:, 0] = 0.95
        return rows


def test_what_could_be_the_claim_or_its_opposite_is_partial_and_a_close_call() -> None:
    reject = "Random units are kept as they are."
    keypoint = Keypoint(id="zero", text="Random units are set to zero.", points=1, reject=(reject,))
    question = Question(prompt="What is dropout?", topic="t", level="beginner")
    item = Item(
        id="dl/dropout",
        question=question,
        rubric=Rubric(version=1, reference="r", keypoints=(keypoint,)),
    )
    calibration = fake_calibration()
    cuts = calibration.cuts.model_copy(update={"met": 0.01, "reject": 1.0})
    grader = Grader(
        embedder=FakeEmbedder(),
        matcher=Believing(),
        calibration=calibration.model_copy(update={"cuts": cuts}),
    )
    (verdict,) = grader.grade(item, "Units are set to zero.").verdicts
    assert (verdict.label, verdict.unsure, verdict.credit) == ("partial", True, 0.5)
    assert "second look" in verdict.reason


def test_a_short_answer_stands_as_a_whole_too() -> None:
    texts = [w.text for w in windows("Units drop. Nets share. It averages them.", "")]
    assert "Units drop. Nets share. It averages them." in texts
    long = " ".join(f"Sentence number {n} says something else." for n in range(30))
    assert long not in [w.text for w in windows(long, "")]


def test_a_curve_moves_p_of_met_and_the_rest_shares_what_is_left() -> None:
    curve = (Knot(x=0.0, y=0.0), Knot(x=0.5, y=0.8), Knot(x=1.0, y=1.0))
    rows = np.array([[0.25, 0.25, 0.5, 0.0], [1.0, 0.0, 0.0, 0.0], [0.75, 0.0, 0.0, 0.25]])
    found = corrected(rows, curve)
    np.testing.assert_allclose(found[0], [0.4, 0.2, 0.4, 0.0])
    np.testing.assert_allclose(found[1], [1.0, 0.0, 0.0, 0.0])
    np.testing.assert_allclose(found[2], [0.9, 0.0, 0.0, 0.1])
    assert corrected(rows, ()) is rows


def test_a_curve_that_turns_back_is_refused() -> None:
    data = fake_calibration().model_dump(mode="json")
    data["curve"] = [{"x": 0.5, "y": 0.1}, {"x": 0.4, "y": 0.2}]
    with pytest.raises(ValidationError, match="each further right"):
        Calibration.model_validate_json(json.dumps(data))
