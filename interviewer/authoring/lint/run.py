"""Every rule over one item, in the order of their codes."""

from __future__ import annotations

from interviewer.authoring.lint.copies import copies
from interviewer.authoring.lint.finding import Finding
from interviewer.authoring.lint.given_away import given_away
from interviewer.authoring.lint.points import points
from interviewer.authoring.lint.reference import reference
from interviewer.authoring.lint.rejects import rejects
from interviewer.items import Item

RULES = (points, reference, copies, given_away, rejects)


def lint(item: Item) -> list[Finding]:
    """Return what every rule finds in an item."""
    return [finding for rule in RULES for finding in rule(item)]
