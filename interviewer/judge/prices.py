"""What tokens cost, from a TOML file that the user writes; none is shipped, for prices change.

    as_of = 2026-11-01
    [models."some-model"]
    input = 2.50        # money per million prompt tokens
    cached = 1.25       # of those that the endpoint had cached; default: input
    output = 10.00

The currency is whatever the user thinks in. Sums are decimal, so that no cent is lost to binary.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails

from interviewer.errors import InterviewerError
from interviewer.frozen import Frozen
from interviewer.judge.exchange import Usage

TOKENS_PER_PRICE = 1_000_000

_WRONG = {
    "missing": "is missing",
    "greater_than_equal": "is negative",
    "finite_number": "is not finite",
}
_RIGHT = {
    "as_of": "as_of = 2026-11-01, a date without quotes",
    "models": '[models."some-model"] and its prices below',
    "input": "input = 2.50, money per million tokens, 0 or more",
    "cached": "cached = 1.25, money per million tokens, 0 or more",
    "output": "output = 10.00, money per million tokens, 0 or more",
}


def _decimal(value: object) -> object:
    """Take TOML's numbers as they were written: through ``str``, not through binary."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else value


Money = Annotated[Decimal, BeforeValidator(_decimal), Field(ge=0)]
"""Money for a million tokens."""


class Price(Frozen):
    """What a model's tokens cost, by the million."""

    input: Money
    cached: Money = Field(default_factory=lambda read: read["input"])
    output: Money

    def cost(self, usage: Usage) -> Decimal:
        """Return what a call cost. More cached tokens than prompt tokens count as the prompt."""
        cached = min(usage.cached, usage.prompt)
        fresh = usage.prompt - cached
        total = fresh * self.input + cached * self.cached + usage.completion * self.output
        return total / TOKENS_PER_PRICE

    def bound(self, prompt: int, completion: int) -> Decimal:
        """Return the most that so many tokens can cost, whatever of them is cached."""
        total = prompt * max(self.input, self.cached) + completion * self.output
        return total / TOKENS_PER_PRICE


class Prices(Frozen):
    """The prices of some models, and the day that they were looked up."""

    as_of: date
    models: Mapping[str, Price]


def read_prices(path: Path) -> Prices:
    """Return the prices in a file; InterviewerError in one line for the first mistake in it."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = error.strerror or type(error).__name__
        told = f"{path}: cannot be read ({why.lower()}); name a file of prices"
        raise InterviewerError(told) from error
    except UnicodeDecodeError as error:
        told = f"{path}: not UTF-8 at byte {error.start + 1}; save the file as UTF-8"
        raise InterviewerError(told) from error
    try:
        return Prices.model_validate(tomllib.loads(text))
    except ValidationError as error:
        raise InterviewerError(f"{path}: {_mistake(error)}") from error
    except ValueError as error:  # also a whole number of more digits than Python reads
        told = f"{path}: not TOML: {error}; a line is a key, =, and a number: input = 2.50"
        raise InterviewerError(told) from error
    except RecursionError as error:
        raise InterviewerError(f"{path}: nested too deeply; prices need two levels") from error


def _mistake(error: ValidationError) -> str:
    """Tell one mistake, an unknown key before others: a mistyped one is also missing."""
    errors = error.errors(include_url=False)
    first = min(errors, key=lambda one: one["type"] != "extra_forbidden")
    place = ".".join(_quoted(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{place} is unknown; {_known(first)}"
    wrong = _WRONG.get(first["type"], "is of the wrong kind")
    depth_of_model = 2
    key = "models" if len(first["loc"]) == depth_of_model else str(first["loc"][-1])
    return f"{place} {wrong}; write {_RIGHT[key]}"


def _known(error: ErrorDetails) -> str:
    inside = error["loc"][1:-1]
    if inside and isinstance(error["input"], dict):
        name = ".".join(map(str, error["loc"][1:]))
        return f"a model's name with a dot is quoted: [models.{json.dumps(name)}]"
    known = Price.model_fields if inside else Prices.model_fields
    return f"there are {', '.join(map(repr, known))}"


def _quoted(part: str | int) -> str:
    """Write a key as TOML would: bare where it can be."""
    text = str(part)
    is_bare = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if is_bare else json.dumps(text, ensure_ascii=False)
