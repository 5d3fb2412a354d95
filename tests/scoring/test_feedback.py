"""Feedback follows the verdicts and never praises an answer that earned nothing."""

from __future__ import annotations

from interviewer.grades import Evidence, Label, MisconceptionVerdict, Verdict
from interviewer.items import Group, Item, Keypoint, Misconception, Question, Rubric
from interviewer.scoring.aggregate import aggregate
from interviewer.scoring.feedback import feedback, missing

ITEM = Item(
    id="s/q",
    question=Question(prompt="What is it?", topic="t", level="beginner"),
    rubric=Rubric(
        version=1,
        reference="r",
        keypoints=(
            Keypoint(
                id="small", text="Small claim.", points=1, explain="Because.", see=("Book 1",)
            ),
            Keypoint(id="big", text="Big claim.", points=2, see=("Book 2",)),
            Keypoint(id="x", text="X is one."),
            Keypoint(id="y", text="Y is one."),
            Keypoint(id="z", text="Z is one."),
            Keypoint(id="extra", text="An extra.", points=1, tier="bonus"),
        ),
        groups=(Group(id="two", need=2, points=2, of=("x", "y", "z")),),
        misconceptions=(Misconception(id="m", text="A myth.", points=1, correct="A truth."),),
    ),
)


def verdict(keypoint_id: str, label: Label, quote: str = "") -> Verdict:
    return Verdict(
        keypoint_id=keypoint_id,
        label=label,
        credit={"met": 1.0, "partial": 0.5}.get(label, 0.0),
        points=None,
        decided_by="matcher",
        reason="",
        evidence=(Evidence(quote=quote, start=0, end=len(quote)),) if quote else (),
    )


def told(labels: dict[str, Label], *, held: bool = False, quote: bool = True) -> list[str]:
    verdicts = [verdict(i, label, f"words on {i}") for i, label in labels.items()]
    false = MisconceptionVerdict(
        misconception_id="m",
        label="held" if held else "absent",
        points=1,
        decided_by="matcher",
        reason="",
        evidence=(Evidence(quote="my myth", start=0, end=7),) if held else (),
    )
    said = feedback(ITEM, aggregate(ITEM.rubric, verdicts, [false]), verdicts, [false], quote=quote)
    return [said.summary, *said.strengths, "|", *said.gaps, "|", *said.next_steps]


ALL_MISSED: dict[str, Label] = dict.fromkeys(("small", "big", "x", "y", "z", "extra"), "missed")


def test_an_answer_that_earned_nothing_is_not_praised() -> None:
    summary, *rest = told(ALL_MISSED)
    assert summary == "None of the keypoints was found in this answer: 0 of 5 points."
    assert rest[0] == "|"


def test_a_mixed_answer_is_told_what_was_right_missing_and_wrong() -> None:
    labels: dict[str, Label] = {**ALL_MISSED, "big": "met", "small": "contradicted", "x": "met"}
    assert told(labels, held=True) == [
        "2 of 6 keypoints made, 1 wrong claim held: 2 of 5 points.",
        "Big claim. You said: “words on big”",
        "X is one. You said: “words on x”",
        "|",
        "Against this stands “words on small”: Small claim. Because. Read: Book 1.",
        "Missing: Y is one.",
        "Wrong: “my myth” A truth.",
        "|",
        "To complete the answer, add: Small claim. Y is one.",
        "Read on: Book 1.",
    ]


def test_without_quotes_no_word_of_the_answer_is_repeated() -> None:
    labels: dict[str, Label] = {**ALL_MISSED, "big": "met", "small": "partial", "x": "contradicted"}
    assert "words on" not in " ".join(told(labels, quote=False))
    assert "my myth" not in " ".join(told(ALL_MISSED, held=True, quote=False))


def test_what_gains_most_comes_first_and_a_full_group_asks_for_no_more() -> None:
    labels: dict[str, Label] = {**ALL_MISSED, "x": "met", "y": "met"}
    verdicts = [verdict(i, label) for i, label in labels.items()]
    assert [k.id for k in missing(ITEM.rubric, verdicts)] == ["big", "small"]


def test_a_full_answer_has_no_next_step() -> None:
    labels: dict[str, Label] = dict.fromkeys(ALL_MISSED, "met")
    summary, *rest = told(labels)
    assert summary == "6 of 6 keypoints made: 5 of 5 points."
    assert rest[-2:] == ["|", "|"]
