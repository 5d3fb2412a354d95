"""A trial as text: narrow and wide, with what changed, and nothing that a terminal obeys."""

from __future__ import annotations

import pytest

from interviewer.authoring.trial.account import Trial
from interviewer.authoring.trial.changes import Change, changes
from interviewer.authoring.trial.explain import tried
from interviewer.report.text import columns
from interviewer.report.trial import changes_told, moved, trial
from interviewer.testing.fakes import fake_grader
from tests.authoring.items import Data, item

ANSWER = "ReLU is the default for hidden layers. ReLU outputs the absolute value."
HOSTILE = "\x1b[2J\x1b]0;owned\x07 ReLU is the default \u202efor hidden layers. \x9b31m"


def try_(answer: str = ANSWER) -> Trial:
    return tried(item(), answer, fake_grader())


def test_a_keypoint_is_a_block_with_its_probabilities_and_why() -> None:
    lines = trial(try_()).splitlines()
    at = next(n for n, line in enumerate(lines) if " 3 hidden: " in line)
    assert lines[at : at + 5] == [
        "✓ met             1/1  3 hidden: ReLU is the default for hidden layers.",
        "                       P: met .99, partial .00, missed .00, contradicted .01",
        "                       why: P(met) .99 is over the cut .40, by “ReLU is the",
        "                         default for hidden layers.”, which is 1.00 alike and",
        "                         reads as saying it (1.00)",
    ]


def test_a_member_of_a_group_says_which() -> None:
    assert "5 dying (in drawbacks): A ReLU unit can die." in trial(try_(), width=120)


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize("every", [False, True])
def test_no_line_is_wider_than_the_screen(width: int, every: bool) -> None:
    text = trial(try_(), width=width, every=every)
    assert max(columns(line) for line in text.splitlines()) <= width


def test_all_shows_every_pair_and_the_cuts_and_marks_what_carried() -> None:
    text = " ".join(trial(try_(), every=True).split())
    assert "cuts: met from P(met) .40, contradicted from .35" in text
    assert (
        "* “ReLU is the default for hidden layers.” against the claim: 1.00 alike; entails 1.00, "
        "neither .00, contradicts .00"
    ) in text
    assert "against the reject “ReLU outputs the absolute value.”: 1.00 alike" in text
    assert "against the correction “No.”" in text
    assert "against" not in trial(try_())


def test_misconceptions_that_are_not_held_are_counted_and_shown_with_all() -> None:
    assert "2 misconceptions are not held: P(held) .00 at most" in trial(try_()).splitlines()
    assert "a misconception, linear: ReLU is linear." in trial(try_(), every=True)


def test_numbers_that_fit_no_calibration_are_not_called_probabilities() -> None:
    assert trial(try_()).startswith("No calibration fits this matcher: ")
    assert not trial(try_().model_copy(update={"calibrated": True})).startswith("No calibration")


def test_where_no_keypoint_is_met_it_teaches() -> None:
    assert "No keypoint is met. Where a person would give credit" in trial(try_("Bananas, mostly."))
    assert "No keypoint is met." not in trial(try_())


def test_hostile_words_do_nothing_to_a_terminal() -> None:
    text = trial(try_(HOSTILE), every=True)
    assert "\\x1b[2J\\x1b]0;owned\\x07" in text
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)


def test_colour_only_repeats_the_label() -> None:
    plain, coloured = trial(try_()), trial(try_(), color=True)
    assert "\x1b[32m✓ met\x1b[0m" in coloured
    assert (
        coloured.replace("\x1b[32m", "")
        .replace("\x1b[31m", "")
        .replace("\x1b[35m", "")
        .replace("\x1b[0m", "")
        == plain
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (Change("a", "met", "missed", "met", 0.31, 0.74), "missed → met, P(met) .31 → .74"),
        (Change("a", "met", "met", "met", 0.81, 0.74), "still met, P(met) .81 → .74"),
        (Change("a", "held", "absent", "held", 0.1, 0.7), "absent → held, P(held) .10 → .70"),
        (Change("a", "met", None, "met", None, 0.74), "new, met, P(met) .74"),
        (Change("a", "met", "missed", None, 0.1, None), "gone, was missed"),
        (Change("a", "met", "missed", "met", None, 0.74), "missed → met, P(met) .74"),
    ],
)
def test_a_change_tells_before_and_after(change: Change, told: str) -> None:
    assert moved(change) == told


def test_what_changed_is_marked_in_the_ledger_and_told_below_with_the_score() -> None:
    def spoil(_: Data, rubric: Data) -> None:
        rubric["keypoints"][0]["reject"] = []

    before, after = try_(), tried(item(spoil), ANSWER, fake_grader())
    found = changes(before, after)
    assert [change.id for change in found] == ["formula"]
    shown = trial(after, width=120, changed=found)
    assert shown.count("changed: ") == 1
    assert changes_told(before, after, found, width=120).splitlines() == [
        "formula: contradicted → partial, P(met) .01 → .35",
        "score: 1 of 5 → 1.5 of 5",
    ]


def test_nothing_changed_is_told_too() -> None:
    assert changes_told(try_(), try_(), []) == "no verdict has changed"
