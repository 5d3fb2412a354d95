"""Hold an interview on this terminal with the word-for-word grader: what the pexpect tests run."""

from __future__ import annotations

import sys
from pathlib import Path

from interviewer.cli.conversation import converse
from interviewer.cli.practice import asker
from interviewer.cli.screen import Screen
from interviewer.interview import pick, start
from tests.interview.items import bank
from tests.interview.words import grade


def main() -> None:
    """Ask about relu and gelu; the first argument is the file to save to."""
    items = bank()
    screen = Screen.here()
    picks = pick(items, count=2, seed=0, question="deep-learning/[gr]elu")
    session = start(
        picks, session_id="s1", interviewer="0.1.0", seed=0, started_at="2026-01-01T00:00:00Z"
    )
    converse(
        session,
        picks,
        ask=asker(screen, plain=False, opening="2 questions, seed 0."),
        grade=grade,
        clock=lambda: "2026-01-01T00:01:00Z",
        screen=screen,
        items=items,
        save=Path(sys.argv[1]),
    )


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
