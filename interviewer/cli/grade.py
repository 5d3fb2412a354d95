"""``interviewer grade``: a file of answers in, one auditable record a row out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import judge_options
from interviewer.cli.wiring import MATCHER_HELP

if TYPE_CHECKING:
    from interviewer.grader import Grader

FAILED_ROWS = 3


def grade(
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS",
            help="A .jsonl or .csv file, a folder <candidate>/<subject>/<slug>.md, or - (stdin).",
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Where records go; else standard output."),
    ] = None,
    question: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Read ANSWERS as one plain text that answers this."),
    ] = None,
    bank: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder with questions/ and rubrics/; else the bundled."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["jsonl", "csv"] | None,
        typer.Option("--format", help="The output's format; else by OUT's ending, else jsonl."),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the answers' words out; keep their hash.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")] = False,
    embedder: Annotated[
        str, typer.Option(help="What reads the answers: bundled, or sentence-transformers:NAME.")
    ] = "bundled",
    matcher: Annotated[str, typer.Option(help=MATCHER_HELP)] = "bundled",
    calibration: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Cuts of your own, from `interviewer calibrate`."),
    ] = None,
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    judge_when: judge_options.When = None,
    on_judge_failure: judge_options.OnFailure = None,
    repeat: judge_options.Repeat = None,
    jobs: judge_options.Jobs = None,
    max_calls: judge_options.MaxCalls = None,
    max_tokens: judge_options.MaxTokens = None,
    max_cost: judge_options.MaxCost = None,
    prices: judge_options.Prices = None,
    judge_cache: judge_options.Cache = None,
) -> None:
    """Grade answers offline: one record a row, in order, none dropped.

    Each row names a question and has an answer; other columns pass through. A row that cannot be
    graded is a record that says why, and the exit code is then 3. With --question, one plain-text
    answer is graded and its ledger printed. With --judge, an LLM rules where the matcher is unsure;
    what it says is checked, and its replies are kept, so that a second run pays for none of them.

    Example: interviewer grade answers.jsonl -o grades.jsonl

    Example: interviewer grade answers.csv --format csv --no-text > grades.csv

    Example: echo "It zeroes random units." | interviewer grade --question deep-learning/dropout -

    Example: interviewer grade answers.jsonl -o grades.jsonl --judge openai:gpt-5-mini --jobs 8
    """
    import os
    import sys

    from interviewer.cli.batch import grade_file, grade_one
    from interviewer.cli.judging import chosen as chosen_judge
    from interviewer.cli.judging import judging, money
    from interviewer.cli.wiring import build_grader
    from interviewer.errors import RecordsError

    from_stdin = str(answers) == "-"
    _refuse_closed(out, from_stdin=from_stdin)
    chosen = format or ("csv" if out is not None and out.suffix.lower() == ".csv" else "jsonl")
    source = None if from_stdin else answers
    failed = 0

    settings = chosen_judge(
        {
            "model": judge,
            "url": judge_url,
            "when": judge_when,
            "on_failure": on_judge_failure,
            "repeat": repeat,
            "jobs": jobs,
            "max_calls": max_calls,
            "max_tokens": max_tokens,
            "max_cost": money(max_cost),
            "prices": prices,
            "cache": judge_cache,
        }
    )
    if from_stdin and settings.model == "person":
        raise RecordsError(
            "a person's rulings are read from standard input; name a file of answers"
        )
    try:
        with judging(settings) as judged:

            def grader() -> Grader:
                refiner = None if judged is None else judged.refiner
                return build_grader(embedder, matcher, calibration, refiner)

            if question is None:
                failed = grade_file(
                    source,
                    out=out,
                    bank=bank,
                    format=chosen,
                    keep_text=not no_text,
                    force=force,
                    make_grader=grader,
                    jobs=1 if judged is None else judged.jobs,
                )
            else:
                grade_one(
                    question,
                    source,
                    out=out,
                    bank=bank,
                    format=None if format is None and out is None else chosen,
                    keep_text=not no_text,
                    force=force,
                    make_grader=grader,
                )
        if out is None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        if out is None:  # what is still buffered must not fail a second time at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        where = error.filename or "standard output"
        raise RecordsError(f"{where}: {error.strerror}") from error
    if failed:
        raise typer.Exit(FAILED_ROWS)


def _refuse_closed(out: Path | None, *, from_stdin: bool) -> None:
    """Raise RecordsError where a stream that is needed is closed, or the input is the output."""
    import os
    import sys

    from interviewer.errors import RecordsError

    if from_stdin and sys.stdin is None:
        raise RecordsError("standard input is closed; name a file of answers")
    if out is None and sys.stdout is None:
        raise RecordsError("standard output is closed; name a file with -o")
    if out is None or not from_stdin or not out.is_file():
        return
    if os.path.samestat(os.fstat(sys.stdin.fileno()), out.stat()):
        raise RecordsError(f"{out}: is the input itself; name another output")
