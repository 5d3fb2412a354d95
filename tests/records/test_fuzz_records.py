"""Answer files of all kinds, valid and broken: rows or one clear error, and never a lost row."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import RecordsError
from interviewer.records import Row, read_answers

LONGEST = 2000  # instead of 16 MiB, so that a line may be too long here


class File(NamedTuple):
    """An answer file, and how each of its rows must come out: its text, or None if it fails."""

    name: str
    content: bytes
    rows: list[str | None]


def read(name: str, content: bytes) -> list[Row]:
    """Return the rows of a file, each of which is an answer or says why it is none."""
    with TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(content)
        rows = list(read_answers(file, longest=LONGEST))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all((row.answer is None) != (row.failure is None) for row in rows)
    for row in rows:
        json.dumps(row.answer and row.answer.model_dump(), allow_nan=False).encode()
    return rows


def texts_of(rows: Sequence[Row]) -> list[str | None]:
    return [None if row.answer is None else row.answer.text for row in rows]


TEXTS = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("\"',;\t\r\n\0\ufeff\u2028é"),
    max_size=30,
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
PACK: dict[str, Callable[[bytes], bytes]] = {
    "": lambda raw: raw,
    ".gz": lambda raw: gzip.compress(raw, mtime=0),
    ".zst": lambda raw: zstandard.ZstdCompressor(write_checksum=True).compress(raw),
}
"""zstd's own check finds what a changed byte does; without one a change may stay unseen."""

BAD_LINES = [
    b"{nope",
    b"[" * 1500,
    b'"text"',
    b'{"question_id": "s/q", "answer": "x", "answer": "y"}',
    b'{"question_id": "s/q", "answer": "x", "n": NaN}',
    b'{"question_id": "s/q", "answer": "\xff"}',
    b'{"question_id": "s/q", "answer": "x", "n": ' + b"[" * 70 + b"]" * 70 + b"}",
    b'{"question_id": "s/q", "answer": "' + b"long " * LONGEST + b'"}',
    b" " * LONGEST + b"x",
    b'{"question_id": null, "answer": "x"}',
    b"\0",
]


@st.composite
def json_files(draw: st.DrawFn) -> File:
    rows: list[str | None] = []
    lines = []
    for kind in draw(st.lists(st.sampled_from(["good", "bad", "blank", "twice"]), max_size=8)):
        if kind == "blank":
            lines.append(draw(st.sampled_from([b"", b" ", b"\r"])))
        elif kind == "bad":
            lines.append(draw(st.sampled_from(BAD_LINES)))
            rows.append(None)
        else:
            text = draw(TEXTS)
            given_id = {"answer_id": "same"} if kind == "twice" else {}
            row = {"question_id": "s/q", "answer": text, **given_id}
            lines.append(json.dumps(row, ensure_ascii=draw(st.booleans())).encode())
            rows.append(text)
    end = draw(st.sampled_from([b"\n", b"\r\n"]))
    return File("a.jsonl", end.join(lines) + draw(st.sampled_from([b"", end])), rows)


@st.composite
def csv_files(draw: st.DrawFn) -> File:
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=draw(st.sampled_from(",;\t")),
        lineterminator=draw(ENDS),
        quoting=draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])),
    )
    header = draw(st.permutations(["question_id", "answer", "team, or group"]))
    writer.writerow(header)
    rows: list[str | None] = []
    for text in draw(st.lists(TEXTS | st.just("long " * LONGEST), max_size=8)):
        is_long = len(text) > LONGEST  # then in one line: of two the second were a row
        team = "red" if is_long else draw(TEXTS)
        cells = {"question_id": "s/q", "answer": text, "team, or group": team}
        writer.writerow([cells[name] for name in header])
        rows.append(None if is_long else text)
    start = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return File("a.csv", start + stream.getvalue().encode(), rows)


ARROW_TYPES = [
    pa.null(), pa.bool_(), pa.int8(), pa.uint64(), pa.float32(), pa.float64(), pa.string(),
    pa.large_string(), pa.binary(), pa.date32(), pa.date64(), pa.timestamp("s"),
    pa.timestamp("ns", "UTC"), pa.time32("ms"), pa.time64("ns"), pa.duration("us"),
    pa.decimal128(20, 3), pa.decimal128(38, 0), pa.uuid(), pa.float16(),
    pa.dictionary(pa.int32(), pa.string()), pa.list_(pa.int32()), pa.list_(pa.float64(), 2),
    pa.struct([("x", pa.int16()), ("y", pa.list_(pa.timestamp("us")))]),
    pa.map_(pa.string(), pa.float64()), pa.map_(pa.int32(), pa.string()),
]  # fmt: skip


@st.composite
def parquet_files(draw: st.DrawFn) -> File:
    texts = draw(st.lists(TEXTS, max_size=8))
    table = {"question_id": ["s/q"] * len(texts), "answer": texts}
    rows: list[str | None] = [*texts]
    for kind in draw(st.lists(st.sampled_from(ARROW_TYPES), max_size=3)):
        column = pa.nulls(len(texts), kind)
        if draw(st.booleans()):
            column = pa.array([draw(values_of(kind)) for _ in texts], kind)
        table[f"c{len(table)}"] = column
    stream = io.BytesIO()
    group = draw(st.integers(1, 5))
    pq.write_table(pa.table(table), stream, row_group_size=group, write_page_checksum=True)
    return File("a.parquet", stream.getvalue(), rows)


