"""Answers from a file, for an interview that is played again or held by a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interviewer.errors import RecordsError
from interviewer.interview.asking import Answer, Asked, Idk, Next, Reply, Skip

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.items import Item

_END = "."
_SAY = "/idk says that you do not know, /skip leaves the question out"
_NO_DOT = (
    "no line of one dot ends this answer; plain text needs one after each answer, else give JSON "
    "lines or CSV with question_id and answer"
)


class Scripted(NamedTuple):
    """An answer, the replies to probes by what they are about, and its line in the file."""

    answer: str
    replies: Mapping[str, str] = {}
    line: int = 0


class Script(NamedTuple):
    """Answers by question; or in the order of the questions, as they would be typed."""

    named: Mapping[str, Scripted] = {}
    ordered: Sequence[Scripted] = ()

    def unused(self, asked: Sequence[str]) -> list[int]:
        """Return the lines of the answers that no question of an interview asked for, in order."""
        named = [told for name, told in self.named.items() if name not in asked]
        return [told.line for told in (*named, *self.ordered[len(asked) :])]


class ScriptAsk:
    """Ask a script. A question without an answer is skipped; a probe without a reply is not known.

    An answer that is /idk or /skip and no more says so. A reply is given once: to a further probe
    about the same thing there is nothing to add.
    """

    def __init__(self, script: Script, screen: Screen) -> None:
        self._script = script
        self._screen = screen

    @classmethod
    def read(cls, path: Path, screen: Screen, items: Mapping[str, Item]) -> ScriptAsk:
        """Return the asker of a file; RecordsError with file and line where it is no script."""
        return cls(read_script(path, items), screen)

    def __call__(self, asked: Asked) -> Reply:
        """Return what the script says."""
        from interviewer.cli.underway import show

        if asked.step in ("after", "rate"):
            return Next()
        show(self._screen, asked)
        if asked.step == "probe":
            told = self._probed(asked)
            return Idk() if told is None else _meant(told)
        return self._answer(asked)

    def _answer(self, asked: Asked) -> Reply:
        from interviewer.cli.commands import unescaped

        found = self._script.named.get(asked.item.id)
        if found is not None:
            return _meant(found.answer)
        if asked.number > len(self._script.ordered):
            return Skip()
        reply = _meant(self._script.ordered[asked.number - 1].answer)
        return Answer(unescaped(reply.text)) if isinstance(reply, Answer) else reply

    def _probed(self, asked: Asked) -> str | None:
        found = self._script.named.get(asked.item.id)
        *before, probe = asked.session.turns[-1].probes
        if found is None or any(earlier.about == probe.about for earlier in before):
            return None
        return found.replies.get(probe.about)


def read_script(path: Path, items: Mapping[str, Item]) -> Script:
    """Return the answers of a file, each of which is there and fits the questions of a bank.

    JSON lines or CSV as for `grade` (``question_id``, ``answer``, in JSON also ``replies``: what a
    probe is about → text), or plain text with a line of one dot after each answer.
    """
    from interviewer.records.answers import CSV_SUFFIXES, JSONL_SUFFIXES
    from interviewer.records.lines import lines_of, sniffed

    try:
        with path.open("rb") as stream:
            first, lines = sniffed(lines_of(stream, str(path)))
            raw = list(lines)
    except OSError as error:
        raise RecordsError(f"{path}: cannot be read: {error.strerror}") from error
    if not first:
        raise RecordsError(f"{path}: there is no answer in it")
    is_table = path.suffix.lower() in (*JSONL_SUFFIXES, *CSV_SUFFIXES) or first == b"{"
    if is_table:
        named = _named(path, items)
        if not named:
            raise RecordsError(f"{path}: there is no answer in it, only a header")
        return Script(named=named)
    return Script(ordered=[*_ordered(path, raw)])


def _named(path: Path, items: Mapping[str, Item]) -> dict[str, Scripted]:
    from interviewer.records.answers import read_answers

    found: dict[str, Scripted] = {}
    for row in read_answers(path):
        line = row.line or row.number
        place = f"{path}:{line}"
        if row.answer is None:
            why = row.failure.message if row.failure is not None else "no answer"
            raise RecordsError(f"{place}: {why}")
        name = row.answer.question_id
        if name not in items:
            raise RecordsError(f"{place}: the bank has no question {name!r}; {_near(name, items)}")
        if name in found:
            raise RecordsError(f"{place}: {name!r} has an answer already, further up")
        _check(row.answer.text, f"{place}: the answer")
        replies = _replies(row.answer.extra.get("replies") or {}, items[name], place)
        found[name] = Scripted(row.answer.text, replies, line)
    return found


def _replies(given: object, item: Item, place: str) -> dict[str, str]:
    from interviewer.consistency import nearest

    if not isinstance(given, Mapping):
        raise RecordsError(f"{place}: replies must be an object: what was probed → text")
    rubric = item.rubric
    known = [keypoint.id for keypoint in rubric.keypoints]
    known += [false.id for false in rubric.misconceptions]
    for about, text in given.items():
        if about not in ("", *known):
            why = f"no probe is about that; {nearest(about, known)}"
            raise RecordsError(f"{place}: replies[{about!r}]: {why}")
        if not isinstance(text, str):
            raise RecordsError(f"{place}: replies[{about!r}] must be text")
        _check(text, f"{place}: replies[{about!r}]")
    return {about: str(text) for about, text in given.items()}


def _ordered(path: Path, raw: Sequence[bytes]) -> Iterator[Scripted]:
    from interviewer.records.lines import bad_byte

    told: list[str] = []
    for number, line in enumerate(raw, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise RecordsError(f"{path}:{number}: {bad_byte(error)}") from error
        if text != _END:
            told.append(text)
            continue
        answer = "\n".join(told).rstrip("\n")
        _check(answer, f"{path}:{number}: the answer before this dot")
        yield Scripted(answer, line=number - len(told))
        told = []
    if any(line.strip() for line in told):
        raise RecordsError(f"{path}:{len(raw) - len(told) + 1}: {_NO_DOT}")


def _check(text: str, place: str) -> None:
    """Raise RecordsError where a text says nothing, or gives a command that only a person can."""
    from interviewer.cli.commands import command

    if not text.strip():
        raise RecordsError(f"{place} is empty; {_SAY}")
    found = command(text.strip())
    if found is not None and found.name not in ("idk", "skip"):
        raise RecordsError(f"{place} is /{found.name}, which no file can say; {_SAY}")


def _meant(text: str) -> Reply:
    from interviewer.cli.commands import command

    found = command(text.strip())
    if found is not None and found.name == "idk":
        return Idk()
    return Skip() if found is not None and found.name == "skip" else Answer(text)


def _near(name: str, items: Mapping[str, Item]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, list(items), n=1)
    return f"did you mean {close[0]!r}?" if close else "`interviewer questions list` tells them"
