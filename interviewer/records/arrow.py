"""Parquet values as JSON, in one way each, and the one place that imports pyarrow.

| Parquet | JSON |
|---|---|
| null, bool, any integer, text, dictionary-encoded text | the same |
| float | a number; NaN and infinity have none |
| decimal without places | an integer; with places text, ``"12.50"``, so that no digit is lost |
| date, time | ``"2026-01-31"``, ``"09:30:00"`` with as many places as the unit has |
| timestamp | ``"2026-01-31T09:30:00"``; with a time zone in UTC, ``"2026-01-31T08:30:00Z"`` |
| binary | its text where it is UTF-8: older writers call text that |
| UUID | ``"2b24949e-8837-4a00-8bac-336cdf211ee5"`` |
| list, struct, map with text keys | array, object, object |

A duration, an interval and whatever else there is has no JSON.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from types import ModuleType
from typing import Any, NoReturn

from pydantic import JsonValue

from interviewer.errors import RecordsError

Scalar = Any
ArrowType = Any
Reads = Callable[[Scalar], JsonValue]

_PLACES = {"s": 0, "ms": 3, "us": 6, "ns": 9}
_DAY = 24 * 60 * 60


class NoJsonError(Exception):
    """A value that JSON has no form for; the message says why and not what it is."""


def pyarrow() -> ModuleType:
    """Return pyarrow; RecordsError with the remedy where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise RecordsError(
            "Parquet needs pyarrow; install it: pip install 'keypoint-interviewer[parquet]'"
        ) from error
    return pyarrow  # type: ignore[no-any-return]


def reader_of(kind: ArrowType) -> Reads:
    """Return what makes JSON of a scalar of this Arrow type.

    It raises NoJsonError where a value has none and UnicodeDecodeError where a text is not UTF-8.
    """
    reads = _reader_of(kind)
    return lambda scalar: reads(scalar) if scalar.is_valid else None


def _reader_of(kind: ArrowType) -> Reads:
    arrow = pyarrow()
    types = arrow.types
    for fits, reads in (
        (types.is_boolean, _as_it_is),
        (types.is_integer, _as_it_is),
        (types.is_string, _as_it_is),
        (types.is_large_string, _as_it_is),
        (types.is_string_view, _as_it_is),
        (types.is_floating, _number),
        (types.is_date32, lambda scalar: _day(scalar.value)),
        (types.is_date64, lambda scalar: _day(scalar.value // (_DAY * 1000))),
        (types.is_binary, _text),
        (types.is_large_binary, _text),
        (types.is_binary_view, _text),
        (types.is_fixed_size_binary, _text),
    ):
        if fits(kind):
            return reads
    if types.is_decimal(kind):
        return _whole if kind.scale <= 0 else _digits
    if types.is_time(kind):
        return lambda scalar: _clock(scalar.value, kind.unit)
    if types.is_timestamp(kind):
        zone = "" if kind.tz is None else "Z"
        return lambda scalar: _moment(scalar.value, kind.unit) + zone
    if isinstance(kind, arrow.UuidType):
        return lambda scalar: str(scalar.as_py())
    return _nested(kind)


def _nested(kind: ArrowType) -> Reads:
    arrow = pyarrow()
    types = arrow.types
    if types.is_struct(kind):
        names = [kind.field(place).name for place in range(kind.num_fields)]
        fields = [reader_of(kind.field(place).type) for place in range(kind.num_fields)]
        return lambda scalar: _object(
            (name, reads(scalar[place]))
            for place, (name, reads) in enumerate(zip(names, fields, strict=True))
        )
    if types.is_map(kind):
        of_key, of_item = reader_of(kind.key_type), reader_of(kind.item_type)
        return lambda scalar: _object((of_key(p[0]), of_item(p[1])) for p in scalar.values)
    if types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind):
        of_entry = reader_of(kind.value_type)
        return lambda scalar: [of_entry(entry) for entry in scalar.values]
    if types.is_dictionary(kind) or isinstance(kind, arrow.BaseExtensionType):
        inner = reader_of(kind.value_type if types.is_dictionary(kind) else kind.storage_type)
        return lambda scalar: inner(scalar.value)
    return lambda scalar: _refuse(f"{kind} has no JSON; write text or a number")


def _refuse(why: str) -> NoReturn:
    raise NoJsonError(why)


def _as_it_is(scalar: Scalar) -> JsonValue:
    value: JsonValue = scalar.as_py()
    return value


def _number(scalar: Scalar) -> JsonValue:
    number = float(scalar.as_py())
    if not math.isfinite(number):
        _refuse("NaN and infinity are not JSON; write a number or null")
    return number


def _whole(scalar: Scalar) -> JsonValue:
    return int(scalar.as_py())


def _digits(scalar: Scalar) -> JsonValue:
    return f"{scalar.as_py():f}"


def _text(scalar: Scalar) -> JsonValue:
    value: bytes = scalar.as_py()
    return value.decode("utf-8")


def _day(days: int) -> str:
    return _from_epoch(days * _DAY).date().isoformat()


def _moment(value: int, unit: str) -> str:
    seconds, parts = divmod(value, 10 ** _PLACES[unit])
    return _from_epoch(seconds).isoformat() + _fraction(parts, unit)


def _clock(value: int, unit: str) -> str:
    seconds, parts = divmod(value, 10 ** _PLACES[unit])
    if not 0 <= seconds < _DAY:
        _refuse("a time must lie within a day")
    return _from_epoch(seconds).time().isoformat() + _fraction(parts, unit)


def _from_epoch(seconds: int) -> datetime:
    try:
        return datetime(1970, 1, 1) + timedelta(seconds=seconds)
    except OverflowError:
        _refuse("a date must lie in the years 1 to 9999")


def _fraction(parts: int, unit: str) -> str:
    return f".{parts:0{_PLACES[unit]}}" if _PLACES[unit] else ""


def _object(pairs: Iterable[tuple[JsonValue, JsonValue]]) -> JsonValue:
    found: dict[str, JsonValue] = {}
    for key, value in pairs:
        if not isinstance(key, str):
            _refuse("a key must be text")
        if key in found:
            _refuse("a key stands twice")
        found[key] = value
    return found
