"""How long to wait before a call is tried again: what the server asked for, else a drawn time.

The clock and the dice are arguments, so that a wait can be told beforehand and tested.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_CEILING_SECONDS = 1
"""The longest wait before the first retry; each further retry doubles it."""

LAST_CEILING_SECONDS = 60
"""No drawn wait is longer: rate limits are counted by the minute.

Both are those of OpenAI's guide to rate limits, "Retrying with exponential backoff".
"""

_LIMITS = ("requests", "tokens")
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+", re.ASCII)
_PART = rf"({_NUMBER.pattern})(h|ms|m|s|us|µs|ns)"
_DURATION = re.compile(f"(?:{_PART})+", re.ASCII)
_PARTS = re.compile(_PART, re.ASCII)
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_MS_PER_SECOND = 1000.0


def wanted_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that a server asks to wait; None where it says nothing sensible.

    ``retry-after-ms`` goes before ``retry-after`` (RFC 9110, 10.2.3: seconds or a date), and that
    before the ``x-ratelimit-reset-*`` of the limits that are used up. ``now`` is aware; a date that
    is past means 0. The answer is finite and not negative, but may be longer than anybody waits.
    """
    said = {name.lower(): value.strip() for name, value in headers.items()}
    milliseconds = _number(said.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / _MS_PER_SECOND
    after = said.get("retry-after", "")
    for wait in (_number(after), _until(after, now)):
        if wait is not None:
            return wait
    resets = [
        _duration(said.get(f"x-ratelimit-reset-{limit}", ""))
        for limit in _LIMITS
        if said.get(f"x-ratelimit-remaining-{limit}", "0") == "0"
    ]
    return max((reset for reset in resets if reset is not None), default=None)


def backoff(attempt: int, draw: float) -> float:
    """Return the seconds to wait after attempt 0, 1, 2, … failed; ``draw`` is in [0, 1).

    "Full Jitter" of the AWS Architecture Blog, "Exponential Backoff And Jitter" (2015): anything
    from 0 to a ceiling that doubles, so that calls that failed together do not come back together.
    """
    ceiling: int = FIRST_CEILING_SECONDS * 2**attempt
    return draw * min(LAST_CEILING_SECONDS, ceiling)


def _number(text: str) -> float | None:
    return _finite(float(text)) if _NUMBER.fullmatch(text) else None


def _duration(text: str) -> float | None:
    """Read a duration as Go prints it (``1h2m3.5s``), or plain seconds."""
    if not _DURATION.fullmatch(text):
        return _number(text)
    return _finite(sum(float(n) * _SECONDS[unit] for n, unit in _PARTS.findall(text)))


def _until(text: str, now: datetime) -> float | None:
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for an offset of ages
        return None
    # HTTP dates are GMT, also in the one old form that does not say so.
    aware = date if date.tzinfo is not None else date.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


def _finite(seconds: float) -> float | None:
    return seconds if math.isfinite(seconds) else None
