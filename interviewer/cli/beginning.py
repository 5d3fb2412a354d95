"""What is settled before the first question: where output goes, which topics, and what is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from interviewer.bank import Bank
    from interviewer.cli.interviewing import Output
    from interviewer.cli.screen import Screen
    from interviewer.interview.job import JobFit
    from interviewer.items import Item
    from interviewer.rules import Blueprint, Filters
    from interviewer.sessions import Session, Started
    from interviewer.store.journal import Journal

_TRIES = 3
"""How often a yes or no is asked for: a choice, after which whoever is there types at random."""


_TOPICS_TOLD = 3
"""So many topics that an advert speaks of are named: a choice, for one line."""


def check_output(output: Output, session_id: str = "") -> None:
    """Raise SessionError where a transcript cannot be written, before anyone types.

    A file that is there gives way only to the interview that it is the transcript of.
    """
    from interviewer.cli.transcribing import is_transcript
    from interviewer.errors import SessionError

    path = output.transcript
    if path is None:
        return
    try:
        is_there = path.exists() or path.is_symlink()
        has_folder = path.parent.is_dir()
    except OSError as error:
        raise SessionError(f"{path}: cannot write there: {error.strerror}") from error
    if is_there and not (session_id and is_transcript(path, session_id)):
        raise SessionError(f"{path}: there is a file already; name a new one to write to")
    if not has_folder:
        raise SessionError(f"{path}: there is no folder {str(path.parent)!r}; make it first")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise SessionError(f"{path}: the folder {str(path.parent)!r} cannot be written to")


def check_filters(items: Mapping[str, Item], filters: Filters, screen: Screen) -> None:
    """Raise SessionError where no question matches; an unknown name is told its nearest.

    What there is is listed first, in lines that fit the screen.
    """
    from difflib import get_close_matches

    from interviewer.errors import SessionError
    from interviewer.interview.picking import check_filters as check

    questions = [item.question for item in items.values()]
    topics = sorted({question.topic for question in questions})
    tags = sorted({tag for question in questions for tag in question.tags})
    for kind, given, known in (("topic", filters.topic, topics), ("tag", filters.tag, tags)):
        if given is None or given in known or not known:
            continue
        close = get_close_matches(given, known, n=1)
        screen.note(f"The {kind}s are {', '.join(known)}.")
        raise SessionError(f"no {kind} {given!r}{f'; did you mean {close[0]!r}?' if close else ''}")
    check(items, filters)


def check_time(*, hard: bool, seconds: float | None) -> None:
    """Raise a usage error where a hard end is wanted and no time is given."""
    if hard and seconds is None:
        raise typer.BadParameter(
            "it takes the answer when the time is up, so it needs --time, such as --time 45m",
            param_hint="--hard",
        )


def warn_of_broken(bank: Bank, screen: Screen) -> None:
    """Say which items of a bank are left out, and why."""
    for name, problems in bank.broken.items():
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        screen.warn(f"{name} is left out: {problems[0]}{more}")


def blueprint(bank: Bank, advert: Path | None, screen: Screen) -> Blueprint:
    """Return the quotas of the bank's subjects, and where there is an advert, of its weights."""
    from interviewer.interview.job import blueprint_of, raised_by

    if advert is None:
        return blueprint_of(bank.subjects)
    from interviewer.cli.plan import fit_to_job

    with screen.waiting("reading the advert…"):
        fit = fit_to_job(advert, bank)
    raised = raised_by(fit, blueprint_of(bank.subjects))
    screen.note(_told_of_advert(fit, raised, advert.name))
    return blueprint_of(bank.subjects, fit)


def _told_of_advert(fit: JobFit, raised: Mapping[str, float], name: str) -> str:
    """Return in a line what an advert changes: the topics that it raises most."""
    if not fit.because:
        return f"Nothing in {name} speaks of a topic of the bank; the usual balance holds."
    first = sorted(fit.because, key=lambda topic: -raised[topic])[:_TOPICS_TOLD]
    return f"By {name}, most is asked about {', '.join(first)}; `interviewer plan --for` says why."


def open_one(journal: Journal, screen: Screen, *, asks: bool) -> str:
    """Return the id of an unfinished interview to go on with; empty where there is none, or where
    it is not wanted. ``asks`` where somebody can say so.

    One in which nothing was ever typed is not offered.
    """
    unfinished = [each for each in journal.unfinished() if is_begun(each, journal)]
    if not unfinished:
        return ""
    last = unfinished[0]
    asked = len(last.turns)
    told = f"unfinished: {last.started_at[:16].replace('T', ' ')}, question {asked} of {_of(last)}"
    later = f"To go on with it: interviewer resume {last.id[:8]}"
    if not asks:
        screen.note(f"{told}. {later}")
        return ""
    screen.note(f"There is an interview {told}.")
    wants = says_yes("Go on with it?")
    if wants is None:
        screen.note(
            f"That is neither yes nor no, so it stays as it is, and a new one begins. {later}"
        )
    return last.id if wants else ""


def is_begun(session: Session, journal: Journal) -> bool:
    """Return whether a candidate has done anything in a session but look at its first question."""
    if len(session.turns) > 1 or session.draft or journal.draft(session.id) is not None:
        return True
    return any(turn.hints or turn.status is not None for turn in session.turns)


def says_yes(question: str) -> bool | None:
    """Return what is said at the terminal, Enter meaning yes; None where it stays unclear."""
    for _ in range(_TRIES):
        print(f"{question} [Y/n] ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        said = line.strip().lower()
        if line and said in ("", "y", "yes"):
            return True
        if said in ("n", "no"):
            return False
        if not line:
            print(file=sys.stderr)
            return None
    return None


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


def tell_unused(lines: Sequence[int], screen: Screen) -> None:
    """Say which answers of a file no question came for, by their lines."""
    if lines:
        rows = "line" if len(lines) == 1 else "lines"
        screen.note(f"Not asked for, so not used: {rows} {', '.join(map(str, lines))} of the file.")


def _of(session: Session) -> int:
    return max(session.rules.questions, len(session.turns))
