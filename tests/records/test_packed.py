"""gzip and zstd are read by what they are; what breaks off is told, and nothing blows up memory."""

from __future__ import annotations

import gzip
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from interviewer.errors import RecordsError
from interviewer.records import Row, form_of, read_answers, writer_on
from interviewer.records.grades import read_grades
from tests.records.graded import ITEM, some_grades

JSON = b'{"question_id": "s/q", "answer": "yes"}\n{"question_id": "s/q", "answer": "no"}\n'
CSV = b"question_id,answer\ns/q,{yes}\ns/q,no\n"

Pack = Callable[[bytes], bytes]
ways = pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress], ids=["gzip", "zstd"])


def read(file: Path, content: bytes) -> list[Row]:
    file.write_bytes(content)
    return list(read_answers(file))


def texts(rows: list[Row]) -> list[str]:
    return [
        row.answer.text if row.answer is not None else row.failure.code if row.failure else ""
        for row in rows
    ]


@ways
def test_a_file_is_unpacked_whatever_its_name(pack: Pack, tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "a.jsonl.zst", "a.jsonl", "a"):
        assert texts(read(tmp_path / name, pack(JSON))) == ["yes", "no"]


@ways
def test_the_suffix_in_front_of_gz_says_csv(pack: Pack, tmp_path: Path) -> None:
    content = b'"{team}",question_id,answer\nred,s/q,yes\n'
    assert texts(read(tmp_path / "a.csv.gz", pack(content))) == ["yes"]
    assert texts(read(tmp_path / "a.gz", pack(CSV))) == ["{yes}", "no"]
    assert texts(read(tmp_path / "plain.csv.gz", CSV)) == ["{yes}", "no"]


@ways
def test_standard_input_is_unpacked_and_left_open(pack: Pack) -> None:
    stream = io.BytesIO(pack(JSON))
    assert texts(list(read_answers(Path("-"), stream))) == ["yes", "no"]
    assert not stream.closed


@ways
def test_packed_files_in_a_row_are_one(pack: Pack, tmp_path: Path) -> None:
    first, second = JSON.splitlines(keepends=True)
    assert texts(read(tmp_path / "a.jsonl", pack(first) + pack(b"") + pack(second))) == [
        "yes",
        "no",
    ]


@ways
def test_a_file_that_ends_in_the_middle_gives_the_rows_before_and_one_that_says_so(
    pack: Pack, tmp_path: Path
) -> None:
    lines = JSON + b'{"question_id": "s/q", "answer": "' + os.urandom(3000).hex().encode() + b'"}\n'
    rows = read(tmp_path / "a.jsonl", pack(JSON) + pack(lines)[:-40])
    assert texts(rows)[:2] == ["yes", "no"]
    assert texts(rows)[-1] == "damaged-file"
    failure = rows[-1].failure
    assert failure is not None
    assert failure.message.endswith(
        f" data ends in the middle; what came after row {len(rows) - 1} is lost in this row"
    )


@ways
def test_bytes_behind_the_end_and_changed_bytes_are_told(pack: Pack, tmp_path: Path) -> None:
    assert texts(read(tmp_path / "a.jsonl", pack(JSON) + b"more of it")) == [
        "yes",
        "no",
        "damaged-file",
    ]
    broken = bytearray(pack(JSON))
    broken[9:12] = b"\xff\xff\xff"
    (row,) = read(tmp_path / "b.jsonl", bytes(broken))
    assert row.failure is not None
    assert row.failure.message.endswith("; all of it is lost in this row")


def test_gzip_may_be_filled_up_with_zeros_and_zstd_may_have_frames_to_skip(tmp_path: Path) -> None:
    skipped = b"\x50\x2a\x4d\x18" + (3).to_bytes(4, "little") + b"abc"
    assert texts(read(tmp_path / "a.jsonl", gzip.compress(JSON) + b"\0" * 5000)) == ["yes", "no"]
    assert texts(read(tmp_path / "a.jsonl", skipped + zstandard.compress(JSON))) == ["yes", "no"]


@ways
def test_what_is_packed_twice_or_parquet_or_a_workbook_is_one_error(
    pack: Pack, tmp_path: Path
) -> None:
    for content, message in (
        (pack(gzip.compress(JSON)), "a: is packed twice; unpack it once"),
        (pack(b"PAR1" + JSON), "a: is Parquet inside "),
        (b"PK\x03\x04" + JSON, "a: is a workbook or a zip file; save the answers as CSV"),
    ):
        with pytest.raises(RecordsError, match=message):
            read(tmp_path / "a", content)


