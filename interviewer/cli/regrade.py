"""``interviewer regrade``: grade records brought up to date with a bank that has changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from interviewer.cli import bank_options, judge_options, model_options

if TYPE_CHECKING:
    from interviewer.grader import Grader
    from interviewer.grades import Provenance


def regrade(
    grades: Annotated[
        Path,
        typer.Argument(metavar="GRADES", help="Records of `interviewer grade`."),
    ],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Where records go; else standard output."),
    ] = None,
    bank: bank_options.Bank = None,
    overrides: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What reviewers said of verdicts: GRADES.reviews."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT if it is there.")] = False,
    threads: model_options.Threads = None,
    embedder: model_options.Embedder = "bundled",
    matcher: model_options.Matcher = "bundled",
    calibration: model_options.Calibration = None,
    judge: judge_options.Judge = None,
    judge_url: judge_options.Url = None,
) -> None:
    """Bring grades up to date with a bank that has changed; the answers are not needed.

    Where only points, tiers, groups or explanations of a rubric changed, the sum is done again from
    the verdicts in the record, a judge's too, and no model is loaded. Where the question, a
    keypoint or a misconception says something else, the answer in the record is read again, with
    the models and the judge that you name; a record without its words (--no-text) then fails, and
    the exit code is 3.

    With --overrides, what people said in `interviewer review` takes the place of verdicts, and the
    sum is done again. The record says `decided_by: person`, the reviewer's reason and what the
    label `was`. Nothing is applied where reviewers differ and nobody has accepted a word, or where
    the claim says something else by now. GRADES itself stays as it is.

    Example: interviewer regrade grades.jsonl --bank my-bank -o new.jsonl

    Example: interviewer regrade grades.jsonl --overrides grades.jsonl.reviews -o reviewed.jsonl
    """
    from interviewer.cli.batch import FAILED_ROWS, Target, regrade_file
    from interviewer.cli.judging import chosen, judging
    from interviewer.cli.wiring import build_grader, may_run_side_by_side
    from interviewer.embedders.minilm import default_threads
    from interviewer.records import form_of

    settings = chosen({"model": judge, "url": judge_url})
    with judging(settings) as judged:
        local = (threads or default_threads()) if may_run_side_by_side(embedder, matcher) else 1
        jobs = local if judged is None else judged.jobs

        def grader() -> Grader:
            refiner = None if judged is None else judged.refiner
            return build_grader(embedder, matcher, calibration, refiner, side_by_side=True)

        failed = regrade_file(
            grades,
            Target(out, form_of(out), force=force),
            bank=bank,
            make_grader=grader,
            spread=lambda made: _spread(made, calibration),
            jobs=jobs,
            overrides=overrides,
        )
    if failed:
        raise typer.Exit(FAILED_ROWS)


def _spread(made: Provenance, own: Path | None) -> float | None:
    """Return the spread of the calibration that a record names; None where it is not at hand."""
    from interviewer.scoring.shipped import read_calibration, shipped_calibration

    shipped = shipped_calibration(made.matcher.name)
    known = [shipped] if own is None else [read_calibration(own), shipped]
    return next((found.spread for found in known if found.name == made.calibration), None)
