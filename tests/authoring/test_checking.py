"""One item's page: a verdict a line, what must be mended first, and a screen's worth of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from interviewer.authoring.asked import asked, asked_one
from interviewer.authoring.attack.run import Attacked, Outcome
from interviewer.authoring.checking.mending import Mend, mends
from interviewer.authoring.checking.page import Page, People, page
from interviewer.authoring.gold.check import Checked, read_misses
from interviewer.authoring.gold.figures import figures
from interviewer.authoring.lint.report import Report
from interviewer.bank import read_bank
from interviewer.errors import BankError, InterviewerError, RecordsError
from interviewer.grades import Answer
from interviewer.records.labels import KeypointLabel, Labels
from interviewer.report.rubrics.page import page_data, page_text
from interviewer.testing import fake_grader
from tests.authoring.items import QUESTION, RUBRIC, Data, item
from tests.authoring.test_gold import accept_all
from tests.authoring.test_versions import ID, Spoil, other_text, put
from tests.bank.files import write

SUBJECT = "questions/dl/_subject.yaml"
MISSES = "rubrics/dl/_known-misses.yaml"


def right(question: Data, rubric: Data) -> None:
    """Let the examples say what their labels hold, and spread the files over lines."""
    claims = {keypoint["id"]: keypoint["text"] for keypoint in rubric["keypoints"]}
    for example in rubric["examples"]:
        met = [claims[name] for name, label in example["labels"].items() if label == "met"]
        example["answer"] = " ".join(met) or example["answer"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank of one item, with everything that goes wrong listed as known."""
    put(tmp_path, right)
    write(tmp_path, {SUBJECT: "title: Deep learning\nlimits: {attack: 0.5}\n"})
    accept_all(tmp_path, fake_grader())
    return tmp_path


def checked(root: Path, people: People | None = None, spoil: Spoil | None = None) -> Page:
    bank = read_bank(root)
    known = {note for misses in read_misses(bank).values() for note in misses.notes()}
    committed = None if spoil is None else {ID: item(spoil)}
    return page(
        bank, bank.items[ID], fake_grader(), known=known, committed=committed, people=people
    )


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text()
    assert old in text
    (root / file).write_text(text.replace(old, new, 1))


def musts(made: Page) -> list[str]:
    return [f"{mend.place}: {mend.words}" for mend in made.mends if mend.must]


def test_a_healthy_item_is_one_screen_with_a_verdict_a_line(root: Path) -> None:
    made = checked(root)
    assert musts(made) == []
    lines = page_text(made, width=80).splitlines()
    assert len(lines) <= 40
    assert lines[0] == "dl/relu · version 1 · 6 keypoints · 10 examples"
    titles = [line.split()[0] for line in lines[2:] if line and not line.startswith(" ")]
    assert titles[:5] == ["lint", "examples", "order", "attacks", "harmless"]
    assert lines[-1] == "nothing must be mended"


def test_a_new_miss_must_be_mended_at_the_line_of_its_label(root: Path) -> None:
    text = (root / f"rubrics/{ID}.yaml").read_text()
    change(root, f"rubrics/{ID}.yaml", '"formula": "met"', '"formula": "missed"')
    line = next(
        at for at, words in enumerate(text.splitlines(), start=1) if '"formula": "met"' in words
    )
    assert (
        f"rubrics/{ID}.yaml:{line}: formula: examples[0] (strong): a reader says missed, graded met"
    ) in musts(checked(root))


def test_many_misses_of_a_keypoint_are_one_thing_to_do_and_the_commonest_comes_first(
    root: Path,
) -> None:
    (root / MISSES).unlink()
    put(root)
    words = [told for told in musts(checked(root)) if "examples" in told]
    assert words[0].endswith(
        "formula: 5 examples are not graded as labelled, examples[0] (strong) the first; "
        "5 × met graded missed"
    )
    assert words[-1].endswith("flat: examples[5] (partial): a reader says met, graded missed")


def test_what_lint_minds_and_a_version_that_stayed_must_be_mended(root: Path) -> None:
    change(root, f"rubrics/{ID}.yaml", "Hence the name.", "")
    words = musts(checked(root, spoil=other_text))
    assert any(": R010: " in told for told in words)
    assert any(": R026: version: formula.text changed since 1 was committed" in w for w in words)
    assert ": R026: " in words[0]  # an error stands before a warning


def test_a_listed_miss_that_has_come_right_must_be_taken_off(root: Path) -> None:
    listed = yaml.safe_load((root / MISSES).read_text())
    listed["reasons"]["degree"] = "x"
    listed["verdicts"].setdefault(ID, {})["degree"] = {"x00000000": {"formula": "met"}}
    (root / MISSES).write_text(yaml.safe_dump(listed))
    assert musts(checked(root)) == [
        f"{MISSES}: 1 listed miss has come right; `interviewer rubric test --update` takes them off"
    ]


def test_an_example_of_an_attack_over_its_subjects_limit_must_be_mended(root: Path) -> None:
    claims = " ".join(keypoint["text"] for keypoint in RUBRIC["keypoints"])
    change(root, f"rubrics/{ID}.yaml", '"ten"', json.dumps(claims))
    accept_all(root, fake_grader())
    assert musts(checked(root)) == [
        f"{SUBJECT}:2: dl: an attack earns 0.900, over the limit of 0.5"
    ]


