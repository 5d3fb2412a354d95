"""Near-identical answers, and what to make of them."""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.analysis.copies import CHANCE_PAIRS, COMMON_LEAST, COMMON_SHARE, NEAR, OWN
from interviewer.analysis.results import Alike, Copies, Copy
from interviewer.analysis.shingles import WORDS
from interviewer.analysis.spool import LEAST_WORDS
from interviewer.report.analysis.layout import SHOWN, cut, name, rest, section, told

_NEAR = (
    f"near: answers of different candidates to one question that share {100 * NEAR:.0f}% or more "
    f"of all runs of {WORDS} words that either has. Not counted: the question's and the rubric's "
    f"own words (with --bank), and runs that more than {COMMON_LEAST} and more than "
    f"{100 * COMMON_SHARE:.0f}% of a question's different texts have.",
)


def copies_lines(found: Copies, width: int) -> Iterator[str]:
    """Yield what was compared, how often chance does it, and what is near."""
    yield from section("Near-identical answers", _NEAR if found.compared else (), width)
    if not found.compared:
        yield from told(_nothing(found), width)
        return
    left = [
        f"{count:,} {why}"
        for count, why in (
            (found.without_text, "without text"),
            (found.too_short, f"shorter than {LEAST_WORDS} words"),
            (found.nothing_own, f"with fewer than {OWN} runs of their own"),
        )
        if count
    ]
    apart = f" Not compared: {', '.join(left)}." if left else ""
    yield from told(f"{found.compared:,} answers, {found.pairs:,} pairs compared.{apart}", width)
    yield from told(_chance(found), width)
    if not found.found:
        yield from told("none is near another.", width)
        return
    for alike in cut(found.found):
        yield from told(_alike(alike), width)
    yield from rest(found.found, "groups of answers", width)
    yield from told(
        "Near is a reason to read them, not a proof of who copied: both may have one source.", width
    )


def _nothing(found: Copies) -> str:
    if found.without_text:
        return "not looked for: the records hold no text (--no-text)."
    return f"nothing to compare: no answer has {LEAST_WORDS} words."


def _chance(found: Copies) -> str:
    if found.chance_rate is None:
        return (
            "How often chance does this is not known: it is measured on pairs of answers of "
            f"different candidates to different questions, from {CHANCE_PAIRS} on; there are "
            f"{found.chance_pairs}."
        )
    return (
        f"Chance: of {found.chance_pairs:,} pairs of answers of different candidates to different "
        f"questions, which nobody copied, {found.chance_near:,} are as near: a false-positive rate "
        f"of at most {_rate(found.chance_rate)} of pairs (95%), {_expected(found)} here. Answers "
        "to one question are more alike by chance than that."
    )


def _expected(found: Copies) -> str:
    expected = found.pairs * (found.chance_rate or 0.0)
    return f"at most {expected:.1f} pairs" if expected >= 0.1 else "less than 0.1 pairs"


def _rate(rate: float) -> str:
    return f"{100 * rate:.2g}%"


def _alike(alike: Alike) -> str:
    low, high = (round(100 * share) for share in (alike.least, alike.most))
    bounds = f"{high}%" if low == high else f"{low} to {high}%"
    more = len(alike.answers) - SHOWN
    names = ", ".join(map(_who, cut(alike.answers)))
    also = f" and {more:,} more" if more > 0 else ""
    count = f"{alike.candidates:,} candidates"
    return f"{name(alike.question_id)}: {count}, {bounds} shared: {names}{also}"


def _who(copy: Copy) -> str:
    answer = copy.answer_id if copy.answer_id is not None else f"row {copy.row}"
    if copy.candidate_id is None:
        return name(answer)
    return f"{name(copy.candidate_id)} ({name(answer)})"
