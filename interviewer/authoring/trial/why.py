"""Why a verdict fell as it did, in a sentence that quotes the answer.

The grade's own reasons repeat no word of the answer; these are for its rubric's author alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from interviewer.authoring.trial.account import PairRead
from interviewer.grades import Probabilities
from interviewer.scoring.calibration import Cuts
from interviewer.scoring.verdicts import Ruling

_HEAD, _TAIL = 36, 24
"""Characters of a long passage's beginning and end in a sentence: a choice, enough to find it in
the answer by, and to tell it from the passage within it."""
_PLACES = 2
_ALL_PLACES = 4


def keypoint_why(ruling: Ruling, read: Probabilities, cuts: Cuts, pairs: Sequence[PairRead]) -> str:
    """Return why a keypoint has its label: the cut that decided, and the passage behind it."""
    carrying = next((pair for pair in pairs if pair.carries), None)
    rejects = [pair for pair in pairs if pair.against == "reject"]
    if ruling.refuted and carrying is not None:
        return _refuted(carrying, read, cuts)
    if ruling.torn and carrying is not None and rejects:
        wrong = max(rejects, key=lambda pair: pair.entails)
        return (
            f"{over('P(met)', read.met, cuts.met)}, but {quoted(wrong.passage)} reads as the "
            f"reject {quoted(wrong.statement)} at least as surely as the claim: "
            f"{against(wrong.entails, carrying.entails)}"
        )
    some = read.met + read.partial
    if ruling.label == "met" and carrying is not None:
        return f"{over('P(met)', read.met, cuts.met)}, by {_reading(carrying)}"
    if ruling.label == "contradicted" and carrying is not None:
        denied = over("P(contradicted)", read.contradicted, cuts.contradicted)
        under_met = over("P(met)", read.met, cuts.met)
        return f"{denied}, and {under_met}, by {_reading(carrying)}"
    if ruling.label == "partial" and carrying is not None:
        under_met = over("P(met)", read.met, cuts.met)
        with_partial = over("P(met or partial)", some, cuts.partial)
        return f"{under_met}, and {with_partial}, by {_reading(carrying)}"
    return f"{over('P(met or partial)', some, cuts.partial)}; {_nothing_said(pairs)}"


def misconception_why(
    held: bool, likely: float, cuts: Cuts, pairs: Sequence[PairRead], nearer: str
) -> str:
    """Return why a misconception is held or absent; ``nearer`` names what took its words away."""
    best = max((pair for pair in pairs if pair.against == "text"), key=_entails, default=None)
    cut = over("P(held)", likely, cuts.held)
    if best is None:
        return cut
    if held:
        return f"{cut}, by {_reading(best)}"
    if likely < cuts.held:
        return f"{cut}; {_nothing_said(pairs)}"
    return f"{cut}, by {_reading(best)}, but {nearer}"


def over(name: str, value: float, cut: float) -> str:
    """Return a value beside its cut: ``P(met) .81 is over the cut .62``."""
    place = "over" if value >= cut else "under"
    return f"{name} {_told(value, cut)} is {place} the cut {share(cut)}"


def against(one: float, other: float) -> str:
    """Return two shares in as many places as tell them apart: ``.91 to .88``."""
    return f"{_told(one, other)} to {_told(other, one)}"


def share(value: float, places: int = _PLACES) -> str:
    """Return a share without its zero: ``.81``."""
    text = f"{value:.{places}f}"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def quoted(text: str) -> str:
    """Return a passage in quotes, on one line, with its middle left out where it is long."""
    words = " ".join(text.split())
    if len(words) <= _HEAD + _TAIL:
        return f"“{words}”"
    head, tail = words[:_HEAD], words[-_TAIL:]
    return f"“{head.rpartition(' ')[0] or head} … {tail.partition(' ')[2] or tail}”"


def _told(value: float, beside: float) -> str:
    close = value != beside and share(value) == share(beside)
    return share(value, _ALL_PLACES if close else _PLACES)


def _refuted(rival: PairRead, read: Probabilities, cuts: Cuts) -> str:
    return (
        f"{quoted(rival.passage)} is nearer to the reject {quoted(rival.statement)} than to any "
        f"right wording ({over('alike', rival.similarity, cuts.reject)}) and reads as it at least "
        f"as surely as the claim; the cuts alone had P(met) {share(read.met)}"
    )


def _reading(pair: PairRead) -> str:
    return (
        f"{quoted(pair.passage)}, which is {share(pair.similarity)} alike and reads as "
        f"{_SAYS[pair.reads_as]} ({share(getattr(pair, pair.reads_as))})"
    )


_SAYS = {
    "entails": "saying it",
    "neither": "saying neither it nor the opposite",
    "contradicts": "saying the opposite",
}


def _nothing_said(pairs: Sequence[PairRead]) -> str:
    own = [pair for pair in pairs if pair.against == "text"]
    if not own:
        return "nothing was read"
    near, best = max(own, key=lambda pair: pair.similarity), max(own, key=_entails)
    sure = share(best.entails)
    nearest = f"the nearest passage, {quoted(near.passage)}, is {share(near.similarity)} alike"
    if best.reads_as != "entails":
        return f"{nearest}, and nothing was read as saying it ({sure} at most)"
    if best is near:
        return f"{nearest} and reads as saying it ({sure}), which is not enough"
    return f"{nearest}; {quoted(best.passage)} reads as saying it ({sure}), which is not enough"


def _entails(pair: PairRead) -> float:
    return pair.entails
