"""Holding a session: one process at a time, and never for longer than it lives."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from interviewer.errors import SessionError
from interviewer.store.holding import hold

ROOT = Path(__file__).parents[2]


def test_one_process_holds_a_session_at_a_time(tmp_path: Path) -> None:
    with (
        hold(tmp_path, "s1"),
        hold(tmp_path, "s2"),
        pytest.raises(SessionError, match="session 's1' is open in another process"),
        hold(tmp_path, "s1"),
    ):
        pass
    with hold(tmp_path, "s1"):
        assert [file.name for file in tmp_path.iterdir()] == [".session-s1.lock"]
    assert list(tmp_path.iterdir()) == []


def test_who_takes_a_session_over_as_it_is_let_go_holds_it_alone(tmp_path: Path) -> None:
    def take(won: list[int]) -> None:
        for _ in range(40):
            try:
                with hold(tmp_path, "s1"):
                    inside.append(1)
                    most.append(len(inside))
                    time.sleep(0.001)
                    inside.pop()
                    won.append(1)
            except SessionError:
                time.sleep(0.001)

    inside: list[int] = []
    most: list[int] = []
    won: list[int] = []
    threads = [threading.Thread(target=take, args=(won,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert won
    assert max(most) == 1


def test_a_killed_process_holds_nothing(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, time; from interviewer.store.holding import hold\n"
        "with hold(pathlib.Path(sys.argv[1]), 's1'):\n    print('held', flush=True)\n"
        "    time.sleep(60)"
    )
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, env=env
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    with pytest.raises(SessionError), hold(tmp_path, "s1"):
        pass
    process.kill()
    process.wait()
    process.stdout.close()
    with hold(tmp_path, "s1"):
        pass


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("precious")
    with (
        pytest.raises(SessionError, match=f"cannot be kept: {file} is no folder"),
        hold(file, "s1"),
    ):
        pass
    assert file.read_text() == "precious"
