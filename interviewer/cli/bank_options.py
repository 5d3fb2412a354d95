"""The options that say which bank is meant, and what of it; every command shares them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Bank = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR|NAME",
        help="Folder with questions/ and rubrics/, or an installed bank; else the bundled one.",
    ),
]
Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PATH...]", help="Files or folders of the bank; else all of it."),
]
