"""``interviewer grade``: a file of answers in, one auditable record a row out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

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
) -> None:
    """Grade answers offline: one record a row, in order, none dropped.

    Each row names a question and has an answer; other columns pass through. A row that cannot be
    graded is a record that says why, and the exit code is then 3. With --question, one plain-text
    answer is graded and its ledger printed.

    Example: interviewer grade answers.jsonl -o grades.jsonl

    Example: interviewer grade answers.csv --format csv --no-text > grades.csv

    Example: echo "It zeroes random units." | interviewer grade --question deep-learning/dropout -
    """
    from interviewer.cli.batch import grade_file, grade_one

    from_stdin = str(answers) == "-"
    chosen = format or ("csv" if out is not None and out.suffix.lower() == ".csv" else "jsonl")
    if question is not None:
        grade_one(
            question,
            None if from_stdin else answers,
            out=out,
            bank=bank,
            format=chosen if format or out else None,
            keep_text=not no_text,
            force=force,
            embedder=embedder,
        )
        return
    failed = grade_file(
        None if from_stdin else answers,
        out=out,
        bank=bank,
        format=chosen,
        keep_text=not no_text,
        force=force,
        embedder=embedder,
    )
    if failed:
        raise typer.Exit(FAILED_ROWS)
