"""Labelled examples as a test: figures, known misses, limits, and what makes a run fail."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from interviewer.agreement.measures import accuracy, cohens_kappa
from interviewer.authoring.gold.check import Checked, check, known_file, read_misses
from interviewer.authoring.gold.figures import Figures, below, figures
from interviewer.authoring.gold.known import rewritten
from interviewer.authoring.gold.labels import by_labels
from interviewer.authoring.gold.misses import KnownMisses, Miss, example_id, reason_of
from interviewer.authoring.gold.report import as_github, as_json, as_junit, as_text
from interviewer.authoring.gold.run import Fares, Graded, Outcome
from interviewer.bank import read_bank
from interviewer.errors import BankError
from interviewer.grader import Grader
from interviewer.subjects import Limits
from interviewer.testing import fake_grader
from tests.authoring.items import QUESTION, RUBRIC, item
from tests.bank.files import write

ID = "dl/relu"
SUBJECT = "title: Deep learning\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write(
        tmp_path / "bank",
        {
            f"questions/{ID}.yaml": json.dumps(QUESTION),
            f"rubrics/{ID}.yaml": json.dumps(RUBRIC),
            "questions/dl/_subject.yaml": SUBJECT,
        },
    )


@pytest.fixture
def grader() -> Grader:
    return fake_grader()


def checked(root: Path, grader: Grader) -> Checked:
    return check(read_bank(root), [ID], grader)


def accept_all(root: Path, grader: Grader) -> None:
    """List all misses of the moment as known."""
    bank = read_bank(root)
    for subject, text in rewritten(bank, check(bank, [ID], grader), [ID], grader).items():
        known_file(bank, subject).write_text(text)


def test_kappa_and_accuracy_of_a_worked_table() -> None:
    ours = [True] * 20 + [True] * 5 + [False] * 10 + [False] * 15
    theirs = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert cohens_kappa(ours, theirs) == pytest.approx(0.4)  # .70 observed, .50 by chance
    assert accuracy(ours, theirs) == pytest.approx(0.7)
    assert cohens_kappa(["a", "b", "c"], ["a", "b", "c"]) == 1
    assert cohens_kappa(["a", "a"], ["a", "a"]) is None
    assert (cohens_kappa([], []), accuracy([], [])) == (None, None)
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        cohens_kappa([1, 2], [1])


def test_labels_alone_sum_up_as_a_grade_would() -> None:
    rubric = item().rubric
    assert by_labels(rubric) == [1.0, 1.0, 0.8, 0.4, 0.4, 0.4, 0.0, 0.0, 0.0, 0.0]
    first = rubric.examples[3]
    held = first.model_copy(update={"misconceptions": ("linear",)})
    half = first.model_copy(update={"labels": {**first.labels, "range": "partial"}})
    changed = rubric.model_copy(update={"examples": (held, half)})
    assert by_labels(changed) == [0.2, 0.3]


def graded(at: int, kind: Any, fraction: float, *pairs: tuple[str, str]) -> Graded:
    outcomes = tuple(Outcome(f"k{n}", *pair, None) for n, pair in enumerate(pairs))
    return Graded(at, f"{at:08x}", kind, fraction, outcomes, ())


def test_figures_over_examples_of_an_item() -> None:
    row = Fares(
        ID,
        (
            graded(0, "strong", 0.9, ("met", "met"), ("met", "missed")),
            graded(1, "partial", 0.9, ("met", "met"), ("missed", "missed")),
            graded(2, "weak", 0.1, ("missed", "missed"), ("missed", "met")),
            graded(3, "attack", 0.4, ("missed", "partial"), ("missed", "missed")),
        ),
        *(1.0, 0.0, 0.0, 0.0),
    )
    found = figures([row])
    # met: reader 3 of 8, graded 3 of 8, equal in 6: chance is (3/8)² + (5/8)² = 34/64.
    assert found.kappa == pytest.approx((6 / 8 - 34 / 64) / (1 - 34 / 64))
    assert (found.examples, found.verdicts, found.accuracy) == (4, 8, 5 / 8)
    # strong > partial fails by a tie; partial > weak and strong > weak hold.
    assert (found.pairs, found.ordering, found.attack) == (3, 2 / 3, 0.4)


def test_pairs_count_within_an_item_only() -> None:
    rows = [
        Fares("dl/a", (graded(0, "strong", 0.2),), 1.0, 0.0, 0.0, 0.0),
        Fares("dl/b", (graded(0, "weak", 0.5),), 1.0, 0.0, 0.0, 0.0),
    ]
    assert (figures(rows).pairs, figures(rows).ordering) == (0, None)


def test_limits_are_held_to_what_can_be_told() -> None:
    found = Figures(4, 8, 0.2, 0.5, 10, 0.6, 0.3)
    limits = Limits(kappa=0.3, accuracy=0.5, ordering=0.7, attack=0.25)
    assert list(below(found, limits)) == [
        "kappa 0.200 is under the limit of 0.3",
        "ordering 0.600 is under the limit of 0.7",
        "an attack earns 0.300, over the limit of 0.25",
    ]
    assert list(below(Figures(0, 0, None, None, 0, None, None), limits)) == []
    assert list(below(found, Limits())) == []


def test_every_miss_is_new_at_first_and_the_run_fails(root: Path, grader: Grader) -> None:
    found = checked(root, grader)
    assert found.failed
    assert {(new.miss.name, new.reader) for new in found.new} >= {("formula", "met")}
    assert found.known == []


def test_listed_misses_are_known_and_the_run_passes(root: Path, grader: Grader) -> None:
    before = checked(root, grader)
    accept_all(root, grader)
    after = checked(root, grader)
    assert (after.new, after.passed, after.failed) == ([], [], False)
    assert len(after.known) == len(before.new)
    assert {reason for _, reason in after.known} == {"right-in-other-words"}


def test_a_listed_miss_that_is_none_any_more_fails_the_run(root: Path, grader: Grader) -> None:
    accept_all(root, grader)
    file = root / "rubrics/dl/_known-misses.yaml"
    data = yaml.safe_load(file.read_text())
    example = example_id("seven")
    data["verdicts"][ID]["right-in-other-words"][example] = {"formula": "met"}
    file.write_text(yaml.safe_dump(data))
    found = checked(root, grader)
    assert [passed.miss for passed in found.passed] == [Miss(ID, example, "formula", "met")]
    assert found.failed
    accept_all(root, grader)
    assert not checked(root, grader).failed


def test_an_update_keeps_reasons_written_by_hand(root: Path, grader: Grader) -> None:
    accept_all(root, grader)
    file = root / "rubrics/dl/_known-misses.yaml"
    file.write_text(
        file.read_text().replace("right-in-other-words", "too-short").replace(
            "The reader sees the claim; similarity does not, in these words.", "One word each."
        )
    )  # fmt: skip
    accept_all(root, grader)
    data = yaml.safe_load(file.read_text())
    assert data["reasons"] == {"too-short": "One word each."}
    assert set(data["verdicts"][ID]) == {"too-short"}


def test_a_figure_under_its_limit_fails_the_run(root: Path, grader: Grader) -> None:
    accept_all(root, grader)
    (root / "questions/dl/_subject.yaml").write_text(SUBJECT + "limits: {accuracy: 0.99}\n")
    found = checked(root, grader)
    assert [words.partition(" is")[0] for words in found.under] == [
        f"dl: accuracy {found.overall.accuracy:.3f}"
    ]
    assert found.failed


def test_limits_of_a_subject_are_not_held_against_a_part_of_it(root: Path, grader: Grader) -> None:
    write(
        root,
        {
            "questions/dl/other.yaml": json.dumps(QUESTION),
            "rubrics/dl/other.yaml": json.dumps(RUBRIC),
            "questions/dl/_subject.yaml": SUBJECT + "limits: {accuracy: 0.99}\n",
        },
    )
    assert checked(root, grader).under == []


def test_a_broken_file_of_misses_is_an_error_with_its_line(root: Path, grader: Grader) -> None:
    (root / "rubrics/dl/_known-misses.yaml").write_text("reasons: {}\nverdict: {}\n")
    with pytest.raises(BankError, match=r"_known-misses.yaml:2: unknown key 'verdict'"):
        checked(root, grader)


@pytest.mark.parametrize(
    ("reader", "verdict", "reason"),
    [
        ("met", "missed", "right-in-other-words"),
        ("partial", "missed", "right-in-other-words"),
        ("missed", "met", "near-but-not-said"),
        ("contradicted", "met", "fluent-opposite"),
        ("contradicted", "missed", "opposite-unnamed"),
        ("met", "contradicted", "reject-too-near"),
        ("missed", "contradicted", "denial-imagined"),
        ("met", "partial", "degree"),
        ("held", "absent", "false-claim-unseen"),
        ("absent", "held", "false-claim-imagined"),
    ],
)
def test_the_two_labels_give_the_reason(reader: str, verdict: str, reason: str) -> None:
    assert reason_of(reader, verdict) == reason


def test_text_has_a_line_an_item_and_what_is_to_be_done(root: Path, grader: Grader) -> None:
    lines = list(as_text(checked(root, grader)))
    assert lines[1].startswith("dl/relu   10 ")
    assert lines[2].startswith("all: 10 examples, 60 verdicts, κ of met ")
    assert "new miss: dl/relu examples[0] (strong) formula: reader met, graded missed" in lines
    assert lines[-1].startswith("0 known misses, ")


def test_json_has_every_miss(root: Path, grader: Grader) -> None:
    found = checked(root, grader)
    data = json.loads(as_json(found))
    assert (data["failed"], data["overall"]["examples"]) == (True, 10)
    assert len(data["items"][0]["misses"]) == len(data["new"]) == len(found.new)


def test_junit_fails_the_examples_with_a_new_miss(root: Path, grader: Grader) -> None:
    suites = ElementTree.fromstring(as_junit(checked(root, grader)))
    suite, limits = suites
    assert (suite.get("name"), suite.get("tests")) == (ID, "10")
    failed = [case.get("name") for case in suite if case.find("failure") is not None]
    assert failed[0] == "examples[0] strong"
    assert suite.get("failures") == str(len(failed))
    assert limits.get("failures") == "0"


def test_junit_of_hostile_text_is_still_xml(root: Path, grader: Grader) -> None:
    found = checked(root, grader)
    hostile = found._replace(under=["]]> <script> & \x00 \x1b[31m \ufffe"])
    assert len(ElementTree.fromstring(as_junit(hostile))) == 2


def test_github_names_file_and_line(
    root: Path, grader: Grader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    first = next(iter(as_github(checked(root, grader), read_bank(root))))
    assert first.startswith("::error file=rubrics/dl/relu.yaml,line=1,title=new miss::dl/relu ")


def test_hostile_names_in_the_file_are_refused() -> None:
    with pytest.raises(ValueError, match="verdicts"):
        KnownMisses.model_validate({"verdicts": {"../../etc": {}}})


def test_only_the_tested_items_are_written_anew(root: Path, grader: Grader) -> None:
    write(
        root,
        {
            "questions/dl/other.yaml": json.dumps(QUESTION),
            "rubrics/dl/other.yaml": json.dumps(RUBRIC),
        },
    )
    accept_all(root, grader)
    bank = read_bank(root)
    assert set(read_misses(bank)["dl"].verdicts) == {ID}
    found = check(bank, ["dl/other"], grader)
    text = rewritten(bank, found, ["dl/other"], grader)["dl"]
    assert set(yaml.safe_load(text)["verdicts"]) == {ID, "dl/other"}
