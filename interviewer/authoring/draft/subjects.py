"""Who "it" is: the subject of the claim before, where one can tell; else a doubt is noted.

"It" and "its" at the head of a claim stand for the subject of the claim before, "they" and "their"
for a plural one; over the end of a sentence only where that sentence had one subject throughout. A
pronoun further inside, "this" and "that" for a whole sentence, and "the latter" are not resolved: a
wrong name is worse than a pronoun with a note.
"""

from __future__ import annotations

import re

from interviewer.authoring.draft.verbs import finite_verb, words_of

_PRONOUN = re.compile(r"^(it|its|they|their)\b", re.IGNORECASE)
_DANGLING = re.compile(
    r"^(?:it|its|they|their|this|that|these|those|both|he|she|such|"
    r"the (?:former|latter|other|others)|(?:one|each) of (?:them|these)|another|some|others)"
    r"\b(?! \w+ing\b)",
    re.IGNORECASE,
)
_EMPTY_IT = re.compile(
    r"^it (?:is|was|may be|can be|seems|takes|makes)\b.*\b(?:that|to|how|whether|if)\b",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"^(?:(?:if|when|where|unless|with|without|during|for|in|at|on|under|before|after|against|by|"
    r"from|since|once|as|through|beyond|compared with|unlike)\b[^,]*,\s+)?"
    r"(?P<subject>(?:an?|the|each|every|one|some|all|most)\s[^,]+|[^\W\d_][^,]*)$",
    re.IGNORECASE,
)
_QUANTIFIED = re.compile(r"^(?:no|every|each|any|neither)\b", re.IGNORECASE)
_MOST_WORDS = 6
_NO_SUBJECT = frozenset(
    """it they this that these those there one i we you he she both each another what which who some
    others nothing nobody people""".split()
)
_PREPOSITION = re.compile(
    r"^(?:in|at|on|for|with|without|by|from|to|of|as|if|when|where|since|because|although|while|so|"
    r"and|but|or|compared|together|going|under|after|before|until|instead|how|why|that|than|not)\b",
    re.IGNORECASE,
)


_LATE = frozenset("also often then therefore thus always never still now usually only just".split())


class Subjects:
    """The subjects named so far; each claim is resolved by those before it and adds its own."""

    def __init__(self) -> None:
        self._last = ""
        self._seen: list[str] = []

    def next_sentence(self) -> None:
        """Begin a sentence: only a subject that the whole last one had is carried over."""
        self._last = self._seen[0] if len({*self._seen}) == 1 else ""
        self._seen = []

    def resolved(self, clause: str) -> tuple[str, tuple[str, ...]]:
        """Return the clause with its leading pronoun named, and a doubt where it has to stay."""
        text = clause
        doubts: tuple[str, ...] = ()
        found = _PRONOUN.match(clause)
        if found and self._fits(found[1].lower()) and not _EMPTY_IT.match(clause):
            owns = found[1].lower() in ("its", "their")
            text = (_owning(self._last) if owns else self._last) + clause[found.end() :]
        elif _DANGLING.match(clause) and not _EMPTY_IT.match(clause):
            first = " ".join(clause.split()[:2])
            doubts = (f"begins with {first!r}; name what it speaks of",)
        self._last = subject_of(text) or ""
        self._seen.append(self._last)
        return text, doubts

    def _fits(self, pronoun: str) -> bool:
        if not self._last or _QUANTIFIED.match(self._last):
            return False
        return is_plural(self._last) is (pronoun in ("they", "their"))


def subject_of(clause: str) -> str | None:
    """Return the subject of a clause, without a condition in front; None where unsure."""
    verb = finite_verb(clause)
    if verb is None:
        return None
    found = _HEAD.match(_without_adverbs(clause[: verb.start].strip()))
    subject = "" if found is None else found["subject"].strip()
    first = subject.split(" ", 1)[0].lower()
    if not subject or first in _NO_SUBJECT or len(subject.split()) > _MOST_WORDS:
        return None
    if _PREPOSITION.match(subject) or finite_verb(subject) is not None:
        return None
    return subject


def is_plural(subject: str) -> bool:
    """Tell whether a subject takes the plain form of a verb, by its head noun."""
    if re.search(r"\band\b", subject):
        return True
    head = re.split(r"\b(?:of|in|on|for|with|from|at|to|between|by|over|under)\b", subject)[0]
    words = words_of(head)
    last = words[-1].text if words else ""
    return last.endswith("s") and not last.endswith(("ss", "us", "is", "ics"))


def _owning(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def _without_adverbs(subject: str) -> str:
    words = subject.split()
    while words and (words[-1].lower().endswith("ly") or words[-1].lower() in _LATE):
        words.pop()
    return " ".join(words)
