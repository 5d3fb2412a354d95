"""Two versions of a rubric on the same answers: flips, scores, and whom people side with."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from interviewer.agreement.measures import mcnemar
from interviewer.authoring.answers import Answers, answers_to
from interviewer.authoring.difference.compared import compared
from interviewer.authoring.difference.results import Difference
from interviewer.authoring.difference.sides import Side, sides
from interviewer.errors import BankError, InterviewerError, RecordsError
from interviewer.grades import Answer
from interviewer.records.labels import KeypointLabel, Labels
from interviewer.report.rubrics.difference import difference_text
from interviewer.testing import fake_grader
from tests.authoring.items import Data, item
from tests.authoring.test_versions import Q, R, commit, git, other_text, put, raised
from tests.bank.files import write

SAYS = "ReLU outputs the larger of zero and its input."
OTHER = "Sigmoid squashes any number into the range from 0 to 1."


def swapped(question: Data, rubric: Data) -> None:
    """Let the first keypoint claim what nobody says, and take one away."""
    rubric["version"] = 2
    rubric["keypoints"][0].update(text="Leaky slopes differ below nought.", accept=[], reject=[])
    rubric["keypoints"][3]["id"] = "yes-or-no"
    rubric["examples"] = []


def answers(*texts: str) -> Answers:
    found = [
        Answer(question_id="dl/relu", answer_id=f"a{at}", text=text)
        for at, text in enumerate(texts)
    ]
    return Answers(found, Counter())


def labels(*rows: tuple[str, str, str]) -> Labels:
    return Labels(
        [KeypointLabel("l:1", answer, None, name, label, None) for answer, name, label in rows],  # type: ignore[arg-type]
        [],
    )


def found(*, people: Labels | None = None) -> Difference:
    return compared(
        Side("old.yaml", item()),
        Side("new.yaml", item(swapped)),
        answers(SAYS, OTHER),
        fake_grader(),
        labels=people,
    )


def test_verdicts_that_are_others_now_are_told_with_the_words_behind_them() -> None:
    flips = [(f.answer_id, f.kind, f.name, f.before, f.after, f.words) for f in found().flips]
    assert flips == [("a0", "keypoint", "formula", "met", "missed", SAYS)]
    assert found().verdicts == 14  # five keypoints and two misconceptions of both, two answers


def test_what_came_and_went_is_a_change_and_no_flip() -> None:
    told = [(c.name, c.field, c.bears_on) for c in found().changes]
    assert told == [
        ("formula", "text", "meaning"),
        ("formula", "accept", "meaning"),
        ("formula", "reject", "meaning"),
        ("yes-or-no", None, "meaning"),
        ("output", None, "meaning"),
    ]
    assert (found().old.version, found().new.version) == (1, 2)


def test_scores_are_counted_by_tenths_before_and_after() -> None:
    scores = found().scores
    assert scores is not None
    assert (scores.answers, scores.up, scores.down) == (2, 0, 1)
    assert (scores.mean_before, scores.mean_after) == (0.2, 0.1)
    assert (scores.before, scores.after) == ((0, 0, 2, *[0] * 7), (1, 0, 1, *[0] * 7))


def test_people_side_with_old_with_new_or_with_neither() -> None:
    rows = [("a0", "formula", "met"), ("a1", "formula", "missed"), ("a1", "range", "met")]
    sided = found(people=labels(*rows)).people
    assert sided is not None
    assert (sided.old_right, sided.new_right, sided.neither) == (1, 0, 0)
    assert (sided.answers, sided.labels, sided.p) == (2, 3, 1.0)
    assert sided.old is not None
    assert sided.new is not None
    assert sided.change is not None
    # new: one of two mets found, equal in 2 of 3; chance is 2/3 · 1/3 + 1/3 · 2/3 = 4/9.
    assert (sided.old.value, sided.new.value, sided.change.value) == (1.0, 0.4, -0.6)
    neither = found(people=labels(("a0", "formula", "partial"))).people
    assert neither is not None
    assert (neither.neither, neither.p) == (1, None)


def test_labels_of_what_only_one_side_asks_are_counted_as_left_out() -> None:
    rows = [("a0", "formula", "met"), ("a0", "yes-or-no", "met"), ("a0", "output", "met")]
    result = found(people=labels(*rows))
    assert dict(result.left_out) == {"keypoint not in OLD": 1, "no keypoint of that id": 1}
    with pytest.raises(RecordsError, match="no label fits a grade"):
        found(people=labels(("zzz", "formula", "met")))


def test_the_same_rubric_twice_differs_in_nothing() -> None:
    side = Side("x", item())
    result = compared(side, side, answers(SAYS), fake_grader())
    assert (result.changes, result.flips) == ((), ())
    text = difference_text(result, width=80)
    assert "nothing that can change a grade" in text
    assert "none of 8 flips, over 1 answer" in text


@pytest.mark.parametrize(("one", "other", "p"), [(1, 1, 1.0), (0, 5, 0.0625), (2, 10, 0.038574)])
def test_mcnemars_exact_p_is_that_of_a_fair_coin(one: int, other: int, p: float) -> None:
    assert mcnemar(one, other) == pytest.approx(p, abs=1e-6)
    assert mcnemar(other, one) == mcnemar(one, other)
    assert mcnemar(0, 0) is None


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_text_is_as_wide_as_the_screen_and_shows_whom_people_side_with(width: int) -> None:
    result = found(people=labels(("a0", "formula", "met"), ("a1", "range", "met")))
    text = difference_text(result, width=width)
    assert max(map(len, text.splitlines())) <= width
    told = " ".join(text.split())
    assert "~ keypoint formula: text - ReLU outputs the larger of zero and its input. + L" in told
    assert "formula: met → missed; people say met, as OLD" in told
    assert "OLD was right in 1, NEW is right in 0, neither in 0 (McNemar, exact: p = 1.000)" in told


def test_hostile_names_and_words_reach_the_screen_spelt_out() -> None:
    evil = Answer(question_id="dl/relu", answer_id="\x1b[2J", text=f"{SAYS}\x1b[31m")
    result = compared(
        Side("\x1b]0;x\x07", item()),
        Side("new", item(swapped)),
        Answers([evil], Counter({"\x9b1m": 1})),
        fake_grader(),
    )
    assert result.flips
    text = difference_text(result, width=80)
    assert not {"\x1b", "\x07", "\x9b"} & {*text}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository that is a bank, stood in; the working rubric says something else than HEAD."""
    git(tmp_path, "init", "-q")
    put(tmp_path, lambda question, rubric: question.update(prompt=f"{question['prompt']} Go."))
    commit(tmp_path)
    put(tmp_path, raised)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("old", [f"HEAD:{R}", f"HEAD:./{R}", f"@:{R}"])
