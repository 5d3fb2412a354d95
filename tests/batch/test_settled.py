"""What a run has graded survives it, belongs to one process, and is taken for nothing else."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from interviewer.batch.keys import key_of
from interviewer.batch.settled import Settled, part_of
from interviewer.errors import RecordsError
from interviewer.grades import Grade
from interviewer.redaction import sha256_of
from tests.batch.test_side_by_side import alone, grader, work

_IMPORTS = "from pathlib import Path; from interviewer.batch.settled import Settled"


def one(text: str = "alpha beta", row: int = 1, *, keep_text: bool = True) -> tuple[str, Grade]:
    thing = work(row, text, keep_text=keep_text)
    key = grader().fingerprint(thing.item, thing.given.sha256)
    return key_of(key, keep_text=keep_text), alone(thing)


def test_what_was_kept_is_found_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.part"
    key, grade = one()
    with Settled(path) as settled:
        assert settled.find(key) is None
        settled.keep(key, grade)
        assert settled.find(key) == grade
    with Settled(path) as settled:
        assert len(settled) == 1
        assert settled.find(key) == grade
        assert settled.find("nothing") is None


def test_a_second_process_is_told_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.part"
    key, grade = one()
    with Settled(path) as settled:
        settled.keep(key, grade)
        other = subprocess.run(
            [sys.executable, "-c", f"{_IMPORTS}; Settled(Path({str(path)!r}))"],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "another process is writing this output; wait for it to end" in other.stderr
        assert settled.find(key) == grade


def test_a_process_that_is_killed_leaves_what_it_had_committed(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.part"
    script = (
        "import time\n"
        "from tests.batch.test_settled import *\n"
        f"settled = Settled(Path({str(path)!r}))\n"
        "settled.keep(*one())\nsettled.commit()\n"
        "settled.keep(*one('alpha'))\n"
        "print('kept', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "kept\n"
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    key, grade = one()
    with Settled(path) as settled:
        assert len(settled) == 1
        assert settled.find(key) == grade


def test_work_is_committed_once_a_second_without_being_told(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.part"
    settled = Settled(path)
    settled._committed = time.monotonic() - 2
    settled.keep(*one())
    settled._file.rollback()
    assert len(settled) == 1
    settled.__exit__(None, None, None)


@pytest.mark.parametrize("content", [b"not a database, but long enough to be looked at" * 9, None])
def test_another_file_of_that_name_is_refused_and_left_alone(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "g.jsonl.part"
    if content is None:
        with sqlite3.connect(path) as file:
            file.execute("create table mine (x)")
        file.close()
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(RecordsError, match="no unfinished run of ours"):
        Settled(path)
    assert path.read_bytes() == before


def test_a_record_under_a_wrong_key_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.part"
    key, _ = one()
    _, other = one("alpha")
    with Settled(path) as settled:
        settled.keep(key, other)
        assert settled.find(key) is None
    with sqlite3.connect(path) as file:
        file.execute("update settled set record = '{}'")
    file.close()
    with Settled(path) as settled:
        assert settled.find(key) is None


def test_an_earlier_output_is_read_where_it_lies(tmp_path: Path) -> None:
    out = tmp_path / "g.jsonl"
    pairs = [one("alpha beta", 1), one("alpha", 2), one("beta", 3, keep_text=False)]
    failed = pairs[0][1].model_copy(update={"status": "failed"})
    lines = [grade.model_dump_json() for _, grade in pairs]
    out.write_text("\n".join([lines[0], "", failed.model_dump_json(), *lines[1:]]) + "\n")
    with Settled(part_of(out)) as settled:
        assert settled.read_earlier(out) == 3
        assert [settled.find(key) for key, _ in pairs] == [grade for _, grade in pairs]
        assert len(settled) == 0


@pytest.mark.parametrize(
    "line",
    [
        "before",
        "{}",
        "[1]",
        '{"schema": 2, "provenance": null, "verdicts": []}',
        "[" * 100_000,
    ],
)
def test_an_output_that_holds_something_else_is_an_error_with_its_line(
    tmp_path: Path, line: str
) -> None:
    out = tmp_path / "g.jsonl"
    out.write_text(f"{one()[1].model_dump_json()}\n{line}\n")
    with (
        pytest.raises(RecordsError, match=r"g\.jsonl:2: .*--force"),
        Settled(part_of(out)) as settled,
    ):
        settled.read_earlier(out)
    assert [path.name for path in tmp_path.iterdir()] == ["g.jsonl"]


def test_an_id_is_new_once() -> None:
    with Settled() as settled:
        assert [settled.is_new(name) for name in ("a", "b", "a", "")] == [True, True, False, True]


def test_nothing_is_left_behind_once_it_is_removed_or_where_nothing_was_graded(
    tmp_path: Path,
) -> None:
    path = tmp_path / "g.jsonl.part"
    with Settled(path) as settled:
        settled.keep(*one())
    settled.remove()
    with pytest.raises(KeyboardInterrupt), Settled(path):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


class Interrupted(Settled):
    def _begin(self) -> None:
        raise KeyboardInterrupt


def test_ctrl_c_while_it_opens_leaves_no_file_and_takes_none_away(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.part"
    with pytest.raises(KeyboardInterrupt):
        Interrupted(path)
    assert not path.exists()
    path.write_bytes(b"")
    with pytest.raises(KeyboardInterrupt):
        Interrupted(path)
    assert path.exists()


def test_an_output_of_other_answers_is_known(tmp_path: Path) -> None:
    out = tmp_path / "g.jsonl"
    bare = one("beta", 2, keep_text=False)[1].model_copy(update={"provenance": None})
    out.write_text(f"{one('alpha', 1)[1].model_dump_json()}\n{bare.model_dump_json()}\n")
    alpha, beta, gamma = (("s/a", sha256_of(text)) for text in ("alpha", "beta", "gamma"))
    with Settled(part_of(out)) as settled:
        assert not settled.is_of_others([gamma])
        settled.read_earlier(out)
        assert not settled.is_of_others([gamma, beta])
        assert not settled.is_of_others([alpha])
        assert settled.is_of_others([gamma])
        assert settled.is_of_others([("s/b", alpha[1])])


def test_provenance_of_another_shape_is_nothing_to_keep(tmp_path: Path) -> None:
    out = tmp_path / "g.jsonl"
    out.write_text('{"schema": 1, "provenance": [1], "verdicts": [], "status": "graded"}\n')
    with Settled(part_of(out)) as settled:
        assert settled.read_earlier(out) == 0
