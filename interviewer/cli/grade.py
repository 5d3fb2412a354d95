"""``interviewer grade``: a file of answers in, one auditable record a row out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options, judge_options, model_options

if TYPE_CHECKING:
    from interviewer.batch.totals import Totals
    from interviewer.grader import Grader


def grade(
    answers: Annotated[
        Path,
        typer.Argument(
            metavar="ANSWERS",
            help="A .jsonl, .csv or .parquet file, packed (.gz, .zst) or not, a folder "
            "<candidate>/<subject>/<slug>.md, or - (stdin).",
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
    bank: bank_options.Bank = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["jsonl", "csv", "parquet"] | None,
        typer.Option("--format", help="The output's format; else by OUT's ending, else jsonl."),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            metavar="OURS=THEIRS,...",
            help="What the file calls our columns, as in answer=essay; == gives all rows a text.",
        ),
    ] = None,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="Leave the answers' words out; keep their hash.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Grade everything anew and replace OUT.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(
            min=0, max=1, metavar="SCORE", help="Exit 1 where the mean score, 0 to 1, is below."
        ),
    ] = None,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="Threads of this process, or workers on Ray; OUT is then a folder."),
    ] = "local",
    address: Annotated[
        str | None,
        typer.Option(metavar="HOST:PORT", help="A Ray cluster that is up; else one of our own."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Workers on Ray; else one a processor.")
    ] = None,
    threads: model_options.Threads = None,
    embedder: model_options.Embedder = "bundled",
    matcher: model_options.Matcher = "bundled",
    calibration: model_options.Calibration = None,
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

    A run that was cut off goes on with the same command: what is graded lies in OUT.part until OUT
    stands. Where OUT has records, those whose answer, rubric, models and options are the same are
    kept, and only the rest is graded.

    Example: interviewer grade answers.jsonl -o grades.jsonl

    Example: interviewer grade answers.csv --format csv --no-text > grades.csv

    Example: echo "It zeroes random units." | interviewer grade --question deep-learning/dropout -

    Example: interviewer grade answers.jsonl -o grades.jsonl --judge openai:gpt-5-mini --jobs 8

    Example: interviewer grade answers.parquet -o grades/ --format parquet --engine ray
    """
    from interviewer.cli.batch import Target, grade_file, grade_one
    from interviewer.cli.judging import chosen as chosen_judge
    from interviewer.cli.judging import judging, money
    from interviewer.cli.wiring import build_grader, may_run_side_by_side
    from interviewer.embedders.minilm import default_threads
    from interviewer.errors import RecordsError
    from interviewer.records import columns_of, form_of

    from_stdin = str(answers) == "-"
    _refuse_closed(out, from_stdin=from_stdin)
    source = None if from_stdin else answers
    target = Target(
        out,
        form_of(out, format),
        keep_text=not no_text,
        force=force,
        columns=columns_of(",".join(columns or ())),
    )

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
    if engine == "ray":
        from interviewer.cli.many import Cluster, Models, grade_many

        if question is not None:
            raise RecordsError("--engine ray grades many answers; leave --question away")
        totals = grade_many(
            source,
            target,
            bank=bank,
            models=Models(embedder, matcher, calibration),
            judge=settings,
            cluster=Cluster(address, workers),
        )
        _end(totals, fail_under)
        return
    if address is not None or workers is not None:
        raise RecordsError("--address and --workers are for --engine ray")
    if question is not None and fail_under is not None:
        raise RecordsError("--fail-under is for many answers; leave --question away")
    try:
        with judging(settings) as judged:
            many = question is None
            local = (threads or default_threads()) if may_run_side_by_side(embedder, matcher) else 1
            jobs = local if judged is None else judged.jobs

            def grader() -> Grader:
                refiner = None if judged is None else judged.refiner
                return build_grader(
                    embedder, matcher, calibration, refiner, side_by_side=many and jobs > 1
                )

            if question is None:
                totals = grade_file(
                    source,
                    target,
                    bank=bank,
                    make_grader=grader,
                    jobs=jobs,
                    also=str if judged is None else judged.so_far,
                )
            else:
                grade_one(
                    question,
                    source,
                    target,
                    show_ledger=format is None and out is None,
                    bank=bank,
                    make_grader=grader,
                )
    except OSError as error:
        if error.filename is None:  # it is the output's: `main` tells of it
            raise
        raise RecordsError(f"{error.filename}: {error.strerror}") from error
    if question is None:
        _end(totals, fail_under)


def _end(totals: Totals, fail_under: float | None) -> None:
    """Leave with 3 where rows failed; InterviewerError where the mean score is below."""
    from interviewer.cli.batch import FAILED_ROWS
    from interviewer.errors import InterviewerError

    if totals.failed:
        raise typer.Exit(FAILED_ROWS)
    if fail_under is None:
        return
    if totals.mean is None:
        raise InterviewerError("--fail-under: no answer has a score")
    if totals.mean < fail_under:
        raise InterviewerError(f"the mean score {totals.mean:.3f} is under {fail_under:g}")


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
