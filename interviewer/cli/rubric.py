"""``interviewer rubric``: tools for whoever writes rubrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options, model_options

if TYPE_CHECKING:
    from interviewer.authoring.gold.check import Checked
    from interviewer.bank import Bank
    from interviewer.grader import Grader
    from interviewer.items import Item

app = typer.Typer(no_args_is_help=True, help="Write rubrics, and see how they grade.")

_BADNESS = ("note", "warning", "error")


@app.callback()
def _rubric() -> None:
    pass


@app.command("lint")
def lint_rubrics(
    paths: bank_options.Paths = None,
    bank: bank_options.Bank = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json", "github"],
        typer.Option("--format", help="How to print; github makes annotations of a workflow."),
    ] = "text",
    fail_on: Annotated[
        Literal["error", "warning", "note"],
        typer.Option(help="Exit 1 if anything this bad, or worse, is found."),
    ] = "warning",
    quick: Annotated[
        bool, typer.Option("--quick", help="Only the rules that need no model.")
    ] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Say what a rule is about, and stop; `all` lists them."),
    ] = None,
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Check question and rubric files: every mistake with file, line and what would be right.

    R0.. rules read the files alone, R1.. compare meanings, R2.. grade the rubric's own sentences
    and give notes. `# noqa: CODE reason` at the end of a line lets a finding be. Notes that stand
    in rubrics/<subject>/_known-misses.yaml are counted, not repeated.

    Example: interviewer rubric lint --bank my-bank

    Example: interviewer rubric lint rubrics/deep-learning/dropout.yaml --quick

    Example: interviewer rubric lint --explain R006
    """
    import json

    from interviewer.authoring.annotation import annotation
    from interviewer.authoring.committed import last_committed
    from interviewer.authoring.gold.check import read_misses
    from interviewer.authoring.lint.report import reports
    from interviewer.cli.wiring import open_bank

    if explain is not None:
        _explain(explain)
        return
    found = open_bank(bank)
    known = {note for misses in read_misses(found).values() for note in misses.notes()}
    grader, speed = (None, None) if quick else _cached_grader(matcher)
    report = reports(
        found,
        paths or [],
        grader=grader,
        known=known,
        committed=lambda ids: last_committed(found, ids),
        watched=_watched("checked"),
    )
    lines = report.lines
    if format == "json":
        typer.echo(json.dumps([line._asdict() for line in lines], indent=2, ensure_ascii=False))
    elif format == "github":
        for one in lines:
            place = found.root / one.file
            typer.echo(annotation(place, one.line, one.severity, one.code, one.message))
    else:
        for line in lines:
            typer.echo(str(line))
    told = f"{report.checked} item{'' if report.checked == 1 else 's'} checked"
    known_notes = f"; {report.known} known notes not repeated" if report.known else ""
    is_chatter = bool(lines) or format != "text"
    typer.echo(f"{told}, {len(lines) or 'nothing'} to mend{known_notes}", err=is_chatter)
    if speed is not None:
        typer.echo(speed(), err=True)
    if any(_BADNESS.index(line.severity) >= _BADNESS.index(fail_on) for line in lines):
        raise typer.Exit(1)


@app.command("test")
def run_examples(
    paths: bank_options.Paths = None,
    bank: bank_options.Bank = None,
    format: Annotated[  # noqa: A002
        Literal["text", "json", "junit", "github"],
        typer.Option("--format", help="How to print; junit is for a CI's test report."),
    ] = "text",
    update: Annotated[
        bool,
        typer.Option(
            "--update",
            help="Write the misses of this run into rubrics/<subject>/_known-misses.yaml: new ones "
            "with a reason, passed ones taken off. Read the diff before you commit it.",
        ),
    ] = False,
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Grade the labelled examples of rubrics and compare each verdict with its label.

    Prints, per item and over all: κ of met against the rest, the share of equal labels, how often
    a better kind of answer earns more than a worse one, the mean each kind earns, and what the
    reference and answers made of the item's own words earn. Exits 1 if a figure of a whole subject
    misses the limits in questions/<subject>/_subject.yaml, if a verdict is wrong that is not listed
    as a known miss, or if a listed one has come right by .05 or more.

    Example: interviewer rubric test rubrics/deep-learning/dropout.yaml

    Example: interviewer rubric test --bank my-bank --format junit > report.xml
    """
    from interviewer.authoring.gold.check import check
    from interviewer.authoring.lint.chosen import chosen
    from interviewer.cli.wiring import open_bank
    from interviewer.errors import BankError

    found = open_bank(bank)
    picked = chosen(found, paths or [])
    if picked.problems:
        raise BankError(picked.problems)
    grader, speed = _cached_grader(matcher)
    checked = check(found, picked.items, grader, watched=_watched("tested"))
    _print(checked, found, format)
    typer.echo(speed(), err=True)
    if update:
        _update(found, checked, picked.items, grader)
    elif checked.failed:
        raise typer.Exit(1)


def _print(checked: Checked, bank: Bank, format: str) -> None:  # noqa: A002
    from interviewer.authoring.gold import report

    if format == "json":
        typer.echo(report.as_json(checked))
    elif format == "junit":
        typer.echo(report.as_junit(checked))
    else:
        lines = report.as_github(checked, bank) if format == "github" else report.as_text(checked)
        for line in lines:
            typer.echo(line)


def _update(bank: Bank, checked: Checked, ids: Sequence[str], grader: Grader) -> None:
    """Write the known misses of the tested items anew; those of other items stay."""
    from interviewer.authoring.gold.check import known_file
    from interviewer.authoring.gold.known import rewritten
    from interviewer.errors import InterviewerError

    for subject, text in rewritten(bank, checked, ids, grader).items():
        file = known_file(bank, subject)
        try:
            file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise InterviewerError(f"{file}: cannot be written ({error.strerror})") from error
        typer.echo(f"wrote {file}", err=True)


def _explain(code: str) -> None:
    from interviewer.authoring.lint.report import explanations
    from interviewer.consistency import nearest
    from interviewer.errors import InterviewerError

    told = explanations()
    if code == "all":
        for words in told.values():
            typer.echo(words.splitlines()[0])
        return
    if code.upper() not in told:
        raise InterviewerError(f"no rule {code!r}; {nearest(code.upper(), [*told])}")
    typer.echo(told[code.upper()])


def _cached_grader(matcher: str) -> tuple[Grader, Callable[[], str]]:
    """Return a grader that remembers vectors between runs, and what tells how fast it was."""
    from interviewer.cli.wiring import build_cached_grader

    grader, cache = build_cached_grader(matcher=matcher)

    def speed() -> str:
        rate = f" at {cache.misses / cache.seconds:.0f} texts/s" if cache.seconds else ""
        return f"{cache.hits + cache.misses} texts: {cache.misses} embedded{rate}, the rest known"

    return grader, speed


def _watched(verb: str) -> Callable[[Sequence[Item]], Iterable[Item]]:
    """Return what shows a progress bar on standard error while items pass."""
    from interviewer.batch.progress import counted

    return lambda items: counted(items, f"items {verb}")
