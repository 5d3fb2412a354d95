"""What loading and the rules found, for the part of a bank that was asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.authoring.lint import Finding
from interviewer.authoring.lint.report import is_known, named, reports
from interviewer.bank import read_bank
from interviewer.errors import InterviewerError
from tests.bank.files import GOOD, QUESTION, RUBRIC, R, changed, write

SHORT = changed(RUBRIC, "ReLU passes positive inputs through and zeroes", "It zeroes").replace(
    "while sigmoid squashes all of\n  them", "sigmoid squashes them"
)
TOLD = {
    "dl/short": "rubrics/dl/short.yaml:2: warning R002: reference: 14 words; "
    "write the answer that earns every point, 20 or more",
    "nlp/bad": "questions/nlp/bad.yaml:3: error R000: level: "
    "must be 'beginner', 'intermediate' or 'advanced', got 'easy'",
    "Foo": "rubrics/dl/Foo.yaml: error R000: the name is no valid id, "
    "lower-case words joined by hyphens; rename it to rubrics/dl/foo.yaml",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank with a good item, a poor one, a broken one and a misnamed file."""
    return write(
        tmp_path / "bank",
        {
            **GOOD,
            "questions/dl/short.yaml": QUESTION,
            "rubrics/dl/short.yaml": SHORT,
            "questions/nlp/bad.yaml": changed(QUESTION, "beginner", "easy"),
            "rubrics/nlp/bad.yaml": RUBRIC,
            "rubrics/dl/Foo.yaml": RUBRIC,
            "questions/dl/_subject.yaml": "title: x",
            "questions/README.md": "x",
        },
    )


def told(root: Path, *paths: Path) -> tuple[list[str], int]:
    """Return errors and what R002 finds; the test bank is thin in many other ways."""
    report = reports(read_bank(root), paths)
    lines = [line for line in report.lines if line.code in ("R000", "R002")]
    return [str(line) for line in lines], report.checked


def test_without_paths_all_is_checked_and_told_by_file_and_line(root: Path) -> None:
    assert told(root) == ([TOLD["nlp/bad"], TOLD["Foo"], TOLD["dl/short"]], 3)


@pytest.mark.parametrize(
    ("path", "names", "checked"),
    [
        ("rubrics/dl/short.yaml", ["dl/short"], 1),
        ("questions/dl/short.yaml", ["dl/short"], 1),
        (R, [], 1),
        ("rubrics/dl", ["Foo", "dl/short"], 2),
        ("questions/nlp", ["nlp/bad"], 1),
        ("rubrics/nlp/bad.yaml", ["nlp/bad"], 1),
        ("rubrics/dl/Foo.yaml", ["Foo"], 0),
        ("rubrics", ["nlp/bad", "Foo", "dl/short"], 3),
        ("", ["nlp/bad", "Foo", "dl/short"], 3),
        ("questions/dl/_subject.yaml", [], 0),
    ],
)
def test_paths_choose_a_part(root: Path, path: str, names: list[str], checked: int) -> None:
    expected = ([TOLD[name] for name in names], checked)
    assert told(root, root / path) == expected
    assert told(root, Path(path)) == expected


def test_several_paths_are_told_once(root: Path) -> None:
    paths = (root / "rubrics/dl/short.yaml", root / "questions/dl/short.yaml", root / "rubrics/nlp")
    assert told(root, *paths) == ([TOLD["nlp/bad"], TOLD["dl/short"]], 2)


@pytest.mark.parametrize("path", ["nothing", "rubrics/dl/none.yaml", "/", "x" * 5000])
def test_a_path_that_is_none_of_the_bank_is_an_error(root: Path, path: str) -> None:
    with pytest.raises(InterviewerError, match=r"no file or folder of the bank|cannot be read"):
        told(root, Path(path))


def test_a_file_that_is_no_question_is_an_error(root: Path) -> None:
    with pytest.raises(InterviewerError, match=r"no question or rubric of the bank in"):
        told(root, root / "questions/README.md")


NOQA = "reference: >-  # noqa: R002 a riddle has to be short"


def with_noqa(root: Path, line: str) -> list[str]:
    """Return what is found of R002 and R099 in the short item, its reference line replaced."""
    path = root / "rubrics/dl/short.yaml"
    path.write_text(changed(SHORT, "reference: >-", line))
    lines = reports(read_bank(root), [path]).lines
    return [str(found) for found in lines if found.code in ("R002", "R099")]


def test_noqa_with_a_reason_lets_a_finding_on_its_line_be(root: Path) -> None:
    assert with_noqa(root, NOQA) == []


def test_noqa_without_a_reason_lets_it_be_and_is_itself_found(root: Path) -> None:
    assert with_noqa(root, "reference: >-  # noqa: R002") == [
        "rubrics/dl/short.yaml:2: warning R099: `noqa` without a reason; write why after the code"
    ]


def test_noqa_of_another_code_lets_nothing_be_and_is_found(root: Path) -> None:
    assert with_noqa(root, "reference: >-  # noqa: R003 because") == [
        TOLD["dl/short"],
        "rubrics/dl/short.yaml:2: warning R099: `noqa: R003` lets nothing be here; remove it",
    ]


def test_noqa_cannot_let_a_file_be_that_does_not_load(root: Path) -> None:
    path = root / "questions/nlp/bad.yaml"
    path.write_text(changed(QUESTION, "level: beginner", "level: easy  # noqa: R000 we like it"))
    assert told(root, path) == ([TOLD["nlp/bad"]], 1)


def test_a_known_finding_by_grading_is_counted_and_not_repeated(root: Path) -> None:
    note = Finding("R201", "warning", ("keypoints", 0, "reject", 0), "graded met")
    bank = read_bank(root)
    item = bank.items["dl/relu"]
    assert named(item, note) == "relu-formula.reject[0]"
    assert is_known(item, note, {("dl/relu", "R201", "relu-formula.reject[0]")})
    assert not is_known(item, note, {("dl/relu", "R201", "relu-formula.reject[1]")})
    structural = note._replace(code="R006")
    assert not is_known(item, structural, {("dl/relu", "R006", "relu-formula.reject[0]")})
