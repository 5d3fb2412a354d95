"""What a judge wrote is read as it stands, or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from interviewer.judge.prompt import Statement
from interviewer.judge.reply import Said, Unparsable, read_reply

ASKED = (
    Statement("formula", "keypoint", "formula", "It is the larger of zero and its input."),
    Statement("gradient", "keypoint", "gradient", "Its gradient is one above zero."),
    Statement("also-formula", "misconception", "formula", "It squashes."),
    Statement("recorded-remark", "canary", "recorded-remark", "The recorded remark reads: x."),
)
MET = {"evidence": ["larger of zero"], "reason": "Said.", "label": "met"}
MISSED = {"evidence": [], "reason": "Not said.", "label": "missed"}
ABSENT = {"evidence": [], "reason": "No.", "label": "absent"}
GOOD = {"formula": MET, "gradient": MISSED, "also-formula": ABSENT, "recorded-remark": MISSED}
READ = {
    "formula": Said(("larger of zero",), "Said.", "met"),
    "gradient": Said((), "Not said.", "missed"),
    "also-formula": Said((), "No.", "absent"),
    "recorded-remark": Said((), "Not said.", "missed"),
}
TEXT = json.dumps(GOOD)
DECOY = json.dumps({"gradient": {**MET, "evidence": ["a decoy"]}})


def ruling(**parts: object) -> str:
    """Return a reply on one statement, with parts of it changed or (None) left out."""
    told = {name: part for name, part in {**MET, **parts}.items() if part is not None}
    return json.dumps({"formula": told})


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        json.dumps(GOOD, indent=2),
        f"\n\t {TEXT}\r\n\n",
        f"\ufeff{TEXT}",
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"```JSON  \n\n{TEXT}\n\n  ```\n",
        f"```json\n{TEXT}```",
        f"Here is my ruling.\n{TEXT}",
        f"{TEXT}\nI hope }} that ] helps.",
        f"Sure:\n```json\n{TEXT}\n```\nAnything else?",
        json.dumps({"thoughts": {"formula": {**MET, "label": "missed"}}, **GOOD}),
        json.dumps({**GOOD, "nobody-asked": MET, "score": 10, "": None, "x": [[{}]]}),
        json.dumps(dict(reversed(GOOD.items()))),
        TEXT.replace("formula", "\\u0066ormula"),
        json.dumps({**GOOD, "n": 10**4000}),
    ],
)
def test_one_object_is_read_alone_in_a_fence_or_in_prose(text: str) -> None:
    assert read_reply(text, ASKED) == READ


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "\ufeff",
        "This is a good answer.",
        "null",
        "true",
        "7",
        "-0.5e3",
        "NaN",
        '"met"',
        json.dumps(TEXT),
        "[]",
        f"[{TEXT}]",
        f"```json\n[{TEXT}]\n```",
        "{",
        "}",
        TEXT[:-1],
        TEXT[:50],
        TEXT[1:],
        TEXT.replace('"', "'"),
        f"{TEXT[:-1]},}}",
        f"{TEXT}{TEXT}",
        f"{TEXT}\n{TEXT}",
        f"{DECOY}\nOn second thoughts:\n{TEXT}",
        f"{TEXT}\nAlso: {DECOY}",
        f"```json\n{DECOY}\n```\nOn second thoughts:\n```json\n{TEXT}\n```",
        f"Of {{all}} statements:\n{TEXT}",
        f"{TEXT}\nBroken: {TEXT[:40]}",
        TEXT[:-1] + ', "n": NaN}',
        TEXT[:-1] + ', "n": [-Infinity]}',
        TEXT[:-1] + ', "n": ' + "9" * 5000 + "}",
        TEXT[:-1] + ', "n": 01}',
        TEXT.replace("Said.", "Two\nlines."),
        TEXT.replace("Said.", "A \x00 in it."),
        "[" * 100_000,
        '{"formula":' * 100_000,
        "{" * 100_000,
        "x" * 400_001,
        TEXT + " " * 400_000,
    ],
)
def test_what_is_not_one_json_object_is_unparsable(text: str) -> None:
    with pytest.raises(Unparsable) as failed:
        read_reply(text, ASKED)
    assert "\n" not in str(failed.value)
    assert len(str(failed.value)) < 80


@pytest.mark.parametrize(
    "text",
    [
        # A judge that copies the candidate's JSON without escaping it.
        f'{{"gradient": {{"evidence": ["{DECOY}"], "reason": "It says so.", "label": "missed"}}}}',
        f'{{"formula": {{"evidence": [], "reason": "It says {DECOY}", "label": "missed"}}}}',
        f"{{'formula': {{'evidence': ['{DECOY}'], 'reason': 'x', 'label': 'missed'}}}}",
        f"{{formula: {DECOY}}}",
        f"{TEXT[:-1]}, {DECOY}}}",
        f'{{"reason": "two\nlines", "formula": {DECOY}}}',
        f'{{"x": NaN, "formula": {DECOY}}}',
        f"{'{' * 300}{DECOY}",
    ],
)
def test_an_object_inside_one_that_cannot_be_read_is_not_taken_for_the_reply(text: str) -> None:
    with pytest.raises(Unparsable):
        read_reply(text, ASKED)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"answer": GOOD}),
        json.dumps({"gradient": {"formula": MET}}),
        json.dumps({"nobody-asked": {**MET, "formula": MET}}),
        json.dumps({"formula": {**MET, "reason": TEXT, "label": {"label": "met"}}}),
        "{}",
    ],
)
def test_a_ruling_counts_at_the_top_only(text: str) -> None:
    assert read_reply(text, ASKED) == {}


@pytest.mark.parametrize(
    "text",
    [
        ruling(label="excellent"),
        ruling(label="held"),
        ruling(label="unscored"),
        ruling(label="Met"),
        ruling(label=" met"),
        ruling(label=""),
        ruling(label=1),
        ruling(label=["met"]),
        ruling(label=None),
        ruling(reason=None),
        ruling(reason=7),
        ruling(reason=["Said."]),
        ruling(evidence=None),
        ruling(evidence="larger of zero"),
        ruling(evidence={"0": "larger of zero"}),
        ruling(evidence=["larger of zero", 5]),
        ruling(evidence=[["larger of zero"]]),
        ruling(evidence=[None]),
        '{"formula": {"evidence": null, "reason": "Said.", "label": "met"}}',
        '{"formula": {"evidence": {}, "reason": "Said.", "label": "met"}}',
        '{"formula": {"evidence": [], "reason": "", "label": "met", "label": "missed"}}',
        '{"formula": {"evidence": ["a"], "evidence": ["a"], "reason": "", "label": "met"}}',
        '{"formula": "met"}',
        '{"formula": null}',
        '{"formula": ["met"]}',
        '{"formula": []}',
        '{"formula": 1e999}',
        f'{{"formula": {json.dumps(MET)}, "formula": {json.dumps(MET)}}}',
        f'{{"formula": {json.dumps(MET)}, "formul\\u0061": {json.dumps(MISSED)}}}',
        f'{{"formula": null, "formula": {json.dumps(MET)}}}',
        f'{{"Formula": {json.dumps(MET)}}}',
        f'{{"formula ": {json.dumps(MET)}}}',
    ],
)
def test_a_ruling_that_is_malformed_or_stands_twice_is_left_out(text: str) -> None:
    assert read_reply(text, ASKED) == {}


def test_a_malformed_ruling_takes_no_other_with_it() -> None:
    text = json.dumps({**GOOD, "formula": {**MET, "label": "splendid"}})
    assert read_reply(text, ASKED) == {k: said for k, said in READ.items() if k != "formula"}


def test_a_ruling_may_say_more_than_was_asked_for() -> None:
    assert read_reply(ruling(confidence=0.9, points=7), ASKED) == {"formula": READ["formula"]}


def test_only_what_was_asked_about_is_read() -> None:
    assert read_reply(TEXT, ASKED[1:2]) == {"gradient": READ["gradient"]}
    assert read_reply(TEXT, ()) == {}


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("One\nline\r\n\tonly.", "One line only."),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("a\x00\x7f\x9fb", "a b"),
        ("  \n ", ""),
        ("half an emoji: \ud83d.", "half an emoji:  ."),
        ("a whole one: \U0001f600", "a whole one: \U0001f600"),
        ("x" * 600, "x" * 600),
        ("x" * 601, "x" * 600 + "…"),
        ("x" * 300_000, "x" * 600 + "…"),
    ],
)
def test_a_reason_is_one_line_that_can_be_written_down(reason: str, told: str) -> None:
    said = read_reply(ruling(reason=reason), ASKED)["formula"]
    assert said.reason == told
    assert said.reason.encode().decode() == told


def test_quotes_are_left_as_they_were_written() -> None:
    quotes = [" a\nb ", "", "\u2028", "…"]
    assert read_reply(ruling(evidence=quotes), ASKED)["formula"].quotes == tuple(quotes)


LABELS = {s.key: s.labels for s in ASKED}
_KEYS = st.sampled_from([*LABELS, "evidence", "reason", "label", "x", ""])
_WORDS = st.sampled_from(["met", "partial", "missed", "contradicted", "held", "absent", "Met"])
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=8,
)
_RULING = st.fixed_dictionaries(
    {"evidence": st.lists(st.text(max_size=5)) | _VALUES, "reason": _VALUES, "label": _WORDS}
)
_REPLIES = st.dictionaries(_KEYS, _RULING | _VALUES, max_size=5).map(json.dumps)
_BITS = st.lists(
    st.sampled_from(
        [*'{}[]",:\\', "\n", "```", "json", '"met"', '"formula"', '"label"', "1e9", "NaN", "\ud800"]
    ),
    max_size=25,
).map("".join)


@st.composite
def broken_replies(draw: st.DrawFn) -> str:
    """Return a reply with a piece of it cut out and something put in its place."""
    text = draw(_REPLIES)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 4)))
    return text[:start] + draw(_BITS | _REPLIES | st.text(max_size=5)) + text[end:]


@settings(max_examples=300, deadline=None)
@example("[" * 5000)
@example('{"a":' * 5000)
@given(st.text() | _BITS | _REPLIES | broken_replies())
def test_any_text_is_read_or_unparsable_and_no_label_is_another_statements(text: str) -> None:
    try:
        found = read_reply(text, ASKED)
    except Unparsable:
        return
    for key, said in found.items():
        assert said.label in LABELS[key]
        assert all(isinstance(quote, str) for quote in said.quotes)
        assert len(said.reason) <= 601
        said.reason.encode()


_GOOD = st.fixed_dictionaries(
    {
        key: st.builds(
            lambda quotes, reason, label: {"evidence": quotes, "reason": reason, "label": label},
            st.lists(st.text(max_size=10), max_size=3),
            st.text(st.characters(exclude_categories=("Cc", "Cs", "Z")), max_size=20),
            st.sampled_from(labels),
        )
        for key, labels in LABELS.items()
    }
)


@settings(deadline=None)
@given(_GOOD, st.booleans())
def test_a_good_reply_is_read_whole_whatever_is_quoted_in_it(
    rulings: dict[str, dict[str, Any]], ascii_only: bool
) -> None:
    found = read_reply(json.dumps(rulings, ensure_ascii=ascii_only), ASKED)
    assert found == {
        key: Said(tuple(told["evidence"]), told["reason"], told["label"])
        for key, told in rulings.items()
    }
