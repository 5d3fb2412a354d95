"""What a trained matcher reads for a passage: the passage, with the question where it is short.

"The second one" says nothing until one knows what was asked. A long passage stands for itself, and
the question would only cost time. Training and grading share this one function.
"""

from __future__ import annotations

import re

from interviewer.seams import Pair

SHORT_WORDS = 12
"""Passages of up to so many words are read after the question."""

ASKED_WORDS = 30
"""So many words of the question at most, the last ones."""

_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|\n")


def premise(pair: Pair) -> str:
    """Return the text that is read against the claim."""
    if not pair.question or len(pair.passage.split()) > SHORT_WORDS:
        return pair.passage
    return f"{asked(pair.question)} {pair.passage}"


def asked(question: str) -> str:
    """Return the sentence that asks: the first with a question mark, else the last one."""
    sentences = [s.strip() for s in _END.split(question) if s.strip()]
    asking = [s for s in sentences if s.endswith("?")] or sentences[-1:]
    return " ".join(" ".join(asking[:1]).split()[-ASKED_WORDS:])
