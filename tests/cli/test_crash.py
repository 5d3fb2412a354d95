"""Interviews on a real terminal, killed at random moments: no event is lost, nothing shown is."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import sys
import time
from pathlib import Path

import pexpect
import pytest

from interviewer.interview.fold import replay
from interviewer.sessions import Event
from interviewer.store.journal import Journal

ROOT = Path(__file__).parents[2]
RULES = json.dumps({"questions": 3, "rate": True})
WORDS = ("dropout zeroes random units ", "regularization curbs overfitting ", "hm, no idea ")
SHOWN = {
    r"Question (\d) of 3": "shown",
    r"Interviewer: ": "probed",
    r"How much of it did you have": "graded",
    r"score: ": "graded",
}
MOST_LIVES = 40


class Life:
    """One process of an interview, from its start to its kill."""

    def __init__(self, home: Path, how: str) -> None:
        env = {
            **os.environ,
            "TERM": "xterm",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "PYTHONPATH": str(ROOT),
            "INTERVIEWER_HOME": str(home),
        }
        self.seen = ""
        self.typed: list[tuple[float, str]] = []
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "tests.interview.held", how, RULES],
            env=env,
            cwd=str(ROOT),
            encoding="utf-8",
            dimensions=(50, 100),
        )

    def until_killed(self, rng: random.Random) -> None:
        """Type as the screen asks, and be killed at a random moment."""
        end = time.monotonic() + rng.uniform(0.2, 3.5)
        while time.monotonic() < end and self._child.isalive():
            self._read()
            if not re.search(r"\x1b\[\?2004h", self.seen):
                continue
            key = rng.choice(["word", "word", "send", "next", "digit", "idk"])
            text = {
                "word": rng.choice(WORDS),
                "send": "\x1b\r",
                "next": "\r",
                "digit": "5",
                "idk": "\r/idk\r",
            }[key]
            self._send(text)
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
        self._read()
        self._child.close(force=True)

    def _send(self, text: str) -> None:
        try:
            self._child.send(text)
            self.typed.append((time.monotonic(), text))
        except OSError:
            return

    def _read(self) -> None:
        try:
            while True:
                self.seen += self._child.read_nonblocking(10_000, timeout=0.05)
        except (pexpect.TIMEOUT, pexpect.EOF, OSError):
            return


def _events(home: Path) -> list[Event]:
    with Journal.open(home / "journal.sqlite") as journal:
        return journal.events("s1")


def _one_interview(home: Path, seed: int) -> int:
    """Hold one interview through as many kills as it takes; return how many there were."""
    rng = random.Random(seed)
    before: list[Event] = []
    for life in range(MOST_LIVES):
        how = "resume" if before else "begin"
        process = Life(home, how)
        process.until_killed(rng)
        if not (home / "journal.sqlite").exists():
            continue
        events = _events(home)
        assert events[: len(before)] == before
        session = replay(events) if events else None
        kinds = [event.kind for event in events]
        for pattern, kind in SHOWN.items():
            if re.search(pattern, process.seen):
                assert kind in kinds, f"{pattern} was on the screen, and no {kind} is kept"
        numbers = [int(n) for n in re.findall(r"Question (\d) of 3", process.seen)]
        assert max(numbers, default=0) <= kinds.count("shown")
        before = events
        if session is not None and session.ended_at is not None:
            return life
    pytest.fail("the interview did not come to its end")


@pytest.mark.parametrize("seed", range(2))
def test_a_killed_interview_loses_no_event(tmp_path: Path, seed: int) -> None:
    _one_interview(tmp_path, seed)


@pytest.mark.soak
def test_interviews_killed_two_hundred_times_lose_no_event(tmp_path: Path) -> None:
    kills, seed = 0, 100
    while kills < 200:
        home = tmp_path / str(seed)
        home.mkdir()
        kills += _one_interview(home, seed)
        seed += 1
