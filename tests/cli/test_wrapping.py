"""Lines break between words, and every place of the line is found again on the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from prompt_toolkit.utils import get_cwidth

from interviewer.cli.wrapping import Gap, displayed, gaps

texts = st.text(st.sampled_from("abc   模"), max_size=60)
rooms = st.integers(3, 20)


def _gaps(text: str, room: int) -> list[Gap]:
    return gaps([get_cwidth(sign) for sign in text], [sign == " " for sign in text], room)


def _rows(text: str, room: int) -> list[str]:
    """Return the rows of a terminal that breaks at any character."""
    found = {gap.at: gap.fill for gap in _gaps(text, room)}
    rows = [""]
    for at, sign in enumerate(text):
        shown = sign if at not in found else " " * found[at] + sign if found[at] > 0 else ""
        for each in shown:
            if get_cwidth(rows[-1]) + get_cwidth(each) > room:
                rows.append("")
            rows[-1] += each
    return rows


def test_a_word_that_does_not_fit_goes_to_the_next_row_and_its_blank_is_no_indent() -> None:
    assert _rows("one two three", 8) == ["one two ", "three"]
    assert _rows("one four three", 8) == ["one four", "three"]
    assert _rows("one  fourteen", 8) == ["one     ", "fourteen"]
    assert _gaps("one four three", 8) == [Gap(8, -1)]
    assert _gaps("one two", 8) == []


@given(texts, rooms)
def test_no_word_that_fits_a_row_is_broken(text: str, room: int) -> None:
    words = [word for word in text.replace("模", " ").split() if len(word) <= room]
    shown = " ".join(_rows(text, room)).replace("模", " ").split()
    for word in words:
        assert word in shown


@given(texts, rooms)
def test_every_place_is_shown_in_order_and_found_again(text: str, room: int) -> None:
    found = _gaps(text, room)
    to_display, to_source = displayed(found)
    places = [to_display(at) for at in range(len(text) + 1)]
    assert places == sorted(places)
    hidden = {gap.at for gap in found if gap.fill < 0}
    for at in range(len(text) + 1):
        assert to_source(places[at]) == at + (at in hidden)
    assert places[-1] == len(text) + sum(gap.fill for gap in found)
    back = [to_source(at) for at in range(places[-1] + 1)]
    assert back == sorted(back)
