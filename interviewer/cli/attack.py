"""``interviewer attack``: what answers get that are made to earn credit they do not deserve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options, model_options

if TYPE_CHECKING:
    from interviewer.authoring.attack.run import Attacked


def attack(
    paths: bank_options.Paths = None,
    bank: bank_options.Bank = None,
    matcher: model_options.Matcher = "bundled",
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json"], typer.Option("--format", help="How to print.")
    ] = "text",
    show: Annotated[
        str | None,
        typer.Option(metavar="ATTACK", help="Print the answers of this attack that succeed."),
    ] = None,
) -> None:
    """Attack rubrics with answers made from their own texts, and say what these earn.

    Echoes of the question, keyword lists, negated and reversed references, orders to the grader,
    made-up verdicts and more should earn next to nothing: an attack succeeds where it scores as
    much as the weakest honest partial answer, or where the one keypoint that it denies is called
    met. Padding, bullets, capitals and typing errors should move a score by 5 points at most.

    Example: interviewer attack rubrics/deep-learning/dropout.yaml

    Example: interviewer attack --format json > attacks.json
    """
    import json

    from interviewer.authoring.attack.run import attack as attacked
    from interviewer.authoring.attack.run import rows_of, steady_rows
    from interviewer.authoring.lint.chosen import chosen
    from interviewer.batch.progress import counted
    from interviewer.cli.wiring import build_cached_grader, open_bank
    from interviewer.errors import BankError, InterviewerError

    found = open_bank(bank)
    picked = chosen(found, paths or [])
    if picked.problems:
        raise BankError(picked.problems)
    grader, _ = build_cached_grader(matcher=matcher)
    items = [found.items[name] for name in picked.items]
    result = attacked(
        items,
        grader,
        bank=list(found.items.values()),
        watched=lambda some: counted(some, "items attacked"),
    )
    names = {outcome.name for outcome in result.outcomes}
    if show is not None and show not in names:
        raise InterviewerError(f"no attack {show!r}; there are {', '.join(sorted(names))}")
    if format == "json":
        told = {
            "attacks": [row._asdict() for row in rows_of(result.outcomes)],
            "harmless": [row._asdict() for row in steady_rows(result.moves)],
        }
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
    else:
        for line in _text(result):
            typer.echo(line)
    for outcome in result.outcomes:
        if outcome.name == show and outcome.success:
            from interviewer.report.text import printable

            told_of = f"{outcome.item} {outcome.score:.2f}: {printable(outcome.answer)}"
            typer.echo(told_of, err=format == "json")


def _text(result: Attacked) -> list[str]:
    from interviewer.authoring.attack.run import rows_of, steady_rows

    rows, steady = rows_of(result.outcomes), steady_rows(result.moves)
    lines = [f"{'attack':22} {'answers':>7} {'succeed':>8} {'mean':>5} {'worst':>6}  on"]
    lines += [
        f"{r.name:22} {r.answers:>7} {r.successes:>8} {r.mean:>5.2f} {r.worst:>6.2f}"
        f"  {r.worst_item}"
        for r in rows
    ]
    count, won = len(result.outcomes), sum(o.success for o in result.outcomes)
    if count:
        lines.append(f"{'all':22} {count:>7} {won:>8}  held off: {1 - won / count:.1%}")
    lines += ["", f"{'harmless change':22} {'answers':>7} {'≤ 5 pts':>8} {'mean':>5} {'worst':>6}"]
    lines += [
        f"{s.name:22} {s.answers:>7} {s.steady:>8.1%} {s.mean:>5.2f} {s.worst:>6.2f}"
        for s in steady
    ]
    return lines
