"""Questions, grades and sessions as text for a terminal.

Pure strings: whoever prints them knows the width, whether colour is wanted and the encoding.
"""

from __future__ import annotations

from interviewer.items import Item
from interviewer.report.ledger import ledger
from interviewer.report.summary import flips, summary
from interviewer.report.text import flow, paragraphs

__all__ = ["flips", "ledger", "question", "reference", "summary"]


def question(item: Item, number: int, total: int, *, why: str = "", width: int = 80) -> str:
    """Return the question with its number, what is expected of it and why it was picked."""
    asked = item.question
    about = f"Question {number} of {total} · {asked.topic} · {asked.level} · {asked.minutes:g} min"
    reason = flow(f"({why})", width) if why else []
    return "\n".join([*flow(about, width), *reason, "", *paragraphs(asked.prompt, width)])


def reference(item: Item, *, width: int = 80) -> str:
    """Return the answer that earns every point."""
    return "\n".join(
        ["An answer that earns every point:", *paragraphs(item.rubric.reference, width)]
    )
