"""A wait is what the server asked for, in any of the forms that servers use, or a drawn one."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.judge.openai.waiting import backoff, wanted_wait

NOW = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)  # a Sunday
NAMES = (
    "retry-after-ms",
    "retry-after",
    "x-ratelimit-reset-requests",
    "x-ratelimit-reset-tokens",
    "x-ratelimit-remaining-requests",
    "x-ratelimit-remaining-tokens",
)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "0"}, 0.0),
        ({"retry-after": "20"}, 20.0),
        ({"retry-after": " 0.25 "}, 0.25),
        ({"retry-after": "0"}, 0.0),
        ({"Retry-After": "7"}, 7.0),
        ({"RETRY-AFTER-MS": "7"}, 0.007),
        ({"retry-after": "Sun, 01 Nov 2026 12:01:30 GMT"}, 90.0),
        ({"retry-after": "Sunday, 01-Nov-26 12:01:30 GMT"}, 90.0),
        ({"retry-after": "Sun Nov  1 12:01:30 2026"}, 90.0),
        ({"retry-after": "Sun, 01 Nov 2026 13:01:30 +0100"}, 90.0),
        ({"retry-after": "Sun, 01 Nov 2026 11:59:59 GMT"}, 0.0),
    ],
)
def test_a_server_may_ask_in_milliseconds_seconds_or_by_a_date(
    headers: dict[str, str], seconds: float
) -> None:
    assert wanted_wait(headers, NOW) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        ("6m0s", 360.0),
        ("1s", 1.0),
        ("50ms", 0.05),
        ("1h2m3.5s", 3723.5),
        ("7.66s", 7.66),
        ("500µs", 0.0005),
        ("12", 12.0),
        ("0s", 0.0),
    ],
)
def test_a_reset_is_a_duration_or_plain_seconds(reset: str, seconds: float) -> None:
    assert wanted_wait({"x-ratelimit-reset-tokens": reset}, NOW) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after-ms": "100", "retry-after": "9"}, 0.1),
        ({"retry-after": "9", "x-ratelimit-reset-requests": "1h"}, 9.0),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9.0),
        ({"retry-after": "soon", "x-ratelimit-reset-requests": "1h"}, 3600.0),
        ({"x-ratelimit-reset-requests": "2s", "x-ratelimit-reset-tokens": "1m"}, 60.0),
        ({"x-ratelimit-reset-requests": "2s", "x-ratelimit-reset-tokens": "never"}, 2.0),
    ],
)
def test_the_plainest_word_goes_first_and_the_longest_reset_counts(
    headers: dict[str, str], seconds: float
) -> None:
    assert wanted_wait(headers, NOW) == pytest.approx(seconds)


def test_only_the_limit_that_is_used_up_is_waited_for() -> None:
    headers = {
        "X-RateLimit-Remaining-Requests": "0",
        "X-RateLimit-Reset-Requests": "2s",
        "X-RateLimit-Remaining-Tokens": "149000",
        "X-RateLimit-Reset-Tokens": "6m0s",
    }
    assert wanted_wait(headers, NOW) == 2.0
    assert wanted_wait(headers | {"X-RateLimit-Remaining-Requests": "1"}, NOW) is None


@pytest.mark.parametrize(
    "said",
    ["", " ", "nan", "inf", "-5", "1e5", "٣", "9" * 400, "1d", "5 s", "s", "1s?", "tomorrow",
     "Sun, 99 Nov 2026", "Sun, 01 Nov 2026 12:00:00 +99999999999999999999"],
)  # fmt: skip
@pytest.mark.parametrize("name", NAMES[:4])
def test_what_is_not_sensible_is_not_said(name: str, said: str) -> None:
    assert wanted_wait({name: said}, NOW) is None


def test_a_reply_without_such_headers_asks_for_nothing() -> None:
    assert wanted_wait({}, NOW) is None
    assert wanted_wait({"content-type": "application/json"}, NOW) is None


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.text() | st.text("0123456789.hmsu -+:,GMTSunNov", max_size=30) | st.floats().map(str),
    )
)
def test_whatever_is_said_the_wait_is_finite_and_not_negative(headers: dict[str, str]) -> None:
    wait = wanted_wait(headers, NOW)
    assert wait is None or (math.isfinite(wait) and wait >= 0)


@pytest.mark.parametrize(
    ("attempt", "draw", "seconds"),
    [(0, 0.5, 0.5), (1, 0.5, 1.0), (2, 0.25, 1.0), (5, 0.5, 16.0), (6, 0.5, 30.0), (5000, 0.5, 30)],
)  # fmt: skip
def test_a_drawn_wait_doubles_its_ceiling_up_to_a_minute(
    attempt: int, draw: float, seconds: float
) -> None:
    assert backoff(attempt, draw) == seconds


@settings(deadline=None)
@given(st.integers(0, 2000), st.floats(0, 1, exclude_max=True))
def test_a_drawn_wait_is_anything_from_zero_to_the_ceiling(attempt: int, draw: float) -> None:
    assert backoff(attempt, 0.0) == 0.0
    assert 0.0 <= backoff(attempt, draw) < 60.0
