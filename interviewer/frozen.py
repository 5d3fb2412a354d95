"""The base of every model: frozen, strict, and no key that nobody knows.

A typo in a file is an error instead of a silently ignored line, and no function can change
what another one holds.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError


class Frozen(BaseModel):
    """Hold values that cannot change; take JSON types as they are, without coercion."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        serialize_by_alias=True,
        validate_by_name=True,
        validate_by_alias=True,
    )


def first_mistake(error: ValidationError) -> str:
    """Return where the first mistake stands and what is wrong, in one line without the value."""
    first = error.errors(include_input=False, include_url=False)[0]
    where = ".".join(map(str, first["loc"])) or "the whole"
    return f"{where}: {first['msg']}"


Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
"""A text with something to read in it."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""Lower-case words joined by hyphens: ``relu-formula``."""

QuestionId = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)+$")
]
"""The path of a question below ``questions/`` without its suffix: ``deep-learning/dropout``."""

Points = Annotated[float, Field(gt=0, le=100)]
"""What a keypoint, group or misconception is worth."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A probability or a share of a whole."""
