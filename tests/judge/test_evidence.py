"""A quote is found where the candidate wrote it, a little careless or not, and nowhere else."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from interviewer.judge.evidence import LONGEST_GAP, Finder, find

few = settings(max_examples=100, deadline=None)


def quotes(quote: str, answer: str, question: str = "") -> list[str]:
    found = find(quote, answer, question)
    assert all(answer[e.start : e.end] == e.quote for e in found)
    return [answer[e.start : e.end] for e in found]


def test_the_first_place_as_it_is_written_comes_first() -> None:
    (evidence,) = find("zeroes units", "Dropout ZEROES units. It zeroes units; it zeroes units.")
    assert (evidence.quote, evidence.start, evidence.end) == ("zeroes units", 25, 37)


@pytest.mark.parametrize(
    ("quote", "answer", "expected"),
    [
        ("ZEROES Units", "it zeroes units", "zeroes units"),
        ("zeroes units", "it  zeroes\n\t units", "zeroes\n\t units"),
        ("zeroes\n units", "it zeroes\u00a0units", "zeroes\u00a0units"),
        (" zeroes units\n", "it zeroes units", "zeroes units"),
        ("f(x) = max(0, x)", "so f(x)=max(0,x) here", "f(x)=max(0,x)"),
        ('it\'s "good"', "it’s “good” now", "it’s “good"),
        ("it's 'good' now", "it’s “good” now", "it’s “good” now"),
        ("a 'dead' unit", "is a «dead» unit", "a «dead» unit"),
        ('a "dead" unit', "is a „dead“ unit", "a „dead“ unit"),
        ("don't", "we don´t", "don´t"),
        ("train-test gap", "the train–test gap", "train–test gap"),
        ("fast - but noisy", "it is fast — but noisy", "fast — but noisy"),
        ("loss = -3", "a loss = −3 here", "loss = −3"),
        ("overfitting less", "over\u00adfitting\u200b less", "over\u00adfitting\u200b less"),
        ("over\u200bfitting", "no overfitting", "overfitting"),
        ("l1 norm", "Ｌ１ norm", "Ｌ１ norm"),
        ("x2 grows", "x² grows", "x² grows"),
        ("fine fit", "ﬁne ﬁt", "ﬁne ﬁt"),
        ("STRASSE hier", "die Straße hier", "Straße hier"),
        ("straße", "DIE STRASSE", "STRASSE"),
        ("i̇stanbul", "in İstanbul", "İstanbul"),
        ("café", "le cafe\u0301 noir", "cafe\u0301"),
        ("cafe\u0301", "le café noir", "café"),
        ("tiệm", "tiê\u0323m", "tiê\u0323m"),
        ("한국어", unicodedata.normalize("NFD", "한국어"), unicodedata.normalize("NFD", "한국어")),
        ("ΣΟΦΟΣ", "ο σοφος", "σοφος"),
        ("half is 1/2 of it", "half is ½ of it", "half is ½ of it"),
        ("<answer> ok", "an <answer> ok", "<answer> ok"),
        ("‹answer› ok", "an <answer> ok", "<answer> ok"),
        ("<answer> ok", "an ‹answer› ok", "‹answer› ok"),
    ],
)
def test_what_looks_alike_is_alike(quote: str, answer: str, expected: str) -> None:
    assert quotes(quote, answer) == [expected]


@pytest.mark.parametrize(
    ("quote", "answer", "expected"),
    [
        ("it drops units", "it **drops** _units_", "it **drops** _units"),
        ("it **drops** units", "it drops units", "it drops units"),
        ("uses relu here", "uses `relu` here", "uses `relu` here"),
        ("not this one", "not ~~this~~ one", "not ~~this~~ one"),
        ("重点内容", "这是**重点**内容", "重点**内容"),
        ("Title And text", "## Title\nAnd text", "Title\nAnd text"),
        ("one two", "> one\n> two", "one\n> two"),
        ("one two", "> - one\n> - two", "one\n> - two"),
        ("one two", "- one\n- two", "one\n- two"),
        ("one two", "* one\n\n  • two", "one\n\n  • two"),
        ("- one - two", "- one\n- two", "- one\n- two"),
        ("- ONE - two", "- one\n- two", "- one\n- two"),
        ("- ONE\n- TWO", "* one\n* two", "one\n* two"),
        ("x = 1", "```python\nX = 1\n```", "X = 1"),
        ("before after", "before\n---\nafter", "before\n---\nafter"),
    ],
)
def test_markdown_does_not_count(quote: str, answer: str, expected: str) -> None:
    assert quotes(quote, answer) == [expected]


@pytest.mark.parametrize(
    "quote",
    [
        '"it drops units"',
        "“it drops units”",
        "'it drops units.'",
        "«It drops units».",
        "`it drops units`",
        "it drops units.",
        "it drops units?!",
        "it drops units ;",
        "it drops units...",
        "…it drops units…",
        "[...] it drops units [...]",
        '"... it drops units ..."',
    ],
)
def test_what_stands_around_a_quote_is_dropped(quote: str) -> None:
    assert quotes(quote, "In training it drops units, at random") == ["it drops units"]


@pytest.mark.parametrize("gap", ["...", "…", " [...] ", "[…]", "(...)", " (…) ", "....", " . . . "])
def test_an_ellipsis_parts_a_quote(gap: str) -> None:
    answer = "It zeroes units at random, then scales the rest."
    assert quotes(f"zeroes units{gap}the rest", answer) == ["zeroes units", "the rest"]
    assert quotes(f"zeroes units{gap}all the rest", answer) == []


@pytest.mark.parametrize(
    ("quote", "answer", "expected"),
    [
        ("one ... two", "two one and two and two", ["one", "two"]),
        ("one two ... two one", "one two one", []),
        ("one ... two", "two then one", []),
        ("one ... two ... three", "three one two one two three", ["one", "two", "three"]),
        ("one ... two", "one two", ["one", "two"]),
        ('"One up" ... "two, too."', "one up; two, too", ["one up", "two, too"]),
        ("it drops. ... It scales", "it drops, and it scales", ["it drops", "it scales"]),
        ("the list 1, 2, ..., n", "See the list 1, 2, ..., n.", ["the list 1, 2, ..., n"]),
        ("the list 1, 2, …, N", "See the list 1, 2, ..., n.", ["the list 1, 2, ..., n"]),
        ("it works … really", "it works... really", ["it works... really"]),
        ("one ... five", "one two", []),
        ("one ... (…) ... two", "one and two", ["one", "two"]),
    ],
)  # fmt: skip
def test_parts_stand_in_order(quote: str, answer: str, expected: list[str]) -> None:
    assert quotes(quote, answer) == expected


def test_the_leftmost_place_of_the_first_part_and_the_next_of_the_second_are_taken() -> None:
    found = find("one...two", "two One one two two")
    assert [(e.start, e.end) for e in found] == [(4, 7), (12, 15)]


def test_a_gap_is_at_most_600_characters() -> None:
    assert LONGEST_GAP == 600
    assert quotes("one...two", f"one{' ' * 600}two") == ["one", "two"]
    assert quotes("one...two", f"one{' ' * 601}two") == []


def test_a_first_part_that_is_too_far_off_gives_way_to_a_nearer_one() -> None:
    far = " x" * 400
    found = find("one...two...six", f"one{far} one two one one{far} six one two one two six")
    assert [(e.start, e.quote) for e in found] == [(1624, "one"), (1628, "two"), (1640, "six")]


@pytest.mark.parametrize(
    ("quote", "answer"),
    [
        ("max", "the maximum"),
        ("mum", "the maximum"),
        ("max", "the max\u00adimum"),
        ("max", "the max\u200bimum"),
        ("max", "the max_pool"),
        ("can ignore", "we can't ignore"),
        ("we can", "we can't"),
        ("we can", "we can’t"),
        ("lr is 5", "lr is 5.5"),
        ("5 is the rate", "0.5 is the rate"),
        ("000 units", "1,000 units"),
        ("cafe", "le cafe\u0301"),
        ("cafe", "le café"),
        ("strass", "die Straße"),
        ("is 1", "is ½"),
        ("한구", "한국"),
        ("ab is", "a*b is"),
        ("23 units", "2*3 units"),
        ("x2 units", "x**2 units"),
        ("a b is", "a * b is"),
        ("snakecase", "snake_case"),
        ("f(x) = 0", "f(x) >= 0"),
        ("f(x) > 0", "f(x) < 0"),
        ("> zero", "is < zero"),
        ("a b c", "a > b c"),
        ("C is", "C# is"),
        ("not able", "notable"),
        ("notable", "not able"),
        ("it drops no units", "it drops units"),
        ("it drops", "it, drops"),
        ("increases", "decreases"),
        ("Dropout zeroes units and more", "Dropout zeroes units"),
        ("か", "か\u3099"),
        ("resume", "résumé"),
    ],
)
def test_what_is_not_there_is_not_found(quote: str, answer: str) -> None:
    assert quotes(quote, answer) == []


@pytest.mark.parametrize(
    ("quote", "answer", "expected"),
    [
        ("max", "maximum, max", "max"),
        ("MAX", "maximum; max", "max"),
        ("relu", "(ReLU)", "ReLU"),
        ("linear", "non-linear", "linear"),
        ("Tensor", "`Tensor`s", "Tensor"),
        ("a*b is", "so a * b is", "a * b is"),
        ("丢弃", "随机丢弃神经元", "丢弃"),
        ("gd优化", "使用GD优化", "GD优化"),
        ("GD", "使用GD优化", "GD"),
        ("使用 GD 优化", "使用GD优化", "使用GD优化"),
        ("ドロップ", "それはﾄﾞﾛｯﾌﾟです", "ﾄﾞﾛｯﾌﾟ"),
        ("丢弃神经元!", "丢弃神经元。", "丢弃神经元"),
        ("การเรียนรู้", "เป็นการเรียนรู้เชิงลึก", "การเรียนรู้"),
    ],
)
def test_a_quote_ends_where_words_end(quote: str, answer: str, expected: str) -> None:
    assert quotes(quote, answer) == [expected]


@pytest.mark.parametrize(
    "quote",
    ["", " ", "...", "[…]", '""', "**", "?!", "→", "\u200b", "— …", "\u3164", "\u0301", "\0"],
)
def test_a_quote_without_letters_proves_nothing(quote: str) -> None:
    assert quotes(quote, quote) == []
    assert quotes(quote, f"so {quote} it is") == []


@pytest.mark.parametrize(
    ("quote", "answer", "expected"),
    [
        ("it", "so it is", []),
        ("I", "I think", []),
        ("a", "a", ["a"]),
        ("no", "No.", ["No"]),
        ("no", "**no**", ["no"]),
        ("no", "no way", []),
        ("GD", "with GD", ["GD"]),
        ("gd", "with GD", ["GD"]),
        ("GD", "with gd", []),
        ("us", "us in the US", ["US"]),
        ("L1", "with l1", ["l1"]),
        ("5", "has 5 layers", ["5"]),
        ("层", "五层", ["层"]),
        ("수", "그 수 를", ["수"]),
        ("it ... units", "it drops units", []),
        ("GD ... units", "GD moves units", ["GD", "units"]),
        ("so ... on", "so ... on", ["so ... on"]),
        ("it is", "so it is", ["it is"]),
    ],
)
def test_a_short_part_proves_something_only_where_it_is_telling(
    quote: str, answer: str, expected: list[str]
) -> None:
    assert quotes(quote, answer) == expected


@pytest.mark.parametrize(
    ("quote", "answer", "expected"),
    [
        ("Dropout", "dropout works", []),
        ("dropout work!", "How does dropout work? Well", []),
        (", and does DROPOUT", "x, and does dropout", [", and does dropout"]),
        (", does DROPOUT", "x, does dropout", []),
        ("does drop\u00adout", "does drop\u00adout", ["does drop\u00adout"]),
        ("does drop\u00adout", "does drop\u00adout x", []),
        ("dropout ... work", "dropout helps to work", []),
        ("dropout ... helps", "dropout helps", ["dropout", "helps"]),
        ("dropout", "Dropout.", ["Dropout"]),
        ("dropout", "- dropout", ["dropout"]),
        ("drop", "they drop", ["drop"]),
        ("dropout ... work", "dropout ... work", ["dropout ... work"]),
        ("dropout ... work", "so dropout ... work", []),
    ],
)
def test_the_words_of_the_question_prove_nothing(
    quote: str, answer: str, expected: list[str]
) -> None:
    assert quotes(quote, answer, "How does *dropout* work?") == expected


def test_a_finder_is_asked_many_times() -> None:
    finder = Finder("Dropout zeroes units. It scales the rest.", "What is dropout?")
    assert [e.start for e in finder.find("Zeroes ... scales")] == [8, 25]
    assert finder.find("dropout") == ()
    assert finder.find("zeroes") == find("zeroes", "Dropout zeroes units. It scales the rest.")


@pytest.mark.parametrize(
    "repeated", ["a", "aaa ", "*", "½", "\u0301\u0323", "- a\n", ". ", " ", "一"]
)
def test_odd_long_answers_do_not_take_long(repeated: str) -> None:
    answer = repeated * (20_000 // len(repeated)) + " one and two"
    finder = Finder(answer)
    assert finder.find("a" * 5_000 + "b") == ()
    assert [e.quote for e in finder.find("ONE ... TWO")] == ["one", "two"]


WORDS = (
    "dropout Straße ﬁne İstanbul cafe\u0301 x² L1norm ΣΟΦΟΣ don't 3.14159 1,000 max_pool ǰust "
    "half½ over\u00adfit naïve Ｌｏｓｓ 한국어 мир zeroes"
).split()
BETWEEN = "| |  |\n|, |. | — | “|” | **|** |\n- |\n> | … |\u200b ".split("|")[1:]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)


@st.composite
def sliced(draw: st.DrawFn) -> tuple[str, str]:
    """Return an answer and some of its words with what stands between them."""
    chosen = draw(words)
    marks = draw(st.lists(st.sampled_from(BETWEEN), min_size=len(chosen), max_size=len(chosen)))
    first = draw(st.integers(0, len(chosen) - 1))
    after = draw(st.integers(first + 1, len(chosen)))
    pieces = [word + mark for word, mark in zip(chosen, marks, strict=True)]
    slice_ = "".join(pieces[first:after])
    return "".join(pieces), draw(st.sampled_from([slice_, slice_[: -len(marks[after - 1])]]))


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text, so that what is found can be told apart."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(c for c in folded if c.isalnum())


@few
@given(sliced())
def test_any_slice_between_words_is_found(pair: tuple[str, str]) -> None:
    answer, quote = pair
    (evidence,) = find(quote, answer)
    assert evidence.quote == quote == answer[evidence.start : evidence.end]
    assert evidence.start == answer.index(quote)


def without_line_marks(text: str) -> str:
    return " ".join(text.replace("\n- ", "\n").replace("\n> ", "\n").split())


def straightened(text: str) -> str:
    return text.translate(str.maketrans("“”—", "\"'-"))


def curled(text: str) -> str:
    return "“" + text.replace("'", "’").replace("-", "–") + ".”"


CHANGES: tuple[Callable[[str], str], ...] = (
    str.upper,
    str.lower,
    without_line_marks,
    straightened,
    curled,
    partial(unicodedata.normalize, "NFC"),
    partial(unicodedata.normalize, "NFD"),
)


@few
@given(sliced(), st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4))
def test_a_slice_quoted_carelessly_is_found(
    pair: tuple[str, str], changes: list[Callable[[str], str]]
) -> None:
    answer, quote = pair
    for change in changes:
        quote = change(quote)
    found = find(quote, answer)
    assert found != ()
    assert squeezed("".join(e.quote or "" for e in found)) == squeezed(quote)


@few
@given(sliced())
def test_white_space_may_be_more(pair: tuple[str, str]) -> None:
    answer, quote = pair
    assume(not any(mark in quote for mark in ("\n", "**")))
    assert find("\n" + quote.replace(" ", " \n "), answer) != ()


@few
@given(sliced(), st.data())
def test_a_slice_with_a_letter_changed_is_not_found(
    pair: tuple[str, str], data: st.DataObject
) -> None:
    answer, quote = pair
    letters = [at for at, character in enumerate(quote) if character.isalpha()]
    assume(letters)
    at = data.draw(st.sampled_from(letters))
    assert find(f"{quote[:at]}q{quote[at + 1 :]}", answer) == ()


tangled = st.text(
    alphabet=st.one_of(
        st.sampled_from("aab ABß1½.,'’“…()[]*_`~#>-\n \u00ad\u200b\u0301\u0323İﬁ一Ａ‹›\0"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(tangled, tangled, tangled)
@example("a ½... ½ b", "a ½ ½ b", "")
@example("", "", "")
def test_whatever_is_found_stands_there_in_order(quote: str, rest: str, question: str) -> None:
    answer = f"{rest} {quote.swapcase()} {rest}"
    found = find(quote, answer, question)
    assert all(answer[e.start : e.end] == e.quote for e in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    assert squeezed("".join(e.quote or "" for e in found)) in ("", squeezed(quote))


@few
@given(st.text(alphabet="ab .…*-'\n", max_size=12), st.text(alphabet="ab .*-'\n", max_size=40))
def test_letters_that_are_not_there_in_a_row_are_not_found(quote: str, answer: str) -> None:
    if "…" not in quote and ".." not in quote and squeezed(quote) not in squeezed(answer):
        assert find(quote, answer) == ()
    assert find(f"{quote} c", answer) == ()
