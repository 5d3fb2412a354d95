"""``interviewer doctor``: what is installed, what loads, one test grade, and what to do if not."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli.wiring import MATCHER_HELP


def doctor(
    embedder: Annotated[
        str, typer.Option(help="The embedder to check: bundled, or sentence-transformers:NAME.")
    ] = "bundled",
    matcher: Annotated[str, typer.Option(help=MATCHER_HELP)] = "bundled",
) -> None:
    """Check the installation and say what to do where something is wrong.

    Prints a line a check, the weights' hash and one test grade; exits 1 if a check failed.

    Example: interviewer doctor
    """
    from interviewer.checkup import checkup
    from interviewer.cli.wiring import build_grader, open_bank

    failed = 0
    for check in checkup(lambda: build_grader(embedder, matcher), lambda: open_bank(None)):
        failed += not check.good
        typer.echo(f"{'ok  ' if check.good else 'FAIL'}  {check.what}: {check.found}")
        if check.remedy:
            typer.echo(f"      {check.remedy}")
    if failed:
        raise typer.Exit(1)
    typer.echo("all good: try `interviewer practice`")
