"""Answers are read row by row; what is broken is named and nothing is dropped."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import RecordsError
from interviewer.records import Row, read_answers

GOOD = b'{"question_id": "s/q", "answer": "yes"}'


def read(content: bytes, name: str = "-") -> list[Row]:
    return list(read_answers(Path(name), io.BufferedReader(io.BytesIO(content))))


def from_file(folder: Path, name: str, content: bytes) -> list[Row]:
    file = folder / name
    file.write_bytes(content)
    return list(read_answers(file))


def told(rows: list[Row]) -> list[tuple[object, ...]]:
    return [
        (r.number, r.line, r.answer.text)
        if r.answer is not None
        else (r.number, r.line, r.failure.code if r.failure else "")
        for r in rows
    ]


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (b"{nope", "bad-json", "Expecting property name enclosed in double quotes at column 2"),
        (b"[1]", "not-an-object", "a line holds one JSON object, got list"),
        (b'"text"', "not-an-object", "a line holds one JSON object, got str"),
        (b'{"answer": "x"}', "missing-field", "no 'question_id'; there is 'answer'"),
        (b"{}", "missing-field", "no 'question_id'; there is nothing"),
        (b'{"question_id": "s/q", "answer": null}', "bad-type", "answer must be text, got null"),
        (b'{"question_id": "s/q", "answer": 3}', "bad-type", "answer must be text, got int"),
        (
            b'{"question_id": "s/q", "answer": "x", "answer_id": [1]}',
            "bad-type",
            "answer_id must be text, got list",
        ),
        (b'{"answer": "x", "answer": "y"}', "bad-json", "the key 'answer' stands twice"),
        (
            b'{"question_id": "s/q", "answer": "x", "n": NaN}',
            "bad-json",
            "NaN is not JSON; write a number or null",
        ),
        (
            b'{"question_id": "s/q", "answer": "\xff"}',
            "bad-encoding",
            "not UTF-8: byte 0xff at position 35",
        ),
        (b"[" * 200_000, "bad-json", "nested too deeply"),
        (
            b'{"question_id": "s/q", "answer": "x", "n": ' + b"[" * 65 + b"]" * 65 + b"}",
            "bad-json",
            "nested too deeply; a column may hold 64 levels",
        ),
        (b'{"n": 1e999}', "bad-json", "a number is too large"),
        (b'{"question_id": " ", "answer": "x"}', "missing-field", "question_id is empty"),
        (
            b'{"question_id": "s/q", "answer": "x", "answer_id": true}',
            "bad-type",
            "answer_id must be text, got bool",
        ),
        (b'{"n": ' + b"9" * 5000 + b"}", "bad-json", "Exceeds the limit (4300 digits)"),
    ],
)
def test_a_broken_line_fails_alone(line: bytes, code: str, message: str, tmp_path: Path) -> None:
    rows = from_file(tmp_path, "a.jsonl", GOOD + b"\n\n" + line + b"\n" + GOOD)
    assert told(rows) == [(1, 1, "yes"), (2, 3, code), (3, 4, "yes")]
    assert rows[1].failure is not None
    assert rows[1].failure.message.startswith(message)


def test_what_is_not_known_passes_through_and_a_missing_id_is_the_row_number() -> None:
    line = b'{"question_id": "s/q", "answer": "x", "cohort": {"year": [1, 2.5, null]}}\n'
    (row,) = read(line)
    assert row.answer is not None
    assert row.answer.extra == {"cohort": {"year": [1, 2.5, None]}}
    assert (row.answer.answer_id, row.answer.candidate_id) == ("1", None)


def test_lone_surrogates_are_repaired_wherever_they_stand() -> None:
    (row,) = read(b'{"question_id": "s/q", "answer": "a\\ud800b", "k\\udfff": ["\\ud800"]}\n')
    assert row.answer is not None
    assert row.answer.text == "a\ufffdb"
    assert row.answer.extra == {"k\ufffd": ["\ufffd"]}
    assert row.flags == ("text-repaired",)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_bom_and_crlf_change_nothing(start: bytes, end: bytes) -> None:
    assert told(read(start + GOOD + end + GOOD + end)) == [(1, 1, "yes"), (2, 2, "yes")]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_csv_may_quote_line_breaks(start: bytes, end: bytes) -> None:
    lines = [b"answer_id,question_id,answer,team", b'7,s/q,"one\ntwo, ""three""",red', b",s/q,,"]
    rows = read(start + end.join(lines) + end)
    assert told(rows) == [(1, 2, 'one\ntwo, "three"'), (2, 4, "")]
    assert [r.answer.answer_id for r in rows if r.answer] == ["7", "2"]
    assert [r.answer.extra for r in rows if r.answer] == [{"team": "red"}, {"team": ""}]


