from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import RecordsError
from interviewer.review.shelf import Shelf, mask_of, numbers_of, open_shelf
from tests.review.reviewed import grade


def test_records_come_back_as_they_were_whatever_becomes_of_their_file(tmp_path: Path) -> None:
    file = tmp_path / "grades.jsonl"
    grades = [grade(1), grade(2, answer="Zürich 😀"), grade(3, answer=None)]
    file.write_text("".join(f"{each.model_dump_json()}\n" for each in grades))
    with open_shelf(file) as shelf:
        file.write_text("gone")
        assert list(shelf) == grades
        assert shelf.grade(1) == grades[1]
        assert shelf.without_text == 1


def test_a_packed_file_is_read_too(tmp_path: Path) -> None:
    file = tmp_path / "grades.jsonl.gz"
    file.write_bytes(gzip.compress(grade(7).model_dump_json().encode()))
    with open_shelf(file) as shelf:
        assert [line.row for line in shelf.lines] == [7]


def test_a_csv_file_and_an_empty_one_are_refused_with_what_would_do(tmp_path: Path) -> None:
    empty = tmp_path / "grades.jsonl"
    empty.touch()
    with pytest.raises(RecordsError, match="holds no grades"):
        open_shelf(empty)
    with pytest.raises(RecordsError, match="JSON lines or Parquet"):
        open_shelf(tmp_path / "grades.csv")


def test_a_line_that_is_no_record_is_told_with_its_number(tmp_path: Path) -> None:
    file = tmp_path / "grades.jsonl"
    file.write_text(f"{grade().model_dump_json()}\n{{}}\n")
    with pytest.raises(RecordsError, match=r"grades\.jsonl:2: no grade record"):
        open_shelf(file)


def test_facets_say_which_records_have_them() -> None:
    grades = [grade(1, unsure=True), grade(2, "partial"), grade(3, flags=("echo",))]
    with Shelf(grades) as shelf:
        assert shelf.mask(("unsure",)) == 0b001
        assert shelf.mask(("label", "partial")) == 0b010
        assert shelf.mask(("label", "met", "sql/isolation", "as-if-serial")) == 0b101
        assert shelf.mask(("flag", "echo")) == 0b100
        assert shelf.mask(("flag", "idk")) == 0
        assert shelf.facets("label", 2) == [
            ("label", "absent"),
            ("label", "met"),
            ("label", "missed"),
            ("label", "partial"),
        ]


@given(st.sets(st.integers(0, 99)))
def test_a_mask_holds_exactly_its_numbers(numbers: set[int]) -> None:
    assert numbers_of(mask_of(numbers, 100)) == sorted(numbers)
