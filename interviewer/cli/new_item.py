"""``interviewer rubric new``: from a question in somebody's head to two files that load."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from interviewer.authoring.new_item.note import Note
    from interviewer.authoring.new_item.write import Written
    from interviewer.bank import Bank
    from interviewer.cli.new_item_asked import Given
    from interviewer.items import Item

WorkingBank = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Folder with questions/ and rubrics/; else the working folder."
    ),
]
_STDIN = "-"


def new(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="Subject and name, such as sql/isolation-levels; else proposed."
        ),
    ] = None,
    bank: WorkingBank = None,
    from_file: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="A Markdown file: its first heading or paragraph is the question, the rest the "
            "reference. - reads standard input.",
        ),
    ] = None,
    prompt: Annotated[str | None, typer.Option(metavar="TEXT", help="What is asked.")] = None,
    level: Annotated[
        Literal["beginner", "intermediate", "advanced"] | None, typer.Option(help="For whom.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option(metavar="TOPIC", help="One of the subject's, or a new one.")
    ] = None,
    reference: Annotated[
        str | None, typer.Option(metavar="TEXT", help="An answer that earns every point.")
    ] = None,
) -> None:
    """Begin an item: a question and a rubric that load, with first keypoints marked as drafts.

    At a terminal it asks for what is not given. Every sentence of the reference becomes a keypoint
    with `draft: true`: read it, split it, weigh it, delete that line. Nothing is written over.

    Example: interviewer rubric new sql/isolation-levels --bank my-bank

    Example: interviewer rubric new --bank my-bank --from notes.md --level advanced --topic sql
    """
    from interviewer.authoring.new_item.first import first_keypoints
    from interviewer.authoring.new_item.make import Said, make_item
    from interviewer.authoring.new_item.write import must_be_free, write_item
    from interviewer.cli.new_item_asked import Given

    found = open_own(bank)
    if name is not None:
        must_be_free(found.root, name)
    note = None if from_file is None else _note(from_file)
    given = Given(
        name or "",
        prompt or (note.prompt if note else ""),
        level or "",
        topic or "",
        reference or (note.reference if note else ""),
    )
    full = _completed(found, given, asks=from_file != _STDIN)
    _must_be_new(found, full.prompt)
    said = Said(full.prompt, full.topic, full.level, full.reference)
    item = make_item(full.name, said, first_keypoints(full.reference))
    _tell(found, item, write_item(found.root, item, "sentence of the reference"), bank)


def open_own(bank: Path | None) -> Bank:
    """Return the bank that is written to: never the one that comes with the package by itself."""
    from interviewer.bank.load import QUESTIONS
    from interviewer.cli.wiring import open_bank
    from interviewer.errors import InterviewerError

    if bank is None and not Path(QUESTIONS).is_dir():
        raise InterviewerError(
            "there is no bank in the working folder; name one with --bank DIR, or make one: "
            "interviewer bank init DIR"
        )
    return open_bank(bank or Path())


def _must_be_new(bank: Bank, prompt: str) -> None:
    """Raise InterviewerError where the bank asks this already, in the same words."""
    from interviewer.authoring.lint.wording import folded
    from interviewer.errors import InterviewerError

    for item in bank.items.values():
        if folded(item.question.prompt) == folded(prompt):
            raise InterviewerError(f"{item.id} asks this already; mend that one, or ask for more")


def _note(source: str) -> Note:
    from interviewer.authoring.new_item.note import read_note
    from interviewer.authoring.source import read_source, source_text
    from interviewer.bank.files import MAX_BYTES
    from interviewer.errors import InterviewerError

    if source == _STDIN:
        if sys.stdin is None:
            raise InterviewerError("standard input is closed; name a file")
        note = read_note(source_text(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"))
    else:
        note = read_note(read_source(Path(source)))
    if not note.prompt:
        raise InterviewerError(f"{source}: empty; begin with the question, then the reference")
    return note


def _completed(bank: Bank, given: Given, *, asks: bool) -> Given:
    """Return all that is needed: asked for at a terminal, a usage error elsewhere."""
    from interviewer.cli.new_item_asked import asked, proposed
    from interviewer.cli.questionnaire import is_somebody_there

    if asks and is_somebody_there() and not all(given):
        try:
            return asked(bank, given)
        except KeyboardInterrupt:
            typer.echo("interrupted; nothing was written", err=True)
            raise
    if not given.name and given.prompt:
        given = given._replace(name=proposed(bank, given.prompt))
    options = {key: "ID" if key == "name" else f"--{key}" for key in given._fields}
    missing = [options[key] for key, value in given._asdict().items() if not value]
    if missing:
        told = f"{', '.join(missing)} missing; give it, or run this at a terminal, which asks"
        raise typer.BadParameter(told)
    return given


def _tell(bank: Bank, item: Item, written: Written, given: Path | None) -> None:
    """Print the two files, and what to do next."""
    import shlex

    from interviewer.bank.files import printable

    for path in written:
        typer.echo(printable(str(path)))
    subject = bank.subject_of(item)
    topic = item.question.topic
    if subject is not None and subject.topics and topic not in subject.topics:
        folder = item.id.partition("/")[0]
        file = f"questions/{folder}/_subject.yaml"
        typer.echo(f"{topic!r} is a new topic: add it to {file}", err=True)
    option = f"--bank {shlex.quote(str(given or Path()))}"
    count = len(item.rubric.keypoints)
    typer.echo(
        f"{count} draft keypoint{'' if count == 1 else 's'}, one a sentence of the reference. "
        "Read and mend them, then:",
        err=True,
    )
    typer.echo(f"  interviewer rubric try {option} {item.id}", err=True)
    file = shlex.quote(f"rubrics/{item.id}.yaml")
    typer.echo(f"  interviewer rubric lint {option} {file}", err=True)
