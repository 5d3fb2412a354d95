"""A bank's counts as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from interviewer.authoring.banks.counts import many
from interviewer.authoring.banks.stats import LEVELS, Concepts, Stats, Topic
from interviewer.authoring.banks.twins import Twins, TwinsFound
from interviewer.bank.files import printable
from interviewer.report.text import columns, flow

_INDENT = "    "


def lines(counted: Stats, found: TwinsFound | None, width: int) -> list[str]:
    """Return what to print; ``found`` is None where nobody looked for twins."""
    told = [*_counts(counted, width)]
    for subject in dict.fromkeys(topic.subject for topic in counted.topics):
        own = [topic for topic in counted.topics if topic.subject == subject]
        told += ["", *_topics(subject, own, width)]
    for each in counted.concepts:
        told += ["", *_concepts(each, width)]
    if counted.without_examples:
        told += ["", *_listed("without an example", counted.without_examples, width)]
    if found is not None:
        told += ["", *_twins("questions", found.questions, found.questions_alike, width)]
        told += _twins("keypoints", found.keypoints, found.keypoints_alike, width)
    return told


def _counts(counted: Stats, width: int) -> Iterator[str]:
    parts = [many(counted.items, "item")]
    if counted.broken:
        parts.append(f"{counted.broken} that do not load (`interviewer bank validate` says why)")
    drafts = f" ({many(counted.drafts, 'draft')})" if counted.drafts else ""
    parts += [
        many(counted.keypoints, "keypoint") + drafts,
        many(counted.groups, "group"),
        many(counted.misconceptions, "misconception"),
        many(counted.examples, "example"),
    ]
    yield from flow(", ".join(parts), width)
    for what, counts in (("kinds", counted.by_kind), ("labels", counted.by_label)):
        if counts:
            yield from flow(f"{what}: {_numbers(counts)}", width, rest=_INDENT)


def _numbers(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _topics(subject: str, topics: Sequence[Topic], width: int) -> Iterator[str]:
    """Yield a table where it fits, else a line for each topic and one for its numbers."""
    names = [topic.topic for topic in topics]
    wide = max(map(columns, [subject, *names]))
    heads = [*LEVELS, "all", "target"]
    head = subject.ljust(wide) + "".join(f"  {each}" for each in heads)
    is_table = columns(head) + len(_lacking(1)) <= width
    is_described = any(topic.target is not None for topic in topics)
    yield head if is_table else subject
    for name, topic in zip(names, topics, strict=True):
        target = "–" if topic.target is None else str(topic.target)
        cells = [*(str(topic.levels[level]) for level in LEVELS), str(topic.questions), target]
        note = _lacking(topic.lacking) if topic.lacking else ""
        if topic.target is None and is_described:
            note = "  not in _subject.yaml"
        if is_table:
            numbers = [cell.rjust(len(each)) for cell, each in zip(cells, heads, strict=True)]
            yield (name.ljust(wide) + "".join(f"  {each}" for each in numbers) + note).rstrip()
        else:
            said = ", ".join(f"{cell} {each}" for cell, each in zip(cells, heads, strict=True))
            yield from flow(name, width, first="  ", rest=_INDENT)
            yield from flow(f"{said}{note}", width, first=_INDENT, rest=_INDENT)


def _lacking(count: int) -> str:
    return f"  {count} more wanted"


def _concepts(found: Concepts, width: int) -> Iterator[str]:
    yield f"{found.subject}: {found.known} concepts"
    if found.without:
        yield f"{_INDENT}{found.without} keypoints without a concept"
    yield from _listed("in no rubric", found.orphans, width, _INDENT)
    unknown = [f"{printable(name)} ({', '.join(ids)})" for name, ids in found.unknown.items()]
    yield from _listed("not in the vocabulary", unknown, width, _INDENT)
    yield from _listed("in one item only", [*found.once], width, _INDENT)


def _listed(what: str, names: Sequence[str], width: int, indent: str = "") -> Iterator[str]:
    if names:
        told = f"{what} ({len(names)}): {', '.join(names)}"
        yield from flow(told, width, first=indent, rest=f"{indent}{_INDENT}")


def _twins(what: str, pairs: Sequence[Twins], least: float, width: int) -> Iterator[str]:
    yield f"{what} that are nearly the same (cosine {least:g} or more): {len(pairs) or 'none'}"
    for pair in pairs:
        first = f"{_INDENT}{pair.cosine:.2f}  "
        yield from flow(f"{pair.one} {pair.other}", width, first=first, rest=" " * len(first))
