"""Sums of values that are taken one at a time: all that means and correlations need of them."""

from __future__ import annotations

from dataclasses import dataclass, field

NOTHING = 1e-12
"""A variance below this is what adding up leaves of 0; values are shares with four places."""


@dataclass
class Sums:
    """How many values there were, their sum and that of their squares."""

    n: int = 0
    total: float = 0.0
    squares: float = 0.0

    def add(self, value: float) -> None:
        """Take one more value."""
        self.n += 1
        self.total += value
        self.squares += value * value

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.n + other.n, self.total + other.total, self.squares + other.squares)

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.n - other.n, self.total - other.total, self.squares - other.squares)

    @property
    def mean(self) -> float:
        """The mean; ZeroDivisionError of no value."""
        return self.total / self.n

    @property
    def variance(self) -> float:
        """The sample variance; 0 where all are the same, ZeroDivisionError of fewer than two."""
        found = (self.squares - self.total * self.mean) / (self.n - 1)
        return 0.0 if found < NOTHING else found


@dataclass
class PairSums:
    """The sums of pairs of values, and of their products."""

    left: Sums = field(default_factory=Sums)
    right: Sums = field(default_factory=Sums)
    products: float = 0.0

    def add(self, left: float, right: float) -> None:
        """Take one more pair."""
        self.left.add(left)
        self.right.add(right)
        self.products += left * right
