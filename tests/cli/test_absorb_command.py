"""`interviewer rubric absorb` and `regrade --overrides`, as their users run them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from interviewer.bank import read_bank
from interviewer.cli.app import app
from interviewer.errors import InterviewerError
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.overrides import Marked, about
from interviewer.records.grades import read_grades
from interviewer.store.overrides import beside, identity_of, open_overrides
from interviewer.testing.fakes import fake_grader
from tests.bank.files import GOOD, R, write
from tests.test_overrides import NOON

NAME = "dl/relu"
LABELS = {
    "relu-formula": "met",
    "sigmoid-range": "partial",
    "sigmoid-slope": "missed",
    "cheap": "missed",
}
ADDED = """\
  - answer: "One clips: the other squeezes."
    labels:
      relu-formula: met
      sigmoid-range: partial
      sigmoid-slope: missed
      cheap: missed
    misconceptions: []
    kind: partial
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "bank", GOOD)
    return tmp_path / "bank"


def item(folder: Path) -> Item:
    return read_bank(folder).items[NAME]


def reviewed(folder: Path, answer: str = "One clips: the other squeezes.") -> Path:
    """Return grades of one answer that somebody has reviewed whole."""
    file = folder.parent / "g.jsonl"
    grade = fake_grader().grade(item(folder), answer, row=1)
    file.write_text(grade.model_dump_json() + "\n")
    with open_overrides(file, identity_of(file)) as store:
        for keypoint in item(folder).rubric.keypoints:
            store.append(mark(grade, keypoint.id, LABELS[keypoint.id], keypoint.text))
        for false in item(folder).rubric.misconceptions:
            store.append(mark(grade, false.id, "absent", false.text))
    return file


def mark(grade: Grade, name: str, label: str, claim: str) -> Marked:
    return Marked.model_validate(
        {
            **about(grade, name)._asdict(),
            "seq": 1,
            "at": NOON,
            "reviewer": "ann",
            "label": label,
            "was": "missed",
            "claim": claim,
            "reason": "as I read it",
        }
    )


def run(*words: object) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, [*map(str, words)])
    return result.exit_code, result.stdout, result.stderr, result.exception


def absorb(grades: Path, folder: Path, *more: str) -> tuple[int, str, str, BaseException | None]:
    return run("rubric", "absorb", grades, "--bank", folder, *more)


def test_without_a_terminal_the_diff_is_shown_and_nothing_is_written(folder: Path) -> None:
    grades = reviewed(folder)
    before = (folder / R).read_bytes()
    code, out, err, _ = absorb(grades, folder)
    assert code == 0
    added = [line[1:] for line in out.splitlines() if line.startswith("+") and "+++" not in line]
    assert "\n".join(added) + "\n" == ADDED
    assert "--yes writes this" in err
    assert "nothing was written" in err
    assert (folder / R).read_bytes() == before


@pytest.mark.model
def test_with_yes_it_is_written_and_kappa_is_told_and_again_there_is_nothing(
    folder: Path,
) -> None:
    grades = reviewed(folder)
    before = (folder / R).read_text()
    code, out, err, _ = absorb(grades, folder, "--yes", "--matcher", "similarity")
    assert code == 0
    assert (folder / R).read_text() == before + ADDED
    assert "on the one example that was there" in out
    assert "on all 2" in out
    assert "raise its version" not in err
    code, out, err, _ = absorb(grades, folder, "--yes")
    assert (code, out) == (0, "")
    assert "left out (1): answers that are examples already" in err
    assert (folder / R).read_text() == before + ADDED


def test_what_cannot_be_done_is_one_line(folder: Path) -> None:
    grades = reviewed(folder)
    for words, told in (
        (("rubric", "absorb", grades, "--bank", folder, "--item", "dl/rel"), "did you mean"),
        (("rubric", "absorb", folder / "no.jsonl", "--bank", folder), "no such file or folder"),
        (
            ("rubric", "absorb", grades, "--bank", folder, "--overrides", folder / "no"),
            "no such file",
        ),
    ):
        code, _, _, error = run(*words)
        assert code == 1
        assert isinstance(error, InterviewerError)
        assert told in str(error)
    beside(grades).unlink()
    _, _, _, error = absorb(grades, folder)
    assert "`interviewer review" in str(error)


def test_a_rubric_that_does_not_load_is_left_as_it_was(folder: Path) -> None:
    grades = reviewed(folder)
    broken = (folder / R).read_text().replace("points: 1", "points: -1", 1)
    (folder / R).write_text(broken)
    code, _, _, error = absorb(grades, folder, "--yes")
    assert code == 1
    assert "points" in str(error)
    assert (folder / R).read_text() == broken


def labels(path: Path) -> Sequence[tuple[str, str]]:
    (grade,) = read_grades(path)
    return [(verdict.label, verdict.decided_by) for verdict in grade.verdicts]


@pytest.mark.model
def test_regrade_applies_what_reviewers_said_only_when_told_to(folder: Path) -> None:
    grades = reviewed(folder)
    out = folder.parent / "new.jsonl"
    code, _, err, _ = run("regrade", grades, "--bank", folder, "-o", out)
    assert code == 0
    assert "--overrides" in err
    assert {by for _, by in labels(out)} == {"matcher"}
    words = ("regrade", grades, "--bank", folder, "--overrides", beside(grades))
    code, _, err, _ = run(*words, "-o", out, "--force")
    assert code == 0
    assert "5 decided by a person" in err
    assert labels(out) == [(label, "person") for label in LABELS.values()]


def test_overrides_of_other_grades_are_refused(folder: Path) -> None:
    grades = reviewed(folder)
    grade = fake_grader().grade(item(folder), "another answer", row=1)
    grades.write_text(grade.model_dump_json() + "\n")
    words = ("regrade", grades, "--bank", folder, "--overrides", beside(grades))
    code, _, _, error = run(*words)
    assert code == 1
    assert "overrides of other grades" in str(error)
