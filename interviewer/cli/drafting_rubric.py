"""``interviewer rubric draft``: keypoints proposed from the reference, for a person to read."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.cli import bank_options, judge_options, model_options

if TYPE_CHECKING:
    from interviewer.authoring.draft.checks import Checked
    from interviewer.authoring.draft.merge import Draft, LeftOut
    from interviewer.authoring.trial.opening import Files
    from interviewer.grader import Grader
    from interviewer.items import Item
    from interviewer.judge.exchange import Send
    from interviewer.settings import JudgeSettings

_LONGEST = 90
"""Characters of a claim left out that a line on standard error shows: a choice."""


def draft_rubric(
    item: Annotated[
        str,
        typer.Argument(metavar="ITEM", help="For instance sql/isolation, or one of its files."),
    ],
    bank: bank_options.Bank = None,
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Sample answers or grade records: what do people say besides?"
        ),
    ] = None,
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="FILE", help="Write the rubric with the draft there."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the diff, write nothing.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Propose the keypoints that a rubric lacks, from its reference answer, offline.

    Sentences are cut into claims; each gets near misses and probes where a rule makes good ones,
    and groups where the prompt says how many. What is there already is neither changed nor proposed
    again. It is shown as a diff and written after a yes, each keypoint with `draft: true`: read it,
    mend it, delete that line. With --answers you see besides what several people say and no
    keypoint has. A judge is asked only where --judge names one: it proposes, checks decide (atomic,
    no twin), and what our grader finds (not earned by the reference, or by an attack) is noted.

    Example: interviewer rubric draft sql/isolation --bank my-bank

    Example: interviewer rubric draft sql/isolation --bank my-bank --answers answers.jsonl --dry-run
    """
    from interviewer.authoring.asked import asked_one
    from interviewer.authoring.draft.checks import Checked
    from interviewer.authoring.draft.merge import draft
    from interviewer.authoring.trial.opening import Files
    from interviewer.cli.wiring import build_cached_grader, open_bank
    from interviewer.report.text import printable

    found = open_bank(bank)
    chosen = asked_one(found, item)
    files = Files(found.root, chosen.id)
    said = None if answers is None else _said(answers, chosen.id)
    grader, _ = build_cached_grader(matcher=matcher)
    checked = Checked(()) if judge is None else _judged(chosen, grader, judge, judge_url)
    made = draft(chosen, grader, said, checked.keypoints, checked.notes)
    _tell((*checked.left_out, *made.left_out))
    for line in _of_answers(made):
        typer.echo(f"# {printable(line)}")
    if not made.keypoints:
        typer.echo(
            "nothing to propose: the rubric has what its reference says, or is full", err=True
        )
        return
    _finish(files, chosen, made, out=out, dry_run=dry_run, yes=yes)


def _finish(
    files: Files, item: Item, made: Draft, *, out: Path | None, dry_run: bool, yes: bool
) -> None:
    """Show the draft as a diff, and write it where that is wanted."""
    from interviewer.authoring.draft.written import shown_with, with_draft
    from interviewer.authoring.trial.opening import open_item
    from interviewer.authoring.writing import diff, replace_file
    from interviewer.cli.own_files import write_new

    before = open_item(files).rubric
    shown, drafted = shown_with(before, made)
    typer.echo(diff(shown, drafted, files.rubric.relative_to(files.root).as_posix()))
    count = len(made.keypoints)
    told = f"{count} keypoint{'' if count == 1 else 's'} drafted"
    if dry_run:
        typer.echo(f"{told}; nothing was written", err=True)
        return
    after = with_draft(before, item.rubric, made)
    if not yes and not _agreed(out):
        typer.echo(f"{told}; nothing was written", err=True)
        return
    if out is not None:
        write_new(out, after)
    else:
        replace_file(files.rubric, before, after)
    where = out or files.rubric
    typer.echo(f"{told}, written to {where}; read each, then delete its `draft: true`", err=True)


def _agreed(out: Path | None) -> bool:
    """Return whether to write; without a terminal only a named file is a yes."""
    if sys.stdin is None or not sys.stdin.isatty():
        if out is None:
            typer.echo("no terminal to ask at; --yes writes it", err=True)
        return out is not None
    try:
        return typer.confirm("Write this?", err=True)
    except typer.Abort as error:
        raise KeyboardInterrupt from error


def _said(answers: Path, item_id: str) -> list[str]:
    """Return the answers to the item's question; say how many rows there were that are not."""
    from interviewer.records.answers import read_answers

    texts, others = [], 0
    for row in read_answers(answers):
        if row.answer is not None and row.answer.question_id == item_id:
            texts.append(row.answer.text)
        else:
            others += 1
    passed = f"; {others} other rows passed over" if others else ""
    typer.echo(f"{len(texts)} answers to {item_id}{passed}", err=True)
    return texts


def _judged(item: Item, grader: Grader, judge: str, url: str | None) -> Checked:
    """Return what the judge proposes and no check speaks against, and the rest with its reason."""
    from interviewer.authoring.draft.checks import checked
    from interviewer.authoring.draft.proposing import proposals
    from interviewer.cli.judging import chosen

    with _asking(chosen({"model": judge, "url": url})) as send:
        proposed = proposals(item, send)
    found = checked(item, proposed, grader)
    kept = len(found.keypoints)
    typer.echo(f"judge: {len(proposed)} keypoints proposed, {kept} kept", err=True)
    return found


@contextmanager
def _asking(settings: JudgeSettings) -> Iterator[Send]:
    """Yield what carries a request to the judge that is set."""
    from interviewer.cli.endpoint import NO_KEY, open_endpoint
    from interviewer.errors import JudgeError
    from interviewer.judge.recording import Recording, Replay

    spec = settings.model or ""
    if spec.startswith("replay:"):
        yield Replay(Path(spec.removeprefix("replay:")))
        return
    with ExitStack() as stack:
        opened = open_endpoint(spec, settings, stack)
        if not opened.has_key:
            raise JudgeError(NO_KEY)
        if settings.record is None:
            yield opened.transport
        else:
            recording = Recording(opened.transport, settings.record, spec)
            stack.callback(recording.close)
            yield recording


def _tell(left_out: tuple[LeftOut, ...]) -> None:
    """Say of each claim that is not proposed why not."""
    from interviewer.report.text import printable

    for one in left_out:
        text = one.text if len(one.text) <= _LONGEST else f"{one.text[: _LONGEST - 1]}…"
        typer.echo(printable(f"left out: {' '.join(text.split())} ({one.reason})"), err=True)


def _of_answers(made: Draft) -> list[str]:
    """Return what several answers say besides, where no drafted keypoint can carry it."""
    from interviewer.authoring.draft.merge import told_of

    if made.keypoints:
        return []
    return [told_of(candidate, made.answers) for candidate in made.candidates]
