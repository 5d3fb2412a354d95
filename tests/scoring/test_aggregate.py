"""The sum of ARCHITECTURE.md: its worked example, and the laws that any sum must keep."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.grades import Label, MisconceptionVerdict, Verdict
from interviewer.items import Group, Keypoint, Misconception, Rubric
from interviewer.scoring.aggregate import aggregate

CREDIT: dict[Label, float] = {
    "met": 1.0,
    "partial": 0.5,
    "missed": 0.0,
    "contradicted": 0.0,
    "unscored": 0.0,
}
WORKED = Rubric(
    version=1,
    reference="r",
    keypoints=(
        Keypoint(id="a", text="a", points=2, tier="core"),
        Keypoint(id="b", text="b", points=1),
        Keypoint(id="c", text="c", points=1, tier="core"),
        Keypoint(id="d", text="d", points=2),
        Keypoint(id="e", text="e", points=1, tier="bonus"),
        Keypoint(id="f", text="f"),
        Keypoint(id="g", text="g"),
        Keypoint(id="h", text="h"),
    ),
    groups=(Group(id="any-two", need=2, points=3, of=("f", "g", "h")),),
    misconceptions=(Misconception(id="m", text="m", points=1),),
)
IDS = tuple(keypoint.id for keypoint in WORKED.keypoints)


def verdict(keypoint_id: str, label: Label) -> Verdict:
    return Verdict(
        keypoint_id=keypoint_id,
        label=label,
        credit=CREDIT[label],
        points=None,
        decided_by="matcher",
        reason="",
    )


def false_claim(*, held: bool) -> MisconceptionVerdict:
    return MisconceptionVerdict(
        misconception_id="m",
        label="held" if held else "absent",
        points=1,
        decided_by="matcher",
        reason="",
    )


def test_the_worked_example() -> None:
    labels: tuple[Label, ...] = (
        "met",
        "partial",
        "contradicted",
        "unscored",
        "met",
        "met",
        "partial",
        "missed",
    )
    verdicts = [verdict(i, label) for i, label in zip(IDS, labels, strict=True)]
    score = aggregate(WORKED, verdicts, [false_claim(held=True)])
    assert (score.points, score.possible, score.fraction) == (4.75, 7.0, 0.6786)
    assert score.unscored == ("d",)


def test_nothing_decidable_has_no_fraction() -> None:
    score = aggregate(WORKED, [verdict(i, "unscored") for i in IDS])
    assert (score.points, score.possible, score.fraction) == (0.0, 0.0, None)


def test_a_keypoint_without_a_verdict_is_unscored_and_not_missed() -> None:
    score = aggregate(WORKED, [verdict("a", "met")])
    assert (score.points, score.possible) == (2.0, 2.0)
    assert score.unscored == IDS[1:]


def test_an_unscored_member_frees_a_slot_only_where_the_group_still_needs_it() -> None:
    met = [verdict("f", "met"), verdict("g", "met"), verdict("h", "unscored")]
    short = [verdict("f", "met"), verdict("g", "missed"), verdict("h", "unscored")]
    assert (aggregate(WORKED, met).points, aggregate(WORKED, met).possible) == (3.0, 3.0)
    assert (aggregate(WORKED, short).points, aggregate(WORKED, short).possible) == (1.5, 1.5)


def test_a_bonus_earns_and_is_never_asked_for() -> None:
    rest = [verdict(i, "missed") for i in IDS if i != "e"]
    without = aggregate(WORKED, [*rest, verdict("e", "missed")])
    with_it = aggregate(WORKED, [*rest, verdict("e", "met")])
    assert without.possible == with_it.possible == 9.0
    assert (without.points, with_it.points) == (0.0, 1.0)


def test_a_bonus_group_adds_nothing_to_what_is_possible() -> None:
    rubric = Rubric(
        version=1,
        reference="r",
        keypoints=(Keypoint(id="a", text="a", points=2), Keypoint(id="b", text="b")),
        groups=(Group(id="extra", need=1, points=1, tier="bonus", of=("b",)),),
    )
    score = aggregate(rubric, [verdict("a", "partial"), verdict("b", "met")])
    assert (score.points, score.possible, score.fraction) == (2.0, 2.0, 1.0)


LABELS = st.sampled_from(["met", "partial", "missed", "contradicted", "unscored"])
ALL = st.lists(LABELS, min_size=len(IDS), max_size=len(IDS))


@given(ALL, st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_verdicts_does_not_matter(labels, rng, held) -> None:  # type: ignore[no-untyped-def]
    verdicts = [verdict(i, label) for i, label in zip(IDS, labels, strict=True)]
    shuffled = list(verdicts)
    rng.shuffle(shuffled)
    false = [false_claim(held=held)]
    assert aggregate(WORKED, verdicts, false) == aggregate(WORKED, shuffled, false)


NOTHING_DECIDABLE = ["unscored"] * 4 + ["met", "missed"] + ["unscored"] * 2


@given(ALL, st.sampled_from(range(len(IDS))), st.booleans())
@example(labels=NOTHING_DECIDABLE, at=5, held=False)
def test_more_credit_never_costs(labels, at, held) -> None:  # type: ignore[no-untyped-def]
    better = {"missed": "partial", "contradicted": "met", "partial": "met"}
    if labels[at] not in better:
        return
    raised = [*labels[:at], better[labels[at]], *labels[at + 1 :]]
    false = [false_claim(held=held)]
    before = aggregate(WORKED, [verdict(*p) for p in zip(IDS, labels, strict=True)], false)
    after = aggregate(WORKED, [verdict(*p) for p in zip(IDS, raised, strict=True)], false)
    assert after.points >= before.points
    if before.fraction is None:  # the unscored members of the group could have filled it
        assert before.possible == 0
        return
    assert after.fraction is not None
    assert after.fraction >= before.fraction


@given(ALL, st.booleans())
def test_points_stay_between_nothing_and_what_is_possible(labels, held) -> None:  # type: ignore[no-untyped-def]
    verdicts = [verdict(i, label) for i, label in zip(IDS, labels, strict=True)]
    score = aggregate(WORKED, verdicts, [false_claim(held=held)])
    assert 0 <= score.points <= score.possible
    assert (score.fraction is None) == (score.possible == 0)


@given(ALL)
def test_a_contradicted_keypoint_costs_no_more_than_a_missed_one(labels) -> None:  # type: ignore[no-untyped-def]
    missed = ["missed" if label == "contradicted" else label for label in labels]
    one = aggregate(WORKED, [verdict(*p) for p in zip(IDS, labels, strict=True)])
    other = aggregate(WORKED, [verdict(*p) for p in zip(IDS, missed, strict=True)])
    assert one == other
