"""The options by which a command is told of a judge; `grade` and `practice` share them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Judge = Annotated[
    str | None,
    typer.Option(
        "--judge",
        metavar="SPEC",
        help="Who refines the grade: openai:MODEL, replay:FILE, record:FILE or person.",
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--judge-url", metavar="URL", help="Any OpenAI-compatible endpoint, such as a local one."
    ),
]
When = Annotated[
    Literal["unsure", "always", "never"] | None,
    typer.Option("--judge-when", help="Ask it where a verdict is unsure (the default), or always."),
]
OnFailure = Annotated[
    Literal["unscored", "matcher"] | None,
    typer.Option(help="What it cannot rule on is unscored (the default), or stays the matcher's."),
]
Jobs = Annotated[
    int | None, typer.Option(min=1, max=256, help="Calls to the judge at once; 4 unless told.")
]
Repeat = Annotated[
    int | None,
    typer.Option(min=1, max=20, help="Ask so many times, to see how far it agrees with itself."),
]
MaxCalls = Annotated[int | None, typer.Option(min=1, help="Make no more calls than these.")]
MaxTokens = Annotated[int | None, typer.Option(min=1, help="Spend no more tokens than these.")]
MaxCost = Annotated[
    str | None, typer.Option(metavar="MONEY", help="Spend no more than this; needs --prices.")
]
Prices = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A TOML file with what tokens cost.")
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--judge-cache", metavar="FILE", help="Where replies are kept; else the user's cache."
    ),
]
