"""An addition to a rubric's file says what was given, and leaves the rest byte for byte."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.authoring.writing import (
    diff,
    replace_file,
    with_example,
    with_keypoints,
    with_wordings,
)
from interviewer.bank.check import check
from interviewer.bank.document import FORBIDDEN, read_document
from interviewer.errors import InterviewerError
from interviewer.items import Example, Group, Keypoint, Probe, Rubric
from tests.bank.files import RUBRIC

SHIPPED = Path(__file__).parents[2] / "rubrics" / "deep-learning"
DROPOUT = (SHIPPED / "dropout.yaml").read_text(encoding="utf-8")
SETTINGS = settings(max_examples=200, deadline=None)
PIECES = (
    ": ", " #", "#", "- ", "-", "'", '"', "\\", "\\n", "%", "---", "...", "\n", "\n\n", "\n  ",
    "\t", " ", "  ", "\r", "\r\n", "|", ">-", "[", "]", "{", "}", ",", "&a", "*a", "!!str", "? ",
    "no", "12:30", "null", "~", "0x1F", "é", "\xa0", "🦜", "👩\u200d🔬", "\u202e", "\u200b", "word",
    "<script>", "@", "`", "=", "longer words that go on for a while and on and on " * 4, "x" * 200,
)  # fmt: skip
HOSTILE = (
    st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=12).map("".join)
).filter(lambda text: not FORBIDDEN.search(text))
WORDINGS = HOSTILE.filter(str.strip)

BLOCK = """\
version: 1   # the first
# a comment on its own
reference: >-
  One of them
  goes up.

keypoints:
- id: formula
  text: 'It is the maximum.'
  points: 1
  accept:
  - >-
    the larger
    of two
  # a comment in the list

- id: range
  text: |
    Between nought and one.


  points: 1   # worth one
"""
FLOW = """\
{"version": 1, "reference": "r", "keypoints": [
  {"id": "formula", "text": "It is the maximum.", "points": 1, "accept": ["the larger"]},
  {"id": "range", "text": "Between \\ud83e\\udd9c and one.", "points": 1}
]}
"""
PRETTY = json.dumps(json.loads(FLOW), indent=2)
BRACKETS = """\
version: 1
reference: r
keypoints:
  - {id: formula, text: It is the maximum., points: 1, accept: [the larger, ]}
  - {id: range, text: Between nought and one., points: 1}   # short
examples: []   # none yet
"""
LAYOUTS = {
    "block": BLOCK,
    "CRLF": BLOCK.replace("\n", "\r\n"),
    "no line end": BLOCK.removesuffix("\n"),
    "no comment at its end": BLOCK.removesuffix("   # worth one\n"),
    "order mark": "\ufeff" + BLOCK,
    "document marks": f"---\n{BLOCK}...\n",
    "JSON": FLOW,
    "JSON over lines": PRETTY,
    "brackets": BRACKETS,
    "shipped": RUBRIC,
}


def rubric_of(text: str) -> Rubric:
    made, flaws = check(read_document(text), Rubric)
    assert made is not None, flaws
    return made


def example(answer: str, rubric: Rubric, label: str = "missed") -> Example:
    labels = {keypoint.id: label for keypoint in rubric.keypoints}
    return Example.model_validate({"answer": answer, "labels": labels, "kind": "weak"})


def lost(before: str, after: str) -> list[str]:
    """Return what of the old text is no more in the new one, piece by piece."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        before[a:b] for tag, a, b, _, _ in matcher.get_opcodes() if tag in ("delete", "replace")
    ]


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_an_example_is_added_to_any_layout_and_nothing_else_changes(text: str) -> None:
    before = rubric_of(text)
    added = example("A colon: and a #", before)
    after = with_example(text, added)
    assert rubric_of(after).examples == (*before.examples, added)
    assert "".join(lost(text, after)).strip() in ("", "[]")
    twice = with_example(after, added)
    assert rubric_of(twice).examples == (*before.examples, added, added)
    assert lost(after, twice) == []


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("place", [0, 1])
def test_wordings_are_added_to_any_layout_and_nothing_else_changes(text: str, place: int) -> None:
    before = rubric_of(text)
    name = before.keypoints[place].id
    after = with_wordings(text, name, accept=["it's said: so", "and so"], reject=["not so"])
    assert lost(text, after) == []
    found = rubric_of(after).keypoints[place]
    assert found.accept == (*before.keypoints[place].accept, "it's said: so", "and so")
    assert found.reject == (*before.keypoints[place].reject, "not so")


@pytest.mark.parametrize("text", LAYOUTS.values(), ids=LAYOUTS)
def test_keypoints_and_groups_are_added_to_any_layout(text: str) -> None:
    before = rubric_of(text)
    bare = before.model_copy(update={"examples": ()})
    if before.examples:  # each would need a label for the new ones
        text = text[: text.index("examples:")]
    keypoints = (
        Keypoint(id="new", text="It is new.", points=1.5, tier="core", draft=True),
        Keypoint(id="member", text="One: of several.", probe=Probe(pump="And?", lead="Is it?")),
    )
    groups = (Group(id="several", need=1, points=2, of=("member",)),)
    after = with_keypoints(text, keypoints, groups, notes={"new": ["who is 'it'?"]})
    assert rubric_of(after) == bare.model_copy(
        update={
            "keypoints": (*before.keypoints, *keypoints),
            "groups": (*before.groups, *groups),
        }
    )
    assert lost(text, after) == []