@ways
def test_answers_in_a_folder_may_be_packed(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "ann/s").mkdir(parents=True)
    (tmp_path / "ann/s/q.md.gz").write_bytes(pack("\ufeffé\n".encode()))
    (tmp_path / "ann/s/r.txt").write_bytes(pack(b"x" * 5000)[:-3])
    (tmp_path / "ann/s/t.pdf.gz").write_bytes(pack(b"x"))
    one, two = read_answers(tmp_path)
    assert one.answer is not None
    assert (one.answer.text, one.ids) == ("é\n", ("s/q", "ann/s/q.md.gz", "ann"))
    assert two.failure is not None
    assert two.failure.code == "damaged-file"
    assert two.failure.message.startswith("'ann/s/r.txt': the ")
    assert texts(list(read_answers(tmp_path, longest=2)))[0] == "line-too-long"


def test_a_line_that_is_too_long_fails_alone_and_is_never_held(tmp_path: Path) -> None:
    long = b'{"question_id": "s/q", "answer": "' + b"x" * 100_000 + b'"}\n'
    (tmp_path / "a.jsonl").write_bytes(JSON + long + JSON)
    rows = list(read_answers(tmp_path / "a.jsonl", longest=99_999))
    assert texts(rows) == ["yes", "no", "line-too-long", "yes", "no"]
    assert [row.line for row in rows] == [1, 2, 3, 4, 5]
    assert rows[2].failure is not None
    assert rows[2].failure.message == "longer than 99,999 bytes; a row may not be"
    assert len(list(read_answers(tmp_path / "a.jsonl"))) == 5


@pytest.mark.parametrize("end", [b"\n", b"\r"])
def test_a_record_of_csv_that_is_too_long_fails_alone(end: bytes, tmp_path: Path) -> None:
    lines = [b"question_id,answer", b"s/q,yes", b"s/q," + b"x" * 70_000, b's/q,"a', b"b"]
    lines += [b"c" * 2000] * 40 + [b"s/q,after", b's/q,"d', b'e"']
    (tmp_path / "a.csv").write_bytes(end.join(lines))
    rows = list(read_answers(tmp_path / "a.csv", longest=65_536))
    told = [(row.line, row.failure.code) for row in rows if row.failure is not None]
    assert told[:2] == [(3, "line-too-long"), (4, "line-too-long")]
    assert {code for _, code in told[2:]} == {"bad-cells"}
    assert [row.answer.text for row in rows if row.answer is not None] == [
        "yes",
        "after",
        "d" + end.decode() + "e",
    ]
    assert rows[-2].line == 46


MEMORY = """
import resource, sys
from pathlib import Path
from interviewer.records import read_answers
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = [(row.failure and row.failure.code) for row in read_answers(Path(sys.argv[1]))]
print(rows, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_a_file_that_unpacks_to_half_a_gigabyte_in_one_line_takes_little_memory(
    tmp_path: Path,
) -> None:
    file = tmp_path / "a.jsonl.zst"
    with zstandard.open(file, "wb") as stream:
        stream.write(b'{"question_id": "s/q", "answer": "')
        for _ in range(512):
            stream.write(b"x" * 2**20)
        stream.write(b'"}\n' + JSON)
    assert file.stat().st_size < 100_000
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(file)], capture_output=True, text=True, check=True
    )
    rows, megabytes = done.stdout.rsplit(maxsplit=1)
    assert rows == "['line-too-long', None, None]"
    assert int(megabytes) < 200


@pytest.mark.parametrize("name", ["o.jsonl.gz", "o.jsonl.zst", "o.csv.gz", "o.csv.zst"])
def test_a_packed_output_unpacks_to_the_plain_one_and_is_the_same_bytes_each_time(
    name: str,
) -> None:
    def written(name: str) -> bytes:
        stream = io.BytesIO()
        writer = writer_on(stream, form_of(Path(name)), [ITEM])
        for grade in some_grades():
            writer.write(grade)
        writer.close()
        return stream.getvalue()

    packed = written(name)
    assert written(name) == packed
    with (
        zstandard.open(io.BytesIO(packed), "rb")
        if name.endswith("zst")
        else gzip.open(io.BytesIO(packed)) as stream
    ):
        assert stream.read() == written(name.rsplit(".", 1)[0])


def test_packed_grades_are_read_back_and_damaged_ones_are_an_error(tmp_path: Path) -> None:
    file = tmp_path / "grades.jsonl.gz"
    with file.open("wb") as stream:
        writer = writer_on(stream, form_of(file), [ITEM])
        for grade in some_grades():
            writer.write(grade)
        writer.close()
    assert list(read_grades(file)) == some_grades()
    file.write_bytes(file.read_bytes()[:-9])
    with pytest.raises(RecordsError, match=r"grades\.jsonl\.gz: the gzip data ends in the middle"):
        list(read_grades(file))
