"""How well drafted keypoints fit those that people wrote, on the shipped items, matched blind.

    python -m benchmarks.draft [--entailment] [--show ITEM]

The keypoints of each item are taken away and drafted anew from prompt and reference alone. Drafted
and written ones are paired one to one by the assignment with the greatest sum of cosines (the
Hungarian method; nobody looks at the texts), and a pair counts from a cosine of `AT` up; two other
cuts show how much hangs on it. With ``--entailment`` a second measure counts a pair where the
bundled matcher reads the written one as entailed by the drafted one, or the reverse.

Recall counts what an answer has to say: a group as its ``need``, since a reference names no more,
and no bonus. Precision is the share of drafted ones with a partner of any kind. ``sentences`` makes
one keypoint of each sentence; ``named`` does so too, with the topic named where a sentence does not
name it. Rules were tuned on the items whose id has an even first byte in its SHA-256; the others
were only counted. Intervals: 2,000 bootstrap draws of items.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.authoring.draft.choosing import choose
from interviewer.authoring.draft.naming import named, topic_of
from interviewer.bank import read_bank
from interviewer.cli.wiring import build_embedder, build_matcher
from interviewer.items import Item
from interviewer.scoring.segment import segment
from interviewer.seams import Embedder, Matcher, Pair

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

AT = 0.55
"""A cosine from which two texts are taken for one claim: a choice, see `CUTS` for what hangs on it.
Keypoints of one rubric speak of one subject and are near to each other, so that the pairing, which
allows each text one partner, tells more than the cut."""
CUTS = (0.45, AT, 0.65)
ENTAILED = 0.5
"""A probability from which the matcher is taken to read one text as saying the other."""
WORTH_READING = 0.3
"""Pairs below this cosine are not read: none of them is entailed."""
_DRAWS = 2000
_SEED = 9


class Counted(NamedTuple):
    """One item: what is to be said, how much of it was drafted, the drafts and how many fit."""

    wanted: int
    found: int
    drafted: int
    fitting: int


class Figure(NamedTuple):
    """A mean over items with its 95 % interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.2f} [{self.low:.2f}, {self.high:.2f}]"


def is_tuned(item: Item) -> bool:
    """Tell whether an item belongs to the half that rules were tuned on."""
    return hashlib.sha256(item.id.encode()).digest()[0] % 2 == 0


def sentences(item: Item) -> list[str]:
    """Return the baseline: each sentence of the reference is a keypoint."""
    return [sentence.text for sentence in segment(item.rubric.reference)]


def named_sentences(item: Item) -> list[str]:
    """Return the baseline with the topic named as the draft names it: what that alone is worth."""
    topic = topic_of(item.question.prompt)
    return [named(text, topic) for text in sentences(item)]


def drafted(item: Item, embedder: Embedder) -> list[str]:
    """Return the texts that `rubric draft` proposes from prompt and reference alone."""
    choice = choose(item.question, item.rubric.reference, (), embedder)
    return [one.text for one in choice.chosen]


def paired(likeness: NDArray[np.float64], at: float) -> list[tuple[int, int]]:
    """Return (drafted, written) pairs of the best assignment that are alike enough."""
    from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

    rows, columns = linear_sum_assignment(-likeness)
    return [
        (int(row), int(column))
        for row, column in zip(rows, columns, strict=True)
        if likeness[row, column] >= at
    ]


def counted(item: Item, pairs: Sequence[tuple[int, int]], drafts: int) -> Counted:
    """Return what the pairs of one item come to."""
    rubric = item.rubric
    names = {rubric.keypoints[column].id for _, column in pairs}
    grouped = rubric.group_of()
    single = [
        k.id for k in rubric.keypoints if k.id not in grouped and rubric.tier_of(k) != "bonus"
    ]
    groups = [group for group in rubric.groups if group.tier != "bonus"]
    wanted = len(single) + sum(group.need for group in groups)
    found = sum(name in names for name in single)
    found += sum(min(group.need, len(names & {*group.of})) for group in groups)
    return Counted(wanted, found, drafts, len(pairs))


