"""Whether a very long batch that is killed again and again ends with the bytes of one that was not.

    python -m benchmarks.killed [--rows 1000000] [--kills 5] [--seed 1]

Rows are short answers to one question of a bank of its own; every second one is a copy of an
earlier row, every hundredth cannot be graded. `interviewer grade --matcher similarity` runs over
them undisturbed, then is killed (SIGKILL) at so many moments, each drawn from the time that the
undisturbed run took, and started again until it ends. Printed: whether both files are the same,
what each start found graded, the seconds, and the largest resident size beside that of a run over
the first 10,000 rows.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic, sleep
from typing import NamedTuple

ROWS, FEW, KILLS = 1_000_000, 10_000, 5
BROKEN = 100
QUESTION = "networks/retries"
BANK = {
    "questions": {
        "prompt": "Why does a client wait before it tries again, and why not always equally long?",
        "topic": "networks",
        "level": "beginner",
    },
    "rubrics": {
        "version": 1,
        "reference": "A server that is down needs time. Random waits keep clients apart.",
        "keypoints": [
            {"id": "time", "text": "Waiting gives a server time to recover.", "points": 1},
            {"id": "apart", "text": "Random waits keep clients from coming at once.", "points": 1},
        ],
    },
}
WORDS = "wait server random clients load recover again together jitter busy".split()


class Ran(NamedTuple):
    """How long a process took, its largest resident size in MB, and what it said."""

    seconds: float
    megabytes: float
    told: str


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write_bank(folder / "bank")
        few, rows = folder / "few.jsonl", folder / "rows.jsonl"
        _write_rows(few, FEW)
        _write_rows(rows, options.rows)
        small = _run(folder, few, "few.grades.jsonl")
        print(f"{FEW:,} rows: {small.seconds:.0f} s, {small.megabytes:.0f} MB", flush=True)
        whole = _run(folder, rows, "whole.grades.jsonl")
        grown = whole.megabytes / small.megabytes - 1
        print(f"{options.rows:,} rows: {whole.seconds:.0f} s, {whole.megabytes:.0f} MB, "
              f"{grown:+.1%}", flush=True)  # fmt: skip
        for _ in range(options.kills):
            after = rng.uniform(0.05, 0.9) * whole.seconds / options.kills * 1.5
            ran = _run(folder, rows, "killed.grades.jsonl", after)
            print(f"killed after {ran.seconds:.0f} s; found: {ran.told}", flush=True)
        last = _run(folder, rows, "killed.grades.jsonl")
        print(f"ended after {last.seconds:.0f} s; found: {last.told}")
        same = _hash(folder / "whole.grades.jsonl") == _hash(folder / "killed.grades.jsonl")
        print(f"same bytes: {'yes' if same else 'NO'}")
    if not same:
        raise SystemExit(1)


def _write_bank(top: Path) -> None:
    for kind, data in BANK.items():
        file = top / kind / f"{QUESTION}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(data))


def _write_rows(path: Path, rows: int) -> None:
    """Write so many rows, the same each time."""
    rng = random.Random("killed")
    last = ""
    with path.open("w") as file:
        for number in range(rows):
            if number % 2 == 0:
                last = f"{' '.join(rng.sample(WORDS, 3))} {number}"
            row = {"question_id": QUESTION, "answer": last, "candidate_id": str(number % 5000)}
            file.write(json.dumps({"answer": 7} if number % BROKEN == 0 else row) + "\n")


def _run(folder: Path, rows: Path, out: str, kill_after: float | None = None) -> Ran:
    """Grade rows into a file of the folder, and kill that after so many seconds."""
    command = [sys.executable, "-m", "interviewer", "grade", str(rows), "-o", str(folder / out),
               "--bank", str(folder / "bank"), "--matcher", "similarity"]  # fmt: skip
    began = monotonic()
    with (folder / "told").open("w+") as told:
        process = subprocess.Popen(command, stderr=told)
        if kill_after is not None:
            sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        _, status, usage = os.wait4(process.pid, 0)
        told.seek(0)
        lines = [line for line in told.read().splitlines() if "different answers are in" in line]
    if kill_after is None and os.waitstatus_to_exitcode(status) != 3:
        raise SystemExit(f"grading ended with {os.waitstatus_to_exitcode(status)}")
    kilobytes = usage.ru_maxrss if sys.platform != "darwin" else usage.ru_maxrss / 1024
    return Ran(monotonic() - began, kilobytes / 1024, lines[0] if lines else "nothing")


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    main()
