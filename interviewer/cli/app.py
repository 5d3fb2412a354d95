"""Every command and where it lives. Modules here import nothing heavy: `--help` stays fast."""

from __future__ import annotations

from typing import Annotated

import typer

from interviewer import __version__
from interviewer.cli import (
    absorb,
    agreement,
    analyse,
    attack,
    bank,
    calibrate,
    cards,
    checking,
    demo,
    doctor,
    drafting_rubric,
    grade,
    judge,
    new_item,
    plan,
    practice,
    progress,
    questions,
    regrade,
    resume,
    review,
    rubric,
    schema,
    sessions,
    simulate,
    trying,
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
app.command("review")(review.review)
app.command("agreement")(agreement.agreement)
app.command("calibrate")(calibrate.calibrate)
app.command("attack")(attack.attack)
app.command("simulate")(simulate.simulate)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("schema")(schema.schema)
rubric.app.command("try")(trying.try_rubric)
rubric.app.command("absorb")(absorb.absorb)
rubric.app.command("new")(new_item.new)
rubric.app.command("import")(cards.import_cards)
rubric.app.command("export")(cards.export_cards)
app.add_typer(sessions.app, name="sessions")
app.add_typer(questions.app, name="questions")
rubric.app.command("check")(checking.check)
rubric.app.command("report")(checking.report)
rubric.app.command("diff")(checking.diff)
rubric.app.command("draft")(drafting_rubric.draft_rubric)
app.add_typer(rubric.app, name="rubric")
app.add_typer(bank.app, name="bank")
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
