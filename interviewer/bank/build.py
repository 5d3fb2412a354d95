"""Plain data from a YAML parser's events, with a stack of our own instead of a constructor.

So nothing can be instantiated, nesting cannot exhaust Python's stack, every place has its line,
and one run finds all mistakes up to the first that breaks the syntax. A place with a flaw is
*doubtful*: whatever a model dislikes about the value there would say the same thing twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from interviewer.bank.place import Document, Flaw, at, short
from interviewer.bank.scalars import PlainReader, Scalar, quoted
from interviewer.consistency import Place

if TYPE_CHECKING:
    from yaml.events import Event, ScalarEvent

MAX_DEPTH = 20
MAX_VALUES = 20_000
_NO_KEY = "?"


class _Open:
    """A list or mapping that has begun; in a mapping, ``key`` awaits its value."""

    def __init__(self, value: dict[str, object] | list[object], place: Place) -> None:
        self.value = value
        self.place = place
        self.key: str | None = None


class Builder:
    """Take events one by one; what they built so far is `document`."""

    def __init__(self, forbidden: re.Pattern[str]) -> None:
        self.flaws: list[Flaw] = []
        import yaml

        self._yaml = yaml
        self._forbidden = forbidden
        self._lines: dict[Place, int] = {}
        self._doubtful: set[Place] = set()
        self._plain = PlainReader()
        self._open: list[_Open] = []
        self._data: object = None
        self._documents = 0
        self._values = 0

    def document(self, *, complete: bool) -> Document:
        """Return what was read."""
        doubtful = frozenset(self._doubtful)
        return Document(self._data, self._lines, self.flaws, doubtful, complete)

    def take(self, event: Event) -> bool:
        """Take one event; False where reading stops for good."""
        yaml = self._yaml
        mark = event.start_mark
        line = 1 if mark is None else mark.line + 1
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                return self._stop(line, "a second document ('---'); one file holds one")
        elif isinstance(event, yaml.NodeEvent):
            self._values += 1
            if self._values > MAX_VALUES:
                return self._stop(line, f"more than {MAX_VALUES} values in one file; shorten it")
            return self._node(event, line)
        return True

    def _stop(self, line: int, message: str) -> bool:
        self.flaws.append(Flaw(line, message))
        return False

    def _flaw(self, line: int, place: Place, message: str) -> None:
        self.flaws.append(Flaw(line, at(place, message)))

    def _node(self, event: Event, line: int) -> bool:
        yaml = self._yaml
        is_key = self._awaits_key()
        if is_key and isinstance(event, yaml.ScalarEvent):
            self._begin_key(event, line)
            return True
        place = self._begin_no_key(line) if is_key else self._place(line)
        if not is_key:
            self._marks(event, line, place)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= MAX_DEPTH:
                return self._stop(
                    line, f"nested more than {MAX_DEPTH} levels deep; a file needs no more than 6"
                )
            mapping = isinstance(event, yaml.MappingStartEvent)
            opened = _Open({} if mapping else [], place)
            if not is_key:
                self._put(opened.value)
            self._open.append(opened)
        elif not is_key:
            text = isinstance(event, yaml.ScalarEvent)
            self._put(self._scalar(event, line, place) if text else None)  # type: ignore[arg-type]
        return True

    def _awaits_key(self) -> bool:
        if not self._open:
            return False
        top = self._open[-1]
        return isinstance(top.value, dict) and top.key is None

    def _begin_no_key(self, line: int) -> Place:
        """Keep a list, mapping or alias that stands as a key under a name that is no key."""
        top = self._open[-1]
        top.key = _NO_KEY
        place = (*top.place, _NO_KEY)
        self._lines[place] = line
        self._doubtful.add(place)
        self._flaw(line, top.place, "a key must be a word; quote text that starts with [, { or *")
        return place

    def _begin_key(self, event: ScalarEvent, line: int) -> None:
        top = self._open[-1]
        key = event.value
        place = (*top.place, key)
        self._marks(event, line, place)
        if event.implicit[0] and event.tag is None and not event.style:
            reading = self._plain.read(key)
            if reading.trouble is not None:
                self._doubt(line, place, top.place, f"as a key, {reading.trouble}")
            elif not isinstance(reading.value, str):
                told = f"quote it: {quoted(key)}" if key else "write a word before the colon"
                self._doubt(line, place, top.place, f"the key {short(key)} must be text; {told}")
        bad = self._forbidden.search(key)
        if bad is not None:
            told = f"the key {short(key)} holds the character U+{ord(bad[0]):04X}; remove it"
            self._doubt(line, place, top.place, told)
        if isinstance(top.value, dict) and key in top.value:
            first = self._lines[place]
            told = f"the key {short(key)} stands twice, first in line {first}; remove one"
            self._doubt(line, place, top.place, told)
        self._lines[place] = line
        top.key = key

    def _doubt(self, line: int, place: Place, where: Place, message: str) -> None:
        self._doubtful.add(place)
        self._flaw(line, where, message)

    def _place(self, line: int) -> Place:
        if not self._open:
            self._lines[()] = line
            return ()
        top = self._open[-1]
        if isinstance(top.value, list):
            place = (*top.place, len(top.value))
            self._lines[place] = line
            return place
        return (*top.place, top.key or "")

    def _marks(self, event: Event, line: int, place: Place) -> None:
        """Refuse what YAML adds to plain data: aliases, anchors and tags."""
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is None and tag is None:
            return
        if isinstance(event, self._yaml.AliasEvent):
            told = f"the alias {short('*' + (anchor or ''))}; write the text out, or quote it"
            self._doubt(line, place, place, told)
        elif anchor is not None:
            told = f"the anchor {short('&' + anchor)}; remove it, or quote the text"
            self._doubt(line, place, place, told)
        if tag is not None:
            name = tag.replace("tag:yaml.org,2002:", "!!", 1)
            self._doubt(line, place, place, f"the tag {short(name)}; remove it, or quote the text")

    def _scalar(self, event: ScalarEvent, line: int, place: Place) -> Scalar:
        text: str = event.value
        if event.implicit[0] and event.tag is None and not event.style:
            reading = self._plain.read(text)
            if reading.trouble is not None:
                self._doubt(line, place, place, reading.trouble)
            return reading.value
        bad = self._forbidden.search(text)
        if bad is not None:
            told = f"the escape for U+{ord(bad[0]):04X}, which is not text; remove it"
            self._doubt(line, place, place, told)
            return ""
        return text

    def _put(self, value: object) -> None:
        if not self._open:
            self._data = value
            return
        top = self._open[-1]
        if isinstance(top.value, list):
            top.value.append(value)
        else:
            top.value[top.key or ""] = value
            top.key = None
