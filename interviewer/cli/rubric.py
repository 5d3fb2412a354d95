"""``interviewer rubric``: tools for whoever writes rubrics."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(no_args_is_help=True, help="Check rubrics while writing them.")


@app.callback()
def _rubric() -> None:
    pass


@app.command("lint")
def lint_rubrics(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH...]", help="Files or folders of the bank; else all of it."),
    ] = None,
    bank: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder with questions/ and rubrics/; else the bundled."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print.")
    ] = "text",
) -> None:
    """Check question and rubric files: every mistake with file, line and what would be right.

    Exits 1 if anything was found.

    Example: interviewer rubric lint --bank my-bank

    Example: interviewer rubric lint rubrics/deep-learning/dropout.yaml
    """
    import json

    from interviewer.authoring.lint.report import reports
    from interviewer.cli.wiring import open_bank

    found = open_bank(bank)
    lines, checked = reports(found, paths or [])
    if format == "json":
        typer.echo(json.dumps([line._asdict() for line in lines], indent=2, ensure_ascii=False))
    else:
        for line in lines:
            typer.echo(str(line))
    told = f"{checked} item{'' if checked == 1 else 's'} checked"
    is_chatter = bool(lines) or format == "json"
    typer.echo(f"{told}, {len(lines) or 'nothing'} to mend", err=is_chatter)
    if lines:
        raise typer.Exit(1)
