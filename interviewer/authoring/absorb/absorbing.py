"""Proposals put into a rubric's text, and how the examples fare before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from interviewer.authoring.absorb.proposals import Proposals
from interviewer.authoring.gold.figures import Figures, figures
from interviewer.authoring.gold.run import fares
from interviewer.authoring.writing import with_example, with_wordings
from interviewer.errors import InterviewerError
from interviewer.grader import Grader
from interviewer.items import Item


class Absorbed(NamedTuple):
    """A rubric's text with what was proposed, and what could not be written, with why."""

    text: str
    refused: tuple[str, ...]


class Fared(NamedTuple):
    """Figures of the old examples before, of the same ones after, and of all of them after."""

    before: Figures
    after: Figures
    with_new: Figures


def absorbed(text: str, found: Proposals) -> Absorbed:
    """Return a rubric's text with everything proposed that its file can hold."""
    refused: list[str] = []
    for example in found.examples:
        try:
            text = with_example(text, example)
        except InterviewerError as error:
            refused.append(str(error))
    for keypoint_id, kind, words in found.wordings:
        accept: Sequence[str] = [words] if kind == "accept" else []
        reject: Sequence[str] = [words] if kind == "reject" else []
        try:
            text = with_wordings(text, keypoint_id, accept=accept, reject=reject)
        except InterviewerError as error:
            refused.append(str(error))
    return Absorbed(text, tuple(refused))


def fared(before: Item, after: Item, grader: Grader) -> Fared:
    """Grade the examples of an item as it was and as it is: the new ones stand at the end."""
    was, now = fares(grader, before), fares(grader, after)
    same = now._replace(examples=now.examples[: len(was.examples)])
    return Fared(figures([was]), figures([same]), figures([now]))
