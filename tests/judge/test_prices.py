"""Prices come from the user's file, to the cent, or with one line that says what to mend."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import InterviewerError
from interviewer.judge.exchange import Usage
from interviewer.judge.prices import Price, Prices, read_prices

GOOD = """\
as_of = 2026-11-01
[models."some-model"]
input = 2.50        # money per million prompt tokens
cached = 1.25
output = 10.00

[models."vendor/gpt-4.1"]
input = 3
output = 1e1
"""
NAMED = 'as_of = 2026-11-01\n[models."m"]\n'


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "prices.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def mistake(folder: Path, text: str | bytes) -> str:
    """Return what is said of a file, after its path."""
    path = written(folder, text)
    with pytest.raises(InterviewerError) as caught:
        read_prices(path)
    before, told = str(caught.value).split(": ", 1)
    assert before == str(path)
    assert "\n" not in told
    return told


def test_a_file_of_prices_is_read(tmp_path: Path) -> None:
    assert read_prices(written(tmp_path, GOOD)) == Prices(
        as_of=date(2026, 11, 1),
        models={
            "some-model": Price(input=Decimal("2.5"), cached=Decimal("1.25"), output=Decimal("10")),
            "vendor/gpt-4.1": Price(input=Decimal(3), cached=Decimal(3), output=Decimal(10)),
        },
    )


def test_a_price_is_what_was_written_and_not_its_binary_neighbour(tmp_path: Path) -> None:
    text = NAMED + "input = 0.1\noutput = 0.2\n"
    price = read_prices(written(tmp_path, text)).models["m"]
    assert price.input + price.output == Decimal("0.3")


def test_zero_is_a_price(tmp_path: Path) -> None:
    text = NAMED + "input = 2\ncached = 0\noutput = 0.0\n"
    price = read_prices(written(tmp_path, text)).models["m"]
    assert price == Price(input=Decimal(2), cached=Decimal(0), output=Decimal(0))


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    text = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    assert set(read_prices(written(tmp_path, text)).models) == {"some-model", "vendor/gpt-4.1"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NAMED + "input = 1\n", "models.m.output is missing; write output = 10.00"),
        (NAMED + "output = 1\n", "models.m.input is missing; write input = 2.50"),
        (NAMED + "input = -1\noutput = 1\n", "models.m.input is negative; write input = 2.50"),
        (NAMED + "input = 1\ncached = -0.5\noutput = 1\n", "models.m.cached is negative; write"),
        (NAMED + "input = inf\noutput = 1\n", "models.m.input is not finite; write input"),
        (NAMED + "input = 1\noutput = nan\n", "models.m.output is not finite; write output"),
        (NAMED + 'input = "1"\noutput = 1\n', "models.m.input is of the wrong kind; write input"),
        (NAMED + "input = true\noutput = 1\n", "models.m.input is of the wrong kind; write input"),
        (
            NAMED + "input = 1\nouput = 1\n",
            "models.m.ouput is unknown; there are 'input', 'cached', 'output'",
        ),
        ("asof = 2026-11-01\n[models]\n", "asof is unknown; there are 'as_of', 'models'"),
        ("[models]\n", "as_of is missing; write as_of = 2026-11-01, a date without quotes"),
        ('as_of = "2026-11-01"\n[models]\n', "as_of is of the wrong kind; write as_of = 2026-"),
        ("as_of = 2026-11-01T10:00:00\n[models]\n", "as_of is of the wrong kind; write as_of"),
        ("as_of = 2026-11-01\n", 'models is missing; write [models."some-model"]'),
        ("as_of = 2026-11-01\nmodels = 3\n", 'models is of the wrong kind; write [models."some'),
        ("as_of = 2026-11-01\n[models]\nm = 3\n", "models.m is of the wrong kind; write [models."),
        (
            'as_of = 2026-11-01\n[models."a b\\n"]\ninput = 1\n',
            'models."a b\\n".output is missing; write output',
        ),
        (
            "as_of = 2026-11-01\n[models.gpt-4.1]\ninput = 1\noutput = 1\n",
            'models.gpt-4.1 is unknown; a model\'s name with a dot is quoted: [models."gpt-4.1"]',
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(
    tmp_path: Path, text: str, told: str
) -> None:
    assert mistake(tmp_path, text).startswith(told)


def test_what_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    told = mistake(tmp_path, NAMED + "input 2.50\n")
    assert told.startswith("not TOML: ")
    assert "at line 3, column" in told
    assert told.endswith("; a line is a key, =, and a number: input = 2.50")


def test_a_model_that_stands_twice_is_a_mistake(tmp_path: Path) -> None:
    prices = '[models."m"]\ninput = 1\noutput = 1\n'
    assert "at line 5" in mistake(tmp_path, "as_of = 2026-11-01\n" + prices + prices)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NAMED.encode() + b"# \xff\n", "not UTF-8 at byte 35; save the file as UTF-8"),
        ("as_of = " + "9" * 5000, "not TOML: "),
        ("as_of = " + "[" * 100_000, "nested too deeply; "),
    ],
)
def test_what_no_reader_takes_is_one_line_too(tmp_path: Path, text: str | bytes, told: str) -> None:
    assert mistake(tmp_path, text).startswith(told)


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    gone = tmp_path / "gone.toml"
    with pytest.raises(InterviewerError) as caught:
        read_prices(gone)
    told = f"{gone}: cannot be read (no such file or directory); name a file of prices"
    assert str(caught.value) == told
    with pytest.raises(InterviewerError, match="cannot be read"):
        read_prices(tmp_path)


PRICE = Price(input=Decimal("2.50"), cached=Decimal("1.25"), output=Decimal("10.00"))


@pytest.mark.parametrize(
    ("usage", "cost"),
    [
        (Usage(), "0"),
        (Usage(prompt=1_000_000), "2.50"),
        (Usage(prompt=1_000_000, cached=1_000_000), "1.25"),
        (Usage(completion=1_000_000), "10.00"),
        (Usage(prompt=1200, completion=300, cached=1000), "0.00475"),
        (Usage(prompt=1), "0.0000025"),
        (Usage(prompt=1000, cached=5000), "0.00125"),
    ],
)
def test_cached_tokens_are_part_of_the_prompt_and_cost_less(usage: Usage, cost: str) -> None:
    assert PRICE.cost(usage) == Decimal(cost)


def test_the_bound_believes_in_no_discount() -> None:
    assert PRICE.bound(1000, 500) == Decimal("0.0075")
    dear_cache = Price(input=Decimal(1), cached=Decimal(3), output=Decimal(0))
    assert dear_cache.bound(1_000_000, 0) == Decimal(3)


MONEY = st.decimals(0, 1000, places=4)
TOKENS = st.integers(0, 10**7)


@settings(deadline=None)
@given(MONEY, MONEY, MONEY, TOKENS, TOKENS, TOKENS)
def test_no_call_costs_more_than_its_bound(
    fresh: Decimal, cached: Decimal, output: Decimal, prompt: int, completion: int, hits: int
) -> None:
    price = Price(input=fresh, cached=cached, output=output)
    usage = Usage(prompt=prompt, completion=completion, cached=hits)
    assert 0 <= price.cost(usage) <= price.bound(prompt, completion)
