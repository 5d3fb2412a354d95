"""``interviewer bank``: begin a bank, check it, count what it has, and pack it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(no_args_is_help=True, help="Begin, check, count and pack a bank of questions.")

FolderArgument = Annotated[
    Path,
    typer.Argument(metavar="[DIR]", help="Folder with questions/ and rubrics/; else the working."),
]
TextOrJson = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]


@app.callback()
def _bank() -> None:
    pass


@app.command("init")
def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A missing or an empty folder.")],
    subject: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The first subject; else made of the folder's name."),
    ] = None,
    bare: Annotated[bool, typer.Option("--bare", help="Leave the sample item out.")] = False,
) -> None:
    """Make a bank: a subject with a sample item, and what checks it in CI and before a commit.

    Leaves questions/, rubrics/, schemas/ for editors, a README for authors, a GitHub workflow, a
    pre-commit configuration and a .gitignore. A folder that holds anything but .git is left alone.

    Example: interviewer bank init sql-bank --subject sql
    """
    import shlex

    from interviewer import __version__
    from interviewer.authoring.banks.init import init_bank, subject_of_folder
    from interviewer.bank.files import printable

    name = subject_of_folder(folder) if subject is None else subject
    for path in init_bank(folder, name, __version__, bare=bare):
        typer.echo(printable(str(path)))
    where = shlex.quote(str(folder))
    typer.echo(f"Write your own item: interviewer rubric new --bank {where}", err=True)
    if not bare:
        typer.echo(f"Check all of it:     interviewer bank validate {where}", err=True)


@app.command("validate")
def validate(
    folder: FolderArgument = Path(),
    format: Annotated[  # noqa: A002 - the option's name is the user's word
        Literal["text", "json", "github"],
        typer.Option("--format", help="How to print; github makes annotations of a workflow."),
    ] = "text",
) -> None:
    """Read every file of a bank and say what is wrong, each with file and line.

    Says what loads, not whether it is good: that is `interviewer rubric lint`. Exits 1 if anything
    is wrong.

    Example: interviewer bank validate my-bank

    Example: interviewer bank validate . --format github
    """
    import json

    from interviewer.authoring.annotation import annotation
    from interviewer.authoring.banks.counts import counts, told
    from interviewer.cli.wiring import open_bank

    bank = open_bank(folder)
    counted = counts(bank)
    if format == "json":
        problems = [problem._asdict() for problem in bank.problems]
        whole = {**counted._asdict(), "problems": problems}
        typer.echo(json.dumps(whole, indent=2, ensure_ascii=False))
    elif format == "github":
        for each in bank.problems:
            place = bank.root / each.file
            typer.echo(annotation(place, each.line, "error", "bank", each.message))
    else:
        for each in bank.problems:
            typer.echo(str(each))
    is_chatter = bool(bank.problems) or format != "text"
    typer.echo(told(counted), err=is_chatter)
    if bank.problems:
        raise typer.Exit(1)


@app.command("stats")
def stats(
    folder: FolderArgument = Path(),
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what needs a model: the twins.")
    ] = False,
    format: TextOrJson = "text",  # noqa: A002
) -> None:
    """Count what a bank has, and say where it is thin.

    Questions by topic and level beside what `_subject.yaml` asks for; keypoints, groups,
    misconceptions, examples by kind and label; concepts of the vocabulary that no rubric names or
    only one, and names that are not in it; questions, and keypoints of different questions, that
    are nearly the same by the similarity of their vectors.

    Example: interviewer bank stats my-bank

    Example: interviewer bank stats . --quick --format json
    """
    import json
    import os

    from interviewer.authoring.banks.stats import stats as counted_of
    from interviewer.authoring.banks.stats_lines import lines
    from interviewer.authoring.banks.twins import twins
    from interviewer.cli.screen import columns
    from interviewer.cli.wiring import SIMILARITY, build_cached_grader, open_bank

    bank = open_bank(folder)
    counted = counted_of(bank)
    found = None
    if not quick and bank.items:
        _, embedder = build_cached_grader(matcher=SIMILARITY)
        found = twins([*bank.items.values()], embedder)
    if format == "json":
        whole = counted.model_dump(mode="json")
        whole["twins"] = None if found is None else found.model_dump(mode="json")
        typer.echo(json.dumps(whole, indent=2, ensure_ascii=False))
        return
    for line in lines(counted, found, columns(os.environ)):
        typer.echo(line)


@app.command("pack")
def pack(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of the bank.")],
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="OUT", help="A new folder; else NAME-package here."),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="What --bank will take; else made of the folder's name."),
    ] = None,
    version: Annotated[str, typer.Option(help="The package's version.")] = "0.1.0",
) -> None:
    """Write the source of a Python package with the bank in it: for `pip install` or `pip wheel`.

    Only .yaml and .md files go in, no links, nothing that runs. Where the package is installed,
    `--bank NAME` finds it; nothing of it is imported.

    Example: interviewer bank pack sql-bank -o sql-package
    """
    import shlex

    from interviewer.authoring.banks.pack import name_of
    from interviewer.authoring.banks.pack import pack as packed_of
    from interviewer.bank.files import printable
    from interviewer.cli.wiring import open_bank

    called = name_of(folder) if name is None else name
    packed = packed_of(open_bank(folder), out or Path(f"{called}-package"), called, version)
    for each in packed.left_out:
        typer.echo(f"left out: {each}", err=True)
    typer.echo(printable(str(packed.folder)))
    files = f"{packed.files} file{'' if packed.files == 1 else 's'}"
    where = shlex.quote(f"{'' if packed.folder.is_absolute() else './'}{packed.folder}")
    typer.echo(
        f"{packed.distribution} {version}: {files}. To install: pip install {where}", err=True
    )


@app.command("list")
def list_banks(format: TextOrJson = "text") -> None:  # noqa: A002
    """List the banks that are installed as Python packages: name, package, version, folder.

    Example: interviewer bank list
    """
    import json

    from interviewer.bank.files import printable
    from interviewer.bank.installed import installed_banks

    banks = installed_banks()
    if format == "json":
        rows = [
            {**each._asdict(), "folder": None if each.folder is None else str(each.folder)}
            for each in banks
        ]
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    if not banks:
        typer.echo("no bank is installed as a package; `interviewer bank pack` makes one", err=True)
    for each in banks:
        place = each.trouble if each.folder is None else printable(str(each.folder))
        typer.echo(f"{each.name}  {each.distribution} {each.version}  {place}")
