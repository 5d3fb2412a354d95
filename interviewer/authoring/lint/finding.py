"""What a rule is given and what it finds: a code, how bad, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from interviewer.consistency import Place
from interviewer.items import Item
from interviewer.subjects import Subject

Severity = Literal["error", "warning", "note"]
Half = Literal["questions", "rubrics"]


class Given(NamedTuple):
    """An item and what is known around it.

    ``subject`` is None where it does not describe itself; ``uses`` counts, over the bank, the items
    that name a concept. ``committed`` is the item as git holds it, where that reads otherwise.
    """

    item: Item
    subject: Subject | None = None
    uses: Mapping[str, int] = {}
    committed: Item | None = None


class Finding(NamedTuple):
    """One thing to mend, at a place of the rubric's data, or of the question's."""

    code: str
    severity: Severity
    place: Place
    message: str
    half: Half = "rubrics"
