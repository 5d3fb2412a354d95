"""The options that say what reads answers; every command that grades shares them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Embedder = Annotated[
    str, typer.Option(help="What reads the answers: bundled, or sentence-transformers:NAME.")
]
Matcher = Annotated[
    str,
    typer.Option(
        help="What reads passages: bundled, similarity, or cross-encoder:NAME_OR_PATH (NLI)."
    ),
]
Calibration = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Cuts of your own, from `interviewer calibrate`."),
]
Threads = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Answers graded side by side; else one a processor."),
]
