"""All figures of a comparison as flat rows with stable names, and the table that people read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from interviewer.agreement.baselines import baselines
from interviewer.agreement.join import Joined, Judged, Scored
from interviewer.agreement.measures import cohens_kappa
from interviewer.agreement.series import (
    Figure,
    Scores,
    Series,
    figures_of_scores,
    figures_of_series,
)
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.seams import Embedder

ALL = "all"
COLUMNS = (
    "kappa",
    "accuracy",
    "majority",
    "prevalence",
    "auc",
    "ece",
    "brier",
    "accuracy_at_50",
    "accuracy_at_70",
    "accuracy_at_90",
    "pearson",
    "qwk",
    "rmse",
    "coverage",
)


Kind = TypeVar("Kind", Judged, Scored)


class Row(NamedTuple):
    """One figure. ``question`` is ``all`` for the figure over all questions.

    ``method`` is ``grade`` for us, ``second-reader`` for people among themselves, else a baseline.
    ``low`` and ``high`` bound the 95 % interval over questions; None for a single question and for
    ``second-reader``.
    """

    question: str
    method: str
    measure: str
    value: float
    low: float | None
    high: float | None
    rows: int


def rows_of(
    joined: Joined,
    *,
    grades: Iterable[Grade] = (),
    items: Mapping[str, Item] | None = None,
    embedder: Embedder | None = None,
    draws: int = 500,
) -> list[Row]:
    """Return every figure, overall and per question; baselines where there is an embedder."""
    found = list(_ours(joined, draws))
    if embedder is not None and items is not None:
        answers = {
            (g.question_id or "", g.answer_id or ""): g.answer
            for g in grades
            if g.answer is not None
        }
        for baseline in baselines(joined.judged, answers, items, embedder):
            figures = figures_of_series(baseline.series, draws=draws)
            found += [Row(ALL, baseline.name, *figure) for figure in figures]
    return found


def _ours(joined: Joined, draws: int) -> Iterator[Row]:
    for name, judged in _by_question(joined.judged):
        few = draws if name == ALL else 0
        figures = figures_of_series(series_of(judged), draws=few)
        known = with_probabilities(judged)
        if known and len(known) < len(judged):
            told = {figure.measure for figure in figures}
            more = figures_of_series(series_of(known), draws=few)
            figures += [figure for figure in more if figure.measure not in told]
        yield from (Row(name, "grade", *figure) for figure in figures)
        yield from _ceiling(name, judged)
    for name, scored in _by_question(joined.scored):
        few = draws if name == ALL else 0
        yield from (Row(name, "grade", *figure) for figure in _scores(scored, few))


def series_of(judged: Sequence[Judged]) -> Series:
    """Return met against the rest; probabilities only where every row has one."""
    shares = [row.met for row in judged if row.met is not None]
    return Series(
        [row.question for row in judged],
        [row.human == "met" for row in judged],
        [row.ours == "met" for row in judged],
        shares if len(shares) == len(judged) else None,
    )


def with_probabilities(judged: Sequence[Judged]) -> list[Judged]:
    """Return the rows that have one."""
    return [row for row in judged if row.shares is not None]


def _scores(scored: Sequence[Scored], draws: int) -> list[Figure]:
    lows = [row.low for row in scored if row.low is not None]
    highs = [row.high for row in scored if row.high is not None]
    bounded = len(lows) == len(highs) == len(scored)
    return figures_of_scores(
        Scores(
            [row.question for row in scored],
            [row.human for row in scored],
            [row.ours for row in scored],
            lows if bounded else None,
            highs if bounded else None,
        ),
        draws=draws,
    )


def _ceiling(name: str, judged: Sequence[Judged]) -> Iterator[Row]:
    """Yield how well two readers agree, where two labels exist."""
    twice = [row for row in judged if row.second is not None]
    kappa = cohens_kappa([r.second == "met" for r in twice], [r.human == "met" for r in twice])
    if kappa is not None:
        yield Row(name, "second-reader", "kappa", kappa, None, None, len(twice))


def _by_question(rows: Sequence[Kind]) -> Iterator[tuple[str, list[Kind]]]:
    if not rows:
        return
    yield ALL, list(rows)
    names = list(dict.fromkeys(row.question for row in rows))
    if len(names) > 1:
        for name in names:
            yield name, [row for row in rows if row.question == name]


def text_table(rows: Sequence[Row], left_out: Mapping[str, int]) -> list[str]:
    """Return the lines that people read: a row a method and question, a column a measure."""
    used = [name for name in COLUMNS if any(row.measure == name for row in rows)]
    wide = {name: max(len(name), 6) for name in used}
    first = max([len("question"), *(len(row.question) for row in rows)])
    head = f"{'question':{first}}  {'method':15} {'rows':>6}  "
    lines = [head + "  ".join(f"{name:>{wide[name]}}" for name in used)]
    groups = dict.fromkeys((row.question, row.method) for row in rows)
    for question, method in groups:
        own = {r.measure: r for r in rows if (r.question, r.method) == (question, method)}
        cells = [f"{own[n].value:.3f}" if n in own else "–" for n in used]
        count = max(row.rows for row in own.values())
        lines.append(
            f"{question:{first}}  {method:15} {count:>6}  "
            + "  ".join(f"{c:>{wide[n]}}" for c, n in zip(cells, used, strict=True))
        )
    bounds = [r for r in rows if r.question == ALL and r.low is not None and r.measure in used]
    if bounds:
        lines += ["", "95 % intervals over questions:"]
        lines += [
            f"  {row.method:15} {row.measure:15} {row.value:.3f} [{row.low:.3f}, {row.high:.3f}]"
            for row in bounds
        ]
    if left_out:
        told = ", ".join(f"{count} ({why})" for why, count in sorted(left_out.items()))
        lines += ["", f"labels left out: {told}"]
    return lines
