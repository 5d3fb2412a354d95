"""Grade the reply to a probe: alone, against the one thing that was asked about.

What the interviewer has said (the question, hints, each probe so far) is worth nothing in it. It
stands where the question stands, and what a reply repeats, `REPEATED` words in a row, is not read.
Where the reply has hardly a word of its own, or the repeated ones that are left would earn
something with a bare yes before them, its own words are read without them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interviewer.grader import Grader
from interviewer.grades import Evidence, Verdict
from interviewer.items import Item, Keypoint
from interviewer.scoring.words import read_words

REPEATED = 4
"""So many words in a row are the interviewer's own. A choice: three meet by chance ("in a deep"),
and whoever answers a leading question often needs two or three of its words."""

ENOUGH = 2
"""So many new words of content, or more, are a claim of one's own; a choice: "exactly" is one."""

_ASSENT = "Yes, exactly."
_ONLY_REPEATS = "the reply only repeats the interviewer's words"
_WORD = re.compile(r"\w+")
_CHOICE = re.compile(r"\b(?:or|which|whether)\b", re.IGNORECASE)


def heard(grader: Grader, item: Item, about: str, said: Sequence[str], reply: str) -> Verdict:
    """Return the verdict on a reply, under the id of what was asked about.

    For a misconception it is the verdict on what is right in its place. ``said`` holds the hints
    and probes so far. KeyError where the rubric has neither keypoint nor misconception of that id.
    """
    asked = _asked(item, about, said)
    theirs = [item.question.prompt, *said]
    own = unrepeated(reply, theirs)
    verdict = grader.verdict(asked, about, own)
    if verdict.credit and not _chosen(own, theirs):
        alone = _only(own, theirs, repeated=False)
        echo = _only(own, theirs, repeated=True)
        few = len(read_words(alone).content) < ENOUGH
        if few or grader.verdict(asked, about, f"{_ASSENT} {echo}").credit:
            own = alone
            verdict = grader.verdict(asked, about, own)
    if own.strip() != reply.strip() and not read_words(own).content:
        return verdict.model_copy(update={"reason": _ONLY_REPEATS})
    if grader.refiner is not None and verdict.decided_by != "rule":
        (verdict,) = grader.refiner.refine(asked, own, (verdict,), ()).verdicts
    return verdict.model_copy(update={"evidence": tuple(_of(reply, e) for e in verdict.evidence)})


def settled(grader: Grader, item: Item, keypoint_id: str, answer: str) -> Verdict | None:
    """Return a judge's verdict on one keypoint of an answer; None where it gives none."""
    if grader.refiner is None:
        return None
    before = grader.alone().verdict(item, keypoint_id, answer)
    always = grader.refiner._replace(when="always", on_failure="unscored")
    (verdict,) = always.refine(item, answer, (before,), ()).verdicts
    return verdict if verdict.decided_by == "judge" and verdict.label != "unscored" else None


def unrepeated(reply: str, said: Sequence[str]) -> str:
    """Return the reply with spaces for what it repeats, so that every offset stays."""
    theirs = {run for text in said for run in _runs([word for word, _, _ in _words(text)])}
    words = _words(reply)
    mine = _runs([word for word, _, _ in words])
    letters = list(reply)
    for place, run in enumerate(mine):
        if run in theirs:
            _, start, _ = words[place]
            _, _, end = words[place + len(run) - 1]
            letters[start:end] = " " * (end - start)
    return "".join(letters)


def _only(reply: str, said: Sequence[str], *, repeated: bool) -> str:
    """Return the reply with spaces for its own words of content, or for the repeated ones."""
    theirs = _content(said)
    letters = list(reply)
    for word, start, end in _words(reply):
        content = read_words(word).content
        if content and (content <= theirs) != repeated:
            letters[start:end] = " " * (end - start)
    return "".join(letters)


def _chosen(reply: str, said: Sequence[str]) -> bool:
    """Say whether the reply names one of the things between which the last words let it choose."""
    content = read_words(reply).content
    return _CHOICE.search(said[-1]) is not None and content < read_words(said[-1]).content


def _content(texts: Sequence[str]) -> frozenset[str]:
    return frozenset[str]().union(*(read_words(text).content for text in texts))


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(match.group().lower(), *match.span()) for match in _WORD.finditer(text)]


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + REPEATED]) for at in range(len(words) - REPEATED + 1)]


def _of(reply: str, evidence: Evidence) -> Evidence:
    """Return the evidence with the words that the reply has there."""
    return evidence.model_copy(update={"quote": reply[evidence.start : evidence.end]})


def _asked(item: Item, about: str, said: Sequence[str]) -> Item:
    """Return the item as if everything that was said had been its question."""
    rubric = item.rubric
    right = [
        Keypoint(id=false.id, text=false.correct, points=false.points)
        for false in rubric.misconceptions
        if false.id == about and false.correct
    ]
    rubric = rubric.model_copy(update={"keypoints": (*rubric.keypoints, *right)})
    prompt = "\n".join([item.question.prompt, *said])
    question = item.question.model_copy(update={"prompt": prompt})
    return item.model_copy(update={"question": question, "rubric": rubric})
