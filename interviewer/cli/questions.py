"""``interviewer questions``: what there is to be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options

if TYPE_CHECKING:
    from interviewer.bank import Bank

app = typer.Typer(no_args_is_help=True, help="Look at the questions and their rubrics.")

FormatOption = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]


@app.command("list")
def list_questions(
    bank: bank_options.Bank = None,
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"] | None,
        typer.Option(help="Only questions of this level."),
    ] = None,
    topic: Annotated[str | None, typer.Option(help="Only questions of this topic.")] = None,
    tag: Annotated[str | None, typer.Option(help="Only questions with this tag.")] = None,
    format: FormatOption = "text",  # noqa: A002 - the option's name is the user's word
) -> None:
    """List the questions: id, level, topic, keypoints and prompt, a line each.

    Example: interviewer questions list --level beginner
    """
    import json

    from interviewer.cli.wiring import open_bank
    from interviewer.report.catalogue import listed

    found = open_bank(bank)
    for problem in found.problems:
        typer.echo(f"warning: {problem}", err=True)
    questions = [item.question for item in found.items.values()]
    _must_be_known("topic", topic, {question.topic for question in questions})
    _must_be_known("tag", tag, {tag for question in questions for tag in question.tags})
    items = [
        item
        for item in found.items.values()
        if level in (None, item.question.level)
        and topic in (None, item.question.topic)
        and (tag is None or tag in item.question.tags)
    ]
    if format == "json":
        rows = [{"id": i.id, **i.question.model_dump(mode="json")} for i in items]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not items:
        typer.echo("no question matches", err=True)
    for line in listed(items):
        typer.echo(line)


@app.command("show")
def show_question(
    question: Annotated[
        str, typer.Argument(metavar="ID", help="For instance deep-learning/dropout.")
    ],
    bank: bank_options.Bank = None,
    rubric: Annotated[
        bool, typer.Option(help="Show the rubric too: it gives the answer away.")
    ] = True,
    format: FormatOption = "text",  # noqa: A002
) -> None:
    """Show one question with its keypoints, points and misconceptions.

    Example: interviewer questions show deep-learning/dropout --no-rubric
    """
    import json

    from interviewer.cli.wiring import open_bank
    from interviewer.errors import BankError, InterviewerError
    from interviewer.report.catalogue import shown

    found = open_bank(bank)
    item = found.items.get(question)
    if item is None and question in found.broken:
        raise BankError(found.broken[question])
    if item is None:
        raise InterviewerError(f"no question {question!r}; {_remedy(question, found)}")
    if format == "json":
        left_out = None if rubric else {"rubric"}
        typer.echo(json.dumps(item.model_dump(mode="json", exclude=left_out), ensure_ascii=False))
        return
    typer.echo(shown(item, rubric=rubric))


def _must_be_known(kind: str, name: str | None, known: set[str]) -> None:
    from interviewer.consistency import nearest
    from interviewer.errors import InterviewerError

    if name is not None and name not in known:
        raise InterviewerError(
            f"no question has the {kind} {name!r}; {nearest(name, sorted(known))}"
        )


def _remedy(name: str, bank: Bank) -> str:
    """Return the nearest id, also where its subject was left out; else how to see them all."""
    from difflib import get_close_matches

    ids = [*bank.items, *bank.broken]
    close = get_close_matches(name, ids, n=1)
    if not close:
        slugs = {known.rpartition("/")[2]: known for known in ids}
        close = [slugs[slug] for slug in get_close_matches(name, slugs, n=1)]
    return f"did you mean {close[0]!r}?" if close else "`interviewer questions list` shows all"
