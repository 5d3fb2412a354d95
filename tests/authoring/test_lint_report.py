"""What loading and the rules found, for the part of a bank that was asked about."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.authoring.lint.report import reports
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
    lines, checked = reports(read_bank(root), paths)
    return [str(line) for line in lines], checked


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
