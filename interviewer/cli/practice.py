"""``interviewer practice``: an interview in the terminal, graded answer by answer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from interviewer.cli import bank_options, interview_options, judge_options, model_options

_DRILL = 3
_ORDINARY = 5
_ANSWERS = (
    "Take the answers from this file: JSON lines or CSV with question_id and answer, as in "
    '{"question_id": "deep-learning/dropout", "answer": "It drops units at random."}; '
    "or plain text with a line of one dot after each answer."
)


def practice(
    questions: Annotated[
        int | None, typer.Option(min=1, help="How many questions to ask; 5, in a drill 3.")
    ] = None,
    mode: interview_options.Mode = "practice",
    level: interview_options.Level = None,
    topic: interview_options.Topic = None,
    tag: interview_options.Tag = None,
    question: interview_options.Question = None,
    time: Annotated[
        str | None,
        typer.Option(metavar="45m", help="Your own time, thinking and writing: 45m, 1h30m, 90s."),
    ] = None,
    hard: Annotated[
        bool, typer.Option("--hard", help="When the time is up, take the answer as it stands.")
    ] = False,
    feedback: Annotated[
        Literal["each", "end", "none"] | None,
        typer.Option(help="When grades are shown; each, in an exam end."),
    ] = None,
    probes: Annotated[
        bool, typer.Option(help="Ask on about what was missed, as an interviewer would.")
    ] = True,
    rate: Annotated[
        bool, typer.Option("--rate", help="Rate yourself before you see a grade: one key.")
    ] = False,
    job: interview_options.Job = None,
    interview_date: interview_options.InterviewDate = None,
    seed: interview_options.Seed = None,
    bank: bank_options.Bank = None,
    embedder: model_options.Embedder = "bundled",
    matcher: model_options.Matcher = "bundled",
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_when: judge_options.When = None,
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=_ANSWERS),
    ] = None,
    transcript: interview_options.Transcript = None,
    as_json: interview_options.AsJson = False,
    plain: interview_options.Plain = False,
) -> None:
    """Interview yourself: answer in your own words and see what each keypoint earned.

    Questions are picked as an interviewer would: what is due again, what your topics lack, about as
    hard as you can take. After an answer you are asked on about what was missed; then comes a
    ledger with your own words as the evidence, unaided and with help. You can revise, dispute a
    verdict, ask for hints at a stated price. /help lists the commands.

    Nothing is lost: every word is kept as you go, and `interviewer resume` takes you back. No key
    and no network are needed. With --judge, an LLM rules where the matcher is unsure.

    Example: interviewer practice --questions 3 --level beginner

    Example: interviewer practice --mode exam --time 45m --transcript friday.md

    Example: interviewer practice --for advert.txt --interview-date 2026-12-24

    Example: interviewer practice --judge openai:qwen3-8b --judge-url http://127.0.0.1:8080/v1
    """
    import random
    import sys
    import uuid

    from interviewer import __version__
    from interviewer.cli.beginning import (
        blueprint,
        check_filters,
        check_time,
        is_anything_due,
        open_one,
        tell_unused,
        warn_of_broken,
    )
    from interviewer.cli.durations import seconds_of
    from interviewer.cli.interviewing import Input, MadeWith, Output, hold, now, open_journal
    from interviewer.cli.judging import chosen
    from interviewer.cli.resume import go_on
    from interviewer.cli.screen import Screen
    from interviewer.cli.script import read_script
    from interviewer.cli.wiring import open_bank
    from interviewer.interview.days import day_of
    from interviewer.interview.picking import matching
    from interviewer.rules import Filters, Rules
    from interviewer.sessions import Started

    seconds = seconds_of(time)
    check_time(hard=hard, seconds=seconds)
    screen = Screen.here(quiet_out=as_json)
    output = Output(transcript, as_json)
    filters = Filters(level=level, topic=topic, tag=tag, question=question)
    there = open_bank(bank)
    warn_of_broken(there, screen)
    check_filters(there.items, filters, screen)
    script = None if answers is None else read_script(answers, there.items)
    usual = _DRILL if mode == "drill" else _ORDINARY
    most = len(matching(there.items, filters))
    rules = Rules(
        mode=mode,
        feedback=feedback or ("end" if mode == "exam" else "each"),
        questions=min(questions or usual, most),
        seconds=seconds,
        hard=hard,
        probes=probes,
        rate=rate,
        filters=filters,
        blueprint=blueprint(there, job, screen),
        interview_date=day_of(interview_date, now=now()),
    )
    begun = Started(
        at=now(),
        session_id=uuid.uuid4().hex,
        interviewer=__version__,
        seed=random.SystemRandom().randrange(1_000_000) if seed is None else seed,
        rules=rules,
        made_with=MadeWith(
            bank="" if bank is None else str(bank.resolve()), embedder=embedder, matcher=matcher
        )._asdict(),
    )
    settings = chosen(
        {"model": judge, "url": judge_url, "when": judge_when, "on_failure": "matcher"}
    )
    words = Input(plain, answers)
    asks = not plain and answers is None and sys.stdin is not None and sys.stdin.isatty()
    with open_journal() as journal:
        wanted = open_one(journal, screen, asks=asks) if filters == Filters() else ""
        if wanted:
            go_on(journal, wanted, settings, screen, words, output)
            return
        if mode == "drill" and not is_anything_due(journal, there, begun, screen):
            return
        hold(
            journal,
            [],
            [begun],
            items=there.items,
            settings=settings,
            screen=screen,
            words=words,
            output=output,
        )
        if script is not None:
            asked = [turn.question_id for turn in journal.session(begun.session_id).turns]
            tell_unused(script.unused(asked), screen)
