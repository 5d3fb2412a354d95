"""`interviewer grade` run twice, cut off, changed: the same bytes, and nothing graded twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from interviewer.batch.settled import part_of
from tests.cli.test_grade import COMMAND, ENV, records, run
from tests.interview.items import bank

pytestmark = pytest.mark.model

QUESTION = "deep-learning/dropout"
WORDS = "dropout zeroes random units while training regularization curbs overfitting".split()
FAST = ("--matcher", "similarity")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bank of one question, as JSON, which is YAML."""
    write_bank(tmp_path / "bank")
    return tmp_path / "bank"


def write_bank(top: Path, **rubric: object) -> None:
    data = json.loads(bank()[QUESTION].model_dump_json(exclude_none=True, exclude_defaults=True))
    data["rubric"].update(rubric)
    for kind, part in (("questions", "question"), ("rubrics", "rubric")):
        file = top / kind / f"{QUESTION}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data[part]))


def write_answers(path: Path, rows: int) -> Path:
    """Write rows of which a third repeat another's words, and every tenth is broken."""
    rng = random.Random(1)
    texts = [" ".join(rng.sample(WORDS, rng.randint(2, 8))) for _ in range(rows)]
    with path.open("w") as file:
        for number in range(rows):
            text = texts[number if number % 3 else number // 3]
            row: dict[str, object] = {"question_id": QUESTION, "answer": text, "team": number % 2}
            file.write(json.dumps(row if number % 10 else {"answer": 7}) + "\n")
    return path


def test_an_output_is_brought_up_to_date_and_only_what_changed_is_graded(
    folder: Path, tmp_path: Path
) -> None:
    answers, out = write_answers(tmp_path / "a.jsonl", 20), tmp_path / "g.jsonl"
    arguments = (answers, "-o", out, "--bank", folder, *FAST)
    assert run(*arguments).returncode == 3
    first = out.read_bytes()
    again = run(*arguments)
    assert again.returncode == 3
    told = again.stderr.decode()
    assert "14 different answers are in g.jsonl; those that still hold stay" in told
    assert out.read_bytes() == first
    lines = answers.read_text().splitlines(keepends=True)
    answers.write_text("".join([lines[-1].replace("}", ', "late": true}'), *lines[1:]]))
    run(*arguments)
    fresh = run(*arguments[:1], "--bank", folder, *FAST)
    assert out.read_bytes() == fresh.stdout
    assert not part_of(out).exists()


@pytest.mark.parametrize("name", ["g.jsonl.gz", "g.parquet"])
def test_a_packed_output_is_brought_up_to_date_too(folder: Path, tmp_path: Path, name: str) -> None:
    answers, out = write_answers(tmp_path / "a.jsonl", 20), tmp_path / name
    arguments = (answers, "-o", out, "--bank", folder, *FAST)
    run(*arguments)
    first = out.read_bytes()
    again = run(*arguments)
    told = f"14 different answers are in {name}; those that still hold stay"
    assert told in again.stderr.decode()
    assert out.read_bytes() == first
    out.write_bytes(first[:-40])
    damaged = run(*arguments)
    assert damaged.returncode == 1
    assert len(damaged.stderr.decode().splitlines()) == 1
    assert out.read_bytes() == first[:-40]


def test_other_points_are_summed_and_an_interrupted_run_goes_on(
    folder: Path, tmp_path: Path
) -> None:
    answers, out = write_answers(tmp_path / "a.jsonl", 6), tmp_path / "g.jsonl"
    run(answers, "-o", out, "--bank", folder, *FAST)
    before = records(out.read_bytes())
    data = json.loads((folder / "rubrics" / f"{QUESTION}.yaml").read_text())
    keypoints = [{**k, "points": 7} for k in data["keypoints"]]
    write_bank(folder, keypoints=keypoints)
    new = tmp_path / "new.jsonl"
    command = [*COMMAND[:-1], "regrade", str(out), "-o", str(new), "--bank", str(folder)]
    done = subprocess.run(command, capture_output=True, env=ENV, timeout=120, check=False)
    assert "5 summed again" in done.stderr.decode()
    fresh = run(answers, "--bank", folder, *FAST)
    assert new.read_bytes().splitlines()[1:] == fresh.stdout.splitlines()[1:]
    assert before[1]["score"] != records(new.read_bytes())[1]["score"]


def test_a_second_process_on_one_output_is_told(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "g.jsonl"
    with subprocess.Popen(
        [*COMMAND, "-", "-o", str(out), "--bank", str(folder), *FAST],
        stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=ENV,
    ) as process:  # fmt: skip
        _wait_for(part_of(out))
        answers = write_answers(tmp_path / "a.jsonl", 2)
        second = run(answers, "-o", out, "--bank", folder, *FAST)
        assert second.returncode == 1
        assert second.stderr.decode().splitlines()[-1] == (
            f"error: {out}.part: another process is writing this output; wait for it to end"
        )
        process.communicate(b"")
    assert process.returncode == 0


def test_an_output_that_is_something_else_is_left_alone(folder: Path, tmp_path: Path) -> None:
    answers, out = write_answers(tmp_path / "a.jsonl", 2), tmp_path / "g.jsonl"
    out.write_text("my notes\n")
    done = run(answers, "-o", out, "--bank", folder, *FAST)
    assert done.returncode == 1
    assert "g.jsonl:1: is there already and holds no grade record" in done.stderr.decode()
    assert out.read_text() == "my notes\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "bank", "g.jsonl"]
    assert run(answers, "-o", out, "--bank", folder, "--force", *FAST).returncode == 3
    assert len(records(out.read_bytes())) == 2


def test_grades_of_other_answers_are_not_written_over(folder: Path, tmp_path: Path) -> None:
    answers, out = write_answers(tmp_path / "a.jsonl", 6), tmp_path / "g.jsonl"
    run(answers, "-o", out, "--bank", folder, *FAST)
    before = out.read_bytes()
    other = tmp_path / "b.jsonl"
    other.write_text(json.dumps({"question_id": QUESTION, "answer": "Something else."}) + "\n")
    done = run(other, "-o", out, "--bank", folder, *FAST)
    assert done.returncode == 1
    assert "has grades of other answers than" in done.stderr.decode()
    piped = run("-", "-o", out, "--bank", folder, *FAST, typed=other.read_bytes())
    assert piped.returncode == 1
    assert "is there already; --force replaces it" in piped.stderr.decode()
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a.jsonl",
        "b.jsonl",
        "bank",
        "g.jsonl",
    ]


def _kill_and_go_on(folder: Path, tmp_path: Path, kills: int, seed: int) -> int:
    """Kill runs at random moments; return in how many of them something had been kept."""
    rng = random.Random(seed)
    answers, out = write_answers(tmp_path / "a.jsonl", 400), tmp_path / "g.jsonl"
    arguments = [str(answers), "-o", str(out), "--bank", str(folder), *FAST, "--threads", "2"]
    whole = run(answers, "--bank", folder, *FAST, "--threads", "1").stdout
    useful = 0
    for _ in range(kills):
        out.unlink(missing_ok=True)
        process = subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.DEVNULL, env=ENV)
        time.sleep(rng.uniform(0.8, 3.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        useful += part_of(out).exists()
        if rng.random() < 0.4 or out.exists():
            last = run(*arguments)
            assert last.returncode == 3, last.stderr.decode()
            assert out.read_bytes() == whole
            left = sorted(path.name for path in tmp_path.iterdir())
            assert left == ["a.jsonl", "bank", "g.jsonl"]
    run(*arguments)
    assert out.read_bytes() == whole
    return useful


def test_a_run_that_was_killed_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    assert _kill_and_go_on(folder, tmp_path, 3, seed=1) > 0


@pytest.mark.soak
def test_a_run_that_was_killed_fifty_times_gives_the_same_bytes(
    folder: Path, tmp_path: Path
) -> None:
    assert _kill_and_go_on(folder, tmp_path, 50, seed=2) > 10


def _wait_for(path: Path) -> None:
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert path.exists()
