"""Rows are cut into parts and come back as they were; nobody else's folder is written to."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.batch.parts import Place, cut, holding, remove_others, rows_of
from interviewer.errors import RecordsError
from interviewer.records import read_answers
from interviewer.records.rows import Row, row_of

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
_FIELDS = st.dictionaries(
    st.sampled_from(["question_id", "answer", "answer_id", "candidate_id"]) | st.text(), _VALUES
)


def place(folder: Path) -> Place:
    made = Place(folder / "out")
    made.work.mkdir(parents=True)
    return made


def some(count: int, text: str = "alpha") -> Iterator[Row]:
    for number in range(1, count + 1):
        yield row_of(number, number, {"question_id": "s/a", "answer": f"{text} {number}"})


def left_in(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


@settings(max_examples=150, deadline=None)
@given(st.lists(_FIELDS, max_size=7), st.integers(1, 3))
def test_rows_come_back_as_they_were_whatever_is_in_them(
    tmp_path_factory: pytest.TempPathFactory, fields: list[dict[str, object]], most: int
) -> None:
    there = place(tmp_path_factory.mktemp("rows"))
    rows = [row_of(n, n, one) for n, one in enumerate(fields, start=1)]  # type: ignore[arg-type]
    names = list(cut(rows, there, most=most))
    back = [row for name in names for row in rows_of(there, name)]
    assert list(map(repr, back)) == list(map(repr, rows))


def test_numbers_that_are_long_or_large_come_back_digit_by_digit(tmp_path: Path) -> None:
    there = place(tmp_path)
    file = tmp_path / "answers.jsonl"
    extra = '"a": 1e400, "b": -0.0, "c": 123456789012345678901234567890, "d": 0.1, "e": 1E2'
    file.write_text(f'{{"question_id": "s/a", "answer": "x", {extra}}}\n')
    rows = list(read_answers(file))
    (name,) = cut(rows, there)
    assert list(map(repr, rows_of(there, name))) == list(map(repr, rows))


def test_parts_are_cut_by_rows_and_by_characters(tmp_path: Path) -> None:
    there = place(tmp_path)
    names = list(cut(some(5), there, most=2))
    assert names == ["part-00000", "part-00001", "part-00002"]
    assert [[row.number for row in rows_of(there, name)] for name in names] == [[1, 2], [3, 4], [5]]
    assert len(list(cut(some(5), there, most=4, longest=1))) == 5
    assert list(cut([], there)) == []


def test_a_part_whose_rows_are_gone_or_damaged_is_one_line(tmp_path: Path) -> None:
    there = place(tmp_path)
    with pytest.raises(RecordsError, match="a folder that every machine shares"):
        rows_of(there, "part-00007")
    there.rows("part-00007").write_text("[1, 2")
    with pytest.raises(RecordsError, match="is damaged; run it again"):
        rows_of(there, "part-00007")


def test_one_run_at_a_time_holds_an_output_and_a_second_changes_nothing(tmp_path: Path) -> None:
    there = Place(tmp_path / "out")
    code = (
        "from pathlib import Path; from interviewer.batch.parts import Place, holding\n"
        f"with holding(Place(Path({str(there.out)!r})), None, force=True): pass"
    )
    with holding(there, None, force=False):
        (there.out / "part-00000.jsonl").write_text("mine")
        other = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=False
        )
        assert "another process is writing this output; wait for it to end" in other.stderr
        assert (there.out / "part-00000.jsonl").read_text() == "mine"
    assert left_in(there.out) == ["part-00000.jsonl"]


def test_a_run_that_breaks_off_leaves_its_work_and_one_that_ends_well_does_not(
    tmp_path: Path,
) -> None:
    there = Place(tmp_path / "out")

    def interrupted() -> Iterator[Row]:
        yield from some(1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), holding(there, None, force=False):
        list(cut(interrupted(), there))
    assert ".work/part-00000.rows" in left_in(there.out)
    (there.out / ".interviewer-xyz.part").write_text("half a record")
    with holding(there, None, force=False) as seen:
        assert (seen.is_new("a"), seen.is_new("a")) == (True, False)
    assert left_in(there.out) == []


def test_force_forgets_parts_of_any_form_and_nothing_else(tmp_path: Path) -> None:
    there = Place(tmp_path / "out")
    with holding(there, None, force=False):
        for name in ("part-00000.parquet", "_parts/part-00000.json", "notes.txt"):
            (there.out / name).write_text("x")
    with pytest.raises(RecordsError, match="is of another format; --force replaces it"):
        holding(there, None, force=False).__enter__()
    with holding(there, None, force=True):
        pass
    assert left_in(there.out) == ["notes.txt"]


def test_parts_that_a_longer_input_left_are_removed(tmp_path: Path) -> None:
    there = Place(tmp_path / "out")
    with holding(there, None, force=False):
        for name in ("part-00000", "part-00001"):
            there.part(name).write_text("x")
            there.manifest(name).write_text("{}")
        remove_others(there, ["part-00000"])
    assert left_in(there.out) == ["_parts/part-00000.json", "part-00000.jsonl"]


def test_what_is_no_output_in_parts_is_refused_and_left_alone(tmp_path: Path) -> None:
    file, folder = tmp_path / "file", tmp_path / "photos"
    file.write_text("x")
    folder.mkdir()
    (folder / "part-00000.jsonl").write_text("mine")
    for out, why in ((file, "is no folder"), (folder, "is no output in parts")):
        with pytest.raises(RecordsError, match=why):
            holding(Place(out), None, force=True).__enter__()
    assert left_in(tmp_path) == ["file", "photos/part-00000.jsonl"]


def test_an_output_in_the_input_and_an_input_in_the_output_are_refused(tmp_path: Path) -> None:
    answers = tmp_path / "answers"
    answers.mkdir()
    with pytest.raises(RecordsError, match="lies inside the input folder"):
        holding(Place(answers / "out"), answers, force=True).__enter__()
    there = Place(tmp_path / "out")
    with holding(there, None, force=False):
        source = there.out / "part-00000.jsonl"
        source.write_text(json.dumps({"question_id": "s/a", "answer": "x"}))
    with pytest.raises(RecordsError, match="the input lies in it"):
        holding(there, source, force=True).__enter__()
    assert source.is_file()
