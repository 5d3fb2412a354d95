"""Every command and where it lives. Modules here import nothing heavy: `--help` stays fast."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer import __version__
from interviewer.cli import (
    agreement,
    analyse,
    attack,
    calibrate,
    demo,
    doctor,
    grade,
    judge,
    plan,
    practice,
    progress,
    questions,
    regrade,
    resume,
    rubric,
    schema,
    sessions,
    simulate,
)

app = typer.Typer(
    name="interviewer",
    help=(
        "Mock interviews that grade free-text answers keypoint by keypoint, offline, with your own "
        "words as the evidence.\n\nStart with: interviewer practice"
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.command("practice")(practice.practice)
app.command("resume")(resume.resume)
app.command("progress")(progress.progress)
app.command("plan")(plan.plan)
app.command("grade")(grade.grade)
app.command("regrade")(regrade.regrade)
app.command("analyse")(analyse.analyse)
app.command("agreement")(agreement.agreement)
app.command("calibrate")(calibrate.calibrate)
app.command("attack")(attack.attack)
app.command("simulate")(simulate.simulate)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("schema")(schema.schema)
app.add_typer(sessions.app, name="sessions")
app.add_typer(questions.app, name="questions")
app.add_typer(rubric.app, name="rubric")
app.add_typer(judge.app, name="judge")


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"interviewer {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    pass