def figures(rows: Sequence[Counted]) -> dict[str, Figure]:
    """Return recall, precision and F1 over the keypoints of all items, with intervals."""
    rng = random.Random(_SEED)
    draws = [_whole([rng.choice(rows) for _ in rows]) for _ in range(_DRAWS)]
    told = {}
    for at, name in enumerate(("recall", "precision", "F1")):
        values = sorted(draw[at] for draw in draws)
        low, high = values[round(0.025 * _DRAWS)], values[round(0.975 * _DRAWS) - 1]
        told[name] = Figure(_whole(rows)[at], low, high)
    return told


def _whole(rows: Sequence[Counted]) -> tuple[float, float, float]:
    recall = sum(row.found for row in rows) / sum(row.wanted for row in rows)
    precision = sum(row.fitting for row in rows) / max(1, sum(row.drafted for row in rows))
    return recall, precision, 2 * recall * precision / max(1e-9, recall + precision)


def likeness(item: Item, texts: Sequence[str], embedder: Embedder) -> NDArray[np.float64]:
    """Return ``[drafted, written]`` cosines."""
    written = [keypoint.text for keypoint in item.rubric.keypoints]
    return (embedder.embed(texts) @ embedder.embed(written).T).astype("float64")


def entailment(
    item: Item, texts: Sequence[str], near: NDArray[np.float64], matcher: Matcher
) -> NDArray[np.float64]:
    """Return ``[drafted, written]``: the higher P(entails) of the two directions."""
    import numpy as np

    written = [keypoint.text for keypoint in item.rubric.keypoints]
    places = [(int(r), int(c)) for r, c in zip(*np.nonzero(near >= WORTH_READING), strict=True)]
    prompt = item.question.prompt
    read = matcher.read(
        [p for r, c in places for p in (Pair(texts[r], written[c], prompt),
                                        Pair(written[c], texts[r], prompt))]
    )  # fmt: skip
    found = np.zeros_like(near)
    for number, place in enumerate(places):
        found[place] = max(read[2 * number, 0], read[2 * number + 1, 0])
    return found


def main() -> None:
    """Print the figures of both halves, beside the baseline's."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--entailment", action="store_true", help="read pairs by the matcher too")
    parser.add_argument("--show", metavar="ITEM", help="print the pairs of one item and stop")
    options = parser.parse_args()
    embedder = build_embedder("bundled")
    items = [*read_bank().items.values()]
    if options.show:
        show(next(item for item in items if item.id == options.show), embedder)
        return
    matcher = build_matcher("bundled", embedder) if options.entailment else None
    ways: dict[str, Callable[[Item], list[str]]] = {
        "sentences": sentences,
        "named": named_sentences,
        "draft": lambda item: drafted(item, embedder),
    }
    for half, tuned in (("tuning half", True), ("other half", False)):
        some = [item for item in items if is_tuned(item) is tuned]
        print(f"{half}: {len(some)} items")
        for way, made in ways.items():
            texts = [made(item) for item in some]
            near = [likeness(i, t, embedder) for i, t in zip(some, texts, strict=True)]
            for cut in CUTS:
                rows = [
                    counted(i, paired(n, cut), len(t))
                    for i, t, n in zip(some, texts, near, strict=True)
                ]
                _say(way, f"cosine {cut}", rows)
            if matcher is not None:
                rows = [
                    counted(i, paired(entailment(i, t, n, matcher), ENTAILED), len(t))
                    for i, t, n in zip(some, texts, near, strict=True)
                ]
                _say(way, f"entailed {ENTAILED}", rows)


def show(item: Item, embedder: Embedder) -> None:
    """Print each written keypoint of an item beside its draft, then the drafts without one."""
    texts = drafted(item, embedder)
    near = likeness(item, texts, embedder)
    partner = {column: row for row, column in paired(near, 0.0)}
    for column, keypoint in enumerate(item.rubric.keypoints):
        row = partner.get(column)
        told = "—" if row is None else f"{near[row, column]:.2f} {texts[row]}"
        print(f"{keypoint.text}\n    {told}")
    for row, text in enumerate(texts):
        if row not in partner.values():
            print(f"without a partner: {text}")


def _say(way: str, measure: str, rows: Sequence[Counted]) -> None:
    told = "  ".join(f"{name} {figure}" for name, figure in figures(rows).items())
    each = sum(row.drafted for row in rows) / len(rows)
    print(f"  {way:10} {measure:13} {told}  ({each:.1f} an item)", flush=True)


if __name__ == "__main__":
    main()