def test_an_example_looks_as_the_shipped_ones_do() -> None:
    rubric = rubric_of(DROPOUT)
    last = rubric.examples[-1]
    before, _, _ = DROPOUT.rpartition("  - answer: >-")
    assert with_example(before, last) == DROPOUT


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("[a-z]*.yaml"))[::6], ids=lambda f: f.stem)
def test_every_example_of_a_shipped_rubric_is_written_as_its_author_wrote_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    rubric = rubric_of(text)
    before = text[: text.index("examples:\n")]
    for one in rubric.examples:
        before = with_example(before, one)
    same = difflib.SequenceMatcher(None, text.splitlines(), before.splitlines()).ratio()
    assert same > 0.95


def test_keypoints_look_as_the_shipped_ones_do() -> None:
    rubric = rubric_of(DROPOUT)
    start, _, _ = DROPOUT.partition("  - id: breaks-co-adaptation")
    whole, _, rest = DROPOUT.partition("  - id: slower-convergence")
    groups, _, _ = rest[rest.index("groups:") :].partition("  - id: drawbacks")
    assert groups.startswith("groups:\n  - id: why-it-helps\n    need: 1\n")
    after = with_keypoints(start, rubric.keypoints[2:4], rubric.groups[:1])
    assert after.split() == (whole + groups).split()


@SETTINGS
@given(answer=HOSTILE, layout=st.sampled_from([*LAYOUTS]))
def test_any_answer_is_read_back_as_it_was(answer: str, layout: str) -> None:
    text = LAYOUTS[layout]
    rubric = rubric_of(text)
    assert rubric_of(with_example(text, example(answer, rubric))).examples[-1].answer == answer


@SETTINGS
@given(wording=WORDINGS, layout=st.sampled_from([*LAYOUTS]))
def test_any_wording_is_read_back_as_it_was(wording: str, layout: str) -> None:
    text = LAYOUTS[layout]
    name = rubric_of(text).keypoints[0].id
    after = with_wordings(text, name, accept=[wording], reject=[wording])
    found = rubric_of(after).keypoints[0]
    assert (found.accept[-1], found.reject[-1]) == (wording, wording)


@SETTINGS
@given(note=HOSTILE)
def test_no_note_becomes_anything_but_a_comment(note: str) -> None:
    keypoint = Keypoint(id="new", text="It is new.", points=1)
    after = with_keypoints(BLOCK, [keypoint], notes={"new": [note]})
    assert rubric_of(after).keypoints[-1] == keypoint
    assert rubric_of(after).keypoints[:-1] == rubric_of(BLOCK).keypoints


def test_a_very_long_answer_is_wrapped_at_the_width_of_the_bank() -> None:
    answer = "a word after another, " * 2000 + "and the end"
    after = with_example(DROPOUT, example(answer, rubric_of(DROPOUT)))
    assert max(map(len, after.splitlines())) <= 120


def test_an_answer_that_is_longer_than_a_file_may_be_is_refused() -> None:
    with pytest.raises(InterviewerError, match="bytes, more than 1,000,000"):
        with_example(DROPOUT, example("word " * 200_000, rubric_of(DROPOUT)))


@pytest.mark.parametrize(("bad", "name"), [("\x85", "0085"), ("\0", "0000"), ("\ud800", "D800")])
def test_what_no_file_may_hold_is_refused_by_name(bad: str, name: str) -> None:
    with pytest.raises(InterviewerError, match=rf"U\+{name}"):
        with_example(BLOCK, example(f"one{bad}two", rubric_of(BLOCK)))
    with pytest.raises(InterviewerError, match=rf"U\+{name}"):
        with_wordings(BLOCK, "formula", reject=[bad])


def test_a_rubric_that_does_not_load_is_refused_with_its_line() -> None:
    with pytest.raises(InterviewerError, match=r"does not load: line 22: .*points"):
        with_wordings(BLOCK.replace("points: 1   #", "points: x #"), "formula", accept=["a"])


def test_a_keypoint_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(InterviewerError, match="no keypoint 'formulas'; did you mean 'formula'"):
        with_wordings(BLOCK, "formulas", accept=["a"])


def test_an_example_that_leaves_a_keypoint_out_is_refused() -> None:
    one = Example(answer="a", labels={"formula": "met"}, kind="weak")
    with pytest.raises(InterviewerError, match=r"would not load with it.*'range'"):
        with_example(BLOCK, one)


def test_comments_stay_with_the_entry_that_they_follow() -> None:
    after = with_wordings(BLOCK, "formula", accept=["more"])
    assert "    of two\n  # a comment in the list\n  - more\n\n- id: range" in after or (
        "    of two\n  - more\n  # a comment in the list\n" in after
    )


def test_the_diff_shows_what_is_added_and_no_control_character() -> None:
    told = diff("a\nb\n", "a\nb\n\x1b[31mc\n", "r.yaml")
    assert told.splitlines() == [
        "--- r.yaml", "+++ r.yaml", "@@ -1,2 +1,3 @@", " a", " b", "+\\x1b[31mc",
    ]  # fmt: skip


def test_a_file_is_replaced_whole_with_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "r.yaml"
    file.write_bytes(b"old\r\n")
    file.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(file)
    replace_file(link, "old\r\n", "new\r\n")
    assert file.read_bytes() == b"new\r\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "r.yaml"]


@pytest.mark.parametrize(
    "spoil",
    [lambda file: file.write_text("another's"), lambda file: file.unlink()],
    ids=["changed", "gone"],
)
def test_a_file_that_changed_is_left_alone(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    file = tmp_path / "r.yaml"
    file.write_text("old")
    spoil(file)
    before = [(path.name, path.read_text()) for path in tmp_path.iterdir()]
    with pytest.raises(InterviewerError, match=r"nothing was written|cannot be written"):
        replace_file(file, "old", "new")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == before
