"""Overrides are durable, are never changed, and belong to the grades that they lie beside."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.overrides import Marked
from interviewer.store.overrides import (
    as_lines,
    beside,
    identity_of,
    open_overrides,
    read_overrides,
)
from tests.test_overrides import marked, undone


def graded(folder: Path, *answers: str) -> Path:
    file = folder / "grades.jsonl"
    grades = [Grade(question_id="s/q", status="graded", answer=a, score=None) for a in answers]
    file.write_text("".join(grade.model_dump_json() + "\n" for grade in grades))
    return file


def test_events_are_numbered_kept_and_read_back(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, identity_of(grades)) as store:
        first = store.append(marked(7, "ann", "met"))
        second = store.append(undone(7, "ann"))
        assert store.events() == [first, second]
    assert [first.seq, second.seq] == [1, 2]
    assert read_overrides(beside(grades)) == [first, second]
    with open_overrides(grades, identity_of(grades)) as store:
        assert store.append(marked(1, "bob", "met")).seq == 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "grades.jsonl",
        "grades.jsonl.reviews",
    ]


def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, "i") as store:
        store.append(marked(1, "ann", "met"))
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*rev*")}
    assert set(modes.values()) == {0o600}


def test_overrides_may_be_read_while_a_page_is_open(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, "i") as store:
        store.append(marked(1, "ann", "met"))
        assert len(read_overrides(beside(grades))) == 1


def test_two_processes_cannot_write_at_once(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, "i"):
        again = f"""
from pathlib import Path
from interviewer.errors import RecordsError
from interviewer.store.overrides import open_overrides
try:
    with open_overrides(Path({str(grades)!r}), "i"): print("opened")
except RecordsError as error:
    print(error)
"""
        told = subprocess.run(
            [sys.executable, "-c", again], capture_output=True, text=True, check=True
        )
    assert "another `interviewer review` has it open" in told.stdout


def test_what_was_kept_cannot_be_changed_or_deleted(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, "i") as store:
        store.append(marked(1, "ann", "met"))
    file = sqlite3.connect(beside(grades))
    with pytest.raises(sqlite3.IntegrityError, match="never changed"):
        file.execute("update overrides set at = ''")
    with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
        file.execute("delete from overrides")
    file.close()


def test_overrides_of_other_grades_are_refused(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, identity_of(grades)) as store:
        store.append(marked(1, "ann", "met"))
    graded(tmp_path, "another")
    with (
        pytest.raises(RecordsError, match="holds overrides of other grades"),
        open_overrides(grades, identity_of(grades)),
    ):
        pass
    with pytest.raises(RecordsError, match="holds overrides of other grades"):
        read_overrides(beside(grades), identity_of(grades))


def test_grades_that_were_brought_up_to_date_keep_their_overrides(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    with open_overrides(grades, identity_of(grades)) as store:
        store.append(marked(1, "ann", "met"))
    graded(tmp_path, "one", "two")
    assert len(read_overrides(beside(grades), identity_of(grades))) == 1


def test_events_survive_as_lines(tmp_path: Path) -> None:
    events = [marked(1, "ann", "met"), undone(2, "ann")]
    lines = tmp_path / "overrides.jsonl"
    lines.write_text("".join(as_lines(events)))
    assert read_overrides(lines) == events


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"kind": "marked"}\n', r":1: is none that can be read"),
        (b"\xff\xfe\n", r":1: is none that can be read"),
        (b"SQLite format 3\0" + b"x" * 2000, "is damaged, or holds no overrides"),
    ],
)
def test_what_holds_no_overrides_is_said(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "x.reviews"
    file.write_bytes(content)
    with pytest.raises(RecordsError, match=told):
        read_overrides(file)


def test_another_programs_file_is_left_alone(tmp_path: Path) -> None:
    grades = graded(tmp_path, "one")
    other = sqlite3.connect(beside(grades))
    other.execute("create table t (x)")
    other.commit()
    other.close()
    before = beside(grades).read_bytes()
    with (
        pytest.raises(RecordsError, match="holds no overrides of ours"),
        open_overrides(grades, "i"),
    ):
        pass
    assert beside(grades).read_bytes() == before


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=r"no\.reviews: no such file"):
        read_overrides(tmp_path / "no.reviews")
    with (
        pytest.raises(RecordsError, match="no: no such folder"),
        open_overrides(tmp_path / "no" / "grades.jsonl", "i"),
    ):
        pass


WRITES = """
import sys
from pathlib import Path
from interviewer.store.overrides import open_overrides
from tests.test_overrides import marked
with open_overrides(Path(sys.argv[1]), "i") as store:
    while True:
        print(store.append(marked(1, "ann", "met")).seq, flush=True)
"""


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_kill_loses_no_override(tmp_path: Path, after: int) -> None:
    grades = graded(tmp_path, "one")
    with subprocess.Popen(
        [sys.executable, "-c", WRITES, str(grades)], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(after)]
        os.kill(writer.pid, signal.SIGKILL)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
    kept = read_overrides(beside(grades), "i")
    assert len(kept) >= told[-1]
    assert all(isinstance(event, Marked) for event in kept)
    with open_overrides(grades, "i") as store:
        assert store.append(marked(1, "bob", "met")).seq == len(kept) + 1
