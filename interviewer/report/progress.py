"""A candidate's progress as text: numbers with their errors, and a bar where one helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from interviewer.interview.progress import Due, Progress, Rating, Sitting
from interviewer.report.lines import SHALLOW, percent
from interviewer.report.text import flow

_STEPS = "▁▂▃▄▅▆▇█"
_MOST_SHOWN = 8
_LEAST_RATED = 5


def shown(progress: Progress, *, width: int = 80) -> str:
    """Return the progress in sections; what is not earned yet says so."""
    if not progress.sittings:
        begin = "Nothing was answered yet; `interviewer practice` begins."
        return "\n".join(flow(begin, width))
    lines = [*_scores(progress.sittings, width), *_ability(progress, width)]
    lines += _concepts(progress, width)
    lines += _ratings(progress.ratings, width)
    return "\n".join(lines)


def _scores(sittings: Sequence[Sitting], width: int) -> Iterator[str]:
    scored = [each for each in sittings if each.fraction is not None]
    count = "1 interview" if len(sittings) == 1 else f"{len(sittings)} interviews"
    answers = sum(each.answered for each in sittings)
    yield from flow(f"{count}, {answers} {'answer' if answers == 1 else 'answers'}.", width)
    fractions = [each.fraction for each in scored if each.fraction is not None]
    if len(fractions) > 1:
        last = fractions[-(width - 30) :]
        yield from flow(
            f"unaided {''.join(map(_step, last))} {percent(last[0])} → {percent(last[-1])}", width
        )
    elif fractions:
        yield from flow(f"unaided {percent(fractions[0])}", width)


def _ability(progress: Progress, width: int) -> Iterator[str]:
    yield ""
    if progress.ability is None or progress.deviation is None:
        missing = "An ability is shown from 3 answered questions on"
        yield from flow(f"{missing}; so far {progress.answered}.", width)
        return
    told = f"ability {progress.ability:z.1f} ± {progress.deviation:.1f}"
    yield from flow(f"{told} after {progress.answered} questions, by topic:", width)
    for each in progress.topics:
        clear = abs(each.difference) > each.deviation
        word = ("stronger" if each.difference > 0 else "weaker") if clear else "about the same"
        line = f"{each.topic}: {each.difference:+z.1f} ± {each.deviation:.1f}, {word}"
        yield from flow(f"{line} ({each.answered})", width, first="- ", rest=SHALLOW)


def _concepts(progress: Progress, width: int) -> Iterator[str]:
    if not progress.concepts:
        return
    due = [each for each in progress.concepts if each.due <= progress.now]
    count, are = len(progress.concepts), "is" if len(due) == 1 else "are"
    noun = "concept" if count == 1 else "concepts"
    yield ""
    yield from flow(f"{len(due)} of {count} {noun} {are} due.", width)
    for each in due[:_MOST_SHOWN]:
        yield from flow(_concept(each), width, first="- ", rest=SHALLOW)
    if len(due) > _MOST_SHOWN:
        yield from flow(
            f"and {len(due) - _MOST_SHOWN} more: interviewer practice --mode drill", width
        )
    coming = sorted(each.due for each in progress.concepts if each.due > progress.now)
    if coming:
        yield from flow(f"The next is due on {coming[0][:10]}.", width)
    days = [each.on_the_day for each in progress.concepts if each.on_the_day is not None]
    if days and progress.interview_date is not None:
        yield from flow(
            f"On {progress.interview_date}, without more practice, you would recall "
            f"{percent(fmean(days))} of the concepts met so far.",
            width,
        )


def _concept(each: Due) -> str:
    return f"{each.concept}: {percent(each.retrievability)} likely remembered"


def _ratings(ratings: Sequence[Rating], width: int) -> Iterator[str]:
    if len(ratings) < _LEAST_RATED:
        return
    errors = [rating.rated - rating.scored for rating in ratings]
    mean, size = fmean(errors), fmean(map(abs, errors))
    points = round(100 * mean)
    leaning = (
        f"{abs(points)} {'too high' if points > 0 else 'too low'}" if points else "neither way"
    )
    yield ""
    yield from flow(
        f"You rated yourself {len(ratings)} times: off by {100 * size:.0f} points on average, "
        f"{leaning} over all.",
        width,
    )


def _step(share: float) -> str:
    return _STEPS[min(len(_STEPS) - 1, int(share * len(_STEPS)))]
