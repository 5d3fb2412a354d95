"""How far two readers agree on the labels that this project wrote: the ceiling of its figures.

    python -m benchmarks.readers

The second reader saw the texts alone, in mixed order, and none of the first labels or grades. Both
readers are language models that worked for the project; no person has labelled these texts.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from interviewer.agreement.measures import accuracy, cohens_kappa

ROOT = Path(__file__).parent.parent
FILES = {
    "claims, pairs": ROOT / "training" / "claims" / "second-reader.csv",
    "answers to made-up questions": ROOT / "training" / "answers" / "second-reader.csv",
    "examples of the shipped bank": ROOT / "benchmarks" / "second-reader.csv",
}


class Twice(NamedTuple):
    """Two labels of one thing; ``group`` is a field or a question."""

    group: str
    first: str
    second: str


def read(path: Path) -> Iterator[Twice]:
    """Yield the rows of a file with the columns group, label and label2."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield Twice(row["group"], row["label"], row["label2"])


def main() -> None:
    """Print a row a file."""
    print(f"{'labels of':30} {'labels':>6} {'groups':>6} {'κ of met':>8} {'κ':>5} {'equal':>6}")
    for name, path in FILES.items():
        rows = list(read(path))
        first, second = [r.first for r in rows], [r.second for r in rows]
        met = cohens_kappa([a == "met" for a in first], [b == "met" for b in second])
        every = cohens_kappa(first, second)
        equal = accuracy(first, second)
        print(
            f"{name:30} {len(rows):>6} {len({r.group for r in rows}):>6} "
            f"{met or 0:>8.3f} {every or 0:>5.3f} {equal or 0:>6.3f}"
        )


if __name__ == "__main__":
    main()
