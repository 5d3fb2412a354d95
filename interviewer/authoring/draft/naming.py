"""What a prompt is about, so that a claim that does not name it can be read alone."""

from __future__ import annotations

import re

from interviewer.authoring.draft.subjects import is_plural
from interviewer.scoring.segment import segment
from interviewer.scoring.words import read_words

_NOUN = r"(?P<topic>(?:(?:an?|the) )?[^\W\d_][\w-]*(?: [\w-]+){0,2}?)"
_ABOUT = (
    re.compile(rf"^explain (?:what )?{_NOUN}(?= is\b| are\b| works?\b| as\b|[.,:?]|$)", re.I),
    re.compile(
        rf"^what (?:is|are) {_NOUN}(?= in\b| for\b|[.:?]|, and (?:what|why|how|when)\b| \()", re.I
    ),
    re.compile(rf"^what are the [\w ]+? of {_NOUN}(?= in\b|[.,:?(])", re.I),
    re.compile(
        rf"^(?:describe |say )?(?:step by step )?how {_NOUN}(?= is\b| are\b| works?\b)", re.I
    ),
    re.compile(rf"^how (?:does|do) {_NOUN}(?= works?\b)", re.I),
)
_MANY = re.compile(r"\b(?:and|or|you|it|this|that|each|your)\b", re.IGNORECASE)


def topic_of(prompt: str) -> str | None:
    """Return the one thing that the first sentence of a prompt asks about; None where unsure."""
    sentences = segment(prompt)
    first = "" if not sentences else sentences[0].text
    for pattern in _ABOUT:
        found = pattern.search(first)
        if found is None and first.lower().startswith("describe "):
            found = pattern.search(first[len("describe ") :])
        if found is not None and not _MANY.search(found["topic"]):
            return found["topic"]
    return None


def named(text: str, topic: str | None) -> str:
    """Return a claim with the topic before it, where it speaks of nothing that the topic names."""
    if topic is None or read_words(topic).content & read_words(text).content:
        return text
    return f"{'With' if is_plural(topic) else 'In'} {topic}, {lowered(text)}"


def lowered(text: str) -> str:
    """Return a text as it goes on inside a sentence: names and acronyms keep their capital.

    Only small words, and those with the ending of a plain noun or adverb, are known to be no names.
    """
    first = text.split(" ", 1)[0]
    is_plain = first.lower() in _SMALL or _NO_NAME.match(first) is not None
    return text[:1].lower() + text[1:] if is_plain else text


_NO_NAME = re.compile(r"^[A-Z][a-z]+(?:tions?|ments?|ings?|ness|ly|ities)$")
_SMALL = frozenset(
    """a an the this that these those some all most both each every no one two three several many
    its their it they if when where without with at for from in on by of to as how what which there
    training more less using together compared before after during under unlike stack""".split()
)
