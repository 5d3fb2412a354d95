"""What a job advert asks for, as weights of a blueprint's topics, with the words that did it.

An advert is cut into phrases, and each is compared with the topics' titles and with the concepts
that their questions carry. Nothing is weighed that cannot be pointed at: a topic gains by a phrase
of the advert, which is kept word for word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from interviewer.interview.picking.filters import concepts_of
from interviewer.items import Item
from interviewer.rules import Blueprint, Quota
from interviewer.seams import Embedder
from interviewer.subjects import Subject

ALIKE = 0.4
"""A phrase speaks of what is at least this similar to it. A choice, for the bundled embedder: on a
handful of adverts, lines about holidays, salaries and other trades stayed below .4."""

NEAR = 0.1
"""So much less similar than its best match, a phrase still speaks of a thing. A choice."""

LEAST, MOST = 0.5, 3.0
"""The factor on the target of a topic that the advert passes over, and of the one that it speaks of
most. Choices: nothing is dropped, and the first comes six times as often as the last."""

FOREMOST = 0.9
"""Topics with so much of the largest factor are asked about at least once. A choice: chance and
exploration may pass over the others, not over what the advert is about."""

MOST_BECAUSE = 3
"""So many phrases are named for a topic, the most similar ones."""

_END = re.compile(r"[\r\n]+|[•·▪●◦‣]|[.;!?](?=\s|$)")
_MARKS = " \t-–—*+>#:,"
_PLACES = 4


class JobFit(NamedTuple):
    """Each topic's target after the advert, and the advert's own words for each that gained.

    Where ``because`` is empty the advert matched nothing, and the targets are the subject's own.
    """

    targets: dict[str, float]
    because: dict[str, tuple[str, ...]]


class _Reference(NamedTuple):
    """A text to compare with, and what a match with it is worth to each topic."""

    text: str
    topics: dict[str, float]


def weights(
    text: str,
    items: Mapping[str, Item],
    subjects: Mapping[str, Subject],
    embedder: Embedder,
) -> JobFit:
    """Return what an advert makes of the targets of the topics that have questions.

    A phrase counts for a topic as much as it is similar to the topic's title, or to a concept times
    how far the two go together: the geometric mean of the share of the topic's questions that carry
    the concept and the share of the concept's questions that are of the topic (the coefficient of
    Ochiai; by the first share alone a topic would lose by every question that it gains). The sums,
    set against the largest, put each topic's factor between `LEAST` and `MOST`.
    """
    targets = _targets(items, subjects)
    found = list(phrases(text))
    references = list(_references(items, subjects))
    if not found or not references:
        return JobFit(targets, {})
    rows = embedder.embed([*found, *(reference.text for reference in references)])
    similar = (rows[: len(found)] @ rows[len(found) :].T).tolist()
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for phrase, row in zip(found, similar, strict=True):
        for topic, vote in _votes(row, references).items():
            votes[topic][phrase] = max(vote, votes[topic].get(phrase, 0.0))
    if not votes:
        return JobFit(targets, {})
    strength = {topic: sum(votes[topic].values()) for topic in votes}
    most = max(strength.values())
    factors = {t: LEAST + (MOST - LEAST) * strength.get(t, 0.0) / most for t in targets}
    return JobFit(
        {topic: round(targets[topic] * factors[topic], _PLACES) for topic in targets},
        {topic: _strongest(votes[topic]) for topic in sorted(votes)},
    )


def phrases(text: str) -> Iterator[str]:
    """Yield the advert's lines, bullets and sentences, each a slice of the text, once."""
    told = dict.fromkeys(part.strip(_MARKS) for part in _END.split(text))
    yield from (part for part in told if re.search(r"\w", part))


def blueprint_of(subjects: Mapping[str, Subject], fit: JobFit | None = None) -> Blueprint:
    """Return the quotas that the subjects name for their topics, with an advert's targets if given.

    Under an advert a topic that it passes over loses its minimum: that is for balanced interviews;
    what it speaks of most has one. Where two subjects have a topic of one name, the larger numbers
    hold.
    """
    agreed: dict[str, Quota] = {}
    for subject in subjects.values():
        for name, topic in subject.topics.items():
            old = agreed.get(name, Quota(target=0.0))
            agreed[name] = Quota(
                minimum=max(old.minimum, topic.minimum),
                target=max(old.target, float(topic.target)),
            )
    if fit is None or not fit.because:
        return Blueprint(topics=agreed)
    raised = raised_by(fit, Blueprint(topics=agreed))
    most = max(raised.values())
    for name, target in fit.targets.items():
        minimum = agreed.get(name, Quota()).minimum if name in fit.because else 0
        if name in fit.because and raised[name] >= FOREMOST * most:
            minimum = max(1, minimum)
        agreed[name] = Quota(minimum=minimum, target=target)
    return Blueprint(topics=agreed)


def raised_by(fit: JobFit, usual: Blueprint) -> dict[str, float]:
    """Return the factor by which an advert raises or lowers each topic's usual target."""
    own = {name: usual.topics.get(name, Quota()).target for name in fit.targets}
    return {n: target / own[n] if own[n] else 0.0 for n, target in fit.targets.items()}


def _targets(items: Mapping[str, Item], subjects: Mapping[str, Subject]) -> dict[str, float]:
    own = blueprint_of(subjects).topics
    topics = sorted({item.question.topic for item in items.values()})
    return {topic: own.get(topic, Quota()).target for topic in topics}


def _references(items: Mapping[str, Item], subjects: Mapping[str, Subject]) -> Iterator[_Reference]:
    titles = {name: t.title for s in subjects.values() for name, t in s.topics.items()}
    definitions = {name: text for s in subjects.values() for name, text in s.concepts.items()}
    carrying: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    size: dict[str, int] = defaultdict(int)
    for name in sorted(items):
        topic = items[name].question.topic
        size[topic] += 1
        for concept in concepts_of(items[name]):
            carrying[concept][topic] += 1
    for topic in sorted(size):
        yield _Reference(titles.get(topic, _words(topic)), {topic: 1.0})
    for concept in sorted(carrying):
        words = _words(concept)
        text = f"{words}: {definitions[concept]}" if concept in definitions else words
        whole = sum(carrying[concept].values())
        together = {t: n / (size[t] * whole) ** 0.5 for t, n in sorted(carrying[concept].items())}
        yield _Reference(text, together)


def _votes(row: list[float], references: list[_Reference]) -> dict[str, float]:
    """Return what a phrase is worth to each topic, by its similarity to each reference."""
    alike = [round(value, _PLACES) for value in row]
    bar = max(ALIKE, max(alike) - NEAR)
    votes: dict[str, float] = {}
    for value, reference in zip(alike, references, strict=True):
        if value >= bar:
            for topic, share in reference.topics.items():
                votes[topic] = max(votes.get(topic, 0.0), value * share)
    return votes


def _strongest(votes: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(votes, key=lambda phrase: -votes[phrase])[:MOST_BECAUSE])


def _words(slug: str) -> str:
    return slug.replace("-", " ")
