"""Score intervals: what the verdicts' probabilities allow, drawn the same way every time."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.grades import MisconceptionVerdict, Probabilities, Verdict
from interviewer.items import Group, Keypoint, Rubric
from interviewer.scoring.aggregate import aggregate
from interviewer.scoring.intervals import interval, seed_of

RUBRIC = Rubric(
    version=1,
    reference="r",
    keypoints=(
        Keypoint(id="a", text="a", points=2),
        Keypoint(id="b", text="b", points=1, tier="bonus"),
        Keypoint(id="c", text="c"),
        Keypoint(id="d", text="d"),
    ),
    groups=(Group(id="g", need=1, points=2, of=("c", "d")),),
)


def verdict(name: str, met: float, partial: float = 0.0, contradicted: float = 0.0) -> Verdict:
    missed = round(1 - met - partial - contradicted, 4)
    shares = Probabilities(met=met, partial=partial, missed=missed, contradicted=contradicted)
    return Verdict(
        keypoint_id=name,
        label="met" if met >= 0.5 else "missed",
        credit=1.0 if met >= 0.5 else 0.0,
        points=1.0,
        probabilities=shares,
        decided_by="matcher",
        reason="-",
    )


def held(likely: float | None, label: str = "held") -> MisconceptionVerdict:
    return MisconceptionVerdict(
        misconception_id="m",
        label=label,  # type: ignore[arg-type]
        probability=likely,
        points=1.0,
        decided_by="matcher",
        reason="-",
    )


def drawn(*verdicts: Verdict, lost=(), spread=0.0, seed=1):  # type: ignore[no-untyped-def]
    return interval(RUBRIC, verdicts, lost, spread=spread, seed=seed)


def test_certain_verdicts_leave_no_doubt() -> None:
    certain = [verdict(name, met) for name, met in (("a", 1), ("b", 0), ("c", 0), ("d", 1))]
    assert drawn(*certain) == (1.0, 1.0, 1.0)
    assert drawn(*certain, lost=[held(None)]) == (0.75, 0.75, 0.75)
    assert drawn(*certain, lost=[held(1.0, "absent")]) == (1.0, 1.0, 1.0)


def test_the_mean_is_what_the_probabilities_say() -> None:
    # a: 2 points at .5; the group: 2 points unless both are missed, .5 · .5.
    found = drawn(*(verdict(name, 0.5) for name in "acd"))
    assert found is not None
    assert found.expected == pytest.approx((2 * 0.5 + 2 * 0.75) / 4, abs=0.03)
    assert found.low < found.expected < found.high


def test_a_shared_effect_widens_and_does_not_move() -> None:
    verdicts = [verdict(name, 0.5) for name in "acd"]
    narrow, wide = drawn(*verdicts), drawn(*verdicts, spread=3.0)
    assert narrow is not None
    assert wide is not None
    assert wide.high - wide.low >= narrow.high - narrow.low
    assert wide.expected == pytest.approx(narrow.expected, abs=0.12)


def test_what_has_no_probability_or_is_not_decided_has_no_interval() -> None:
    bare = verdict("a", 0.5).model_copy(update={"probabilities": None})
    unscored = verdict("a", 0.5).model_copy(update={"label": "unscored"})
    assert drawn(bare) is None
    assert interval(RUBRIC, [unscored], [], spread=0.0, seed=1) is None


def test_a_verdict_by_rule_is_certain() -> None:
    rule = verdict("a", 0.5).model_copy(
        update={"probabilities": None, "decided_by": "rule", "credit": 0.0}
    )
    assert drawn(rule) == (0.0, 0.0, 0.0)


def test_the_seed_is_the_answers_and_the_rubrics() -> None:
    assert seed_of("x", "h") == seed_of("x", "h")
    assert len({seed_of("x", "h"), seed_of("y", "h"), seed_of("x", "i")}) == 3
    verdicts = [verdict(name, 0.4, 0.2, 0.1) for name in "abcd"]
    assert drawn(*verdicts, spread=1.0) == drawn(*verdicts, spread=1.0)


shares = st.tuples(st.floats(0, 1), st.floats(0, 1)).map(
    lambda two: (round(min(two), 3), round(max(two) - min(two), 3))
)


@settings(deadline=None, max_examples=40)
@given(st.lists(shares, min_size=4, max_size=4), st.floats(0, 2))
def test_bounds_stand_in_order_inside_the_scale(some, spread) -> None:  # type: ignore[no-untyped-def]
    verdicts = [verdict(name, met, part) for name, (met, part) in zip("abcd", some, strict=True)]
    found = drawn(*verdicts, spread=spread)
    assert found is not None
    assert 0 <= found.low <= found.high <= 1
    assert found.low - 1e-9 <= found.expected + 0.5
    assert aggregate(RUBRIC, verdicts).possible == 4
