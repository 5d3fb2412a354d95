"""`interviewer grade --engine ray` and `--fail-under` as a user runs them."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.errors import RecordsError
from interviewer.records.grades import read_grades
from tests.cli.test_grade import run
from tests.cli.test_grade_again import FAST, write_answers, write_bank

pytestmark = pytest.mark.model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_bank(tmp_path / "bank")
    return tmp_path / "bank"


def test_parts_by_ray_are_the_bytes_of_one_machine_and_a_second_run_grades_nothing(
    folder: Path, tmp_path: Path
) -> None:
    answers, out = write_answers(tmp_path / "a.jsonl", 20), tmp_path / "grades"
    common = (answers, "--bank", folder, *FAST)
    done = run(*common, "-o", out, "--engine", "ray", "--workers", 1)
    assert done.returncode == 3, done.stderr
    assert b"18 graded, 2 failed" in done.stderr
    assert (out / "part-00000.jsonl").read_bytes() == run(*common).stdout
    assert sorted(path.name for path in out.iterdir()) == ["_parts", "part-00000.jsonl"]
    before = (out / "part-00000.jsonl").stat()
    again = run(*common, "-o", out, "--engine", "ray", "--workers", 1)
    assert again.returncode == 3
    assert (out / "part-00000.jsonl").stat() == before
    assert len([*read_grades(out)]) == 20
    (out / ".work").mkdir()
    with pytest.raises(RecordsError, match=r"grades: is unfinished; run its `interviewer grade`"):
        next(read_grades(out))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--engine", "ray"], "--engine ray writes a folder of parts; name it with -o"),
        (["--workers", "2"], "--address and --workers are for --engine ray"),
        (
            ["--engine", "ray", "-o", "x.csv"],
            "--engine ray writes JSON lines or Parquet; see --format",
        ),
        (["--engine", "ray", "-o", "a.jsonl"], "a.jsonl: is no folder; an output in parts is one"),
        (
            ["--engine", "ray", "-o", "x", "--judge", "person"],
            "--engine ray cannot work with the judge 'person'",
        ),
    ],
)
def test_what_ray_cannot_do_is_one_line(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answers = write_answers(tmp_path / "a.jsonl", 3)
    done = run(answers, "--bank", folder, *FAST, *options)
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.endswith(told)


def test_a_mean_score_below_what_is_asked_for_is_exit_1(folder: Path, tmp_path: Path) -> None:
    answers = tmp_path / "a.jsonl"
    row = '{"question_id": "deep-learning/dropout", "answer": "I have no idea."}\n'
    answers.write_text(row * 2)
    common = (answers, "-o", tmp_path / "g.jsonl", "--bank", folder, *FAST, "--fail-under")
    assert run(*common, 0).returncode == 0
    done = run(*common, 0.5)
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == "error: the mean score 0.000 is under 0.5"