def test_a_csv_row_with_too_many_cells_or_wrong_bytes_fails_alone(tmp_path: Path) -> None:
    content = b"question_id,answer\ns/q,a,b\ns/q\ns/q,\xff\ns/q,fine\n"
    rows = from_file(tmp_path, "a.csv", content)
    assert told(rows) == [
        (1, 2, "bad-cells"),
        (2, 3, "bad-cells"),
        (3, 4, "bad-encoding"),
        (4, 5, "fine"),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"id,text\n1,x\n", r"a\.csv:1: no column 'question_id' or 'answer'; the header has 'id'"),
        (b"question_id,answer,x,x\n", r"a\.csv:1: the column 'x' stands twice"),
        ("question_id,answer\n".encode("utf-16"), r"a\.csv: not UTF-8 \(it looks like UTF-16\)"),
    ],
)
def test_what_is_no_csv_at_all_is_one_error(content: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=message):
        from_file(tmp_path, "a.csv", content)


def test_a_cell_of_a_megabyte_is_read(tmp_path: Path) -> None:
    rows = from_file(tmp_path, "a.csv", b"question_id,answer\ns/q," + b"x" * 1_000_000)
    assert rows[0].answer is not None
    assert len(rows[0].answer.text) == 1_000_000


def test_a_quote_left_open_is_a_failed_row_that_says_which_lines_it_took(tmp_path: Path) -> None:
    content = b'question_id,answer\ns/q,"fine"\ns/q,"a"b\ns/q,after\ns/q,"open\ns/q,gone\n'
    rows = from_file(tmp_path, "a.csv", content)
    assert told(rows) == [(1, 2, "fine"), (2, 3, "bad-csv"), (3, 4, "after"), (4, 5, "bad-csv")]
    assert rows[3].failure is not None
    assert rows[3].failure.message == (
        "not CSV: unexpected end of data; write a quote inside quotes twice "
        "(lines 5 to 6 are lost in this row)"
    )


def test_a_failed_row_keeps_the_ids_that_it_has(tmp_path: Path) -> None:
    line = b'{"question_id": "s/q", "answer": null, "answer_id": 7, "candidate_id": "ann"}'
    assert read(line)[0].ids == ("s/q", "7", "ann")
    content = b"question_id,answer,answer_id\ns/q,\xff,7\n"
    assert from_file(tmp_path, "a.csv", content)[0].ids == ("s/q", "7", None)


def test_no_message_repeats_what_was_answered(tmp_path: Path) -> None:
    lines = [
        b'{"question_id": "s/q", "answer": ["hush"]}',
        b'{"question_id": "s/q", "answer": "hush}',
        b'{"question_id": "s/q", "answer": "hush \xff"}',
        b'{"question_id": "s/q", "Answer": "hush"}',
        b'"hush"',
    ]
    rows = from_file(tmp_path, "a.jsonl", b"\n".join(lines))
    rows += from_file(tmp_path, "a.csv", b'question_id,answer\ns/q,hush,hush\ns/q,"hush')
    assert len(rows) == 7
    assert all(row.failure is not None and "hush" not in row.failure.message for row in rows)


def test_a_nul_stays_in_the_answer(tmp_path: Path) -> None:
    assert told(read(b'{"question_id": "s/q", "answer": "a\\u0000b"}')) == [(1, 1, "a\0b")]
    rows = from_file(tmp_path, "a.csv", b"question_id,answer\ns/q,a\0b\n")
    assert told(rows) == [(1, 2, "a\0b")]


def test_files_joined_with_their_boms_and_utf_16_without_one_are_told_apart() -> None:
    bom = b"\xef\xbb\xbf"
    assert told(read(bom + GOOD + b"\n" + bom + GOOD)) == [(1, 1, "yes"), (2, 2, "yes")]
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "utf-32"):
        with pytest.raises(RecordsError, match="it looks like UTF-16"):
            read(GOOD.decode().encode(encoding))


def test_standard_input_is_left_open_and_told_apart_after_blank_lines() -> None:
    blank = b"\n" * 100_000
    stream = io.BytesIO(blank + b"question_id,answer\ns/q,yes\n")
    assert told(list(read_answers(Path("-"), stream))) == [(1, 100_002, "yes")]
    assert not stream.closed