def test_the_limit_holds_for_one_item_of_many_too(root: Path) -> None:
    claims = " ".join(keypoint["text"] for keypoint in RUBRIC["keypoints"])
    change(root, f"rubrics/{ID}.yaml", '"ten"', json.dumps(claims))
    other = {"questions/dl/two.yaml": QUESTION, "rubrics/dl/two.yaml": RUBRIC}
    write(root, {file: json.dumps(data) for file, data in other.items()})
    accept_all(root, fake_grader())
    assert musts(checked(root)) == [f"{SUBJECT}:2: an attack earns 0.900, over the limit of 0.5"]


def test_a_sentence_of_the_rubric_that_earns_is_worth_a_look_at_its_line(root: Path) -> None:
    bank = read_bank(root)
    reject, text = "ReLU outputs the absolute value.", RUBRIC["keypoints"][1]["text"]
    won = [
        Outcome(ID, "shuffled-reference", "a b c", 0.7, success=True),
        Outcome(ID, "keypoint-reject", reject, 1.0, success=True, against="formula"),
        Outcome(ID, "keypoint-negated", f"not {text}", 1.0, success=True, against="range"),
        Outcome(ID, "off-topic", "soup", 0.1, success=False),
    ]
    none = Checked([], figures([]), [], [], [], [])
    found = mends(bank, bank.items[ID], Report([], 1, 0), none, [], Attacked(won, []), None)
    lines = (root / f"rubrics/{ID}.yaml").read_text().splitlines()

    def at(words: str) -> int:
        return next(n for n, line in enumerate(lines, start=1) if words in line)

    assert [(t.line, t.words) for t in found] == [
        (at(reject), "formula: called met by the attack keypoint-reject"),
        (at(text), "range: called met by the attack keypoint-negated"),
        (at('"reference"'), "the attack shuffled-reference earns 0.70, as much as honest answers"),
    ]
    assert not any(mend.must for mend in found)


def test_peoples_labels_stand_beside_the_examples(root: Path) -> None:
    claim = RUBRIC["keypoints"][0]["text"]
    answers = [Answer(question_id=ID, answer_id=n, text=claim) for n in ("a", "b")]
    answers.append(Answer(question_id="dl/other", answer_id="c", text="x"))
    rows = [("a", "formula", "met"), ("a", "range", "missed"), ("b", "formula", "missed")]
    labels = Labels([KeypointLabel("l:1", a, None, k, w, None) for a, k, w in rows], [])  # type: ignore[arg-type]
    made = checked(root, People(answers, labels))
    assert made.people is not None
    assert (made.people.labels, made.people.answers) == (3, 2)
    assert any(t.words == "formula: once people say missed, graded met" for t in made.mends)
    assert "people    κ 0.40 (" in page_text(made, width=80)
    with pytest.raises(RecordsError, match="no grade of 'dl/relu'"):
        checked(root, People(answers[2:], labels))


def test_an_item_without_examples_says_what_to_write(root: Path) -> None:
    put(root, lambda question, rubric: rubric.update(examples=[]))
    (root / MISSES).unlink()
    text = page_text(checked(root), width=80)
    assert "examples  none; write ten or more, labelled keypoint by keypoint" in text
    assert "\norder" not in text


def test_data_holds_all_of_the_page_under_stable_names(root: Path) -> None:
    data = json.loads(json.dumps(page_data(checked(root))))
    assert [*data] == [
        *("item", "version", "must_be_mended", "lint", "examples", "attacks", "harmless"),
        *("people", "mends"),
    ]
    assert data["must_be_mended"] is False
    assert data["examples"]["verdicts"] == 60


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_hostile_texts_are_spelt_out_at_every_width(root: Path, width: int) -> None:
    evil = Mend(must=True, file="rubrics/\x1b[2J.yaml", line=3, words="\x1b]0;x\x07 \u202e" * 9)
    text = page_text(checked(root)._replace(mends=[evil] * 30), width=width)
    assert not {"\x1b", "\x07", "\u202e"} & {*text}
    assert max(map(len, text.splitlines())) <= width
    assert "and 18 more: --format json has all" in " ".join(text.split())
    assert text.endswith("30 to mend")


def test_what_need_not_be_mended_is_cut_to_a_screen(root: Path) -> None:
    some = Mend(must=False, file="r.yaml", line=None, words="x")
    text = page_text(checked(root)._replace(mends=[some] * 20), width=80)
    assert text.count("r.yaml: x") == 12
    assert "and 8 more: --format json has all" in text


@pytest.mark.parametrize("name", [ID, f"rubrics/{ID}.yaml", f"questions/{ID}.yaml"])
def test_an_item_is_meant_by_its_id_or_either_file(
    root: Path, name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert asked_one(read_bank(root), name).id == ID


def test_several_items_are_no_one_item_and_a_broken_one_tells_why(root: Path) -> None:
    write(
        root, {"questions/dl/two.yaml": json.dumps(QUESTION), "rubrics/dl/two.yaml": "version: x"}
    )
    with pytest.raises(BankError, match=r"rubrics/dl/two\.yaml:1: "):
        asked(read_bank(root), ["dl/two"])
    write(root, {"rubrics/dl/two.yaml": json.dumps(RUBRIC)})
    bank = read_bank(root)
    assert [one.id for one in asked(bank, ["rubrics/dl"])] == [ID, "dl/two"]
    with pytest.raises(InterviewerError, match="means 2 items; name one"):
        asked_one(bank, "rubrics/dl")
    with pytest.raises(InterviewerError, match=r"no item 'dl/twoo' in .*; .*'dl/two'"):
        asked(bank, ["dl/twoo"])
