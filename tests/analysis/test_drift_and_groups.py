"""Differences that are there are told, and hardly ever one that is not."""

from __future__ import annotations

import random

import pytest

from interviewer.analysis import analyse
from interviewer.analysis.results import Difference, Drift, Groups
from interviewer.errors import RecordsError
from interviewer.grades import Grade, Provenance
from tests.analysis.graded import graded, made_with, verdict

SEEDS = 20
FALSE_ALARMS = 3
"""Of twenty batches without a difference one is expected to show one at the level of .05, more
than three in 1.6 % of such runs; the seeds are fixed."""


def batch(
    seed: int,
    *,
    size: int = 150,
    met: float = 0.6,
    made: Provenance | None = None,
) -> list[Grade]:
    """Return answers to two questions; ``met`` is how often the first keypoint is."""
    rng = random.Random(seed)
    found = []
    for who in range(size):
        for question in ("dl/relu", "dl/gans"):
            shares = [met if question == "dl/relu" else 0.6, 0.5, 0.4, 0.3]
            hits = [rng.random() < share for share in shares]
            found.append(
                graded(
                    f"{seed}-{who}",
                    question,
                    sum(hits) / 4,
                    verdicts=[
                        verdict(f"k{at}", "met" if hit else "missed") for at, hit in enumerate(hits)
                    ],
                    provenance=made,
                )
            )
    return found


def drift_of(before: list[Grade], now: list[Grade]) -> Drift:
    found = analyse(now, before=before).drift
    assert found is not None
    return found


def clear(found: Drift) -> list[tuple[str, str | None]]:
    return [(each.question_id, each.keypoint_id) for each in found.differences if each.clear]


def one(found: Drift, keypoint: str | None, question: str = "dl/relu") -> Difference:
    (only,) = (
        each
        for each in found.differences
        if (each.question_id, each.keypoint_id) == (question, keypoint)
    )
    return only


def test_a_planted_drift_is_found_where_it_is() -> None:
    found = drift_of(batch(1), batch(2, met=0.3))
    assert clear(found)[0] == ("dl/relu", "k0")
    assert {question for question, _ in clear(found)} == {"dl/relu"}
    assert one(found, "k0").now.value < 0.4 < one(found, "k0").before.value


def test_no_drift_is_hardly_ever_told() -> None:
    alarms = sum(bool(clear(drift_of(batch(s), batch(1000 + s)))) for s in range(SEEDS))
    assert alarms <= FALSE_ALARMS


def test_a_batch_does_not_differ_from_itself() -> None:
    found = drift_of(batch(1), batch(1))
    assert {each.p for each in found.differences} == {1.0}


def test_too_few_answers_are_shown_and_not_tested() -> None:
    found = drift_of(batch(1), batch(2, size=19, met=0.0))
    assert {each.p for each in found.differences} == {None}
    assert clear(found) == []
    assert one(found, "k0").now.n == 19


def test_what_the_grader_changed_in_is_told_first() -> None:
    old = batch(1, size=3, made=made_with(rubric="a" * 64))
    new = batch(2, size=3, made=made_with(rubric="b" * 64))
    found = drift_of(old, new)
    assert [(c.field, c.question_id, c.before, c.now) for c in found.changes] == [
        ("rubric", "dl/gans", ("version 1 (aaaaaaaaaaaa)",), ("version 1 (bbbbbbbbbbbb)",)),
        ("rubric", "dl/relu", ("version 1 (aaaaaaaaaaaa)",), ("version 1 (bbbbbbbbbbbb)",)),
    ]
    assert all(each.regraded for each in found.differences)
    judged = drift_of(batch(1, size=3), batch(2, size=3, made=made_with(judge="openai:x")))
    assert [(c.field, c.before, c.now) for c in judged.changes] == [
        ("judge", ("none",), ("openai:x",))
    ]
    assert all(each.regraded for each in judged.differences)
    assert not any(each.regraded for each in drift_of(batch(1), batch(2)).differences)


