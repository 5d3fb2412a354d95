"""A file may call its columns what it likes, as long as somebody says so."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from interviewer.errors import RecordsError
from interviewer.records import Row, columns_of, read_answers


def read(content: bytes, columns: str) -> list[Row]:
    return list(read_answers(Path("-"), io.BytesIO(content), columns=columns_of(columns)))


def in_three_forms(row: dict[str, str]) -> list[bytes]:
    parquet = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row]), parquet)
    table = ",".join(row) + "\n" + ",".join(row.values())
    return [json.dumps(row).encode(), table.encode(), parquet.getvalue()]


ROW = {"item": "s/q", "essay": "mine", "answer": "B", "student": "ann", "year": "2"}


@pytest.mark.parametrize("content", in_three_forms(ROW), ids=["jsonl", "csv", "parquet"])
def test_other_names_are_ours_and_what_has_our_name_passes_through(content: bytes) -> None:
    (row,) = read(content, "answer=essay, question_id=item,candidate_id=student")
    answer = row.answer
    assert answer is not None
    assert (answer.question_id, answer.text, answer.candidate_id) == ("s/q", "mine", "ann")
    assert answer.extra == {"answer": "B", "year": "2"}
    assert row.ids == ("s/q", None, "ann")


@pytest.mark.parametrize("content", in_three_forms(ROW), ids=["jsonl", "csv", "parquet"])
def test_one_text_may_stand_for_the_question_of_every_row(content: bytes) -> None:
    (row,) = read(content, "answer=essay,question_id==deep-learning/dropout")
    assert row.answer is not None
    assert row.answer.question_id == "deep-learning/dropout"
    assert row.answer.extra == {"item": "s/q", "answer": "B", "student": "ann", "year": "2"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (in_three_forms(ROW)[1], r"standard input:1: no column 'esay'; the header has 'item', "),
        (in_three_forms(ROW)[2], r"standard input: no column 'esay'; the header has 'item', "),
    ],
)
def test_a_table_without_a_named_column_is_one_error(content: bytes, message: str) -> None:
    with pytest.raises(RecordsError, match=message):
        read(content, "answer=esay,question_id=item")


def test_a_line_of_json_without_a_named_column_fails_alone() -> None:
    lines = b'{"item": "s/q", "essay": "x"}\n{"item": "s/q", "essay": "x", "student": null}\n'
    first, second = read(lines, "answer=essay,question_id=item,candidate_id=student")
    assert first.failure is not None
    assert first.failure.message == "no 'student'; there is 'item', 'essay'"
    assert second.answer is not None
    (row,) = read(b'{"item": "s/q", "essay": 3}', "answer=essay,question_id=item")
    assert row.failure is not None
    assert row.failure.message == "essay must be text, got int"


def test_a_column_may_have_a_comma_in_its_name() -> None:
    content = b'"Essay, long";item\nx;s/q\n'
    (row,) = read(content, "answer=Essay, long,question_id=item")
    assert row.answer is not None
    assert row.answer.text == "x"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("essay", "--columns: 'essay' is not ours=theirs, as in answer=essay"),
        ("answer=", "--columns: 'answer=' is not ours=theirs"),
        ("question_id==", "--columns: 'question_id==' is not ours=theirs"),
        ("anwser=essay", "--columns: no column of ours is called 'anwser'; did you mean 'answer'?"),
        ("answer=a,answer=b", "--columns: answer stands twice"),
        ("answer==a", "--columns: answer cannot be the same in every row; write one '='"),
        ("answer=a,candidate_id=a", "--columns: answer and candidate_id would both be the column"),
        ("candidate_id=answer_id", "--columns: answer_id and candidate_id would both be the col"),
    ],
)
def test_what_names_no_columns_is_one_error(text: str, message: str) -> None:
    with pytest.raises(RecordsError) as caught:
        columns_of(text)
    assert str(caught.value).startswith(message)


def test_a_folder_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="is a folder, which has no columns"):
        list(read_answers(tmp_path, columns=columns_of("answer=essay")))


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_may_be_parted_by_semicolons_or_tabs_and_end_lines_as_it_likes(
    delimiter: str, end: str
) -> None:
    lines = [["question_id", '"an,sw;er"', "answer"], ["s/q", "x", '"a,b;c\td"'], ["s/q", "", "e"]]
    content = end.join(delimiter.join(cells) for cells in lines).encode()
    first, second = read(content, "")
    assert first.answer is not None
    assert second.answer is not None
    assert (first.answer.text, second.answer.text) == ("a,b;c\td", "e")
    assert [first.line, second.line] == [2, 3]
    assert first.answer.extra == {"an,sw;er": "x"}
