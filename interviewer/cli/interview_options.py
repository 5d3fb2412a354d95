"""The options of the commands about an interview; `practice`, `resume` and `plan` share them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Mode = Annotated[
    Literal["practice", "exam", "drill"],
    typer.Option(help="exam: no help, grades at the end; drill: only what is due again."),
]
Level = Annotated[
    Literal["beginner", "intermediate", "advanced"] | None,
    typer.Option(help="Only questions of this level."),
]
Topic = Annotated[str | None, typer.Option(help="Only questions of this topic.")]
Tag = Annotated[str | None, typer.Option(help="Only questions with this tag.")]
Question = Annotated[
    str | None,
    typer.Option(metavar="ID|GLOB", help="Only this question, or those that match: '*dropout'."),
]
Job = Annotated[
    Path | None,
    typer.Option("--for", metavar="FILE", help="A job advert: its topics come more often."),
]
InterviewDate = Annotated[
    str | None,
    typer.Option(metavar="2026-12-24", help="Have everything back before this day."),
]
Seed = Annotated[
    int | None, typer.Option(help="Ask the same questions again; otherwise at random.")
]
Transcript = Annotated[
    Path | None,
    typer.Option(metavar="FILE.md", help="Write the interview down in this new file."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print the session as JSON; all else goes to stderr.")
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Plain lines, for screen readers: a dot ends an answer.")
]
