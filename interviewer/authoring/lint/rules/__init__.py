"""The rules, a module each: its docstring is what ``--explain`` prints, ``find`` does the work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.rules import (
    by_meaning_duplicates,
    by_meaning_given_away,
    by_meaning_probe_tells,
    compound,
    concepts,
    copies,
    corrections,
    dangling,
    example_kinds,
    explained,
    few_misconceptions,
    given_away,
    keypoint_count,
    kinds_agree,
    long_text,
    no_choice,
    no_followup,
    points,
    probe_tells,
    probes,
    prompt_length,
    reference,
    reference_earns,
    reference_misled,
    rejected_earns,
    rejects,
    sources,
    twins,
    unread_draft,
    vague,
    version,
    wordings,
)
from interviewer.grader import Grader
from interviewer.seams import Embedder


class Coded(Protocol):
    """What every rule has."""

    CODE: str


class Rule(Coded, Protocol):
    """A rule that needs the item alone."""

    def find(self, given: Given, /) -> Iterator[Finding]:
        """Find what is to be mended in an item."""


class MeaningRule(Coded, Protocol):
    """A rule that compares meanings."""

    def find(self, given: Given, embedder: Embedder, /) -> Iterator[Finding]:
        """Find what is to be mended in an item, by its texts' vectors."""


class GraderRule(Coded, Protocol):
    """A rule that grades the rubric's own sentences."""

    def find(self, given: Given, grader: Grader, /) -> Iterator[Finding]:
        """Find what is graded otherwise than its author means it."""


STRUCTURAL: tuple[Rule, ...] = (
    points,
    reference,
    copies,
    given_away,
    rejects,
    compound,
    vague,
    no_choice,
    probes,
    explained,
    corrections,
    sources,
    concepts,
    twins,
    example_kinds,
    prompt_length,
    keypoint_count,
    wordings,
    few_misconceptions,
    no_followup,
    kinds_agree,
    dangling,
    long_text,
    probe_tells,
    unread_draft,
    version,
)
BY_MEANING: tuple[MeaningRule, ...] = (
    by_meaning_duplicates,
    by_meaning_given_away,
    by_meaning_probe_tells,
)
BY_GRADER: tuple[GraderRule, ...] = (rejected_earns, reference_misled, reference_earns)
