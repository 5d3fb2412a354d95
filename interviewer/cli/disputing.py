"""Dispute a verdict in two questions: which keypoint, and why. Knows no terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from interviewer.interview.asking import Asked, Dispute

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen

_WHICH = "Which keypoint? Its number or its name; Enter alone goes back."
_WHY = "Why is the verdict on {name} wrong? Enter sends it; Enter alone goes back."
_ALREADY = "{name!r} is disputed already; that is kept, and it takes one reason."
_SHOWN = 40


class Line(NamedTuple):
    """A line that was typed; ``given_up`` where it was left there and not sent."""

    text: str
    given_up: bool = False


class Disputing:
    """Ask for a keypoint and a reason, line by line.

    ``line`` gets a message and what to start from. A reason that was given up is gone on with when
    the same keypoint is disputed again.
    """

    def __init__(self, screen: Screen, line: Callable[[str, str], Line]) -> None:
        self._screen = screen
        self._line = line
        self._begun: dict[tuple[str, str], str] = {}

    def __call__(self, words: str, asked: Asked) -> Dispute | None:
        """Return the dispute that the words behind the command begin; None where it is given up."""
        name, _, rest = words.strip().partition(" ")
        name = _named(name, asked) if name else self._which(asked)
        if not name:
            return None
        problem = _problem(name, asked)
        if problem:
            self._screen.note(problem)
            return None
        because = _because(rest) or self._why(name, asked)
        return Dispute(name, because) if because else None

    def _which(self, asked: Asked) -> str:
        self._screen.note("\n".join([*_listed(asked), _WHICH]))
        typed = self._line("keypoint> ", "")
        return "" if typed.given_up else _named(typed.text.strip(), asked)

    def _why(self, name: str, asked: Asked) -> str:
        self._screen.note(_WHY.format(name=name))
        typed = self._line("because> ", self._begun.get((asked.item.id, name), ""))
        self._begun[asked.item.id, name] = typed.text if typed.given_up else ""
        return "" if typed.given_up else _because(typed.text)


def _listed(asked: Asked) -> list[str]:
    disputed = _disputed(asked)
    return [
        f"{number} {keypoint.id}: {keypoint.text}"
        f"{' (disputed already)' if keypoint.id in disputed else ''}"
        for number, keypoint in enumerate(asked.item.rubric.keypoints, start=1)
    ]


def _named(given: str, asked: Asked) -> str:
    """Return the name that is meant: numbers count the list; what is no number stays."""
    names = [keypoint.id for keypoint in asked.item.rubric.keypoints]
    if given in names or not (given.isascii() and given.isdigit()):
        return given
    return names[int(given) - 1] if 0 < int(given) <= len(names) else given


def _problem(name: str, asked: Asked) -> str:
    """Return what stands against a dispute of this keypoint; empty where nothing does."""
    from difflib import get_close_matches

    names = [keypoint.id for keypoint in asked.item.rubric.keypoints]
    if name not in names:
        close = get_close_matches(name, names, n=1)
        near = f"; {close[0]!r} is the nearest" if close else f"; there are {', '.join(names)}"
        return f"There is no keypoint {name[:_SHOWN]!r} here{near}."
    return _ALREADY.format(name=name) if name in _disputed(asked) else ""


def _disputed(asked: Asked) -> set[str]:
    return {dispute.keypoint_id for dispute in asked.session.turns[-1].disputes}


def _because(words: str) -> str:
    """Return the reason without the word that leads to it."""
    words = words.strip()
    first, _, rest = words.partition(" ")
    return rest.strip() if first.lower().rstrip(",:") == "because" else words