def test_a_revision_and_a_path_name_a_rubric_with_its_own_question(root: Path, old: str) -> None:
    before, after = sides(old, R)
    assert (before.item.rubric.version, after.item.rubric.version) == (1, 2)
    assert before.item.question.prompt.endswith(" Go.")
    assert not after.item.question.prompt.endswith(" Go.")
    assert (before.item.id, before.name, after.name) == ("dl/relu", old, R)


def test_a_loose_file_takes_the_question_of_the_other(root: Path) -> None:
    (root / "old.yaml").write_text((root / R).read_text())
    before, after = sides("old.yaml", str(root / R))
    assert before.item == after.item


def test_a_question_that_git_did_not_hold_then_is_that_of_new(root: Path) -> None:
    (root / Q).rename(root / "q")
    commit(root)
    (root / "q").rename(root / Q)
    assert sides(f"HEAD:{R}", R)[0].item.question == sides(R, R)[1].item.question


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("nowhere.yaml", "no such file; give one, or REVISION:PATH of git"),
        ("rubrics", "no file; give a rubric's"),
        (f"v9:{R}", "git knows no revision 'v9'"),
        ("HEAD:rubrics/dl/no.yaml", "no such file at 'HEAD'; a path begins at the top"),
        (f"--output=x:{R}", "git knows no revision '--output=x'"),
        (f"HEAD\nHEAD:{R}", "no such file"),
        (f":{R}", "no such file"),
    ],
)
def test_what_is_not_there_says_what_would_be_right(root: Path, old: str, said: str) -> None:
    with pytest.raises(InterviewerError) as caught:
        sides(old, R)
    assert said in str(caught.value)
    assert not (root / "x").exists()


def test_a_side_that_does_not_load_is_told_with_its_line(root: Path) -> None:
    (root / "bad.yaml").write_text("version: 1\nreference: x\nkeypoint: []\n")
    with pytest.raises(BankError, match=r"bad\.yaml:3: keypoint"):
        sides("bad.yaml", R)
    (root / "latin.yaml").write_bytes(b"version: \xff")
    with pytest.raises(BankError, match=r"latin\.yaml: byte 9 is not UTF-8"):
        sides("latin.yaml", R)
    with pytest.raises(InterviewerError, match="no question goes with it"):
        sides(R, "bad.yaml")


def test_answers_to_one_question_are_taken_from_a_file_of_many(tmp_path: Path) -> None:
    rows = [
        {"question_id": "dl/relu", "answer": "x", "answer_id": "1"},
        {"question_id": "dl/other", "answer": "y"},
        {"question_id": "dl/relu", "answer_sha256": "without words"},
    ]
    write(tmp_path, {"a.jsonl": "\n".join(map(json.dumps, rows))})
    taken = answers_to("dl/relu", tmp_path / "a.jsonl")
    assert [answer.answer_id for answer in taken.found] == ["1"]
    assert dict(taken.left_out) == {"of other questions": 1, "missing-field": 1}
    with pytest.raises(RecordsError, match="no answer to 'dl/none' in it; there is 2 of other"):
        answers_to("dl/none", tmp_path / "a.jsonl")


def test_grade_records_are_answers_too(tmp_path: Path) -> None:
    grade = fake_grader().grade(item(other_text), answers(SAYS).found[0])
    write(tmp_path, {"g.jsonl": grade.model_dump_json()})
    assert [answer.text for answer in answers_to("dl/relu", tmp_path / "g.jsonl").found] == [SAYS]
