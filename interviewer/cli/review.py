"""``interviewer review``: a local page to look at grades and set verdicts right."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from interviewer.cli import bank_options

_PORTS = 65535


def review(
    grades: Annotated[
        Path,
        typer.Argument(metavar="GRADES", help="Records of `interviewer grade`; no CSV."),
    ],
    bank: bank_options.Bank = None,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose labels these are; else your login.")
    ] = None,
    blind: Annotated[
        bool,
        typer.Option(
            "--blind", help="Hide what others say of an answer until you have labelled all of it."
        ),
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=_PORTS, help="Port on 127.0.0.1; 0 takes a free one.")
    ] = 0,
    open_browser: Annotated[
        bool, typer.Option("--open", help="Open the page in your browser.")
    ] = False,
) -> None:
    """Look at answers beside their ledgers, in your browser, and set verdicts right.

    The page is on this machine alone; its address, which is printed, lets one browser in. Filter by
    unsure, flagged, keypoint or label; j and k go from claim to claim, 1 to 4 label it, u takes the
    last label back, ? shows all keys. A label that differs from the verdict takes a reason. The
    grades stay as they are: labels are kept beside them, in GRADES.reviews, each before the page
    goes on. Where reviewers differ, somebody accepts one label. Two who use --blind see how well
    they agree. Ctrl-C ends it.

    Example: interviewer review grades.jsonl

    Example: interviewer review grades.jsonl --bank my-bank --reviewer ana --blind --open
    """
    from contextlib import suppress
    from datetime import datetime

    from interviewer.cli.wiring import open_bank
    from interviewer.report.text import printable
    from interviewer.review.app import make_app
    from interviewer.review.desk import Desk
    from interviewer.review.security import Secrets
    from interviewer.review.serving import listening, serve
    from interviewer.review.shelf import open_shelf
    from interviewer.store.overrides import identity_of, open_overrides

    name = _name(reviewer)
    typer.echo(f"reading {printable(str(grades))}", err=True)
    items = open_bank(bank).items
    with (
        listening(port) as listener,
        open_shelf(grades) as shelf,
        open_overrides(grades, identity_of(grades)) as store,
    ):
        known = Secrets(listener.getsockname()[1])
        desk = Desk(
            shelf,
            items,
            store,
            file=grades.name,
            reviewer=name,
            blind=blind,
            now=lambda: datetime.now().astimezone(),
        )
        _greet(len(shelf), shelf.without_text, known.first_address)
        if open_browser:
            _open(known.first_address)
        with suppress(KeyboardInterrupt):  # how it ends, so that the exit code is 0
            serve(make_app(desk, known), listener)
        _part(grades, bank, said=len(store.events()))


def _name(reviewer: str | None) -> str:
    import getpass

    from interviewer.errors import InterviewerError
    from interviewer.overrides import LONGEST_NAME

    try:
        name = getpass.getuser() if reviewer is None else reviewer.strip()
    except (OSError, KeyError, ImportError):  # what systems without a login raise, up to 3.12
        name = ""
    if not name or len(name) > LONGEST_NAME:
        raise InterviewerError(f"--reviewer: a name has 1 to {LONGEST_NAME} characters")
    return name


def _greet(records: int, without_text: int, address: str) -> None:
    if without_text:
        told = "all" if without_text == records else f"{without_text:,}"
        typer.echo(
            f"{told} of these records hold no text (--no-text): answers and quotes cannot be shown",
            err=True,
        )
    word = "answer" if records == 1 else "answers"
    typer.echo(f"{records:,} {word}. Open this address; it lets one browser in:", err=True)
    typer.echo(f"  {address}", err=True)
    typer.echo("Ctrl-C ends the review; every label is kept as soon as it is given.", err=True)


def _open(address: str) -> None:
    """Open the page; in a thread of its own, as a browser in a terminal returns when it is left."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=[address], daemon=True).start()


def _part(grades: Path, bank: Path | None, *, said: int) -> None:
    import shlex

    from interviewer.report.text import printable
    from interviewer.store.overrides import beside

    typer.echo(err=True)
    if not said:
        typer.echo("nothing was labelled", err=True)
        return
    named = "" if bank is None else f" --bank {shlex.quote(str(bank))}"
    file, kept = shlex.quote(str(grades)), shlex.quote(str(beside(grades)))
    for line in (
        f"labels lie in {kept}; next:",
        f"  interviewer regrade {file} --overrides {kept}{named} -o NEW",
        f"  interviewer rubric absorb {file}{named}",
    ):
        typer.echo(printable(line), err=True)
