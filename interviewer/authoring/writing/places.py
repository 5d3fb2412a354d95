"""Where in a file's text something stands, and the text with an entry more in one of its lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.authoring.writing.entries import STEP, Entry, block, flow
from interviewer.errors import InterviewerError

if TYPE_CHECKING:
    from yaml.nodes import MappingNode, Node, SequenceNode

_BREAKS = ("\r\n", "\n", "\r")


class Sheet(NamedTuple):
    """A text, its lines with their ends, and what YAML makes of it, with places in the text."""

    text: str
    lines: Sequence[str]
    root: MappingNode

    @property
    def offset(self) -> int:
        """Return how far this author puts the dashes of a list to the right of its key."""
        found = value_of(self.root, "keypoints")
        if found is None or found.flow_style:
            return STEP
        return max(0, found.start_mark.column - self.root.start_mark.column)

    @property
    def line_break(self) -> str:
        """Return what ends the first line."""
        first = self.lines[0] if self.lines else "\n"
        return next((end for end in _BREAKS if first.endswith(end)), "\n")


def sheet(text: str) -> Sheet:
    """Return a text whose YAML has been read without complaint, with its places."""
    import yaml

    # Only Python's own parser takes the two escapes that JSON makes of one character.
    is_json = text.lstrip().startswith("{")
    loader = yaml.SafeLoader if is_json else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root = yaml.compose(text, Loader=loader)
    if not isinstance(root, yaml.MappingNode):
        raise InterviewerError("the rubric must be a mapping of keys and values")
    return Sheet(text, text.splitlines(keepends=True), root)


def value_of(mapping: MappingNode, key: str) -> SequenceNode | None:
    """Return the list behind a key; None where there is none."""
    return next((value for name, value in mapping.value if name.value == key), None)


def with_entries(
    page: Sheet,
    mapping: MappingNode,
    key: str,
    entries: Sequence[Entry],
    *,
    order: Sequence[str],
    notes: Sequence[Sequence[str]] = (),
) -> str:
    """Return the text with more entries at the end of a mapping's list.

    A list that is not there is made behind what comes before it in ``order``. ``notes`` has, for
    each entry, comments that stand above it; a list in brackets takes none.
    """
    found = value_of(mapping, key)
    if mapping.flow_style or (found is not None and found.flow_style and found.value):
        return _in_brackets(page, mapping, key, entries, order)
    dash, gap = mapping.start_mark.column + page.offset, STEP
    if found is not None and not found.flow_style:
        dash = found.start_mark.column
        gap = found.value[-1].start_mark.column - dash
    lines: list[str] = []
    for number, entry in enumerate(entries):
        told = notes[number] if number < len(notes) else ()
        lines += [f"{' ' * dash}# {note}" for note in told]
        lines += block(entry, dash, gap, page.offset)
    if found is None:
        before = _before(mapping, key, order).value
        at = _line_after(page, before, mapping.start_mark.column)
        return _put(page, at, [f"{' ' * mapping.start_mark.column}{key}:", *lines])
    if found.flow_style:
        return _instead_of_empty(page, found, lines)
    between = [""] if _are_apart(page, found) else []
    return _put(page, _line_after(page, found, dash), [*between, *lines])


def _in_brackets(
    page: Sheet, mapping: MappingNode, key: str, entries: Sequence[Entry], order: Sequence[str]
) -> str:
    found = value_of(mapping, key)
    if found is None:
        before = _before(mapping, key, order)
        layout = _layout(page, before.key, before.value)
        told = f"{flow(key, None)}: {flow(entries, layout.margin)}"
        return _insert(page, before.value.end_mark.index, layout.between + told)
    if not found.value:
        told = ", ".join(flow(entry, None) for entry in entries)
        return _insert(page, found.start_mark.index + 1, told)
    layout = _layout(page, found.value[-1], found.value[-1])
    told = "".join(layout.between + flow(entry, layout.margin) for entry in entries)
    return _insert(page, found.value[-1].end_mark.index, told)


class _Pair(NamedTuple):
    key: Node
    value: Node


class _Layout(NamedTuple):
    """What stands between two entries in brackets; ``margin`` where each has several lines."""

    between: str
    margin: str | None


def _before(mapping: MappingNode, key: str, order: Sequence[str]) -> _Pair:
    """Return the key behind which another belongs, and its value."""
    earlier = order[: order.index(key)]
    pairs = [_Pair(*pair) for pair in mapping.value]
    known = [pair for pair in pairs if pair.key.value in earlier]
    return max(known, key=lambda pair: earlier.index(pair.key.value), default=pairs[-1])


def _layout(page: Sheet, first: Node, last: Node) -> _Layout:
    """Return how what begins and ends with two nodes is laid out."""
    margin = page.lines[first.start_mark.line][: first.start_mark.column]
    if margin.strip():
        return _Layout(", ", None)
    several = last.end_mark.line > first.start_mark.line
    return _Layout(f",\n{margin}", margin if several else None)


def _line_after(page: Sheet, node: Node, column: int) -> int:
    """Return the first line after a node, and after comments that stand right of a column."""
    line = _end(page, node)
    while line < len(page.lines):
        told = page.lines[line].lstrip(" ")
        if not told.startswith("#") or len(page.lines[line]) - len(told) <= column:
            break
        line += 1
    return line


def _end(page: Sheet, node: Node) -> int:
    if isinstance(node.value, list) and not getattr(node, "flow_style", True):
        last = node.value[-1]
        return _end(page, last[1] if isinstance(last, tuple) else last)
    line: int = node.end_mark.line + bool(node.end_mark.column)
    if getattr(node, "style", None) in ("|", ">") and "+" not in _header(page, node):
        while not page.lines[line - 1].strip():
            line -= 1
    return line


def _header(page: Sheet, node: Node) -> str:
    return page.lines[node.start_mark.line][node.start_mark.column :].partition("#")[0]


def _are_apart(page: Sheet, found: SequenceNode) -> bool:
    """Tell whether an empty line stands between the last two entries of a list."""
    begins = found.value[-1].start_mark.line
    return len(found.value) > 1 and not page.lines[begins - 1].strip()


def _instead_of_empty(page: Sheet, found: SequenceNode, lines: Sequence[str]) -> str:
    start, end = found.start_mark.index, found.end_mark.index
    kept = page.text[:start].rstrip(" ")
    without = page._replace(text=kept + page.text[end:])
    without = without._replace(lines=without.text.splitlines(keepends=True))
    return _put(without, len(kept.splitlines()), lines)


def _put(page: Sheet, line: int, lines: Sequence[str]) -> str:
    """Return the text with whole lines before one; at the end, it ends as it did."""
    told = "\n".join(lines)
    if line == len(page.lines) and not page.text.endswith(_BREAKS):
        return _insert(page, len(page.text), f"\n{told}")
    return _insert(page, sum(map(len, page.lines[:line])), f"{told}\n")


def _insert(page: Sheet, index: int, told: str) -> str:
    return page.text[:index] + told.replace("\n", page.line_break) + page.text[index:]
