"""Checks of an item that go beyond what loading needs; one rule a module, each a pure function.

A rule takes what it is `Given` and yields findings at places of the rubric or the question. Codes
are stable: R0.. read the item alone, R1.. compare meanings, R2.. grade the rubric's own sentences.
"""

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.run import lint, uses

__all__ = ["Finding", "Given", "lint", "uses"]
