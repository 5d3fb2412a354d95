"""``interviewer agreement``: how well grades agree with people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer


def agreement(
    grades: Annotated[
        Path, typer.Argument(metavar="GRADES", help="Records of `interviewer grade` (JSON lines).")
    ],
    labels: Annotated[
        Path,
        typer.Argument(
            metavar="LABELS",
            help="JSON lines or CSV: answer_id, keypoint_id, label (met, partial, missed, "
            "contradicted, 1, 0), optionally label2; or answer_id, score (0..1).",
        ),
    ],
    bank: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The bank that was graded with; else the bundled."),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["table", "json", "csv"], typer.Option("--format", help="How to print the figures.")
    ] = "table",
    no_baselines: Annotated[
        bool, typer.Option("--no-baselines", help="Leave the simpler ways of grading out.")
    ] = False,
    draws: Annotated[
        int, typer.Option(min=0, help="Bootstrap draws of whole questions for the intervals.")
    ] = 500,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="PNG", help="Draw stated against observed probability (replaces it)."),
    ] = None,
) -> None:
    """Compare grades with the labels or scores of people.

    Prints κ, accuracy (beside always giving the most frequent label), AUC, how well the
    probabilities are calibrated, and for scores Pearson, QWK, RMSE and the coverage of the
    intervals: overall and per question, with 95 % intervals over questions. Beside them stand what
    cosines or shared words alone would give and, where two labels exist, how well people agree.

    Example: interviewer agreement examples/grades.jsonl examples/labels.csv

    Example: interviewer agreement grades.jsonl labels.csv --plot reliability.png
    """
    import csv
    import json
    import sys

    from interviewer.agreement.diagram import draw_reliability
    from interviewer.agreement.join import join
    from interviewer.agreement.table import Row, rows_of, series_of, text_table, with_probabilities
    from interviewer.cli.wiring import build_embedder, open_bank
    from interviewer.errors import InterviewerError
    from interviewer.records.grades import read_grades
    from interviewer.records.labels import read_labels
    from interviewer.records.output import refuse_bad_target
    from interviewer.report.text import printable

    if plot is not None:
        for source in (grades, labels):
            refuse_bad_target(plot, source, force=True)
    read = list(read_grades(grades))
    joined = join(read, read_labels(labels))
    for why, count in sorted(joined.left_out.items()):
        typer.echo(f"{count} labels left out: {why}", err=True)
    embedder = None if no_baselines or not joined.judged else build_embedder("bundled")
    items = None if embedder is None else open_bank(bank).items
    rows = rows_of(joined, grades=read, items=items, embedder=embedder, draws=draws)
    if format == "json":
        figures = [row._asdict() for row in rows]
        found = {"figures": figures, "left_out": dict(joined.left_out)}
        typer.echo(json.dumps(found, indent=1, ensure_ascii=False))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(Row._fields)
        writer.writerows(rows)
    else:
        for line in text_table(rows, joined.left_out):
            typer.echo(printable(line))
    if plot is not None:
        series = series_of(with_probabilities(joined.judged))
        if series.shares is None or not series.truth:
            raise InterviewerError(f"{plot}: not drawn: the grades have no probabilities")
        draw_reliability(series.truth, series.shares, plot, title="P(met) against people")
        typer.echo(f"wrote {plot}", err=True)
