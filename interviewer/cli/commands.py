"""What a candidate may type beside an answer: pure parsing, which no terminal is needed for.

A command is a whole line that begins with its slash. A line of the answer that would read as one,
or as a slip in one, is written with another slash before it (`escaped`), which is taken off as it
is sent (`unescaped`). Drafts are kept with these slashes, answers without.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from interviewer.interview.asking import AskStep
from interviewer.rules import Mode

Name = Literal[
    "hint",
    "skip",
    "idk",
    "repeat",
    "edit",
    "paste",
    "pause",
    "time",
    "progress",
    "revise",
    "reference",
    "dispute",
    "why",
    "help",
    "quit",
]
Place = AskStep | Literal["revise"]
"""Where something is typed: a step of the interview, or the answer being written once more."""

MEANINGS: dict[Name, str] = {
    "hint": "get help; what it helps with earns less",
    "skip": "leave it out",
    "idk": "say that you do not know",
    "repeat": "show it again",
    "edit": "write in your editor ($VISUAL or $EDITOR)",
    "paste": "take lines as they are, up to one that is only a dot",
    "pause": "leave, and come back with `interviewer resume`",
    "time": "show your own time, used and left",
    "progress": "show how far you are",
    "revise": "write the answer once more",
    "reference": "show an answer that earns every point",
    "dispute": "say that a verdict is wrong; you are asked which, and why",
    "why": "tell why this question came",
    "help": "show this",
    "quit": "end the interview here",
}
_WRITING: tuple[Name, ...] = ("skip", "repeat", "edit", "paste", "pause", "time", "why")
FITTING: dict[Place, tuple[Name, ...]] = {
    "question": ("hint", "idk", *_WRITING, "progress", "help", "quit"),
    "probe": ("hint", "idk", *_WRITING, "help", "quit"),
    "revise": (*_WRITING, "help", "quit"),
    "after": ("revise", "reference", "dispute", "why", "pause", "help", "quit"),
    "rate": ("pause", "help", "quit"),
}
LETTERS: dict[str, Name] = {
    "r": "revise",
    "s": "reference",
    "d": "dispute",
    "w": "why",
    "p": "pause",
    "q": "quit",
}
"""What stands for a command in the menu after a grade: one key, where a terminal can."""

_NAMES: tuple[Name, ...] = get_args(Name)
_SLASHED = re.compile(r"^/(?=/+\w)", re.MULTILINE)
_LIKE_A_COMMAND = re.compile(r"/\w|/\s*$")
_TO_ESCAPE = re.compile(r"/+\w")
_ALONE = re.compile(r"/\w*\s*")
_SHOWN = 40


class Command(NamedTuple):
    """A command, and what stands behind it on its line: only a dispute takes words."""

    name: Name
    words: str = ""


class Typed(NamedTuple):
    """What was typed: the words to keep as a draft, and the command among them, if any.

    ``unknown`` is a line that looks like a command and is none; it is among the words.
    """

    words: str
    command: Command | None = None
    unknown: str = ""


def command(line: str) -> Command | None:
    """Return the command that a whole line is; None where it is a line of an answer."""
    if not line.startswith("/"):
        return None
    first, _, rest = line[1:].rstrip().partition(" ")
    for name in _NAMES:
        if first.lower() == name and (not rest or name == "dispute"):
            return Command(name, rest.strip())
    return None


def choice(line: str) -> Command | None:
    """Return what a line means in the menu after a grade: a command, or its letter."""
    first, _, rest = line.strip().partition(" ")
    name = LETTERS.get(first.lower())
    if name is not None and (not rest or name == "dispute"):
        return Command(name, rest.strip())
    return command(line.strip())


def parse(text: str) -> Typed:
    """Return what a text is that is sent: a command on its last line is to be run."""
    before, _, last = text.rstrip().rpartition("\n")
    found = command(last)
    if found is not None:
        return Typed(before, found)
    line = text.strip("\n").rstrip()
    is_slip = _LIKE_A_COMMAND.match(line) and "\n" not in line
    return Typed(text, unknown=line if is_slip else "")


def entered(text: str, cursor: int) -> Typed | None:
    """Return what Enter means at the cursor; None where it begins a new line.

    A command whose line ends at the cursor is to be run, and its line leaves the words.
    """
    start = text.rfind("\n", 0, cursor) + 1
    end = text.find("\n", cursor)
    end = len(text) if end < 0 else end
    line = text[start:end]
    if text[cursor:end].strip():
        return None
    found = command(line)
    if found is not None:
        before, after = text[: max(0, start - 1)], text[end:]
        return Typed(before + after if before else after.removeprefix("\n"), found)
    if _ALONE.fullmatch(line) and not text[:start].strip() and not text[end:].strip():
        return Typed(text, unknown=line.strip())
    return None


def escaped(text: str, *, at_line_start: bool = True) -> str:
    """Return a text that is meant as it is, such that no line of it reads as a command or a slip.

    Its first line needs none where other words stand before it.
    """
    first, *rest = text.split("\n")
    lines = [_escaped(first) if at_line_start else first, *map(_escaped, rest)]
    return "\n".join(lines)


def unescaped(text: str) -> str:
    """Return the words that a draft stands for: ``//x`` at the start of a line is ``/x``."""
    return _SLASHED.sub("", text)


def fitting(place: Place, mode: Mode) -> tuple[Name, ...]:
    """Return the commands that fit there; an exam has no hints."""
    return tuple(name for name in FITTING[place] if mode != "exam" or name != "hint")


def misfit(name: Name, place: Place, mode: Mode) -> str:
    """Return what to say to a command that does not fit."""
    if name == "hint" and mode == "exam":
        return "There are no hints in exam mode."
    return f"/{name} does not fit here; there are {_listed(fitting(place, mode))}."


def hint(line: str, names: Sequence[Name]) -> str:
    """Return what to say to a line that looks like a command and is none."""
    from difflib import get_close_matches

    first, _, rest = line.lower()[1:].partition(" ")
    if rest and first in _NAMES:
        near = f"/{first} stands alone on its line"
    else:
        close = get_close_matches(first, names, n=1)
        near = f"/{close[0]} is the nearest" if close else f"there are {_listed(names)}"
    shown = line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}..."
    keep = f"To send it as text, begin it with two slashes: /{shown}"
    return f"{shown!r} is no command; {near}. {keep}"


def help_text(place: Place, mode: Mode) -> str:
    """Return a line for each command that fits."""
    lines = [f"/{name} {MEANINGS[name]}" for name in fitting(place, mode)]
    if place == "after":
        lines.append("/dispute KEYPOINT because ... says it in one line.")
    if place in ("question", "probe", "revise"):
        lines.append("A command stands alone on a line; //x is the line /x.")
    return "\n".join(lines)


def _escaped(line: str) -> str:
    return f"/{line}" if _TO_ESCAPE.match(line) else line


def _listed(names: Sequence[Name]) -> str:
    shown = [f"/{name}" for name in names]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
