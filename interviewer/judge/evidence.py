"""Where a judge's quote stands in the answer; no credit is believed without it.

Looked for first as it is written, then word by word: both sides are folded (compatibility forms,
case, quotation marks, dashes; invisible characters and Markdown dropped) and cut into tokens, and a
quote stands where its tokens stand in a row. White space only parts tokens, so its amount is free,
and no match can begin or end inside a word. What carries meaning in the middle of a line stays:
``a*b`` is not ``ab`` and ``x >= 0`` is not ``x = 0``; nor is ``5`` found in ``0.5`` or ``can`` in
``can't``.

Marks at the start of a line (``-``, ``#``, ``>``) are ambiguous once a model has joined the lines,
so both sides are read twice, without them and with them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple
from unicodedata import category, normalize

from interviewer.grades import Evidence

LONGEST_GAP = 600
"""Characters of the answer that an ellipsis in a quote may stand for."""

_FEWEST_LETTERS = 3
_MOST_TRIES = 1000
_LONGEST_WORD = 100  # ordering n accents takes n² steps
_MARK = "\0"  # between tokens; never in one, control characters are dropped
_LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0").union(
    map(chr, range(0xFE00, 0xFE10)), map(chr, range(0xE0100, 0xE01F0))
)
_ALIKE = {
    **dict.fromkeys("‘’‚‛′ʹʼʽ´", "'"),
    **dict.fromkeys("“”„‟″«»「」『』〝〞", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃", "-"),
    "‹": "<",  # the prompt writes tags of the answer this way
    "›": ">",
    "⁄": "/",
}
_TRAILING = frozenset(".,;:!?。、'")
_HAN_AND_KANA = (
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_UNSPACED = re.compile(f"[{_HAN_AND_KANA}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_TELLING = re.compile(f"[{_HAN_AND_KANA}\u1100-\u11ff]|\\d")
_LINE_START = re.compile(r"(?:\A|(?<=\n) *(?:> *)*) *(?:(?:#+|[-+*•‣◦▪●])(?![^ \n])|[-*_`~=]{3,})?")
# Over kinds of characters, as `_kind` tells them.
_TOKEN = re.compile(
    r"(?:[a0]m*(?:_+(?=[a0])|'(?=a)|(?<=0)\.(?=0))?)+"  # a word or a number
    r"|(?<=[a0m])\*+(?=[a0])|(?<=\s)[*_]+(?=\s)"  # an operator, not Markdown
    r"|[^\s*_]m*"
)
_GAP = re.compile(
    r"\0(?:\[\0(?:\.\0){3,}\]|\(\0(?:\.\0){3,}\)|\.(?:\0\.){2,})(?=\0)".replace(r"\0", _MARK)
)


class _Place(NamedTuple):
    """A run of tokens: the number of the first, the one after the last, and its slice."""

    first: int
    after: int
    start: int
    end: int


def find(quote: str, answer: str, question: str = "") -> tuple[Evidence, ...]:
    """Return where a quote stands in the answer, its parts in order; empty where it does not."""
    return Finder(answer, question).find(quote)


class Finder:
    """Finds any number of quotes in one answer, which is read once."""

    def __init__(self, answer: str, question: str = "") -> None:
        self._answer = answer
        self._readings = _read(answer)
        self._questions = _read(question)

    def find(self, quote: str) -> tuple[Evidence, ...]:
        """Return where the quote stands, its parts in order; empty where it does not.

        An ellipsis in the quote parts it. A quote that proves nothing stands nowhere: one without
        letters or digits, with a part that is too short, or in the words of the question.
        """
        read = [_trimmed(quoted.tokens) for quoted in _read(quote)]
        parted = [_parted(whole) for whole in read]
        is_all = any(whole == text.whole for whole, text in zip(read, self._readings, strict=True))
        if not all(parted):
            return ()
        if not is_all and any(all(map(self._is_asked, parts)) for parts in parted):
            return ()
        found = self._as_written(quote, read[-1], is_all=is_all)
        for whole, text in zip(read, self._readings, strict=True):
            found = found or self._chain(text, [whole], is_all=is_all)
        for parts, text in zip(parted, self._readings, strict=True):
            found = found or self._chain(text, parts, is_all=False)
        return found

    def _is_asked(self, part: Sequence[str]) -> bool:
        words = [at for at, token in enumerate(part) if any(map(str.isalnum, token))]
        bare = part[words[0] : words[-1] + 1] if words else part
        return any(next(text.runs(bare, 0), None) is not None for text in self._questions)

    def _as_written(self, quote: str, tokens: list[str], *, is_all: bool) -> tuple[Evidence, ...]:
        text = self._readings[-1]
        start = self._answer.find(quote) if _tells(tokens, quote, is_all=is_all) else -1
        for _ in range(_MOST_TRIES):
            end = start + len(quote)
            if start < 0:
                break
            if text.parts_at(start) and text.parts_at(end):
                return (self._evidence(start, end),)
            start = self._answer.find(quote, start + 1)
        return ()

    def _chain(self, text: _Text, parts: list[list[str]], *, is_all: bool) -> tuple[Evidence, ...]:
        """Return the leftmost places of the parts in order, or nothing.

        A place only ever moves right, as far as it must: past the part before it, or to where the
        part after it is near enough.
        """
        firsts = [self._next(text, part, 0, is_all=is_all) for part in parts]
        places = [place for place in firsts if place is not None]
        at = 1
        while at < len(places) == len(parts):
            left, right = places[at - 1 : at + 1]
            if right.first < left.after:
                moved, first = at, left.after
            elif right.start - left.end > LONGEST_GAP:
                nearest = text.token_ending(right.start - LONGEST_GAP)
                moved, first = at - 1, max(left.first + 1, nearest + 1 - len(parts[at - 1]))
            else:
                at += 1
                continue
            place = self._next(text, parts[moved], first, is_all=is_all)
            if place is None:
                return ()
            places[moved] = place
            at = max(1, moved)
        if len(places) < len(parts):
            return ()
        return tuple(self._evidence(place.start, place.end) for place in places)

    def _next(self, text: _Text, part: list[str], first: int, *, is_all: bool) -> _Place | None:
        for place in text.runs(part, first):
            if _tells(part, self._answer[place.start : place.end], is_all=is_all):
                return place
        return None

    def _evidence(self, start: int, end: int) -> Evidence:
        return Evidence(quote=self._answer[start:end], start=start, end=end)


class _Text:
    """A text as folded tokens, which know where they stand in it.

    ``made[i]`` is how much of ``folded`` the first ``i + 1`` characters of the text make.
    """

    def __init__(self, folded: str, made: list[int]) -> None:
        spans = [match.span() for match in _TOKEN.finditer("".join(map(_kind, folded)))]
        words = folded.replace('"', "'")
        self.tokens = [_ordered(words[start:end]) for start, end in spans]
        self.whole = _trimmed(self.tokens)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]
        self._made = made
        self._joined = _joined(self.tokens)
        self._at = list(accumulate((len(token) + 1 for token in self.tokens), initial=1))

    def runs(self, tokens: Sequence[str], first: int) -> Iterator[_Place]:
        """Yield the first thousand places from token ``first`` on where the tokens stand so."""
        wanted = _joined(tokens)
        found = self._joined.find(wanted, self._at[min(first, len(self.tokens))] - 1)
        for _ in range(_MOST_TRIES):
            if found < 0:
                return
            at = bisect_left(self._at, found + 1)
            start, end = self._starts[at], self._ends[at + len(tokens) - 1]
            left, right = (bisect_right(self._made, place) for place in (start, end - 1))
            if self._folded_before(left) == start and self._folded_before(right + 1) == end:
                yield _Place(at, at + len(tokens), left, right + 1)
            found = self._joined.find(wanted, found + 1)

    def parts_at(self, offset: int) -> bool:
        """Say whether no token of the text has characters on both sides of the offset."""
        place = self._folded_before(offset)
        at = bisect_left(self._starts, place) - 1
        return at < 0 or self._ends[at] <= place

    def token_ending(self, offset: int) -> int:
        """Return the number of the first token that ends at the offset or later."""
        return bisect_left(self._ends, self._folded_before(offset))

    def _folded_before(self, offset: int) -> int:
        return self._made[offset - 1] if offset > 0 else 0


def _read(text: str) -> tuple[_Text, _Text]:
    """Return a text without marks at line starts, and with them."""
    folds = list(map(_fold, text))
    made = list(accumulate(map(len, folds)))
    folded = "".join(folds)
    unmarked = _LINE_START.sub(lambda match: " " * len(match.group()), folded)
    kept = _Text(folded, made)
    return (kept if unmarked == folded else _Text(unmarked, made)), kept


def _ordered(token: str) -> str:
    """Return a decomposed token with its accents in canonical order, unless there are too many."""
    return normalize("NFD", token) if len(token) <= _LONGEST_WORD else token


def _joined(tokens: Sequence[str]) -> str:
    return f"{_MARK}{_MARK.join(tokens)}{_MARK}"


def _parted(tokens: list[str]) -> list[list[str]]:
    """Return what stands between the ellipses; what is only punctuation there is left out."""
    pieces = (piece.strip(_MARK) for piece in _GAP.split(_joined(tokens)))
    return [part for piece in pieces if piece and (part := _trimmed(piece.split(_MARK)))]


def _trimmed(tokens: list[str]) -> list[str]:
    """Return the tokens without quotation marks around them and punctuation behind them."""
    first, after = 0, len(tokens)
    while first < after and tokens[after - 1] in _TRAILING:
        after -= 1
    while first < after and tokens[first] == "'":
        first += 1
    return tokens[first:after]


def _tells(part: Sequence[str], written: str, *, is_all: bool) -> bool:
    """Say whether a part is long enough to prove something, or short and telling.

    One capital alone is an "I" or the start of a sentence.
    """
    folded = "".join(part)
    letters = sum(map(str.isalnum, folded))
    if letters >= _FEWEST_LETTERS:
        return True
    is_acronym = len(written) > 1 and written.isalpha() and written.isupper()
    return letters > 0 and (is_all or is_acronym or _TELLING.search(folded) is not None)


@lru_cache(maxsize=65536)
def _fold(character: str) -> str:
    """Return what a character is compared by: nothing, itself, or several in its place."""
    if character.isspace():
        return "\n" if character in _LINE_BREAKS else " "
    if character in _INVISIBLE or category(character) in ("Cc", "Cf"):
        return ""
    decomposed = normalize("NFKD", _ALIKE.get(character, character))
    return "".join(_ALIKE.get(c, c) for c in normalize("NFKD", decomposed.casefold()))


@lru_cache(maxsize=65536)
def _kind(character: str) -> str:
    """Return one letter for what a folded character is to `_TOKEN`."""
    if character in "\n _'":
        return character
    if character in "*`~":
        return "*"
    if character in ".,":
        return "."
    if category(character).startswith("M"):
        return "m"
    if _UNSPACED.match(character):
        return "c"
    if character.isdigit():
        return "0"
    return "a" if character.isalnum() else "x"
