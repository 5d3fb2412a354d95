"""Parquet comes in with one documented JSON form for each type, and goes out typed."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.records import Row, form_of, read_answers, writer_on
from interviewer.records.grades import read_grades
from tests.records.graded import ITEM, some_grades


def bytes_of(table: pa.Table, rows_a_group: int = 1000) -> bytes:
    stream = io.BytesIO()
    pq.write_table(
        table, stream, row_group_size=rows_a_group, compression="none", write_page_checksum=True
    )
    return stream.getvalue()


def with_column(column: pa.Array) -> bytes:
    rows = len(column)
    return bytes_of(pa.table({"question_id": ["s/q"] * rows, "answer": ["x"] * rows, "c": column}))


def read(content: bytes) -> list[Row]:
    return list(read_answers(Path("-"), io.BytesIO(content)))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (pa.array([True]), True),
        (pa.array([2**64 - 1], pa.uint64()), 18446744073709551615),
        (pa.array([1.5], pa.float16()), 1.5),
        (pa.array(["é\0"], pa.large_string()), "é\0"),
        (pa.array(["é"], pa.string_view()), "é"),
        (pa.array(["a"]).dictionary_encode(), "a"),
        (pa.array(["é".encode()], pa.binary()), "é"),
        (pa.array([b"ab"], pa.binary(2)), "ab"),
        (pa.array([Decimal(10**30)], pa.decimal128(38, 0)), 10**30),
        (pa.array([Decimal("12.50")], pa.decimal128(10, 2)), "12.50"),
        (pa.array([Decimal("0.0000000")], pa.decimal128(10, 7)), "0.0000000"),
        (pa.array([date(2026, 1, 31)]), "2026-01-31"),
        (pa.array([date(1969, 12, 31)], pa.date64()), "1969-12-31"),
        (pa.array([time(9, 30)], pa.time32("s")), "09:30:00.000"),
        (pa.array([1], pa.time64("ns")), "00:00:00.000000001"),
        (pa.array([datetime(2026, 1, 31, 9)], pa.timestamp("ms")), "2026-01-31T09:00:00.000"),
        (pa.array([-1], pa.timestamp("us")), "1969-12-31T23:59:59.999999"),
        (pa.array([10**18 + 1], pa.timestamp("ns", "Europe/Berlin")),
         "2001-09-09T01:46:40.000000001Z"),
        (pa.array([datetime(2026, 1, 1, tzinfo=UTC)], pa.timestamp("us", "+05:00")),
         "2026-01-01T00:00:00.000000Z"),
        (pa.array([UUID(int=1).bytes], pa.uuid()), "00000000-0000-0000-0000-000000000001"),
        (pa.array([[1, None]], pa.list_(pa.int8(), 2)), [1, None]),
        (pa.array([[{"x": [date(2026, 1, 1)], "y": None}]]), [{"x": ["2026-01-01"], "y": None}]),
        (pa.array([[("k", 1.5)]], pa.map_(pa.string(), pa.float32())), {"k": 1.5}),
        (pa.nulls(1), None),
        (pa.nulls(1, pa.duration("s")), None),
        (pa.nulls(1, pa.struct([("x", pa.int8())])), None),
    ],
    ids=lambda thing: str(thing.type) if isinstance(thing, pa.Array) else "",
)  # fmt: skip
def test_each_type_has_one_form(column: pa.Array, value: object) -> None:
    (row,) = read(with_column(column))
    assert row.failure is None
    assert row.answer is not None
    assert row.answer.extra == {"c": value}
    assert type(row.answer.extra["c"]) is type(value)


NOT_UTF_8 = pa.Array.from_buffers(
    pa.string(), 1, [None, pa.py_buffer(bytes([0, 0, 0, 0, 1, 0, 0, 0])), pa.py_buffer(b"\xff")]
)


@pytest.mark.parametrize(
    ("column", "code", "message"),
    [
        (pa.array([float("nan")]), "bad-json",
         "c: NaN and infinity are not JSON; write a number or null"),
        (pa.array([[float("-inf")]]), "bad-json", "c: NaN and infinity are not JSON; write a nu"),
        (pa.array([1], pa.duration("s")), "bad-json", "c: duration[s] has no JSON; write text or"),
        (pa.array([b"\xff"]), "bad-encoding", "c is not UTF-8"),
        (NOT_UTF_8, "bad-encoding", "c is not UTF-8"),
        (pa.array([2**62], pa.timestamp("ms")), "bad-json",
         "c: a date must lie in the years 1 to 9999"),
        (pa.array([[(1, "x")]], pa.map_(pa.int8(), pa.string())), "bad-json",
         "c: a key must be text"),
        (pa.array([[("k", "x"), ("k", "y")]], pa.map_(pa.string(), pa.string())), "bad-json",
         "c: a key stands twice"),
    ],
)  # fmt: skip
def test_a_value_without_json_fails_its_row_alone(
    column: pa.Array, code: str, message: str
) -> None:
    bad, good = read(with_column(pa.concat_arrays([column, pa.nulls(1, column.type)])))
    assert bad.failure is not None
    assert (bad.failure.code, bad.number, bad.ids.question_id) == (code, 1, "s/q")
    assert bad.failure.message.startswith(message)
    assert good.answer is not None
    assert good.answer.extra == {"c": None}


def test_rows_have_numbers_and_ids_and_what_is_null_fails() -> None:
    table = pa.table(
        {"question_id": ["s/q"] * 3, "answer_id": [7, None, 9], "answer": ["a", None, "c"]}
    )
    told = [
        (row.number, row.line, row.ids.answer_id, row.failure and row.failure.message)
        for row in read(bytes_of(table))
    ]
    assert told == [
        (1, None, "7", None),
        (2, None, None, "answer must be text, got null"),
        (3, None, "9", None),
    ]


def test_a_file_is_parquet_by_its_first_bytes_or_its_name(tmp_path: Path) -> None:
    content = with_column(pa.array(["a", "b"]))
    (tmp_path / "a.csv").write_bytes(content)
    assert len(list(read_answers(tmp_path / "a.csv"))) == 2
    (tmp_path / "a.parquet").write_bytes(b"question_id,answer\ns/q,a\n")
    with pytest.raises(RecordsError, match=r"a\.parquet: no whole Parquet file: "):
        list(read_answers(tmp_path / "a.parquet"))


def test_a_pipe_is_read_too_and_standard_input_stays_open() -> None:
    reading, writing = os.pipe()
    os.write(writing, with_column(pa.array(["a", "b"])))
    os.close(writing)
    with open(reading, "rb") as stream:  # noqa: PTH123 - a number, not a path
        assert len(list(read_answers(Path("-"), stream))) == 2
        assert not stream.closed


def test_a_file_cut_off_is_one_error_and_a_damaged_one_gives_the_rows_before() -> None:
    answers = [os.urandom(40).hex() for _ in range(1000)]
    table = pa.table({"question_id": ["s/q"] * 1000, "answer": answers})
    content = bytes_of(table, rows_a_group=300)
    with pytest.raises(RecordsError, match="standard input: no whole Parquet file: "):
        read(content[:-20])
    place = content.index(answers[700].encode())
    rows = read(content[:place] + b"????" + content[place + 4 :])
    assert [row.answer.text for row in rows if row.answer is not None] == answers[: len(rows) - 1]
    assert len(rows) > 500
    failure = rows[-1].failure
    assert failure is not None
    assert failure.code == "damaged-file"
    assert failure.message.startswith("the Parquet data is damaged: ")
    assert failure.message.endswith(f"; what came after row {len(rows) - 1} is lost in this row")


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["id", "answer"], "no column 'question_id'; the header has 'id', 'answer'"),
        (["answer", "answer"], "no column 'question_id'"),
        (["question_id", "answer", "x", "x"], "the column 'x' stands twice"),
    ],
)
def test_columns_must_be_there_once(names: list[str], message: str) -> None:
    table = pa.Table.from_arrays([pa.array(["a"])] * len(names), names=names)
    with pytest.raises(RecordsError, match=message):
        read(bytes_of(table))


def written(grades: list[Grade]) -> bytes:
    stream = io.BytesIO()
    writer = writer_on(stream, form_of(Path("o.parquet")), [ITEM])
    for grade in grades:
        writer.write(grade)
    writer.close()
    assert not stream.closed
    return stream.getvalue()


def test_grades_go_out_typed_with_the_whole_record_and_come_back(tmp_path: Path) -> None:
    content = written(some_grades())
    assert content == written(some_grades())
    table = pq.read_table(io.BytesIO(content))
    assert table.schema.names == [
        "row", "answer_id", "candidate_id", "question_id", "status", "points", "possible",
        "fraction", "labels", "error", "record",
    ]  # fmt: skip
    first, second, third = table.to_pylist()
    assert (first["row"], first["status"], first["possible"]) == (1, "graded", 2.0)
    assert [key for key, _ in first["labels"]] == ["k"]
    assert (second["answer_id"], second["candidate_id"]) == ("=1", "@x")
    assert third["fraction"] is None
    assert (third["labels"], third["error"]) == ([], "unknown-question: no question 's/z'")
    (tmp_path / "o.parquet").write_bytes(content)
    assert list(read_grades(tmp_path / "o.parquet")) == some_grades()


def test_no_grades_are_a_file_too_and_many_are_in_groups() -> None:
    assert pq.read_table(io.BytesIO(written([]))).num_rows == 0
    grade = some_grades()[2]
    file = pq.ParquetFile(io.BytesIO(written([grade] * 10_001)))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [10_000, 1]


def test_a_table_without_records_holds_no_grades(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(with_column(pa.array([1])))
    with pytest.raises(RecordsError, match="no column 'record' with text"):
        list(read_grades(tmp_path / "a.parquet"))


def test_without_pyarrow_the_remedy_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(with_column(pa.array([1])))
    code = (
        "import sys; from pathlib import Path; sys.modules['pyarrow'] = None\n"
        "from interviewer.records import read_answers\n"
        "try: list(read_answers(Path(sys.argv[1])))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "a.parquet")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == (
        "RecordsError Parquet needs pyarrow; install it: "
        "pip install 'keypoint-interviewer[parquet]'\n"
    )


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("o.csv", ("csv", None)),
        ("o.CSV.gz", ("csv", "gzip")),
        ("o.jsonl.zst", ("jsonl", "zstd")),
        ("o", ("jsonl", None)),
        ("o.xlsx", ("jsonl", None)),
        ("o.gz", ("jsonl", "gzip")),
        ("o.parquet", ("parquet", None)),
    ],
)
def test_a_name_says_the_form_of_an_output(name: str, form: tuple[str, str | None]) -> None:
    assert form_of(Path(name)) == form


def test_what_is_asked_for_goes_before_the_name_and_parquet_is_not_packed() -> None:
    assert form_of(None) == ("jsonl", None)
    assert form_of(None, "parquet") == ("parquet", None)
    assert form_of(Path("o.csv.gz"), "jsonl") == ("jsonl", "gzip")
    with pytest.raises(RecordsError, match=r"o\.parquet\.gz: Parquet is packed by itself; leave"):
        form_of(Path("o.parquet.gz"))
