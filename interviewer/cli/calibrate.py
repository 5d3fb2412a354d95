"""``interviewer calibrate``: cuts and probabilities fitted to one's own labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from interviewer.authoring.calibrate import Fares


def calibrate(
    labels: Annotated[
        Path,
        typer.Argument(
            metavar="LABELS", help="JSON lines or CSV: answer_id, keypoint_id, label of a person."
        ),
    ],
    grades: Annotated[
        Path,
        typer.Option(
            "--grades", metavar="GRADES", help="Records of `interviewer grade` of these answers."
        ),
    ],
    out: Annotated[
        Path,
        typer.Option("-o", "--out", metavar="FILE", help="Where the new calibration goes."),
    ] = Path("calibration.json"),
    base: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The calibration that GRADES were made with, if not a shipped one."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace FILE if it is there.")] = False,
) -> None:
    """Fit probabilities and cuts to labels of your own.

    Prints how the old and the new calibration agree with the labels, on questions that the new one
    was not fitted on. `interviewer grade --calibration FILE` uses it; its name, which holds a hash
    of its numbers, stands in every grade. Too few labels are refused.

    Example: interviewer calibrate labels.csv --grades grades.jsonl -o ours.json
    """
    from interviewer.agreement.join import join
    from interviewer.authoring.calibrate import calibrate as fit
    from interviewer.errors import InterviewerError
    from interviewer.records.grades import read_grades
    from interviewer.records.labels import read_labels
    from interviewer.records.output import open_output, refuse_bad_target
    from interviewer.scoring.shipped import read_calibration, shipped_calibration

    for source in (labels, grades, base):
        refuse_bad_target(out, source, force=force)
    read = list(read_grades(grades))
    joined = join(read, read_labels(labels))
    made = {(g.provenance.matcher.name, g.provenance.calibration) for g in read if g.provenance}
    if len(made) != 1:
        raise InterviewerError(
            f"{grades}: grades of one matcher and one calibration are needed, "
            f"these have {len(made)}"
        )
    ((matcher, name),) = made
    if name == "uncalibrated":
        raise InterviewerError(
            f"{grades}: uncalibrated grades have no probabilities to start from; grade with a "
            "calibrated matcher (bundled or similarity)"
        )
    start = shipped_calibration(matcher) if base is None else read_calibration(base)
    if start.name != name:
        raise InterviewerError(
            f"{grades}: graded with the calibration {name!r}, not {start.name!r}; "
            "name its file with --base"
        )
    found = fit(joined.judged, start)
    with open_output(out) as stream:
        stream.write(found.calibration.model_dump_json(indent=1) + "\n")
    for why, count in sorted(joined.left_out.items()):
        typer.echo(f"{count} labels left out: {why}", err=True)
    if found.left_out:
        typer.echo(f"{found.left_out} labels left out: no probability decided them", err=True)
    typer.echo(f"{found.labels} labels, compared on {found.by}s that were left out in turn")
    typer.echo(f"{'':10} {'κ':>6} {'accuracy':>9} {'Brier':>6} {'ECE':>6}")
    for words, fares in (("old", found.old), ("new", found.new)):
        typer.echo(f"{words:10} {_cells(fares)}")
    typer.echo(f"wrote {out}: {found.calibration.name}", err=True)


def _cells(fares: Fares) -> str:
    def cell(value: float | None, width: int) -> str:
        return f"{'–' if value is None else format(value, '.3f'):>{width}}"

    kappa, accuracy, brier, ece = fares
    return " ".join((cell(kappa, 6), cell(accuracy, 9), cell(brier, 6), cell(ece, 6)))
