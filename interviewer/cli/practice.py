"""``interviewer practice``: an interview in the terminal, graded answer by answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import judge_options
from interviewer.cli.wiring import MATCHER_HELP

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.interview.engine import Ask


def practice(
    questions: Annotated[int, typer.Option(min=1, help="How many questions to ask.")] = 5,
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"] | None,
        typer.Option(help="Only questions of this level."),
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Only questions of this topic.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only questions with this tag.")] = None,
    question: Annotated[
        str | None,
        typer.Option(
            metavar="ID|GLOB", help="Only this question, or those that match: '*dropout'."
        ),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Draw the same questions again; otherwise at random.")
    ] = None,
    bank: Annotated[
        Path | None,
        typer.Option(help="Folder with questions/ and rubrics/; else the bundled ones."),
    ] = None,
    embedder: Annotated[
        str, typer.Option(help="What reads the answers: bundled, or sentence-transformers:NAME.")
    ] = "bundled",
    matcher: Annotated[str, typer.Option(help=MATCHER_HELP)] = "bundled",
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_when: judge_options.When = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep the session in this new file, after every answer."),
    ] = None,
    plain: Annotated[
        bool, typer.Option("--plain", help="Plain lines: an answer ends with a line that is a dot.")
    ] = False,
) -> None:
    """Interview yourself: answer in your own words and see what each keypoint earned.

    After every answer comes a ledger: met, partial, missed or contradicted, with your own words as
    the evidence. You can revise an answer and see what that gains; the first one counts. No key and
    no network are needed. Where input is not a terminal, answers are read as plain lines. With
    --judge, an LLM rules where the matcher is unsure; Ctrl-C keeps the grade without it.

    Example: interviewer practice --questions 3 --level beginner --save monday.json

    Example: interviewer practice --question deep-learning/dropout

    Example: interviewer practice --judge openai:qwen3-8b --judge-url http://127.0.0.1:8080/v1
    """
    import random
    import uuid

    from interviewer import __version__
    from interviewer.cli.conversation import converse
    from interviewer.cli.judging import chosen, judging
    from interviewer.cli.patience import PatientJudge
    from interviewer.cli.screen import Screen
    from interviewer.cli.soon import SoonGrader
    from interviewer.cli.wiring import build_grader, open_bank
    from interviewer.interview import pick, start
    from interviewer.interview.saving import check_target

    screen = Screen.here()
    if save is not None:
        check_target(save)
    if seed is None:
        seed = random.SystemRandom().randrange(1_000_000)
    there = open_bank(bank)
    for name, problems in there.broken.items():
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        screen.warn(f"{name} is left out: {problems[0]}{more}")
    picks = pick(
        there.items,
        count=questions,
        seed=seed,
        level=level,
        topic=topic,
        tag=tag,
        question=question,
    )
    session = start(
        picks,
        session_id=uuid.uuid4().hex,
        interviewer=__version__,
        seed=seed,
        started_at=_now(),
    )
    settings = chosen(
        {"model": judge, "url": judge_url, "when": judge_when, "on_failure": "matcher"}
    )
    with judging(settings) as judged:
        refiner = None
        if judged is not None:
            patient = PatientJudge(judged.refiner.judge, screen.warn)
            refiner = judged.refiner._replace(judge=patient)
        with SoonGrader(
            lambda: build_grader(embedder, matcher, refiner=refiner), [each.item for each in picks]
        ) as grader:
            converse(
                session,
                picks,
                ask=asker(screen, plain=plain, opening=_opening(len(picks), seed)),
                grade=grader.grade,
                clock=_now,
                screen=screen,
                items=there.items,
                save=save,
                refine=None if judged is None else grader.refine,
            )


def _now() -> str:
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


def _opening(count: int, seed: int) -> str:
    return f"{count} {'question' if count == 1 else 'questions'}, seed {seed}."


def asker(screen: Screen, *, plain: bool, opening: str) -> Ask:
    """Return a terminal's asker where there is one on both ends, else plain lines."""
    import io
    import os
    import sys

    from interviewer.cli.ask import PLAIN_HELP, PlainAsk
    from interviewer.cli.screen import is_dumb
    from interviewer.cli.terminal import TERMINAL_HELP, TerminalAsk

    if (
        not (plain or is_dumb(os.environ))
        and sys.stdin is not None
        and sys.stdin.isatty()
        and sys.stdout.isatty()
    ):
        screen.note(f"{opening} {TERMINAL_HELP} /help tells more.")
        return TerminalAsk(screen)
    screen.note(f"{opening} {PLAIN_HELP}")
    if sys.stdin is None:  # closed by whoever started us
        return PlainAsk(io.BytesIO(), screen)
    return PlainAsk(sys.stdin.buffer, screen, encoding=sys.stdin.encoding)
