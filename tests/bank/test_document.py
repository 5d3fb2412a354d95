"""Plain data from YAML: the same from libyaml as from PyYAML's own parser, and safe in both."""

from __future__ import annotations

import pytest

from interviewer.bank.document import read_document
from tests.bank.files import QUESTION, RUBRIC

PURE = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "python"])


@PURE
def test_plain_values_mean_what_json_and_yaml_agree_on(pure: bool) -> None:
    text = "[1, -2, 1.5, .5, 1e3, 2.5E-1, true, False, null, ~, a, =, 'no', \"12:30\", 1.2.3]"
    document = read_document(text, pure=pure)
    assert document.flaws == []
    assert document.data == [
        1, -2, 1.5, 0.5, 1000.0, 0.25, True, False, None, None, "a", "=", "no", "12:30", "1.2.3",
    ]  # fmt: skip
    assert [type(value) for value in document.data[:5]] == [int, int, float, float, float]


@PURE
def test_a_rubric_is_read_alike_by_both_parsers(pure: bool) -> None:
    document = read_document(RUBRIC, pure=pure)
    assert document.complete
    assert document.lines[("keypoints", 1, "text")] == 14
    assert document.lines[("groups", 0, "of", 1)] == 21
    assert document == read_document(RUBRIC)


@PURE
def test_escapes_beyond_unicode_are_told_not_raised(pure: bool) -> None:
    document = read_document('a: "\\UFFFFFFFF"', pure=pure)
    assert len(document.flaws) == 1
    assert not document.complete


@PURE
def test_half_a_character_is_told_not_kept(pure: bool) -> None:
    document = read_document('{"a": "\\ud83d"}', pure=pure)
    assert len(document.flaws) == 1
    assert document.data in ({"a": ""}, None)


def test_pairs_of_json_escapes_are_one_character_only_where_they_are_escapes() -> None:
    document = read_document('{"a": "\\ud83d\\ude00 \\\\ud83d\\\\ude00"}')
    assert document.data == {"a": "\U0001f600 \\ud83d\\ude00"}
    assert read_document("a: 'x\\ud83d\\ude00'").data == {"a": "x\\ud83d\\ude00"}


@PURE
def test_a_hundred_thousand_levels_are_refused_at_once(pure: bool) -> None:
    for text in ("[" * 100_000, "{a: " * 100_000, "- " * 100_000, "? " * 100_000):
        document = read_document(text, pure=pure)
        assert not document.complete
        assert document.flaws[-1].message.startswith("nested more than 20 levels deep")


@PURE
def test_aliases_cannot_multiply(pure: bool) -> None:
    text = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    document = read_document(text, pure=pure)
    assert document.data == {"a": ["x", "x"], "b": [None, None], "c": [None, None]}
    assert [flaw.line for flaw in document.flaws] == [1, 2, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: - b", "not YAML: a '- ' where no list can start; new line, or quote the whole text"),
        ("a: > b", "not YAML: text after '>' or '|'; new line, or quote the whole text"),
        ("a: `b`", "text may not start with '`'; quote the whole text"),
        ("a: b: c", "not YAML: a colon where no key can stand; quote the whole text"),
        ("a: b\n...\nc: d", "not YAML: more after the end of the document; one file holds one"),
        ("a: [\n\t'b'\n  c", "not YAML: a list in [ ] without its comma or its ]; add it"),
        (
            'a: "\\d"',
            "not YAML: a backslash in double quotes; use single quotes or '\\\\'",
        ),
    ],
)
def test_both_parsers_complaints_are_told_in_the_same_words(text: str, message: str) -> None:
    assert read_document(text).flaws[-1].message == message
    if "\t" not in text:
        assert read_document(text, pure=True).flaws[-1].message == message


def test_a_question_has_no_flaws() -> None:
    assert read_document(QUESTION).flaws == []
