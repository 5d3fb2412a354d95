"""``interviewer schema``: the JSON Schema of a format."""

from __future__ import annotations

from typing import Annotated, Literal

import typer


def schema(
    kind: Annotated[Literal["question", "rubric", "grade"], typer.Argument(help="Which format.")],
) -> None:
    """Print the JSON Schema of a question file, a rubric file or a grade record.

    Example: interviewer schema rubric > rubric.schema.json
    """
    from interviewer.schemas import schema_text

    typer.echo(schema_text(kind), nl=False)
