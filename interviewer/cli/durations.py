"""Read a length of time as people write it."""

from __future__ import annotations

import re

from interviewer.errors import SessionError

_UNITS = {"h": 3600, "m": 60, "s": 1}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([hms]?)", re.IGNORECASE)


def seconds_of(text: str | None) -> float | None:
    """Return ``1h30m``, ``45m``, ``90s`` or plain minutes in seconds; SessionError otherwise."""
    if text is None:
        return None
    told = text.strip()
    parts = _PART.findall(told)
    whole = "".join(f"{number}{unit}" for number, unit in parts)
    total = sum(float(number) * _UNITS[(unit or "m").lower()] for number, unit in parts)
    if whole != re.sub(r"\s", "", told) or total <= 0:
        raise SessionError(f"--time {text!r} is no length of time; 45m, 1h30m or 90s would be")
    return total


def clock_of(seconds: float) -> str:
    """Return seconds as ``m:ss``, or ``h:mm:ss`` from an hour on."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def told(seconds: float) -> str:
    """Return seconds in words: ``40 s``, ``3 min 5 s``, ``1 h 0 min 5 s``."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    parts += [f"{minutes} min"] if whole >= _UNITS["m"] else []
    return " ".join([*parts, f"{rest} s"])
