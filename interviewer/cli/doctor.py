"""``interviewer doctor``: what is there, where things are kept, one test grade, what to do."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer.cli import model_options


def doctor(
    embedder: Annotated[
        str, typer.Option(help="The embedder to check: bundled, or sentence-transformers:NAME.")
    ] = "bundled",
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Check the installation and say what to do where something is wrong.

    Prints a line a check, where interviews and caches are kept, the weights' hash and one test
    grade; exits 1 if a check failed.

    Example: interviewer doctor
    """
    from interviewer.checkup import checkup
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import build_grader, open_bank
    from interviewer.embedders.cached import cache_file
    from interviewer.report.text import printable
    from interviewer.store.place import data_folder

    screen = Screen.here()
    failed = 0
    for check in checkup(
        lambda: build_grader(embedder, matcher),
        lambda: open_bank(None),
        home=data_folder(),
        cache=cache_file().parent,
    ):
        failed += not check.good
        screen.say(f"{'ok  ' if check.good else 'FAIL'}  {check.what}: {printable(check.found)}")
        if check.remedy:
            screen.say(f"      {printable(check.remedy)}")
    if failed:
        raise typer.Exit(1)
    screen.say("all good: try `interviewer practice`")