@pytest.mark.parametrize("content", [b"", b"\n\n", b" "])
def test_an_empty_input_has_no_rows(content: bytes) -> None:
    assert read(content) == []


def test_a_folder_is_read_in_order_and_nothing_outside_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    home = tmp_path / "answers"
    for name in ("ann/s/q.md", "bob/s/q.txt", "bob/s/ignored.pdf"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(f"by {name}")
    (home / "stray.md").write_text("x")
    (home / "ann/s/out.md").symlink_to(secret)
    (home / "bob/s/bytes.md").write_bytes(b"\xff")
    rows = list(read_answers(home))
    assert told(rows) == [
        (1, None, "unreadable"),
        (2, None, "by ann/s/q.md"),
        (3, None, "bad-encoding"),
        (4, None, "by bob/s/q.txt"),
        (5, None, "bad-path"),
    ]
    answer = rows[1].answer
    assert answer is not None
    assert (answer.question_id, answer.candidate_id, answer.answer_id) == (
        "s/q",
        "ann",
        "ann/s/q.md",
    )


def test_a_missing_file_is_one_error(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="No such file or directory"):
        list(read_answers(tmp_path / "none.jsonl"))


BYTES = st.binary(max_size=300) | st.lists(
    st.sampled_from(
        [GOOD, b"\n", b"\r", b'"', b",", b"{", b"}", b"question_id", b"answer", b"\x00", b"\xff",
         b"\\ud800", b"s/q", b"null", b":", b" ", b"\xef\xbb\xbf", "é".encode()]
    ),
    max_size=40,
).map(b"".join)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(BYTES, st.sampled_from(["a.jsonl", "a.csv", "-"]))
def test_any_bytes_give_rows_or_one_clear_error(content: bytes, name: str) -> None:
    try:
        rows = read(content, name)
    except RecordsError:
        return
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all((row.answer is None) != (row.failure is None) for row in rows)


CSV_PARTS = [
    b"s/q,a",
    b"\n",
    b"\r",
    b"\r\n",
    b'"',
    b",",
    b"\x00",
    b"\xff",
    b" ",
    b"'",
    "é".encode(),
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(CSV_PARTS) | st.binary(max_size=3), max_size=30))
def test_any_bytes_below_a_csv_header_give_rows_only(parts: list[bytes]) -> None:
    rows = read(b"question_id,answer\n" + b"".join(parts))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all((row.answer is None) != (row.failure is None) for row in rows)
    lines = [row.line for row in rows if row.line is not None]
    assert lines == sorted(set(lines))
    assert len(lines) == len(rows)


def test_an_unreadable_file_is_a_failed_row(tmp_path: Path) -> None:
    (tmp_path / "ann/s").mkdir(parents=True)
    os.mkfifo(tmp_path / "ann/s/pipe.md")
    (row,) = read_answers(tmp_path)
    assert row.failure is not None
    assert row.failure.code == "unreadable"
    assert row.failure.message == "'ann/s/pipe.md' is no regular file"


def test_links_are_followed_to_files_inside_only(tmp_path: Path) -> None:
    home = tmp_path / "answers"
    (home / "ann/s").mkdir(parents=True)
    (home / "ann/s/q.md").write_text("hers")
    (home / "ann/s/same.md").symlink_to("q.md")
    (home / "ann/s/loop.md").symlink_to("loop.md")
    (home / "ann/s/none.md").symlink_to("missing.md")
    (home / "zoe").symlink_to(home / "ann")
    assert [(r.ids.answer_id, r.failure and r.failure.message) for r in read_answers(home)] == [
        ("ann/s/loop.md", "'ann/s/loop.md' leads nowhere"),
        ("ann/s/none.md", "'ann/s/none.md' leads nowhere"),
        ("ann/s/q.md", None),
        ("ann/s/same.md", None),
        ("zoe", "'zoe' is a link to a folder; not followed"),
    ]


def test_a_file_name_that_is_not_utf_8_can_be_written(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/ann\xff/s"
    os.makedirs(folder)  # noqa: PTH103 - a path of bytes
    Path(os.fsdecode(folder), "q.md").write_text("x")
    (row,) = read_answers(tmp_path)
    assert row.answer is not None
    assert (row.answer.candidate_id, row.flags) == ("ann\ufffd", ("text-repaired",))
    assert row.answer.model_dump_json()
