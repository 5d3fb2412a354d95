"""Keypoints in from tables and cards and out again, and what is lost on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.authoring.cards.card import Deck, Left
from interviewer.authoring.cards.carry import Carried, Told, carry
from interviewer.authoring.cards.flat import json_lines, not_told
from interviewer.authoring.cards.markdown import read_cards, write_cards
from interviewer.authoring.cards.table import read_table, write_table
from interviewer.bank import default_root, load_bank, read_bank
from interviewer.errors import InterviewerError
from interviewer.items import Keypoint
from tests.authoring.items import item
from tests.bank.files import GOOD, write

TOLD = Told("sql", "transactions", "advanced")
CARDS = """\
An introduction.
# What is MVCC?

**Answer:** Each writer makes a new version;
readers see the one of their snapshot.

- [x] Readers do not block
  writers. (2 points)
  - nested
* Old versions are vacuumed [1 pt, Bonus]
## Aside
1. Writers may block writers
stray words

# What is a deadlock? #
> A cycle of waits.
>
> One is rolled back.
- It is a cycle of waits.
"""


def brought(root: Path, deck: Deck, told: Told = TOLD) -> Carried:
    return carry(read_bank(write(root, GOOD)), deck, told)


def test_headings_ask_bullets_are_criteria_and_quotes_or_answers_the_reference(
    tmp_path: Path,
) -> None:
    done = brought(tmp_path, read_cards(CARDS))
    assert done.ids == ["sql/mvcc", "sql/deadlock"]
    bank = load_bank(tmp_path)
    mvcc, deadlock = bank["sql/mvcc"], bank["sql/deadlock"]
    assert mvcc.question.prompt == "What is MVCC?"
    assert (mvcc.question.topic, mvcc.question.level) == ("transactions", "advanced")
    assert mvcc.rubric.reference == (
        "Each writer makes a new version;\nreaders see the one of their snapshot."
    )
    assert [(k.text, k.points, k.tier, k.draft) for k in mvcc.rubric.keypoints] == [
        ("Readers do not block writers.", 2, None, True),
        ("Old versions are vacuumed", 1, "bonus", True),
        ("Writers may block writers stray words", 1, None, True),
    ]
    assert deadlock.rubric.reference == "A cycle of waits.\n\nOne is rolled back."


def test_what_is_no_part_of_a_card_is_told_line_by_line(tmp_path: Path) -> None:
    assert brought(tmp_path, read_cards(CARDS)).left == [
        Left(1, "neither question, criterion nor reference: 'An introduction.'"),
        Left(9, "a bullet below a bullet: '- nested'"),
        Left(11, "neither question, criterion nor reference: '## Aside'"),
    ]


def test_a_table_has_its_columns_in_any_order_and_any_usual_delimiter(tmp_path: Path) -> None:
    text = 'Points;Keypoint;QUESTION;accept\n1,5;It is; a cycle.;What?;x\n2;It ends.;What?;"a\nb"\n'
    done = brought(tmp_path, read_table(text, "t.csv"))
    assert done.left == [Left(2, "5 cells under 4 columns")]
    assert done.notes == [Left(3, "no reference answer; the keypoints stand in for it")]
    (made,) = load_bank(tmp_path)["sql/what"].rubric.keypoints
    assert made == Keypoint(id="ends", text="It ends.", points=2, accept=("a", "b"), draft=True)


def test_each_row_that_cannot_be_carried_says_why_and_the_others_are(tmp_path: Path) -> None:
    text = (
        "question,keypoint,points,tier,colour\n"
        "Why?,It is so.,1,core,red\n"
        ",It is so.,1,,\n"
        "Why?,,1,,\n"
        "why?,it is so,1,,\n"
        "Why?,Others.,many,,\n"
        "Why?,Others.,-1,,\n"
        "Why?,Others.,1,gold,\n"
        "How do ReLU and sigmoid differ,X.,1,,\n"
    )
    done = brought(tmp_path, read_table(text, "t.csv"))
    assert done.ids == ["sql/why"]
    told = {left.line: left.why.partition(";")[0] for left in done.left}
    assert told == {
        1: "the column 'colour' is none of ours",
        3: "no question",
        4: "no keypoint",
        5: "the same words as the keypoint 'it-is-so'",
        6: "points: must be a number, got 'many'",
        7: "points: must be greater than 0, got -1.0",
        8: "tier: must be 'core', 'standard' or 'bonus', got 'gold'",
        9: "the bank asks this already, in dl/relu",
    }
    assert len(load_bank(tmp_path)["sql/why"].rubric.keypoints) == 1


def test_a_question_whose_own_id_is_taken_or_leads_elsewhere_stays_where_it_belongs(
    tmp_path: Path,
) -> None:
    text = "question,keypoint,id\nWhy?,A.,../../etc/relu\nHow?,B.,dl/relu\nWhat?,C.,a/B c\n"
    done = brought(tmp_path, read_table(text, "t.csv"), TOLD._replace(subject="dl"))
    assert done.ids == []
    assert [left.line for left in done.left] == [2, 3, 4]
    assert "is there already" in done.left[0].why
    assert [*load_bank(tmp_path)] == ["dl/relu"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "t.csv: empty; a table begins with question, keypoint"),
        ("a,b\n", "t.csv:1: the header has no column question and no keypoint"),
        ("question,keypoint,question\n", "t.csv:1: the column 'question' stands twice; remove one"),
        (
            'question,keypoint\nWhy?,"open\n',
            "t.csv:2: not CSV: unexpected end of data; write a quote inside quotes twice",
        ),
    ],
)
def test_a_file_that_is_no_table_is_an_error(text: str, told: str) -> None:
    with pytest.raises(InterviewerError) as error:
        read_table(text, "t.csv")
    assert str(error.value) == told


def test_the_shipped_bank_survives_a_table_there_and_back(tmp_path: Path) -> None:
    shipped = load_bank(default_root())
    table = "\n".join(write_table(shipped.values()))
    root = tmp_path / "bank"
    (root / "questions").mkdir(parents=True)
    told = Told("deep-learning", "x", "beginner")
    done = carry(read_bank(root), read_table(table, "t.csv"), told)
    assert (done.ids, done.left, done.notes) == ([*shipped], [], [])
    back = load_bank(root)
    for name, before in shipped.items():
        after = back[name]
        assert after.question.prompt == " ".join(before.question.prompt.split())
        assert after.question.topic == before.question.topic
        assert after.question.level == before.question.level
        assert after.rubric.reference == before.rubric.reference.strip()
        assert after.rubric.groups == before.rubric.groups
        for kept, keypoint in zip(after.rubric.keypoints, before.rubric.keypoints, strict=True):
            same = {"probe": None, "draft": True, "tier": kept.tier, "partial": None}
            assert kept == keypoint.model_copy(update=same)
            assert after.rubric.tier_of(kept) == before.rubric.tier_of(keypoint)
    assert "\n".join(write_table(back.values())) == table


def test_a_card_keeps_question_reference_texts_points_and_tiers_there_and_back(
    tmp_path: Path,
) -> None:
    before = item()
    text = "\n".join(write_cards([before]))
    assert text.splitlines()[-6:] == [
        "- ReLU outputs the larger of zero and its input. (1 point, core)",
        "- Sigmoid squashes any number into the range from 0 to 1. (1 point, standard)",
        "- ReLU is the default for hidden layers. (1 point, standard)",
        "- Sigmoid suits a unit that says yes or no. (1 point, standard)",
        "- A ReLU unit can die. (1 point, standard)",
        "- Sigmoid saturates. (1 point, standard)",
    ]
    done = brought(tmp_path, read_cards(text))
    assert done.left == []
    after = load_bank(tmp_path)[done.ids[0]]
    assert after.question.prompt == before.question.prompt
    assert after.rubric.reference == before.rubric.reference
    assert [(k.text, k.points or 1) for k in after.rubric.keypoints] == [
        (k.text, k.points or 1) for k in before.rubric.keypoints
    ]


def test_a_cell_that_a_spreadsheet_would_run_is_disarmed_and_comes_back(tmp_path: Path) -> None:
    made = item(
        lambda _, rubric: rubric["keypoints"][0].update(
            text="=HYPERLINK(1)", explain="'-x", accept=["@a", "b"]
        )
    )
    table = "\n".join(write_table([made]))
    assert ",'=HYPERLINK(1)," in table
    assert ",''-x," in table
    done = brought(tmp_path, read_table(table, "t.csv"))
    first = load_bank(tmp_path)[done.ids[0]].rubric.keypoints[0]
    assert (first.text, first.explain, first.accept) == ("=HYPERLINK(1)", "'-x", ("@a", "b"))


def test_json_lines_hold_every_field_of_a_keypoint_and_its_question() -> None:
    rows = [json.loads(line) for line in json_lines([item()])]
    assert [row["id"] for row in rows][:2] == ["formula", "range"]
    assert rows[0]["question_id"] == "dl/relu"
    assert rows[0]["probe"]["hint"] == "And below zero?"
    assert rows[4]["group"]["need"] == 1


def test_what_no_row_holds_is_counted() -> None:
    assert not_told([item()]) == "2 misconceptions, 10 examples, 1 follow-up"
    assert not_told([]) == ""


def test_a_question_with_more_criteria_than_a_rubric_holds_is_left(tmp_path: Path) -> None:
    rows = "".join(f"Why?,Claim {number}.\n" for number in range(101))
    done = brought(tmp_path, read_table(f"question,keypoint\n{rows}", "t.csv"))
    told = "101 criteria for one question; a rubric has at most 100"
    assert (done.ids, done.left) == ([], [Left(2, told)])
