"""Answers from a file, for an interview that is played again or held by a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interviewer.errors import RecordsError
from interviewer.interview.asking import Answer, Asked, Idk, Next, Reply, Skip

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen

_END = "."


class Scripted(NamedTuple):
    """An answer, and the replies to probes by what they are about."""

    answer: str
    replies: Mapping[str, str] = {}


class Script(NamedTuple):
    """Answers by question; or in the order of the questions, as they would be typed."""

    named: Mapping[str, Scripted] = {}
    ordered: Sequence[str] = ()


class ScriptAsk:
    """Ask a script. A question without an answer is skipped; a probe without a reply is not known.

    An answer that is /idk or /skip and no more says so. A reply is given once: to a further probe
    about the same thing there is nothing to add.
    """

    def __init__(self, script: Script, screen: Screen) -> None:
        self._script = script
        self._screen = screen

    @classmethod
    def read(cls, path: Path, screen: Screen) -> ScriptAsk:
        """Return the asker of a file; RecordsError with file and line where it cannot be read."""
        return cls(read_script(path), screen)

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
        reply = _meant(self._script.ordered[asked.number - 1])
        return Answer(unescaped(reply.text)) if isinstance(reply, Answer) else reply

    def _probed(self, asked: Asked) -> str | None:
        found = self._script.named.get(asked.item.id)
        *before, probe = asked.session.turns[-1].probes
        if found is None or any(earlier.about == probe.about for earlier in before):
            return None
        return found.replies.get(probe.about)


def read_script(path: Path) -> Script:
    """Return the answers of a file.

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
    return Script(named=_named(path)) if is_table else Script(ordered=_ordered(path, raw))


def _named(path: Path) -> dict[str, Scripted]:
    from interviewer.records.answers import read_answers

    found: dict[str, Scripted] = {}
    for row in read_answers(path):
        place = f"{path}:{row.line or row.number}"
        if row.answer is None:
            why = row.failure.message if row.failure is not None else "no answer"
            raise RecordsError(f"{place}: {why}")
        name = row.answer.question_id
        if name in found:
            raise RecordsError(f"{place}: {name!r} has an answer already, further up")
        replies = row.answer.extra.get("replies") or {}
        if not isinstance(replies, Mapping):
            raise RecordsError(f"{place}: replies must be an object: what was probed → text")
        for about, text in replies.items():
            if not isinstance(text, str):
                raise RecordsError(f"{place}: replies[{about!r}] must be text")
        texts = {about: str(text) for about, text in replies.items()}
        found[name] = Scripted(row.answer.text, texts)
    return found


def _ordered(path: Path, raw: Sequence[bytes]) -> list[str]:
    from interviewer.records.lines import bad_byte

    answers: list[list[str]] = [[]]
    for number, line in enumerate(raw, start=1):
        try:
            text = line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise RecordsError(f"{path}:{number}: {bad_byte(error)}") from error
        if text == _END:
            answers.append([])
        else:
            answers[-1].append(text)
    if not any(line.strip() for line in answers[-1]):
        answers.pop()
    return ["\n".join(lines).rstrip("\n") for lines in answers]


def _meant(text: str) -> Reply:
    from interviewer.cli.commands import command

    found = command(text.strip())
    if found is not None and found.name == "idk":
        return Idk()
    return Skip() if found is not None and found.name == "skip" else Answer(text)
