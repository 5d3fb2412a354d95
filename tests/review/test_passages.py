from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewer.review.passages import Passage, Span, passages, visible


def test_overlapping_evidence_is_cut_where_either_begins_or_ends() -> None:
    assert passages("abcdef", [Span(0, 4, 1), Span(2, 6, 2)]) == [
        Passage("ab", (1,), (1,)),
        Passage("cd", (1, 2), (2,)),
        Passage("ef", (2,), ()),
    ]


def test_offsets_count_code_points() -> None:
    assert passages("😀ab", [Span(1, 2, 1)]) == [
        Passage("😀", (), ()),
        Passage("a", (1,), (1,)),
        Passage("b", (), ()),
    ]


def test_two_passages_of_one_claim_that_touch_begin_once_each() -> None:
    found = passages("abcd", [Span(0, 2, 1), Span(2, 4, 1)])
    assert [each.begins for each in found] == [(1,), (1,)]


def test_evidence_that_lies_outside_the_answer_is_left_out() -> None:
    assert passages("ab", [Span(2, 2, 1), Span(5, 9, 2)]) == [Passage("ab", (), ())]


def test_an_empty_answer_has_no_passages() -> None:
    assert passages("", [Span(0, 3, 1)]) == []


@given(
    st.text(max_size=40),
    st.lists(st.builds(Span, st.integers(0, 50), st.integers(0, 50), st.integers(1, 9))),
)
def test_the_passages_joined_are_the_answer_and_each_has_what_covers_it(
    answer: str, spans: list[Span]
) -> None:
    found = passages(answer, spans)
    assert "".join(each.text for each in found) == answer
    place = 0
    for each in found:
        covering = {s.claim for s in spans if s.start <= place < s.end}
        assert set(each.claims) == covering
        place += len(each.text)


def test_what_nobody_would_see_is_spelt_out() -> None:
    assert visible("a\x00b\x1b[2J\x7f") == "a␀b␛[2J␡"
    assert visible("\u202eevil\u2066") == "⟨U+202E⟩evil⟨U+2066⟩"
    assert visible("a\u200bb\ufeff\u2028") == "a⟨U+200B⟩b⟨U+FEFF⟩⟨U+2028⟩"


def test_lines_tabs_and_scripts_that_need_joiners_stay() -> None:
    assert visible("a\r\nb\tc") == "a\nb\tc"
    assert visible("a\rb") == "a␍b"
    assert visible("👩\u200d🔬 नमस्ते") == "👩\u200d🔬 नमस्ते"
