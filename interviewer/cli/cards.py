"""``interviewer rubric import`` and ``export``: keypoints from and to tables and Markdown cards."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from interviewer.cli import bank_options
from interviewer.cli.new_item import WorkingBank

SOME_FAILED = 3
_MARKDOWN = (".md", ".markdown")


def import_cards(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .csv, or Markdown (.md).")],
    subject: Annotated[
        str, typer.Option(metavar="NAME", help="Subject that the items go to, such as sql.")
    ],
    bank: WorkingBank = None,
    topic: Annotated[
        str | None,
        typer.Option(metavar="TOPIC", help="Topic where the file has none; else the subject."),
    ] = None,
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"],
        typer.Option(help="Level where the file has none."),
    ] = "intermediate",
) -> None:
    """Make items of a table of keypoints or of Markdown cards, each marked as a draft.

    CSV: a header in any order with question and keypoint, and optionally id, topic, level,
    reference, keypoint_id, points, tier, group, need, group_points, concept, accept, reject,
    explain, see; a cell of accept, reject or see holds one entry a line.

    Markdown: a heading asks, bullets are criteria ("- … (2 points, bonus)"), a quote or a paragraph
    that begins with "Answer:" is the reference.

    What cannot be carried is told line by line, with exit code 3. Nothing is written over.

    Example: interviewer rubric import keypoints.csv --bank my-bank --subject sql

    Example: interviewer rubric import cards.md --subject sql --topic transactions
    """
    from interviewer.authoring.cards.carry import Told, carry
    from interviewer.authoring.cards.markdown import read_cards
    from interviewer.authoring.cards.table import read_table
    from interviewer.authoring.source import read_source
    from interviewer.bank.files import printable
    from interviewer.cli.new_item import open_own
    from interviewer.errors import InterviewerError

    name = printable(str(file))
    suffix = file.suffix.lower()
    if suffix not in (".csv", ".tsv", *_MARKDOWN):
        raise InterviewerError(f"{name}: neither .csv nor .md; rename it to what it is")
    found = open_own(bank)
    text = read_source(file)
    deck = read_cards(text) if suffix in _MARKDOWN else read_table(text, name)
    if not deck.cards and not deck.left:
        raise InterviewerError(f"{name}: no question in it; `--help` shows what one looks like")
    done = carry(found, deck, Told(subject, topic or subject, level))
    for each in done.ids:
        typer.echo(each)
    for note in done.notes:
        typer.echo(f"{name}:{note.line}: note: {printable(note.why)}", err=True)
    for left in done.left:
        typer.echo(f"{name}:{left.line}: not carried: {printable(left.why)}", err=True)
    items = f"{len(done.ids)} item{'' if len(done.ids) == 1 else 's'}"
    typer.echo(f"{items} written as drafts, {len(done.left) or 'nothing'} not carried", err=True)
    if done.left:
        raise typer.Exit(SOME_FAILED)


def export_cards(
    paths: bank_options.Paths = None,
    bank: bank_options.Bank = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["csv", "jsonl", "markdown"], typer.Option("--format", help="How to write.")
    ] = "csv",
) -> None:
    """Write keypoints to standard output: a CSV or JSON row each, or a Markdown card an item.

    `rubric import` takes CSV and Markdown back. CSV keeps question, topic, level, reference, and of
    keypoints ids, texts, points, tiers, groups, concepts, accept, reject, explain and see; Markdown
    keeps question, reference, texts, points and tiers. Neither keeps probes, misconceptions,
    follow-ups, examples, minutes, difficulty, tags, partial credit or versions.

    Example: interviewer rubric export --bank my-bank > keypoints.csv

    Example: interviewer rubric export rubrics/deep-learning/dropout.yaml --format markdown
    """
    from interviewer.authoring.cards.flat import json_lines, not_told
    from interviewer.authoring.cards.markdown import write_cards
    from interviewer.authoring.cards.table import write_table
    from interviewer.authoring.lint.chosen import chosen
    from interviewer.cli.wiring import open_bank
    from interviewer.errors import BankError

    found = open_bank(bank)
    picked = chosen(found, paths or [])
    if picked.problems:
        raise BankError(picked.problems)
    items = [found.items[name] for name in picked.items]
    write = {"csv": write_table, "jsonl": json_lines, "markdown": write_cards}[format]
    for line in write(items):
        typer.echo(line)
    left = not_told(items)
    if left:
        typer.echo(f"not in it: {left}", err=True)
