"""Checks of a rubric that go beyond what loading needs; one rule a module, each a pure function.

A rule takes an item and yields findings at places of its rubric. Codes are stable.
"""

from interviewer.authoring.lint.finding import Finding
from interviewer.authoring.lint.run import lint

__all__ = ["Finding", "lint"]
