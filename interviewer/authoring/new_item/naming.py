"""Ids: made of the first words of a sentence that say something, or refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from interviewer.bank.files import is_id, printable
from interviewer.bank.place import short
from interviewer.bank.words import slug
from interviewer.errors import InterviewerError

WORDS = 5
"""So many words make an id: a choice, enough to tell the keypoints of a rubric apart."""

_LONGEST = 14
"""So many letters of a word go into an id, so that five and a number are an id's 80 at most."""

_MARK = re.compile(r"[^a-z0-9\s'’-]+")
_SAYING_LITTLE = frozenset(
    """a an and are as at be been by can could describe did do does each explain for from had has
    have how in into is it its may name of on or should so such than that the their them then there
    these they this those to was we were what when where which who why will with would you
    your""".split()
)


def id_of(text: str, taken: Collection[str] = (), otherwise: str = "item") -> str:
    """Return an id for a text that is none of those taken.

    ``otherwise`` stands in for a text without a letter of the Latin alphabet.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", _MARK.sub(" ", plain).replace("'", ""))
    telling = [word for word in words if word not in _SAYING_LITTLE] or words
    made = "-".join(word[:_LONGEST] for word in telling[:WORDS]) or otherwise
    name, number = made, 1
    while name in taken:
        number += 1
        name = f"{made}-{number}"
    return name


def must_be_id(name: str) -> None:
    """Raise InterviewerError where a name is no id of a question."""
    if is_id(name):
        return
    near = "/".join(filter(None, map(slug, name.split("/"))))
    told = f"; write {near!r}" if is_id(near) else ", as in sql/isolation-levels"
    raise InterviewerError(
        f"the id {short(name)} must be a subject and a name, "
        f"lower-case words joined by hyphens{told}"
    )


def must_be_slug(name: str, what: str) -> None:
    """Raise InterviewerError where a name is no part of an id; ``what`` says what it names."""
    if "/" in name or not is_id(f"x/{name}"):
        near = slug(name)
        told = f"; write {near!r}" if near else ", as in 'sql'"
        raise InterviewerError(
            f"the {what} {printable(name)!r} must be lower-case words joined by hyphens{told}"
        )
