"""R021: an example whose labels do not fit its kind.

By its own labels a strong answer earns more than a partial one, that one more than a weak one, and
an attack earns next to nothing. Where not, the kind or a label is a slip, and every figure that is
measured on it is off.
"""

from __future__ import annotations

from collections.abc import Iterator

from interviewer.authoring.gold.labels import by_labels
from interviewer.authoring.lint.finding import Finding, Given

CODE = "R021"
_MOST_OF_AN_ATTACK = 0.25
_ORDERED = (("strong", "partial"), ("partial", "weak"), ("strong", "weak"))


def find(given: Given) -> Iterator[Finding]:
    """Find pairs out of order and attacks that deserve credit, by the labels alone."""
    rubric = given.item.rubric
    worth = by_labels(rubric)
    for at, example in enumerate(rubric.examples):
        if example.kind == "attack" and worth[at] > _MOST_OF_AN_ATTACK:
            told = f"an attack that earns {worth[at]:.2f} by its labels; check labels and kind"
            yield Finding(CODE, "warning", ("examples", at, "kind"), told)
        for better, worse in _ORDERED:
            if example.kind != worse:
                continue
            below = [
                number
                for number, other in enumerate(rubric.examples)
                if other.kind == better and worth[number] <= worth[at]
            ]
            if below:
                told = (
                    f"{worse}, earns {worth[at]:.2f} by its labels, and the {better} "
                    f"examples[{below[0]}] {worth[below[0]]:.2f}; check labels and kinds"
                )
                yield Finding(CODE, "warning", ("examples", at, "kind"), told)
