"""``rubric check``, ``rubric report`` and ``rubric diff`` as their users run them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.authoring.items import QUESTION, RUBRIC
from tests.authoring.test_versions import ID, R, commit, git, other_text, put, raised
from tests.bank.files import write

SIMILAR = ("--matcher", "similarity")
CLAIM = RUBRIC["keypoints"][0]["text"]


def run(root: Path, *words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "rubric", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        cwd=root,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank in git, whose working rubric says something else under a higher version."""
    git(tmp_path, "init", "-q")
    put(tmp_path)
    commit(tmp_path)
    put(tmp_path, raised)
    answers = [
        {"answer_id": name, "question_id": ID, "answer": text}
        for name, text in (("a", CLAIM), ("b", "No idea of it\x1b[31m, sorry."))
    ]
    write(
        tmp_path,
        {
            "answers.jsonl": "\n".join(map(json.dumps, answers)),
            "labels.csv": "answer_id,keypoint_id,label\na,formula,met\nb,formula,missed\n",
        },
    )
    return tmp_path


@pytest.mark.model
def test_check_prints_a_page_an_item_and_exits_1_while_something_must_be_mended(
    root: Path,
) -> None:
    done = run(root, "check", ID, "--bank", ".", *SIMILAR, code=1)
    first, *rest = done.stdout.splitlines()
    assert first == "dl/relu · version 2 · 6 keypoints · 10 examples"
    assert "must be mended:" in rest
    assert rest[-1].endswith(" to mend")
    words = ("--answers", "answers.jsonl", "--labels", "labels.csv", "--format", "json")
    (page,) = json.loads(run(root, "check", R, "--bank", ".", *SIMILAR, *words, code=1).stdout)
    assert (page["item"], page["must_be_mended"]) == (ID, True)
    assert page["people"]["labels"] == 2


@pytest.mark.model
def test_report_is_text_json_or_csv_over_records_or_examples(root: Path) -> None:
    own = run(root, "report", ID, "--bank", ".", *SIMILAR)
    assert own.stdout.startswith("dl/relu · version 2 · 60 labels of 10 answers · the rubric's")
    graded = subprocess.run(
        [sys.executable, "-m", "interviewer", "grade", "answers.jsonl", "--bank", ".", *SIMILAR],
        capture_output=True,
        check=True,
        cwd=root,
    )
    write(root, {"grades.jsonl": graded.stdout})
    put(root, other_text)
    words = ("report", ID, "--bank", ".", "--on", "grades.jsonl", "--labels", "labels.csv")
    found = json.loads(run(root, *words, "--format", "json").stdout)
    assert found["labels"] == 2
    assert found["older"] == []  # version 1 now, with the very words that version 2 had
    put(root)
    found = json.loads(run(root, *words, "--format", "json").stdout)
    assert [(one["version"], one["answers"]) for one in found["older"]] == [(2, 2)]
    rows = list(csv.DictReader(io.StringIO(run(root, *words, "--format", "csv").stdout)))
    assert [row["keypoint_id"] for row in rows] == ["all", "formula"]


@pytest.mark.model
def test_diff_grades_by_a_revision_and_by_the_working_file(root: Path) -> None:
    words = ("diff", f"HEAD:{R}", R, *SIMILAR)
    shown = run(root, *words)
    assert "~ keypoint formula: text" in shown.stdout
    assert "of the flips, OLD was right in" in " ".join(shown.stdout.split())
    on = ("--on", "answers.jsonl", "--labels", "labels.csv", "--format", "json")
    found = json.loads(run(root, *words, *on).stdout)
    assert (found["old"]["version"], found["new"]["version"], found["answers"]) == (1, 2, 2)
    assert found["people"]["labels"] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check",), "Missing argument"),
        (("check", ID, "--labels", "labels.csv"), "answers and labels go together"),
        (("report", ID, "--bank", ".", "--on", "answers.jsonl"), "grades and labels go together"),
        (("diff", R, R, "--labels", "labels.csv"), "the examples have labels of their own"),
    ],
)
def test_wrong_usage_exits_2(root: Path, words: tuple[str, ...], said: str) -> None:
    assert said in run(root, *words, code=2).stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("check", "dl/rely", "--bank", "."), "error: no item 'dl/rely' in .; did you mean"),
        (("check", "x" * 5000, "--bank", "."), "error: no item 'xxx"),
        (("report", "rubrics", "--bank", "."), "error: rubrics: means 2 items; name one"),
        (("diff", "v9:x/rubrics/y.yaml", R), "error: v9:x/rubrics/y.yaml: git knows no revision"),
        (("diff", "y" * 5000, R), "error: 'yyy"),
        (("diff", R, R, "--on", "labels.csv"), "error: labels.csv:1: no column 'question_id'"),
    ],
)
def test_what_cannot_be_done_is_one_line(root: Path, words: tuple[str, ...], said: str) -> None:
    two = {"questions/dl/two.yaml": QUESTION, "rubrics/dl/two.yaml": RUBRIC}
    write(root, {file: json.dumps(data) for file, data in two.items()})
    err = run(root, *words, code=1).stderr
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_an_item_without_examples_asks_for_labels_from_elsewhere(root: Path) -> None:
    put(root, lambda question, rubric: rubric.update(examples=[]))
    assert "has no examples" in run(root, "report", ID, "--bank", ".", code=1).stderr
    assert "NEW has no examples" in run(root, "diff", R, R, code=1).stderr


def test_lint_tells_of_a_version_that_stayed(root: Path) -> None:
    put(root, other_text)
    done = run(root, "lint", "--quick", "--bank", ".", code=1)
    assert done.stdout == (
        f"{R}:2: error R026: version: formula.text changed since 1 was committed; write 2\n"
    )
