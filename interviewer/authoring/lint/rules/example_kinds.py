"""R015: too few labelled examples, or a kind of them missing.

Whether a rubric grades as a person would can only be seen on answers that a person has labelled: at
least ten, among them two strong, three partial, one weak, two wrong (fluent and confident) and one
attack. One of them should be right in broken or misspelt language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given

CODE = "R015"
_FEWEST = 10
_WANTED = {"strong": 2, "partial": 3, "weak": 1, "wrong": 2, "attack": 1}


def find(given: Given) -> Iterator[Finding]:
    """Find what the examples lack."""
    examples = given.item.rubric.examples
    counts = Counter[str](example.kind for example in examples)
    missing = [
        f"{wanted - counts[kind]} {kind}"
        for kind, wanted in _WANTED.items()
        if counts[kind] < wanted
    ]
    if missing or len(examples) < _FEWEST:
        lacking = f", and lack {', '.join(missing)}" if missing else ""
        told = f"{len(examples)} of at least {_FEWEST}{lacking}; write and label them"
        yield Finding(CODE, "warning", ("examples",), told)
