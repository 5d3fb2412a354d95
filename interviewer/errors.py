"""What can go wrong, as a tree; the library raises, only the command line prints and exits.

    InterviewerError
    ├── BankError         files of questions and rubrics: every problem found, with file and line
    ├── RecordsError      answer files and grade records
    ├── EmbedderError     an embedder that is missing, unknown or not what it should be
    ├── MatcherError      fitted coefficients that are missing or do not fit the embedder
    ├── JudgeError        a judge that cannot be had, or an endpoint that will take no more calls
    └── SessionError      an interview that cannot be started or saved

A message says what is wrong, where, and what would be right, in one line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class InterviewerError(Exception):
    """Tell what went wrong in one line that a user can act on."""


class Problem(NamedTuple):
    """One mistake in one file: where it is, what is wrong and what would be right."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.message}"


class BankError(InterviewerError):
    """Carry every problem found in a bank, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class RecordsError(InterviewerError):
    """An answer file or an output that cannot be read or written as a whole."""


class EmbedderError(InterviewerError):
    """An embedder that cannot be had, or whose weights are not the expected ones."""


class MatcherError(InterviewerError):
    """Fitted coefficients that are missing, damaged or meant for another embedder."""


class JudgeError(InterviewerError):
    """A judge that cannot be had, or an endpoint that will take no more calls in this run."""


class SessionError(InterviewerError):
    """An interview that cannot be started or saved."""
