"""``review`` as far as it goes without a browser: what it refuses, and how it begins and ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.review.browsing import serving
from tests.review.reviewed import grade
from tests.review.visiting import written


def refused(*words: object, code: int = 1) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "review", *map(str, words)],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "COLUMNS": "80"},
        timeout=60,
    )
    assert done.returncode == code
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


@pytest.fixture(name="file")
def file_of_a_grade(tmp_path: Path) -> Path:
    return written(tmp_path, [grade(1)])


def test_what_holds_no_grades_is_refused_in_one_line(tmp_path: Path) -> None:
    table = tmp_path / "grades.csv"
    table.write_text("row,answer_id\n1,a\n")
    assert "JSON lines or Parquet" in refused(table)
    assert "No such file" in refused(tmp_path / "none.jsonl")
    (tmp_path / "x\x1b[2J.jsonl").write_text("{}\n")
    assert "\x1b" not in refused(tmp_path / "x\x1b[2J.jsonl")


def test_a_port_in_use_and_a_name_that_is_none_are_refused(file: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert refused(file, "--port", port) == (
            f"error: --port {port}: address already in use; --port 0 takes a free one"
        )
    assert "1 to 80 characters" in refused(file, "--reviewer", " ")
    assert "1 to 80 characters" in refused(file, "--reviewer", "x" * 81)
    refused(file, "--port", 65536, code=2)


def test_a_second_review_of_the_same_grades_is_refused_while_one_runs(file: Path) -> None:
    with serving(file):
        assert "another `interviewer review` has it open" in refused(file)
    with serving(file) as again:
        assert again.first_address.startswith("http://127.0.0.1:")


def test_it_listens_on_this_machine_alone(file: Path) -> None:
    with serving(file) as review:
        port = int(review.home.rpartition(":")[2])
        with socket.socket() as other, pytest.raises(ConnectionRefusedError):
            other.connect(("127.0.0.2", port))


def test_overrides_of_other_grades_are_refused(file: Path) -> None:
    with serving(file):
        pass
    written(file.parent, [grade(1, answer="Something else.")])
    assert "holds overrides of other grades" in refused(file)
