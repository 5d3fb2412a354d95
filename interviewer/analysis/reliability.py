"""How far the items of a test agree on who is better: alpha over candidates who have them all.

Where not everybody answered everything, items are left out one by one, each time the one without
which most candidates become complete. Of the sets on this way that have enough candidates the one
with most answers in it is used: many items for few candidates would tell of few, few items for
many of little. The way is greedy: it may miss a better set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.analysis.cells import Cells
from interviewer.analysis.least import CORRELATED, ITEMS
from interviewer.analysis.measures import cronbachs_alpha
from interviewer.analysis.results import Reliability

if TYPE_CHECKING:
    from numpy import bool_, float64, intp
    from numpy.typing import NDArray


class _Set(NamedTuple):
    items: tuple[int, ...]
    candidates: int


def reliability(cells: Cells, names: Sequence[str]) -> Reliability:
    """Return Cronbach's alpha over the items chosen; without it, the reason."""
    import numpy as np

    patterns, counts = _patterns(cells, len(names))
    if int(counts[patterns.sum(axis=1) >= ITEMS].sum()) < CORRELATED:
        why = f"fewer than {CORRELATED} candidates answered {ITEMS} questions or more"
        return Reliability(alpha=None, why=why)
    sets = [found for found in _nested(patterns, counts, names) if found.candidates >= CORRELATED]
    if not sets:
        return Reliability(
            alpha=None,
            why=f"no {ITEMS} questions were found that {CORRELATED} candidates all answered",
        )
    chosen = max(sets, key=lambda found: (len(found.items) * found.candidates, len(found.items)))
    scores = _complete(cells, np.array(chosen.items, dtype=np.intp))
    alpha = cronbachs_alpha(scores)
    answered = int(patterns.any(axis=0).sum())
    return Reliability(
        alpha=alpha,
        items=tuple(sorted(names[place] for place in chosen.items)),
        left_out=answered - len(chosen.items),
        why="" if alpha else "all candidates have the same total",
    )


def _patterns(cells: Cells, items: int) -> tuple[NDArray[bool_], NDArray[intp]]:
    """Return which items candidates answered, each such set once, and how many have it."""
    import numpy as np

    starts = np.flatnonzero(np.diff(cells.candidate, prepend=-1))
    sets = Counter(part.tobytes() for part in np.split(cells.item, starts)[1:])
    found = np.zeros((len(sets), items), dtype=np.bool_)
    for row, raw in enumerate(sets):
        found[row, np.frombuffer(raw, dtype=cells.item.dtype)] = True
    return found, np.array(list(sets.values()), dtype=np.intp)


def _nested(
    patterns: NDArray[bool_], counts: NDArray[intp], names: Sequence[str]
) -> Iterator[_Set]:
    """Yield smaller and smaller sets of items, and how many candidates answered all of each."""
    import numpy as np

    kept = np.asarray(patterns.any(axis=0), dtype=np.bool_)
    missing = (~patterns & kept).sum(axis=1)
    while int(kept.sum()) >= ITEMS:
        items = tuple(int(place) for place in np.flatnonzero(kept))
        yield _Set(items, int(counts[missing == 0].sum()))
        nearly = missing == 1
        gains = counts[nearly] @ ~patterns[nearly]
        answers = counts @ patterns
        order = {place: (int(gains[place]), -int(answers[place]), names[place]) for place in items}
        worst = max(items, key=order.__getitem__)
        kept[worst] = False
        missing -= ~patterns[:, worst]


def _complete(cells: Cells, items: NDArray[intp]) -> NDArray[float64]:
    """Return the scores of those who answered all of the items: a row a candidate."""
    import numpy as np

    wanted = np.isin(cells.item, items)
    candidate, score = cells.candidate[wanted], cells.score[wanted]
    is_complete = (np.bincount(candidate) == len(items))[candidate]
    scores: NDArray[float64] = score[is_complete].reshape(-1, len(items))
    return scores