def test_questions_of_one_batch_only_are_counted() -> None:
    old = [graded(question="dl/old"), graded(question="dl/both")]
    new = [graded(question="dl/new"), graded(question="dl/both"), graded(question="dl/newer")]
    found = drift_of(old, new)
    assert (found.only_before, found.only_now) == (1, 2)


def grouped(seed: int, gap: float, *, size: int = 60, answers: int = 3) -> list[Grade]:
    """Return answers of two sites; those of the second are asked a harder question as well."""
    rng = random.Random(seed)
    found = []
    for who in range(2 * size):
        site = "east" if who % 2 else "west"
        able = rng.gauss(0, 0.1) + (gap if site == "east" else 0.0)
        for question in range(answers):
            hard = 0.3 if question == 2 and site == "east" else 0.0
            name = "dl/hard" if hard else f"dl/q{question}"
            fraction = min(1.0, max(0.0, 0.5 + able - hard + rng.gauss(0, 0.1)))
            found.append(graded(f"c{who}", name, round(fraction, 4), extra={"site": site}))
    return found


def groups_of(grades: list[Grade], by: str = "site") -> Groups:
    found = analyse(grades, by=by).groups
    assert found is not None
    return found


def test_a_group_is_compared_on_the_same_questions() -> None:
    found = groups_of(grouped(1, 0.0))
    assert [group.clear for group in found.groups] == [False, False]
    east, west = sorted(found.groups, key=lambda group: group.name or "")
    assert (east.answers, east.units) == (180, 60)
    assert east.mean is not None
    assert west.mean is not None
    assert west.mean.value - east.mean.value > 0.05  # as it is: a question was harder


def test_a_planted_gap_between_groups_is_found() -> None:
    found = groups_of(grouped(2, 0.15))
    (east,) = (group for group in found.groups if group.name == "east")
    assert east.clear
    assert east.gap is not None
    assert east.low is not None
    assert east.high is not None
    assert 0 < east.low < east.gap < east.high


def test_groups_that_do_not_differ_are_hardly_ever_told_apart() -> None:
    alarms = sum(
        any(group.clear for group in groups_of(grouped(seed, 0.0)).groups) for seed in range(SEEDS)
    )
    assert alarms <= FALSE_ALARMS


def test_many_answers_of_few_people_are_few_people() -> None:
    found = groups_of(grouped(3, 0.5, size=19, answers=3))
    assert [(group.answers, group.units, group.p) for group in found.groups] == [
        (57, 19, None),
        (57, 19, None),
    ]


def test_a_value_that_is_no_text_is_a_group_too_and_none_is_one() -> None:
    grades = [
        graded("a", extra={"x": 1}),
        graded("b", extra={"x": [1, "é"]}),
        graded("c", extra={"x": None}),
        graded("d"),
        graded("e", extra={"x": True}),
    ]
    names = {group.name: group.answers for group in groups_of(grades, "x").groups}
    assert names == {"1": 1, '[1, "é"]': 1, None: 2, "true": 1}


def test_by_question_the_scores_are_compared_as_they_are() -> None:
    grades = [
        graded(f"c{who}", question, share + who % 3 * 0.1)
        for who in range(30)
        for question, share in (("dl/easy", 0.7), ("dl/hard", 0.2))
    ]
    assert [group.clear for group in groups_of(grades, "question_id").groups] == [True, True]


def test_a_column_that_is_not_there_is_an_error_that_says_what_is() -> None:
    with pytest.raises(
        RecordsError, match=r"no column 'sit' in the records; did you mean 'site'\?"
    ):
        analyse([graded("a", extra={"site": "x"})], by="sit")


def test_the_gap_is_of_candidates_means_by_hand() -> None:
    grades = [
        graded(f"c{who}", question, (0.6 if who % 2 else 0.4) + tilt, extra={"site": str(who % 2)})
        for who in range(40)
        for question, tilt in (("dl/relu", 0.1), ("dl/gans", -0.1))
    ]
    odd, even = sorted(groups_of(grades).groups, key=lambda group: group.gap or 0.0, reverse=True)
    assert (odd.name, odd.units, odd.gap) == ("1", 20, 0.2)
    assert (even.name, even.units, even.gap) == ("0", 20, -0.2)
