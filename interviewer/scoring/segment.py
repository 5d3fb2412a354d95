"""Cut an answer into sentences, list entries and clauses that know where they stand.

A cut never changes a character: ``answer[s.start:s.end] == s.text`` holds for every segment, so
that evidence can be quoted and highlighted. Rules, in the order in which they apply:

- a line of its own where the text says so: blank line, list mark, heading, quote, table row, code;
- a line break inside a paragraph is a space where the paragraph looks hard-wrapped, else an end;
- a sentence ends at ``.!?…`` before white space (and at ``。！？`` anywhere), not after an
  abbreviation, an initial or a digit inside a number;
- a clause ends at a semicolon, a dash, or before a conjunction, and never inside brackets,
  backticks or ``$…$``: formulas stay whole;
- whatever is still longer than the model reads is cut at white space.

All patterns are linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_CHARACTERS = 600
"""The longest segment; the bundled model reads about 1,000 characters of English."""


class Segment(NamedTuple):
    """A slice of the answer: ``answer[start:end] == text``."""

    text: str
    start: int
    end: int


_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_MARK = re.compile(r"[ \t]*(?:[-*+•‣◦–—]|\(?\d{1,3}[.)]|\(?[A-Za-z][.)]|#{1,6}|>+|\|)[ \t]+")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_STOP = re.compile(r"[.!?…]+[\"'”’)\]*_`]*(?=\s|$)|[。！？；]+[」』”’)]*")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|al|fig|figs|eq|eqs|sec|ch|approx|resp|no|dr|mr|mrs|ms|prof|st)"
    r"|\b[A-Za-z])\.$",
    re.IGNORECASE,
)
_WRAPPED = 55
_OPEN, _CLOSE = "([{", ")]}"
_JOINT = re.compile(
    r"[;；]\s*"
    r"|\s+(?:[-–—]{1,2})\s+"
    r"|—"
    r"|:\s+"
    r"|,?\s+(?=(?:but|whereas|while|because|since|although|though|however|instead|unlike|so that"
    r"|which means|which|whilst|yet)\b)"
    r"|,\s+(?=(?:and|or|so|then|not|with|it|they|we|you|this|that|the|a|an|if|when|where)\b)"
    r"|\s+(?=and\s+(?:it|they|we|you|then|the|this|that|so)\b)",
    re.IGNORECASE,
)
_CLAUSE_WORDS = 3


def segment(answer: str) -> list[Segment]:
    """Return the sentences and list entries of an answer, in order, none of them blank."""
    found: list[Segment] = []
    for start, end, is_code in _blocks(answer):
        ends = [end] if is_code else _sentence_ends(answer, start, end)
        at = start
        for stop in ends:
            found.extend(_trimmed(answer, at, stop))
            at = stop
    return found


def clauses(whole: Segment) -> list[Segment]:
    """Return the clauses of a segment where it has two or more, else nothing.

    Offsets count from the start of the answer, as the segment's do.
    """
    cuts = [0]
    depths = _depths(whole.text)
    for joint in _JOINT.finditer(whole.text):
        left = whole.text[cuts[-1] : joint.start()]
        if depths[joint.start()] == 0 and len(left.split()) >= _CLAUSE_WORDS:
            cuts.append(joint.end())
    while len(cuts) > 1 and len(whole.text[cuts[-1] :].split()) < _CLAUSE_WORDS:
        cuts.pop()
    if len(cuts) == 1:
        return []
    pieces = []
    for left_cut, right_cut in zip(cuts, [*cuts[1:], len(whole.text)], strict=True):
        text = whole.text[left_cut:right_cut]
        body = text.strip(" \t\r\n,;:—–-")
        if body:
            start = whole.start + left_cut + text.index(body)
            pieces.append(Segment(body, start, start + len(body)))
    return pieces


def joined(answer: str, first: Segment, last: Segment) -> Segment:
    """Return everything from the start of one segment to the end of a later one."""
    return Segment(answer[first.start : last.end], first.start, last.end)


def _blocks(answer: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, is code) of paragraphs, list entries and lines of code."""
    start, end, in_code = -1, -1, False
    for line in _LINE.finditer(answer):
        text = line.group()
        fence = _FENCE.match(text) is not None
        if fence or in_code:
            if start >= 0:
                yield start, end, False
                start = -1
            if fence:
                in_code = not in_code
            elif text.strip():
                yield line.start(), line.end(), True
            continue
        mark = _MARK.match(text)
        fresh = (
            start < 0
            or mark is not None
            or not text.strip()
            or answer.count("\n", end, line.start()) > 1
            or not _continues(answer[start:end], text)
        )
        if fresh:
            if start >= 0:
                yield start, end, False
            start = line.start() + (mark.end() if mark else 0) if text.strip() else -1
        end = line.end()
    if start >= 0:
        yield start, end, False


def _continues(paragraph: str, line: str) -> bool:
    """Say whether a line goes on with the sentence of the paragraph before it."""
    last = paragraph[max(paragraph.rfind("\n"), paragraph.rfind("\r")) + 1 :].rstrip()
    return len(last) >= _WRAPPED and last[-1] not in ".!?…。！？:" and not line[:1].isupper()


def _sentence_ends(answer: str, start: int, end: int) -> list[int]:
    ends = []
    for stop in _STOP.finditer(answer, start, end):
        before = answer[max(start, stop.start() - 8) : stop.start() + 1]
        if stop.group() == "." and _ABBREVIATION.search(before):
            continue
        ends.append(stop.end())
    if not ends or ends[-1] < end:
        ends.append(end)
    return ends


def _trimmed(answer: str, start: int, end: int) -> Iterator[Segment]:
    """Yield the slice without white space at its ends, in pieces that the model can read."""
    while start < end:
        if answer[start].isspace():
            start += 1
            continue
        stop = end
        if end - start > MAX_CHARACTERS:
            space = max(answer.rfind(mark, start, start + MAX_CHARACTERS) for mark in " \t\n")
            stop = space if space > start else start + MAX_CHARACTERS
        text = answer[start:stop].rstrip()
        if any(character.isalnum() for character in text) or not text.isascii():
            yield Segment(text, start, start + len(text))
        start = stop


def _depths(text: str) -> list[int]:
    """Return for each character how many brackets, backticks or dollars are open before it."""
    depth, quoted, depths = 0, "", []
    for at, character in enumerate(text):
        depths.append(depth + bool(quoted))
        if quoted:
            if character == quoted:
                quoted = ""
        elif character in "`$" and character in text[at + 1 :]:
            quoted = character
        elif character in _OPEN:
            depth += 1
        elif character in _CLOSE and depth:
            depth -= 1
    return depths
