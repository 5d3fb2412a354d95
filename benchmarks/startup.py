"""How long a user waits: help, the first question, one answer graded cold; beside bare Python.

    python -m benchmarks.startup [--runs 7]

Every figure is the median of whole processes, run in turn, beside `python -c pass` in the same run.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ANSWER = "It zeroes random units in training, so units cannot rely on each other and overfit less."


def main() -> None:
    """Print seconds and the ratio to bare Python."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    command = [sys.executable, "-m", "interviewer"]
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.txt"
        answer.write_text(ANSWER, encoding="utf-8")
        grade = [*command, "grade", "--question", "deep-learning/dropout", str(answer)]
        measured = {
            "bare python": [_whole([sys.executable, "-c", "pass"]) for _ in range(runs)],
            "interviewer --help": [_whole([*command, "--help"]) for _ in range(runs)],
            "first question of practice": [
                _until([*command, "practice", "--seed", "1", "--plain"], b"?") for _ in range(runs)
            ],
            "grade one answer, cold": [_whole(grade) for _ in range(runs)],
        }
    bare = statistics.median(measured["bare python"])
    for name, seconds in measured.items():
        middle = statistics.median(seconds)
        print(f"{name:28} {middle:6.2f} s  {middle / bare:6.1f} × bare python")


def _whole(command: Sequence[str]) -> float:
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
    return time.perf_counter() - started


def _until(command: Sequence[str], mark: bytes) -> float:
    """Return the seconds until a mark stands on standard output."""
    started = time.perf_counter()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout is not None
        seen = b""
        while mark not in seen:
            part = process.stdout.read1()
            if not part:
                raise RuntimeError(f"{command}: ended without {mark!r}")
            seen += part
        took = time.perf_counter() - started
        process.kill()
    return took


if __name__ == "__main__":
    main()