def values_of(kind: pa.DataType) -> st.SearchStrategy[object]:
    """Return values of an Arrow type, some of which have no JSON."""
    types = pa.types
    if types.is_struct(kind):
        return st.just({"x": 1, "y": [0, None]}) | st.none()
    if types.is_map(kind):
        key = "k" if types.is_string(kind.key_type) else 1
        return st.sampled_from([[], None, [(key, None)], [(key, None), (key, None)]])
    if types.is_fixed_size_list(kind):
        return st.just([1.5, None])
    if types.is_list(kind):
        return st.lists(st.integers(-5, 5) | st.none(), max_size=3) | st.none()
    if types.is_integer(kind) or types.is_time(kind) or types.is_duration(kind):
        return st.integers(0, 127)
    if types.is_date32(kind) or types.is_timestamp(kind):
        return st.integers(-(2**31), 2**31 - 1)
    if types.is_date64(kind):
        return st.integers(-(10**8), 10**8).map(lambda day: day * 86_400_000)
    if types.is_floating(kind):
        return st.sampled_from([0.0, -1.5, None, float("nan"), float("inf")])
    if types.is_decimal(kind):
        return st.sampled_from([Decimal("0.0"), Decimal(10) ** 16, Decimal("-7"), None])
    if types.is_boolean(kind):
        return st.booleans()
    if types.is_binary(kind):
        return st.binary(max_size=4)
    if kind == pa.uuid():
        return st.binary(min_size=16, max_size=16)
    return TEXTS if kind != pa.null() else st.none()


FILES = json_files() | csv_files() | parquet_files()
NASTY = [
    b'"',
    b"\n",
    b"\r",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"\\ud800",
    b"{",
    b"[",
    b"\xef\xbb\xbf",
    b"PAR1",
]


@st.composite
def broken_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """Return a file that was cut, changed, doubled or saved in another encoding, and its name."""
    name, content, _ = draw(FILES)
    if draw(st.integers(0, 9)) == 0 and not name.endswith(".parquet"):
        encoding = draw(st.sampled_from(["latin-1", "utf-16", "utf-16-le", "utf-32-be", "cp1252"]))
        content = content.decode("utf-8", "replace").encode(encoding, "replace")
    if draw(st.booleans()):
        suffix = draw(st.sampled_from([*PACK]))
        name, content = name + suffix, PACK[suffix](content)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(content)))
        kind = draw(st.sampled_from(["cut", "insert", "change", "double", "drop"]))
        if kind == "cut":
            content = content[:place]
        elif kind == "insert":
            content = content[:place] + draw(st.sampled_from(NASTY)) + content[place:]
        elif kind == "change":
            content = (
                content[:place] + draw(st.binary(min_size=1, max_size=4)) + content[place + 1 :]
            )
        elif kind == "double":
            content = content + content[place:]
        else:
            content = content[:place] + content[place + draw(st.integers(1, 9)) :]
    return draw(st.sampled_from([name, "a.jsonl", "a.csv", "a", "a.parquet"])), content


def check_broken(name: str, content: bytes) -> None:
    with suppress(RecordsError):
        read(name, content)


def check_whole(file: File) -> None:
    rows = read(file.name, file.content)
    if file.name == "a.parquet":  # where a value has no JSON its row fails
        assert len(rows) == len(file.rows)
        assert all(a in (None, b) for a, b in zip(texts_of(rows), file.rows, strict=True))
    else:
        assert texts_of(rows) == file.rows


def check_cut(file: File, suffix: str, share: float) -> None:
    whole = read(file.name, file.content)
    packed = PACK[suffix](file.content)
    assert read(file.name + suffix, packed) == whole
    end = 4 + int(share * (len(packed) - 4))
    *kept, last = read(file.name + suffix, packed[:end])
    assert kept == whole[: len(kept)]
    assert last.failure is not None
    assert last.failure.code == "damaged-file"


CUT = (json_files() | csv_files(), st.sampled_from([".gz", ".zst"]), st.floats(0, 0.999))


@settings(max_examples=120, deadline=None)
@given(FILES)
def test_no_row_of_a_valid_file_is_lost(file: File) -> None:
    check_whole(file)


@settings(max_examples=120, deadline=None)
@given(broken_files())
def test_a_broken_file_gives_rows_or_one_clear_error(file: tuple[str, bytes]) -> None:
    check_broken(*file)


@settings(max_examples=60, deadline=None)
@given(*CUT)
def test_a_packed_file_that_is_cut_off_gives_the_rows_before_and_says_so(
    file: File, suffix: str, share: float
) -> None:
    check_cut(file, suffix, share)


@pytest.mark.soak
@settings(max_examples=1500, deadline=None)
@given(FILES)
def test_no_row_of_a_valid_file_is_lost_at_length(file: File) -> None:
    check_whole(file)


@pytest.mark.soak
@settings(max_examples=3000, deadline=None)
@given(broken_files())
def test_a_broken_file_gives_rows_or_one_clear_error_at_length(file: tuple[str, bytes]) -> None:
    check_broken(*file)


@pytest.mark.soak
@settings(max_examples=1500, deadline=None)
@given(*CUT)
def test_a_packed_file_that_is_cut_off_says_so_at_length(
    file: File, suffix: str, share: float
) -> None:
    check_cut(file, suffix, share)
