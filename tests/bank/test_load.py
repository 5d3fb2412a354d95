"""Which files of a folder become items, and what is said about those that do not."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from interviewer.bank import default_root, load_bank, read_bank
from interviewer.errors import BankError, InterviewerError
from tests.bank.files import GOOD, QUESTION, RUBRIC, Q, R, changed, write


def told(root: Path) -> list[str]:
    return [str(problem) for problem in read_bank(root).problems]


def test_a_good_pair_of_files_is_an_item(tmp_path: Path) -> None:
    item = load_bank(write(tmp_path, GOOD))["dl/relu"]
    assert item.id == "dl/relu"
    assert item.question.prompt == "How do ReLU and sigmoid differ?"
    assert item.question.tags == ("vanishing-gradients",)
    assert [keypoint.points for keypoint in item.rubric.keypoints] == [2.0, None, None, 1.0]
    assert item.rubric.groups[0].of == ("sigmoid-range", "sigmoid-slope")
    assert item.rubric.reference.startswith("ReLU passes positive inputs through and zeroes")


def test_items_are_sorted_by_id_whatever_the_folders(tmp_path: Path) -> None:
    ids = ["dl/b", "dl/a", "dl/deep/c", "aa/z"]
    files = {
        f"{half}/{name}.yaml": text
        for name in ids
        for half, text in (("questions", QUESTION), ("rubrics", RUBRIC))
    }
    assert list(load_bank(write(tmp_path, files))) == ["aa/z", "dl/a", "dl/b", "dl/deep/c"]


def test_one_question_is_there_without_the_files_of_others(tmp_path: Path) -> None:
    files = {**GOOD, "questions/dl/bad.yaml": "prompt: [", "rubrics/dl/bad.yaml": "version: 0"}
    root = write(tmp_path, files)
    bank = read_bank(root, only="dl/relu")
    assert list(bank.items) == ["dl/relu"]
    assert bank.problems == ()
    assert list(read_bank(root, only="dl/bad").broken) == ["dl/bad"]
    nothing = read_bank(root, only="dl/none")
    assert (nothing.items, nothing.broken) == ({}, {})


def test_json_in_a_yaml_file_loads(tmp_path: Path) -> None:
    question = {**yaml.safe_load(QUESTION), "prompt": 'A "b" \\ \U0001f600 /?', "difficulty": 1e-05}
    write(tmp_path, {**GOOD, Q: json.dumps(question), R: json.dumps(yaml.safe_load(RUBRIC))})
    item = load_bank(tmp_path)["dl/relu"]
    assert item.question.prompt == 'A "b" \\ \U0001f600 /?'
    assert item.question.difficulty == 1e-05


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + QUESTION,
        QUESTION.replace("\n", "\r\n"),
        f"%YAML 1.1\n---\n{QUESTION}...\n",
        f"# yaml-language-server: $schema=x\n{QUESTION}",
    ],
    ids=["byte order mark", "windows line ends", "directive and end", "comment"],
)
def test_what_editors_add_does_no_harm(text: str, tmp_path: Path) -> None:
    item = load_bank(write(tmp_path, {**GOOD, Q: text}))["dl/relu"]
    assert item.question.prompt == "How do ReLU and sigmoid differ?"


def test_reserved_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    others = (
        "questions/dl/_notes.yaml",
        "questions/_drafts/x.yaml",
        "rubrics/dl/.x.yaml",
        "rubrics/.git/x.yaml",
        "rubrics/dl/README.md",
        "rubrics/dl/relu.yaml~",
    )
    write(tmp_path, {**GOOD, **dict.fromkeys(others, "[")})
    assert told(tmp_path) == []
    assert list(load_bank(tmp_path)) == ["dl/relu"]


def test_a_question_without_a_rubric_and_the_reverse_say_what_to_write(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "questions/dl/a.yaml": QUESTION, "rubrics/nlp/b.yaml": RUBRIC})
    bank = read_bank(tmp_path)
    assert [str(problem) for problem in bank.problems] == [
        "questions/dl/a.yaml: the question has no rubric; write rubrics/dl/a.yaml",
        "rubrics/nlp/b.yaml: the rubric has no question; write questions/nlp/b.yaml",
    ]
    assert list(bank.items) == ["dl/relu"]
    assert list(bank.broken) == ["dl/a", "nlp/b"]


def test_a_mistyped_file_name_is_seen_through(tmp_path: Path) -> None:
    write(tmp_path, {"questions/dl/dropout.yaml": QUESTION, "rubrics/dl/dropuot.yaml": RUBRIC})
    assert told(tmp_path) == [
        "questions/dl/dropout.yaml: the question has no rubric; write rubrics/dl/dropout.yaml, "
        "or rename rubrics/dl/dropuot.yaml to it",
        "rubrics/dl/dropuot.yaml: the rubric has no question; write questions/dl/dropuot.yaml, "
        "or rename questions/dl/dropout.yaml to it",
    ]


def test_a_pair_with_a_broken_half_is_broken_for_that_reason_only(tmp_path: Path) -> None:
    bank = read_bank(write(tmp_path, {**GOOD, R: "["}))
    assert [problem.file for problem in bank.problems] == [R]
    assert list(bank.broken) == ["dl/relu"]


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (
            "rubrics/dl/ReLU v2.yaml",
            "the name is no valid id, lower-case words joined by hyphens; "
            "rename it to rubrics/dl/relu-v2.yaml",
        ),
        (
            "rubrics/Deep Learning/x.yaml",
            "the name is no valid id, lower-case words joined by hyphens; "
            "rename it to rubrics/deep-learning/x.yaml",
        ),
        (
            "rubrics/dl/ß.yaml",
            "the name is no valid id, lower-case words joined by hyphens; rename it",
        ),
        ("rubrics/dl/x.yml", "the name must end in .yaml; rename it to rubrics/dl/x.yaml"),
        ("rubrics/dl/x.YAML", "the name must end in .yaml; rename it to rubrics/dl/x.yaml"),
        ("rubrics/x.yaml", "lies in no subject; move it to rubrics/<subject>/x.yaml"),
    ],
)
def test_a_name_that_is_no_id_says_how_to_rename(file: str, message: str, tmp_path: Path) -> None:
    assert told(write(tmp_path, {**GOOD, file: RUBRIC})) == [f"{file}: {message}"]


def test_a_name_that_no_terminal_can_show_is_escaped(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    folder = os.fsencode(tmp_path / "rubrics" / "dl")
    for name in (b"a\nb.yaml", b"c\xff.yaml"):
        Path(os.fsdecode(folder + b"/" + name)).write_text(RUBRIC)
    lines = told(tmp_path)
    assert [line.split(":")[0] for line in lines] == [
        "rubrics/dl/a\\nb.yaml",
        "rubrics/dl/c\\udcff.yaml",
    ]
    assert all(line.encode() for line in lines)


def test_links_out_of_the_bank_are_refused_and_links_inside_are_read(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"secret.yaml": RUBRIC})
    root = write(tmp_path / "bank", {**GOOD, "questions/dl/same.yaml": QUESTION})
    dl = root / "rubrics" / "dl"
    (dl / "same.yaml").symlink_to("relu.yaml")
    (dl / "out.yaml").symlink_to(outside / "secret.yaml")
    (dl / "nowhere.yaml").symlink_to("missing.yaml")
    (dl / "circle.yaml").symlink_to("circle.yaml")
    (dl / "folder").symlink_to(outside)
    assert told(root) == [
        "rubrics/dl/circle.yaml: a link that leads nowhere; put the file itself here",
        "rubrics/dl/folder: a link to a folder; put the folder itself here",
        "rubrics/dl/nowhere.yaml: a link that leads nowhere; put the file itself here",
        "rubrics/dl/out.yaml: a link that leads out of the bank; put the file itself here",
    ]
    assert list(read_bank(root).items) == ["dl/relu", "dl/same"]


def test_a_half_that_leads_out_of_the_bank_is_refused(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"dl/relu.yaml": RUBRIC})
    root = write(tmp_path / "bank", {Q: QUESTION})
    (root / "rubrics").symlink_to(outside)
    assert "rubrics: a link that leads out of the bank; put the folder itself here" in told(root)


def test_a_bank_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    write(tmp_path / "bank", GOOD)
    (tmp_path / "link").symlink_to("bank")
    assert list(load_bank(tmp_path / "link")) == ["dl/relu"]


def test_a_folder_and_a_pipe_with_the_name_of_a_file_are_told_apart(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "rubrics/dl/x.yaml/y.yaml": RUBRIC})
    os.mkfifo(tmp_path / "rubrics" / "dl" / "z.yaml")
    assert told(tmp_path) == [
        "rubrics/dl/x.yaml: a folder with the name of a file; rename it or move it away",
        "rubrics/dl/z.yaml: no regular file; put the text itself here",
    ]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can enter, unlike pytest's; the reader is nobody in particular."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_files_and_folders_without_permission_are_told(open_folder: Path) -> None:
    write(open_folder, {**GOOD, "rubrics/secret/x.yaml": RUBRIC})
    (open_folder / R).chmod(0)
    (open_folder / "rubrics/secret").chmod(0)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        lines = told(open_folder)
    finally:
        if is_root:
            os.seteuid(0)
        (open_folder / "rubrics/secret").chmod(0o755)
    assert lines == [
        f"{R}: cannot be read (permission denied); check its permissions",
        "rubrics/secret: cannot be read (permission denied)",
    ]


def test_a_folder_that_is_no_bank_says_what_a_bank_is(tmp_path: Path) -> None:
    remedy = "a bank is a folder with questions/ and rubrics/ in it"
    (tmp_path / "file").write_text("x")
    for root, message in (
        (tmp_path / "missing", f"{tmp_path}/missing: no such folder; {remedy}"),
        (tmp_path / "file", f"{tmp_path}/file: not a folder; {remedy}"),
        (tmp_path, f"{tmp_path}: has no folder 'questions'; {remedy}"),
        (Path("x" * 5000), f"{'x' * 5000}: cannot be read (file name too long); {remedy}"),
    ):
        with pytest.raises(BankError) as caught:
            read_bank(root)
        assert str(caught.value) == message


def test_a_bank_without_questions_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "questions").mkdir()
    assert told(tmp_path) == ["questions: holds no question; write questions/<subject>/<name>.yaml"]


def test_loading_raises_all_problems_and_reading_keeps_what_is_good(tmp_path: Path) -> None:
    bad = changed(QUESTION, "beginner", "easy").replace("topic: activations", "topic: A b")
    write(tmp_path, {**GOOD, "questions/dl/bad.yaml": bad, "rubrics/dl/bad.yaml": RUBRIC})
    with pytest.raises(InterviewerError) as caught:
        load_bank(tmp_path)
    assert isinstance(caught.value, BankError)
    assert [problem.line for problem in caught.value.problems] == [2, 3]
    assert list(read_bank(tmp_path).items) == ["dl/relu"]


def test_every_place_of_a_file_has_its_line(tmp_path: Path) -> None:
    bank = read_bank(write(tmp_path, GOOD))
    assert bank.line(R, ("keypoints", 0, "points")) == 8
    assert bank.line(R, ("keypoints", 3)) == 17
    assert bank.line(R, ("keypoints", 0, "accept", 0)) == 10
    assert bank.line(R, ("keypoints", 3, "accept")) == 17
    assert bank.line(R, ()) == 1
    assert bank.line("rubrics/dl/other.yaml", ()) is None


def test_the_bank_that_comes_with_the_package_is_good() -> None:
    bank = read_bank()
    assert bank.root == default_root()
    assert [str(problem) for problem in bank.problems] == []
    assert "deep-learning/dropout" in bank.items
