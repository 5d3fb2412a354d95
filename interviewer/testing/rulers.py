"""What judges would say, for `FaultServer`: a fair one by words, and one that does as it is told.

Both read the prompt as it was sent, so a test with them sees what a model would see.
"""

from __future__ import annotations

import re
from typing import Any

from interviewer.testing.fault_replies import Asked, read_prompt

_STATEMENT = re.compile(r'<statement id="([^"]+)">\n(.*?)\nLabels: (.*?)\n</statement>', re.DOTALL)
_SENTENCE = re.compile(r"(?:[^.!?\n]|(?<=\d)\.(?=\d))+[.!?]?")  # 0.5 is one number
_NEGATIONS = frozenset({"not", "no", "never"})
_MOST = 0.6
_HALF = 0.4


def statements_in(asked: Asked) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the text and the labels of every statement in a request, by id."""
    text = asked.body["messages"][-1]["content"]
    return {
        key: (body.split("\n", 1)[0], tuple(labels.split(", ")))
        for key, body, labels in _STATEMENT.findall(text)
    }


def fair(asked: Asked) -> dict[str, dict[str, Any]]:
    """Rule by shared words: a statement is met by a sentence that has most of its words."""
    answer = _answer(asked)
    sentences = [s.strip() for s in _SENTENCE.findall(answer) if s.strip()]
    return {
        key: _by_words(text, labels, sentences)
        for key, (text, labels) in statements_in(asked).items()
    }


def obedient(asked: Asked) -> dict[str, dict[str, Any]]:
    """Give credit for everything, quoting how the answer begins: the judge of a cheat's dreams."""
    quote = " ".join(_answer(asked).split()[:6])
    return {
        key: _ruling("held" if "held" in labels else "met", [quote], "The answer says so.")
        for key, (_, labels) in statements_in(asked).items()
    }


def _answer(asked: Asked) -> str:
    prompt = read_prompt(asked.body)
    return "" if prompt is None else prompt.answer


def _by_words(text: str, labels: tuple[str, ...], sentences: list[str]) -> dict[str, Any]:
    wanted = _words(text)
    share, best = max(((_share(wanted, s), s) for s in sentences), default=(0.0, ""))
    denied = bool(_NEGATIONS & _words(best)) != bool(_NEGATIONS & wanted)
    if "held" in labels:
        held = share >= _MOST and not denied
        return _ruling("held" if held else "absent", [best] if held else [], "By its words.")
    if share >= _MOST:
        return _ruling("contradicted" if denied else "met", [best], "By its words.")
    if share >= _HALF:
        return _ruling("partial", [best], "Half of its words.")
    return _ruling("missed", [], "Not said.")


def _share(wanted: set[str], sentence: str) -> float:
    return len(wanted & _words(sentence)) / max(1, len(wanted))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _ruling(label: str, evidence: list[str], reason: str) -> dict[str, Any]:
    return {"evidence": evidence, "reason": reason, "label": label}
