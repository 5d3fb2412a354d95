"""``interviewer plan``: what would be asked next, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from interviewer.cli import bank_options, interview_options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewer.bank import Bank
    from interviewer.cli.screen import Screen
    from interviewer.interview.job import JobFit
    from interviewer.interview.picking import Coverage, Planned
    from interviewer.rules import Rules
    from interviewer.sessions import Session

MOST_CHARACTERS = 100_000
"""A longer file is no job advert."""


def plan(
    questions: Annotated[int, typer.Option(min=1, help="How many questions to look ahead.")] = 5,
    mode: interview_options.Mode = "practice",
    level: interview_options.Level = None,
    topic: interview_options.Topic = None,
    tag: interview_options.Tag = None,
    question: interview_options.Question = None,
    job: interview_options.Job = None,
    interview_date: interview_options.InterviewDate = None,
    seed: interview_options.Seed = None,
    bank: bank_options.Bank = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print.")
    ] = "text",
) -> None:
    """Show which questions would come next, why each, and how the topics are covered.

    Every question is taken to be answered as expected: each keypoint with the chance that your
    earlier answers give it. What you really answer changes what comes after. Nothing is
    asked and nothing is saved. With --for, a job advert is compared with topics and concepts,
    offline, and the words that decided are shown.

    Example: interviewer plan --questions 8 --seed 7

    Example: interviewer plan --for job.txt

    Example: interviewer plan --mode drill --interview-date 2026-12-24
    """
    import random

    from interviewer.cli.beginning import check_filters
    from interviewer.cli.interviewing import now
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import open_bank
    from interviewer.interview.days import day_of
    from interviewer.interview.job import blueprint_of
    from interviewer.interview.picking import ahead, coverage
    from interviewer.rules import Filters, Rules

    screen = Screen.here()
    date = day_of(interview_date, now=now())
    there = open_bank(bank)
    for name, problems in there.broken.items():
        screen.warn(f"{name} is left out: {problems[0]}")
    filters = Filters(level=level, topic=topic, tag=tag, question=question)
    check_filters(there.items, filters, screen)
    fit = None if job is None else fit_to_job(job, there)
    rules = Rules(
        mode=mode,
        questions=questions,
        filters=filters,
        blueprint=blueprint_of(there.subjects, fit),
        interview_date=date,
    )
    chosen = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    session = _begun(rules, chosen)
    history = open_history()
    planned, after = ahead(there.items, session, history, now=session.started_at)
    told = _Told(planned, coverage(there.items, after, history), fit, chosen)
    if format == "json":
        typer.echo(_json(told))
    else:
        _show(told, screen, "" if job is None else job.name)


def open_history() -> list[Session]:
    """Return the interviews held so far, oldest first; none where there is no journal yet."""
    from interviewer.store.place import journal_file

    path = journal_file()
    if not path.exists():
        return []
    from interviewer.store.journal import Journal

    with Journal.read_only(path) as journal:
        return journal.sessions()


def read_advert(path: Path) -> str:
    """Return the text of a job advert; SessionError where the file holds none."""
    from interviewer.errors import SessionError

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SessionError(f"cannot read {path}: {error.strerror or error}") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SessionError(f"{path} is not plain text in UTF-8; save the advert as a text file")
    if not text.strip():
        raise SessionError(f"{path} is empty; paste the text of the job advert into it")
    if len(text) > MOST_CHARACTERS:
        raise SessionError(
            f"{path} has {len(text)} characters; an advert of at most {MOST_CHARACTERS} is read"
        )
    return text


class _Told(NamedTuple):
    """What there is to print."""

    planned: Sequence[Planned]
    covered: Sequence[Coverage]
    fit: JobFit | None
    seed: int


def fit_to_job(path: Path, bank: Bank) -> JobFit:
    """Return how a job advert weighs the topics; SessionError where the file holds none."""
    from interviewer.cli.wiring import build_embedder
    from interviewer.interview.job import weights

    text = read_advert(path)
    return weights(text, bank.items, bank.subjects, build_embedder("bundled"))


def _begun(rules: Rules, seed: int) -> Session:
    from datetime import UTC, datetime

    from interviewer import __version__
    from interviewer.interview.fold import begin
    from interviewer.sessions import Started

    return begin(
        Started(
            at=datetime.now(UTC).isoformat(timespec="seconds"),
            session_id="plan",
            interviewer=__version__,
            seed=seed,
            rules=rules,
        )
    )


def _json(told: _Told) -> str:
    import json

    data: dict[str, object] = {
        "seed": told.seed,
        "questions": [
            {
                "id": each.item.id,
                "topic": each.item.question.topic,
                "reason": each.reason,
                "draw": each.ranking.draw,
                "candidates": [c.model_dump(mode="json") for c in each.ranking.candidates],
            }
            for each in told.planned
        ],
        "coverage": [
            {"topic": row.topic, "asked": row.asked, "quota": row.quota} for row in told.covered
        ],
        "job": None
        if told.fit is None
        else {"targets": told.fit.targets, "because": told.fit.because},
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def _show(told: _Told, screen: Screen, advert: str) -> None:
    from interviewer.report.plan import coverage_text, job_text, planned_text

    if told.fit is not None:
        screen.say(job_text(told.fit, advert, screen.width))
        screen.say()
    if not told.planned:
        screen.note("Nothing is due now; `interviewer practice` asks anything else.")
        return
    screen.note(f"Seed {told.seed}.")
    screen.say(planned_text(told.planned, screen.width))
    screen.say()
    screen.say(coverage_text(told.covered))
