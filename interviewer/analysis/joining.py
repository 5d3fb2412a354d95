"""All pairs of sets that are alike, exactly, without comparing every pair.

Two sets of resemblance t share one of the few rarest members of each: all but the ⌈t·n⌉ - 1 most
frequent of n (prefix filtering: Chaudhuri et al., 2006; Bayardo, Ma and Srikant, 2007). So only
these are looked up, and what they find is compared in full. Nothing is drawn, nothing is missed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from numpy import uint64
    from numpy.typing import NDArray


class Pair(NamedTuple):
    """Two places in the list of sets, the first the smaller, and their resemblance."""

    first: int
    second: int
    resemblance: float


def alike(sets: Sequence[NDArray[uint64]], least: float) -> Iterator[Pair]:
    """Yield each pair of sets whose resemblance is at least ``least``, which is above 0."""
    ranked = _ranked(sets)
    order = sorted(range(len(sets)), key=lambda place: len(sets[place]))
    index: dict[int, list[int]] = {}
    members: dict[int, frozenset[int]] = {}

    def shared(place: int) -> frozenset[int]:
        if place not in members:
            members[place] = frozenset(ranked[place].tolist())
        return members[place]

    for place in order:
        size = len(sets[place])
        prefix = _prefix(ranked[place], size, least)
        smallest = math.ceil(least * size - 1e-9)
        found = {other for member in prefix for other in index.get(member, ())}
        for other in sorted(found):
            if len(sets[other]) >= smallest:
                both = len(shared(place) & shared(other))
                resemblance = both / (size + len(sets[other]) - both)
                if resemblance >= least:
                    yield Pair(min(place, other), max(place, other), resemblance)
        for member in prefix:
            index.setdefault(member, []).append(place)


def _prefix(ranked: NDArray[uint64], size: int, least: float) -> list[int]:
    """Return the rarest members, but for those that only this set has: they find nobody."""
    alone = size - len(ranked)
    length = size - math.ceil(least * size - 1e-9) + 1
    return [int(member) for member in ranked[: max(0, length - alone)]]


def _ranked(sets: Sequence[NDArray[uint64]]) -> list[NDArray[uint64]]:
    """Return the sets without members that one set alone has, each sorted from rare to frequent."""
    import numpy as np

    if not sets:
        return []
    members, where, counts = np.unique(
        np.concatenate(sets), return_inverse=True, return_counts=True
    )
    ranks = np.empty(len(members), dtype=np.uint64)
    ranks[np.argsort(counts, kind="stable")] = np.arange(len(members), dtype=np.uint64)
    ends = np.cumsum([len(each) for each in sets])[:-1]
    found = []
    for places in np.split(where, ends):
        several = places[counts[places] > 1]
        found.append(np.sort(ranks[several]))
    return found
