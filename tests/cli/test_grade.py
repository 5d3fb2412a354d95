"""`interviewer grade` as a user runs it: real bank, real model, real streams and exit codes."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.interview.items import bank

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
GOOD = '{"question_id": "deep-learning/dropout", "answer": "Dropout zeroes random units."}\n'
COMMAND = [sys.executable, "-m", "interviewer", "grade"]
ENV = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "80"}


def run(*arguments: object, typed: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], input=typed, capture_output=True, env=ENV, timeout=120,
        check=False,
    )  # fmt: skip


def records(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.decode().split("\n")[:-1]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bank of a good question and a broken one, as JSON, which is YAML."""
    top = tmp_path_factory.mktemp("bank")
    for name in ("deep-learning/dropout", "deep-learning/relu"):
        data = json.loads(bank()[name].model_dump_json(exclude_none=True, exclude_defaults=True))
        if name == "deep-learning/relu":
            data["question"]["level"] = "wizard"
        for kind, part in (("questions", "question"), ("rubrics", "rubric")):
            file = top / kind / f"{name}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(data[part]))
    return top


def test_every_row_comes_out_in_order_and_failed_ones_make_exit_3(folder: Path) -> None:
    rows = (
        GOOD
        + '{"question_id": "deep-learning/dropout", "answer": "", "answer_id": "blank"}\n'
        + "\nnot json\n"
        + '{"question_id": "deep-learning/drop-out", "answer": "x"}\n'
        + '{"question_id": "deep-learning/relu", "answer": "x"}\n'
    )
    done = run("-", "--bank", folder, typed=rows.encode())
    found = records(done.stdout)
    assert [(r["row"], r["answer_id"], r["status"]) for r in found] == [
        (1, "1", "graded"),
        (2, "blank", "graded"),
        (3, "3", "failed"),
        (4, "4", "failed"),
        (5, "5", "failed"),
    ]
    errors = [r["error"] for r in found[2:]]
    assert [(e["code"], e["line"]) for e in errors if isinstance(e, dict)] == [
        ("bad-json", 4),
        ("unknown-question", 5),
        ("broken-item", 6),
    ]
    assert done.stderr.decode().splitlines()[-1] == "2 graded, 3 failed"
    assert done.returncode == 3


def test_two_runs_are_identical_and_the_order_of_rows_changes_only_the_row_number(
    folder: Path, tmp_path: Path
) -> None:
    lines = [
        json.dumps({"question_id": "deep-learning/dropout", "answer": text, "answer_id": text[:5]})
        for text in ("é: It zeroes units at random.", "I don't know.", "More data is better.")
    ]
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    one.write_text("\n".join(lines))
    two.write_text("\n".join(reversed(lines)))
    first, again, back = (run(f, "--bank", folder).stdout for f in (one, one, two))
    assert first == again
    assert "é".encode() in first

    def stripped(output: bytes) -> list[str]:
        return sorted(json.dumps({**r, "row": 0}) for r in records(output))

    assert stripped(first) == stripped(back)


