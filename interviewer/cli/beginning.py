"""What is settled before the first question: where output goes, which topics, and what is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.bank import Bank
    from interviewer.cli.interviewing import Output
    from interviewer.cli.screen import Screen
    from interviewer.rules import Blueprint
    from interviewer.sessions import Session, Started
    from interviewer.store.journal import Journal


def check_output(output: Output) -> None:
    """Raise SessionError where a transcript cannot be a new file, before anyone types."""
    from interviewer.errors import SessionError

    path = output.transcript
    if path is None:
        return
    try:
        is_there = path.exists() or path.is_symlink()
        has_folder = path.parent.is_dir()
    except OSError as error:
        raise SessionError(f"{path}: cannot write there: {error.strerror}") from error
    if is_there:
        raise SessionError(f"{path}: there is a file already; name a new one to write to")
    if not has_folder:
        raise SessionError(f"{path}: there is no folder {str(path.parent)!r}; make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise SessionError(f"{path}: the folder {str(path.parent)!r} cannot be written to")


def warn_of_broken(bank: Bank, screen: Screen) -> None:
    """Say which items of a bank are left out, and why."""
    for name, problems in bank.broken.items():
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        screen.warn(f"{name} is left out: {problems[0]}{more}")


def blueprint(bank: Bank, advert: Path | None, screen: Screen) -> Blueprint:
    """Return the quotas of the bank's subjects, and where there is an advert, of its weights."""
    from interviewer.interview.job import blueprint_of

    if advert is None:
        return blueprint_of(bank.subjects)
    from interviewer.cli.plan import fit_to_job

    with screen.waiting("reading the advert…"):
        fit = fit_to_job(advert, bank)
    return blueprint_of(bank.subjects, fit)


def wants_the_open_one(journal: Journal, screen: Screen, *, asks: bool) -> bool:
    """Return whether to go on with an unfinished interview; ``asks`` where somebody can say so."""
    unfinished = journal.unfinished()
    if not unfinished:
        return False
    last = unfinished[0]
    asked = len(last.turns)
    told = f"unfinished: {last.started_at[:16].replace('T', ' ')}, question {asked} of {_of(last)}"
    if not asks:
        screen.note(f"{told}. To go on with it: interviewer resume {last.id[:8]}")
        return False
    screen.note(f"There is an interview {told}.")
    print("Go on with it? [Y/n] ", end="", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    return line.strip().lower() in ("", "y", "yes")


def is_anything_due(journal: Journal, bank: Bank, begun: Started, screen: Screen) -> bool:
    """Return whether a drill has something to ask; say when it will where it has not."""
    import random

    from interviewer.interview.fold import begin
    from interviewer.interview.memory import memories
    from interviewer.interview.picking import rank

    history = journal.sessions()
    session = begin(begun)
    if rank(bank.items, session, history, now=begun.at, rng=random.Random(0)) is not None:
        return True
    known = memories(history, bank.items, interview_date=begun.rules.interview_date)
    coming = sorted(memory.due for memory in known.values())
    when = f"; the first is due on {coming[0][:10]}" if coming else ""
    screen.note(f"Nothing is due now{when}. `interviewer practice` asks anything else.")
    return False


def _of(session: Session) -> int:
    return max(session.rules.questions, len(session.turns))
