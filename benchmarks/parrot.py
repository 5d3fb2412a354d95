"""What the interviewer's own words earn when a candidate says them back, and what a claim earns.

    python -m benchmarks.parrot --matcher bundled

Every probe of the shipped bank is answered in six ways that only repeat it (as it stands, as a
statement, its last words with an assent before them, ...), behind the probes that come before it,
and with the first two wordings of the keypoint itself. Printed for each way: replies, and how many
of them earned any credit.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from interviewer.cli.wiring import build_grader, open_bank
from interviewer.grader import Grader
from interviewer.items import Item
from interviewer.replies import heard
from interviewer.testing.candidates.copying import as_statement

CLAIM = "the claim itself"
_WORDINGS = 2


class Put(NamedTuple):
    """One probe: what it is about, all that was said up to it, and how the claim is worded."""

    item: Item
    about: str
    said: tuple[str, ...]
    wordings: tuple[str, ...]


class Earned(NamedTuple):
    """One way of replying: how many replies, and how many of them earned something."""

    way: str
    replies: int
    earned: int


def puts(items: Iterable[Item]) -> Iterator[Put]:
    """Yield every authored probe and challenge."""
    for item in items:
        for keypoint in item.rubric.keypoints:
            probe = keypoint.probe
            texts = () if probe is None else (probe.pump, probe.hint, probe.lead)
            said = tuple(filter(None, texts))
            wordings = (keypoint.text, *keypoint.accept)[:_WORDINGS]
            for last in range(len(said)):
                yield Put(item, keypoint.id, said[: last + 1], wordings)
        for false in item.rubric.misconceptions:
            if false.challenge and false.correct:
                yield Put(item, false.id, (false.challenge,), (false.correct,))


def repeating(probe: str) -> dict[str, str]:
    """Return ways of saying a probe back, by name."""
    words = probe.rstrip("?").split()
    return {
        "as it stands": probe,
        "as a statement": as_statement(probe),
        "a statement with assent": f"Yes, exactly. {as_statement(probe)} That is how it is.",
        "last words with assent": f"Yes, exactly. {' '.join(words[-2:])}.",
        "last words": " ".join(words[-3:]),
        "some words as a belief": f"I believe that {' '.join(words[1:4])} indeed",
    }


def measured(grader: Grader, given: Iterable[Put]) -> list[Earned]:
    """Return what each way of replying earned over these probes."""
    replies: Counter[str] = Counter()
    earned: Counter[str] = Counter()
    for put in given:
        ways = [*repeating(put.said[-1]).items(), *((CLAIM, text) for text in put.wordings)]
        for way, reply in ways:
            verdict = heard(grader, put.item, put.about, put.said, reply)
            replies[way] += 1
            earned[way] += verdict.credit > 0
    return [Earned(way, replies[way], earned[way]) for way in replies]


def sample(given: Iterable[Put], count: int) -> list[Put]:
    """Return so many of them, drawn the same way each time; all of them where there are fewer."""
    drawn = list(given)
    random.Random("parrot").shuffle(drawn)
    return drawn[:count]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matcher", default="bundled")
    parser.add_argument("--probes", type=int, default=1000, help="how many, drawn at random")
    options = parser.parse_args()
    grader = build_grader("bundled", options.matcher)
    found = measured(grader, sample(puts(open_bank(None).items.values()), options.probes))
    for way, replies, earned in found:
        print(f"{way:26}{replies:6}{earned:6}  {earned / replies:6.1%}")
    echoes = [row for row in found if row.way != CLAIM]
    total = sum(row.replies for row in echoes)
    got = sum(row.earned for row in echoes)
    print(f"{'all that only repeat':26}{total:6}{got:6}  {got / total:6.1%}")


if __name__ == "__main__":
    main()
