"""Days as people write them."""

from __future__ import annotations

from datetime import date

from interviewer.errors import SessionError


def day_of(text: str | None, *, now: str) -> str | None:
    """Return a day in ISO 8601 (``2026-12-24``); SessionError where it is none, or is over.

    ``now`` is a time as text.
    """
    if text is None:
        return None
    try:
        day = date.fromisoformat(text.strip()).isoformat()
    except ValueError as error:
        raise SessionError(f"--interview-date {text!r} is no day; 2026-12-24 would be") from error
    if day < now[: len(day)]:
        raise SessionError(f"--interview-date {day} is over; name a day that is to come")
    return day
