"""Files that are watched, and an item read from its two files alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviewer.authoring.trial.opening import Files, open_item
from interviewer.authoring.trial.watch import Watch
from interviewer.errors import BankError
from tests.bank.files import QUESTION, RUBRIC, Q, R, write


def looks(watch: Watch, count: int) -> list[bool]:
    return [watch.changed() for _ in range(count)]


def test_a_save_is_told_once_when_it_has_come_to_rest(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one")
    watch = Watch([file])
    assert looks(watch, 2) == [False, False]
    file.write_text("two, longer")
    assert looks(watch, 4) == [False, True, False, False]


def test_what_is_still_being_written_is_not_told(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one")
    watch = Watch([file])
    found = []
    for size in range(1, 5):
        file.write_text("x" * size)
        found.append(watch.changed())
    assert found == [False, False, False, False]
    assert looks(watch, 2) == [True, False]


def test_a_file_in_its_place_and_a_file_that_went_are_changes(tmp_path: Path) -> None:
    file, other = tmp_path / "a.yaml", tmp_path / "b.yaml"
    file.write_text("one")
    other.write_text("two")
    watch = Watch([file])
    other.replace(file)
    assert looks(watch, 3) == [False, True, False]
    file.unlink()
    assert looks(watch, 3) == [False, True, False]
    file.write_text("two")
    assert looks(watch, 3) == [False, True, False]


def test_saving_the_same_bytes_again_is_no_change(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one")
    watch = Watch([file])
    os.utime(file, ns=(1, 1))
    assert looks(watch, 3) == [False, False, False]


def test_what_came_and_went_again_is_no_change(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one")
    watch = Watch([file])
    file.write_text("two")
    assert watch.changed() is False
    file.write_text("one")
    assert looks(watch, 3) == [False, False, False]


def test_a_pipe_in_the_place_of_a_file_does_not_hold_the_watch_up(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one")
    watch = Watch([file])
    file.unlink()
    os.mkfifo(file)
    assert looks(watch, 3) == [False, True, False]


FILES = {Q: QUESTION, R: RUBRIC}
NAME = Q.removeprefix("questions/").removesuffix(".yaml")


def test_an_item_is_read_with_its_text_and_the_line_of_each_keypoint(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    opened = open_item(Files(tmp_path, NAME))
    assert opened.item.id == NAME
    assert opened.rubric == RUBRIC
    assert (opened.line("relu-formula"), opened.line("cheap")) == (6, 17)
    assert opened.line("nobody") == 1


def test_other_items_that_are_broken_do_not_stand_in_the_way(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "questions/dl/bad.yaml": "[", "rubrics/dl/bad.yaml": "["})
    assert open_item(Files(tmp_path, NAME)).item.id == NAME


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (R, "version: 1\nkeypoints: [", f"{R}:2: not YAML"),
        (R, RUBRIC.replace("points: 2", "points: -1", 1), f"{R}:8: keypoints[0].points"),
        (Q, QUESTION.replace("beginner", "easy"), f"{Q}:3: level"),
        (R, "", f"{R}: the file is empty"),
    ],
)
def test_a_file_that_does_not_load_says_where(
    tmp_path: Path, file: str, text: str, told: str
) -> None:
    write(tmp_path, {**FILES, file: text})
    with pytest.raises(BankError) as caught:
        open_item(Files(tmp_path, NAME))
    assert str(caught.value).startswith(told)


def test_mistakes_of_both_files_are_told(tmp_path: Path) -> None:
    write(tmp_path, {Q: "[", R: "["})
    with pytest.raises(BankError) as caught:
        open_item(Files(tmp_path, NAME))
    assert [problem.file for problem in caught.value.problems] == [Q, R]


def test_a_link_out_of_the_bank_a_pipe_and_nothing_are_refused(tmp_path: Path) -> None:
    bank = tmp_path / "bank"
    write(bank, FILES)
    outside = tmp_path / "secret.yaml"
    outside.write_text(RUBRIC)
    rubric = bank / R
    rubric.unlink()
    told = []
    for make in (lambda: rubric.symlink_to(outside), lambda: os.mkfifo(rubric), lambda: None):
        make()
        with pytest.raises(BankError) as caught:
            open_item(Files(bank, NAME))
        told.append(caught.value.problems[0].message)
        rubric.unlink(missing_ok=True)
    assert told == [
        "a link that leads out of the bank; put the file itself here",
        "no regular file; put the text itself here",
        "cannot be read (no such file or directory); check its permissions",
    ]
