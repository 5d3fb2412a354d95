"""A rubric's text with an example, with wordings or with keypoints more."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import NamedTuple

from interviewer.authoring.writing.entries import of_example, of_group, of_keypoint
from interviewer.authoring.writing.places import Sheet, sheet, with_entries
from interviewer.authoring.writing.scalars import WIDTH
from interviewer.bank.check import check
from interviewer.bank.document import FORBIDDEN, read_document
from interviewer.bank.files import MAX_BYTES, printable
from interviewer.bank.place import Flaw
from interviewer.consistency import nearest
from interviewer.errors import InterviewerError
from interviewer.items import Example, Group, Keypoint, Rubric

_BOM = "\ufeff"
_RUBRIC = [*Rubric.model_fields]
_KEYPOINT = [*Keypoint.model_fields]


def with_example(text: str, example: Example) -> str:
    """Return a rubric's text with one more labelled example.

    InterviewerError where the rubric does not load, or would not load with it.
    """
    _refuse_what_is_no_text("the answer", [example.answer])
    before = _opened(text)
    entry = of_example(example, before.rubric.keypoints)
    after = with_entries(before.page, before.page.root, "examples", [entry], order=_RUBRIC)
    examples = (*before.rubric.examples, example)
    return _checked(before.bom + after, before.rubric.model_copy(update={"examples": examples}))


def with_wordings(
    text: str, keypoint_id: str, *, accept: Sequence[str] = (), reject: Sequence[str] = ()
) -> str:
    """Return a rubric's text with more wordings of one of its keypoints.

    InterviewerError where it has no such keypoint, does not load, or would not load with them.
    """
    _refuse_what_is_no_text("a wording", [*accept, *reject])
    bom, rubric, _ = _opened(text)
    ids = [keypoint.id for keypoint in rubric.keypoints]
    if keypoint_id not in ids:
        raise InterviewerError(f"no keypoint {keypoint_id!r}; {nearest(keypoint_id, ids)}")
    place = ids.index(keypoint_id)
    told = text.removeprefix(bom)
    for key, wordings in (("accept", accept), ("reject", reject)):
        if wordings:
            page = sheet(told)
            (keypoints,) = (value for name, value in page.root.value if name.value == "keypoints")
            told = with_entries(page, keypoints.value[place], key, wordings, order=_KEYPOINT)
    old = rubric.keypoints[place]
    more = {"accept": (*old.accept, *accept), "reject": (*old.reject, *reject)}
    keypoints = [*rubric.keypoints]
    keypoints[place] = old.model_copy(update=more)
    return _checked(bom + told, rubric.model_copy(update={"keypoints": tuple(keypoints)}))


def with_keypoints(
    text: str,
    keypoints: Sequence[Keypoint],
    groups: Sequence[Group] = (),
    *,
    notes: Mapping[str, Sequence[str]] = {},
) -> str:
    """Return a rubric's text with more keypoints and groups at the ends of their lists.

    ``notes`` has, by the id of a keypoint, comments that stand above it. InterviewerError where the
    rubric does not load, or would not load with them.
    """
    said = [json.dumps(k.model_dump(mode="json"), ensure_ascii=False) for k in keypoints]
    _refuse_what_is_no_text("a keypoint", said)
    bom, rubric, page = _opened(text)
    told = page.text
    if keypoints:
        above = [_comments(notes.get(keypoint.id, ()), page) for keypoint in keypoints]
        entries = [of_keypoint(keypoint) for keypoint in keypoints]
        told = with_entries(page, page.root, "keypoints", entries, order=_RUBRIC, notes=above)
    if groups:
        page = sheet(told)
        shown = [of_group(group) for group in groups]
        told = with_entries(page, page.root, "groups", shown, order=_RUBRIC)
    more = {
        "keypoints": (*rubric.keypoints, *keypoints),
        "groups": (*rubric.groups, *groups),
    }
    return _checked(bom + told, rubric.model_copy(update=more))


class _Opened(NamedTuple):
    """A text that loads: its mark of order if it has one, the rubric, and the rest as a sheet."""

    bom: str
    rubric: Rubric
    page: Sheet


def _opened(text: str) -> _Opened:
    rubric, flaws = check(read_document(text), Rubric)
    if rubric is None:
        raise InterviewerError(f"the rubric does not load: {_told(flaws)}")
    bom = _BOM if text.startswith(_BOM) else ""
    return _Opened(bom, rubric, sheet(text.removeprefix(bom)))


def _checked(text: str, wanted: Rubric) -> str:
    """Return the text if it says what is wanted and nothing else."""
    size = len(text.encode())
    if size > MAX_BYTES:
        raise InterviewerError(f"the file would have {size:,} bytes, more than {MAX_BYTES:,}")
    found, flaws = check(read_document(text), Rubric)
    if found is None:
        raise InterviewerError(f"the rubric would not load with it: {_told(flaws)}")
    if found != wanted:
        raise InterviewerError(
            "it cannot be added without changing something else in the file; add it by hand"
        )
    return text


def _told(flaws: Sequence[Flaw]) -> str:
    first = flaws[0]
    return first.message if first.line is None else f"line {first.line}: {first.message}"


def _refuse_what_is_no_text(what: str, texts: Sequence[str]) -> None:
    for text in texts:
        bad = FORBIDDEN.search(text)
        if bad is not None:
            raise InterviewerError(
                f"{what} holds the character U+{ord(bad[0]):04X}, which no file of a bank may hold"
            )


def _comments(notes: Sequence[str], page: Sheet) -> list[str]:
    """Return comments as lines that fit; what is no character of a line is escaped."""
    room = WIDTH - page.root.start_mark.column - page.offset - len("# ")
    shown = (FORBIDDEN.sub("\ufffd", printable(" ".join(note.split()))) for note in notes)
    return [row for note in shown for row in wrap(note, room)]
