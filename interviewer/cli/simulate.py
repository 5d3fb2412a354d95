"""``interviewer simulate``: try a bank on simulated candidates before people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options, model_options

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from interviewer.interview.engine import Grades
    from interviewer.items import Item
    from interviewer.report.simulation import Simulated
    from interviewer.rules import Rules
    from interviewer.testing.simulation import Held

WHO = (
    "strong, partial, terse, rambling, silent, always-idk, gibberish, question-repeater, "
    "probe-parrot, injector, already-said, contradictor, quitter, hint-taker, irt, or irt:ABILITY "
    "in logits (irt:0.5); may be given more than once."
)


def simulate(
    candidate: Annotated[list[str], typer.Option("--candidate", metavar="NAME", help=WHO)],
    count: Annotated[
        int, typer.Option("-n", min=1, metavar="COUNT", help="So many interviews with each.")
    ] = 200,
    questions: Annotated[int, typer.Option(min=1, help="Questions an interview.")] = 5,
    mode: Annotated[
        Literal["practice", "exam", "drill"],
        typer.Option(
            help="As practice, as an exam, or a drill a month after a practice interview."
        ),
    ] = "practice",
    bank: bank_options.Bank = None,
    seed: Annotated[
        int, typer.Option(help="The same seed and the same bank give the same interviews.")
    ] = 0,
    matcher: model_options.Matcher = "bundled",
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print.")
    ] = "text",
) -> None:
    """Interview simulated candidates on a bank, and say what they get and what goes wrong.

    Answers are made of the rubrics' own texts and graded as any other, probes and all. Every
    interview is checked: it ends in time, asks nothing twice, probes nothing that was had, gives no
    answer away, replays exactly, and whoever only repeats the interviewer's words gains nothing. A
    line for each violation, and the exit code is then 1.

    An interview of 5 questions takes about 6 seconds with the bundled matcher and 3 with --matcher
    similarity, so 200 take 20 minutes or 10. Ctrl-C stops and shows what was held so far. Nothing
    is saved.

    Example: interviewer simulate --candidate probe-parrot -n 20

    Example: interviewer simulate --candidate irt:-1 --candidate irt:1 --bank mine -n 50

    Example: interviewer simulate --candidate strong --mode exam --matcher similarity --format json
    """
    from interviewer.cli.main import INTERRUPTED
    from interviewer.cli.wiring import build_grader, open_bank
    from interviewer.interview.job import blueprint_of
    from interviewer.interview.picking import check_filters
    from interviewer.report.simulation import simulation_text
    from interviewer.rules import Filters, Rules
    from interviewer.testing.candidates import candidate as named
    from interviewer.testing.simulation import GraderGrades

    for name in candidate:
        named(name)
    found = open_bank(bank)
    for problem in found.problems:
        typer.echo(f"warning: {problem}", err=True)
    check_filters(found.items, Filters())
    rules = Rules(
        mode=mode,
        feedback="end" if mode == "exam" else "each",
        questions=questions,
        blueprint=blueprint_of(found.subjects),
    )
    grades = GraderGrades(build_grader(matcher=matcher))
    rows: list[Simulated] = []
    is_whole = True
    for name in candidate:
        row, is_whole = _held(
            _interviews(found.items, name, count, seed, grades, rules), name, count, found.items
        )
        rows.append(row)
        if not is_whole:
            break
    typer.echo(_json(rows) if format == "json" else simulation_text(rows))
    if not is_whole:
        typer.echo(f"interrupted in {rows[-1].candidate}: {_so_far(rows[-1], count)}", err=True)
        raise typer.Exit(INTERRUPTED)
    if any(row.violations for row in rows):
        raise typer.Exit(1)


def _interviews(
    items: Mapping[str, Item], name: str, count: int, seed: int, grades: Grades, rules: Rules
) -> Iterator[Held]:
    from interviewer.testing.simulation import simulate as simulated

    return simulated(items, name, sessions=count, seed=seed, grades=grades, rules=rules)


def _held(
    interviews: Iterator[Held], name: str, count: int, items: Mapping[str, Item]
) -> tuple[Simulated, bool]:
    """Return what a candidate's interviews came to, and whether all of them were held."""
    from interviewer.batch.progress import counted
    from interviewer.report.simulation import Simulated
    from interviewer.testing.invariants import violations
    from interviewer.testing.outcomes import Tally, summary, tally

    tallies: list[Tally] = []
    wrong: list[str] = []
    try:
        for number in counted(range(1, count + 1), f"interviews with {name}"):
            held = next(interviews)
            wrong += [f"interview {number}: {each}" for each in violations(held, items)]
            tallies.append(tally(held, items))
    except KeyboardInterrupt:
        return Simulated(name, summary(tallies), wrong), False
    return Simulated(name, summary(tallies), wrong), True


def _so_far(row: Simulated, count: int) -> str:
    return f"{row.summary.interviews} of {count} interviews were held"


def _json(rows: Sequence[Simulated]) -> str:
    import json

    told = [
        {
            "candidate": row.candidate,
            **row.summary._asdict(),
            "unaided": None if row.summary.unaided is None else row.summary.unaided._asdict(),
            "assisted": None if row.summary.assisted is None else row.summary.assisted._asdict(),
            "violations": list(row.violations),
        }
        for row in rows
    ]
    return json.dumps(told, indent=1, ensure_ascii=False)
