"""Which answers a reviewer has seen with their verdicts, as their own events tell.

A label is blind if it was given before. Whoever works blind sees an answer's verdicts once all its
claims are labelled, and never unsees them: taking a label back does not make the next one blind.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from interviewer.overrides import Marked, Override, Undone


class AnswerKey(NamedTuple):
    """An answer to a question, by the hash of its words."""

    question_id: str
    answer_sha256: str


class Sight:
    """Follows one reviewer's events."""

    def __init__(self, reviewer: str, names: Callable[[AnswerKey], Collection[str]]) -> None:
        self._reviewer = reviewer
        self._names = names
        self._said: dict[AnswerKey, dict[str, list[bool]]] = {}
        self.seen: set[AnswerKey] = set()

    def follow(self, events: Iterable[Override]) -> None:
        """Take note of what the reviewer did; what others did is passed over."""
        for event in events:
            if event.reviewer == self._reviewer:
                self._note(event)

    def _note(self, event: Override) -> None:
        key = AnswerKey(event.question_id, event.answer_sha256)
        said = self._said.setdefault(key, {}).setdefault(event.name, [])
        if isinstance(event, Undone):
            said.pop()
            return
        said.append(isinstance(event, Marked))
        is_blind = isinstance(event, Marked) and event.blind
        if not is_blind or self._is_whole(key):
            self.seen.add(key)

    def _is_whole(self, key: AnswerKey) -> bool:
        said = self._said[key]
        return all(any(said.get(name, ())) for name in self._names(key))
