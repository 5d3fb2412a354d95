"""The one row type that every data set is read into."""

from typing import Literal, NamedTuple

Label = Literal["met", "partial", "missed", "contradicted"]


class DatasetError(Exception):
    """A data set cannot be read; the message says which file, and what was expected of it."""


class LabelledPair(NamedTuple):
    """A person's verdict on whether ``answer`` expresses ``claim``.

    Split by ``question_id`` or by the coarser ``group``, never by row: answers to one question
    share its words.
    """

    dataset: str
    split: str  # the official name where there is one, e.g. "unseen-answers"; else "all"
    question_id: str  # unique within the data set
    group: str  # module, topic or field; the same as question_id where there is none
    question: str  # "" where none is published
    claim: str  # what is to be found in the answer: reference, criterion, key point, statement
    answer: str  # the whole text
    label: Label
    score: float | None  # a person's score, 0 to 1, where the set has one
    references: tuple[str, ...] = ()  # all claims of the best quality, where there are several