def test_one_plain_answer_prints_its_ledger_or_its_record(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "answer.txt"
    file.write_bytes(b"\xef\xbb\xbfDropout zeroes random units.\r\n")
    asked = ("--question", "deep-learning/dropout", "--bank", folder)
    done = run(file, *asked)
    assert (done.returncode, "score:" in done.stdout.decode()) == (0, True)
    (record,) = records(run("-", *asked, "--format", "jsonl", typed=file.read_bytes()).stdout)
    assert record["answer"] == "Dropout zeroes random units.\r\n"
    bad = run(file, "--question", "deep-learning/dropuot", "--bank", folder)
    assert (bad.returncode, bad.stdout) == (1, b"")
    assert "did you mean 'deep-learning/dropout'?" in bad.stderr.decode()


def test_without_text_no_word_of_an_answer_leaves(folder: Path, tmp_path: Path) -> None:
    rows = tmp_path / "a.jsonl"
    rows.write_text(
        '{"question_id": "deep-learning/dropout", "answer": "Xyzzy zeroes random units"}\n'
        '{"question_id": "deep-learning/none", "answer": "Xyzzy"}\n'
        '{"question_id": "deep-learning/dropout", "answer": ["Xyzzy"]}\n'
        '{"question_id": "deep-learning/dropout", "Answer": "Xyzzy"}\n'
        '{"question_id": "deep-learning/dropout", "answer": "Xyzzy\n'
    )
    for kind in ("jsonl", "csv"):
        done = run(rows, "--bank", folder, "--no-text", "--format", kind)
        assert done.returncode == 3
        assert b"Xyzzy" not in done.stdout + done.stderr


def test_out_is_written_whole_and_never_over_the_input(folder: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "a.jsonl", tmp_path / "out.csv"
    rows.write_text(GOOD)
    assert run(rows, "-o", out, "--bank", folder).stdout == b""
    header, row = out.read_text().splitlines()
    assert header.startswith("row,answer_id,candidate_id,question_id,status,points,possible,")
    assert row.startswith("1,1,,deep-learning/dropout,graded,")
    refused = run(rows, "-o", out, "--bank", folder)
    assert (refused.returncode, b"--force" in refused.stderr) == (1, True)
    with rows.open("rb") as stream:
        over = subprocess.run(
            [*COMMAND, "-", "-o", str(rows), "--force", "--bank", str(folder)],
            stdin=stream, capture_output=True, env=ENV, timeout=120, check=False,
        )  # fmt: skip
    assert (over.returncode, b"is the input itself" in over.stderr) == (1, True)
    assert run(rows, "-o", rows, "--force", "--bank", folder).returncode == 1
    assert rows.read_text() == GOOD
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", "out.csv"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", b"id,text\n1,x\n", "a.csv:1: no column 'question_id' or 'answer'"),
        ("a.jsonl", GOOD.encode("utf-16"), "it looks like UTF-16"),
        ("none.jsonl", None, "no such file or folder"),
        ("x" * 300, None, "File name too long"),
    ],
)
def test_what_is_no_answer_file_is_one_line(
    name: str, content: bytes | None, message: str, folder: Path, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run(tmp_path / name, "-o", tmp_path / "out", "--bank", folder)
    assert done.returncode == 1
    last = done.stderr.decode().splitlines()[-1]
    assert last.startswith("error: ")
    assert message in last
    assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_an_empty_file_is_no_error_but_said(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").touch()
    done = run(tmp_path / "a.jsonl", "--bank", folder)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().splitlines()[-1] == "no answers: the input is empty"


def test_a_full_disk_is_one_line_and_leaves_the_old_file(folder: Path, tmp_path: Path) -> None:
    rows, out = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    rows.write_text(GOOD * 20)
    out.write_text("before")
    with rows.open("rb") as stream:
        done = subprocess.run(
            [*COMMAND, "-", "-o", str(out), "--force", "--bank", str(folder)],
            stdin=stream, capture_output=True, env=ENV, timeout=120, check=False,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)),
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode().splitlines()[-1] == (
        f"error: {out}.part: cannot be written: the disk is full or fails"
    )
    assert out.read_text() == "before"
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".interviewer-")]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_standard_output_is_one_line(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "-", "--bank", str(folder)], input=GOOD.encode() * 30, stdout=full,
            stderr=subprocess.PIPE, env=ENV, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    last = done.stderr.decode().splitlines()[-1]
    assert last == "error: could not write the output: no space left on device"


def test_a_reader_that_goes_away_ends_it_quietly(folder: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "-", "--bank", str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env=ENV,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(GOOD.encode() * 3)
        process.stdin.close()
        said = process.stderr.read().decode()
        assert process.wait(120) == 1
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


def test_ctrl_c_leaves_nothing_behind(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with subprocess.Popen(
        [*COMMAND, "-", "-o", str(out), "--bank", str(folder)], stdin=subprocess.PIPE,
        stderr=subprocess.PIPE, env=ENV,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stderr is not None
        deadline = time.monotonic() + 60
        while not list(tmp_path.iterdir()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert list(tmp_path.iterdir()) != []
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
        assert "Traceback" not in process.stderr.read().decode()
    assert list(tmp_path.iterdir()) == []


def test_the_example_file_has_rows_of_three_questions() -> None:
    lines = (ROOT / "examples" / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["question_id"] for line in lines]
    assert len(asked) == 8
    assert {*asked} == {
        "deep-learning/dropout",
        "deep-learning/relu-vs-sigmoid",
        "deep-learning/backpropagation",
    }
