"""``interviewer rubric absorb``: what people said of grades, taken into the rubrics."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from interviewer.cli import bank_options, model_options

if TYPE_CHECKING:
    from interviewer.authoring.absorb.absorbing import Fared
    from interviewer.authoring.absorb.proposals import Proposals, Reviewed
    from interviewer.authoring.trial.opening import Files
    from interviewer.bank import Bank
    from interviewer.grader import Grader
    from interviewer.items import Item


def absorb(
    grades: Annotated[
        Path, typer.Argument(metavar="GRADES", help="The grades that were reviewed.")
    ],
    bank: bank_options.Bank = None,
    item: Annotated[
        str | None, typer.Option(metavar="ITEM", help="One question, as deep-learning/dropout.")
    ] = None,
    overrides: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What reviewers said; else GRADES.reviews."),
    ] = None,
    wordings: Annotated[
        bool,
        typer.Option(
            "--wordings",
            help="Take accepts and rejects also from answers that become examples; the figures of "
            "those examples then show what the rubric was told.",
        ),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Write without asking.")] = False,
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Take what people said in `interviewer review` into the rubrics, as a diff shown first.

    An answer whose keypoints are all settled, by one reviewer or by several who agree or accepted a
    word, becomes a labelled example. Of other answers, a short passage that a person called met and
    the grader had not becomes an `accept`; one that the grader credited and a person calls
    contradicted becomes a `reject`. What the rubric has already is left out. Then the item's
    examples are graded, and κ is shown before and after. Without a terminal nothing is written but
    with --yes.

    Example: interviewer rubric absorb grades.jsonl --bank my-bank

    Example: interviewer rubric absorb grades.jsonl --bank my-bank --item sql/isolation --yes
    """
    from interviewer.authoring.trial.opening import Files
    from interviewer.cli.batch import bank_of
    from interviewer.consistency import nearest
    from interviewer.errors import InterviewerError

    found = bank_of(bank)
    _refuse_the_installed(found)
    if item is not None and item not in found.items:
        raise InterviewerError(f"no question {item!r}; {nearest(item, [*found.items])}")
    left_out: Counter[str] = Counter()
    by_item = _reviewed(grades, overrides, left_out)
    chosen = [name for name in sorted(by_item) if name in found.items and item in (None, name)]
    desk = _Desk(_grader(matcher), wordings=wordings, yes=yes)
    written = [desk.absorb(Files(found.root, name), by_item[name]) for name in chosen]
    desk.left_out.update(left_out)
    for why, count in sorted((+desk.left_out).items()):
        typer.echo(f"left out ({count}): {why}", err=True)
    if not any(written):
        typer.echo("nothing was written", err=True)


class _Answer(NamedTuple):
    """What the author wants of the proposals for one item."""

    writes: bool
    examples_alone: bool = False


class _Desk:
    """Shows what is proposed for one item after another, and writes what is wanted."""

    def __init__(self, grader: Callable[[], Grader], *, wordings: bool, yes: bool) -> None:
        self._grader = grader
        self._wordings = wordings
        self._yes = yes
        self.left_out: Counter[str] = Counter()

    def absorb(self, files: Files, answers: Sequence[Reviewed]) -> bool:
        """Go through one item; return whether anything was written."""
        from interviewer.authoring.absorb.passages import nearest_passage
        from interviewer.authoring.absorb.proposals import proposals
        from interviewer.authoring.trial.opening import open_item
        from interviewer.authoring.writing import replace_file

        opened = open_item(files)

        @cache
        def nearest(answer: str, place: int) -> str | None:
            return nearest_passage(opened.item, self._grader(), answer, place)

        found = proposals(opened.item, answers, nearest, wordings_of_examples=self._wordings)
        self.left_out.update(found.left_out)
        if not found.examples and not found.wordings:
            return False
        name = files.rubric.relative_to(files.root).as_posix()
        text = self._shown(found, opened.rubric, name)
        if text == opened.rubric:
            return False
        wanted = self._wanted(found)
        if not wanted.writes:
            return False
        if wanted.examples_alone:
            text = self._shown(found._replace(wordings=()), opened.rubric, name)
        replace_file(files.rubric, opened.rubric, text)
        typer.echo(f"wrote {files.rubric}", err=True)
        self._tell(opened.item, open_item(files).item, files)
        return True

    def _shown(self, found: Proposals, before: str, name: str) -> str:
        from interviewer.authoring.absorb.absorbing import absorbed
        from interviewer.authoring.writing import diff

        made = absorbed(before, found)
        for why in made.refused:
            typer.echo(f"left out: {why}", err=True)
        typer.echo(diff(before, made.text, name))
        return made.text

    def _wanted(self, found: Proposals) -> _Answer:
        from interviewer.cli.pressing import press

        if self._yes:
            return _Answer(writes=True)
        if not _is_terminal():
            typer.echo("--yes writes this", err=True)
            return _Answer(writes=False)
        both = bool(found.examples and found.wordings)
        told = f"{_counted(found)}. Write this?   y yes   n no"
        told += "   e the examples alone" if both else ""
        key = press(told, "yne" if both else "yn")
        return _Answer(writes=key in ("y", "e"), examples_alone=key == "e")

    def _tell(self, before: Item, after: Item, files: Files) -> None:
        from interviewer.authoring.absorb.absorbing import fared

        for line in _figures(fared(before, after, self._grader()), before, after):
            typer.echo(line)
        typer.echo(
            f"each verdict: interviewer rubric test --bank {files.root} {files.rubric}", err=True
        )
        if before.meaning_sha256() != after.meaning_sha256():
            typer.echo(f"{files.rubric} says more than it did: raise its version", err=True)


def _figures(found: Fared, before: Item, after: Item) -> list[str]:
    old, new = len(before.rubric.examples), len(after.rubric.examples)
    lines = []
    if old:
        lines.append(
            f"{before.id}: κ of met {_two(found.before.kappa)} → {_two(found.after.kappa)}, equal "
            f"labels {_two(found.before.accuracy)} → {_two(found.after.accuracy)}, on the "
            + ("one example that was there" if old == 1 else f"{old} examples that were there")
        )
    if new > old:
        lines.append(
            f"{before.id}: κ of met {_two(found.with_new.kappa)}, equal labels "
            f"{_two(found.with_new.accuracy)}, on all {new}"
        )
    return lines


def _reviewed(
    grades: Path, overrides: Path | None, left_out: Counter[str]
) -> dict[str, list[Reviewed]]:
    """Return the reviewed answers by question; InterviewerError where nothing was reviewed."""
    from interviewer.authoring.absorb.proposals import reviewed
    from interviewer.errors import RecordsError
    from interviewer.overrides import replay
    from interviewer.records.grades import read_grades
    from interviewer.store.overrides import beside, identity_of, read_overrides

    if not grades.exists():
        raise RecordsError(f"{grades}: no such file or folder")
    said = beside(grades) if overrides is None else overrides
    if overrides is None and not said.exists():
        raise RecordsError(
            f"{said}: no such file; `interviewer review {grades}` makes it, or name --overrides"
        )
    state = replay(read_overrides(said, identity_of(grades)))
    by_item: dict[str, list[Reviewed]] = {}
    for one in reviewed(read_grades(grades), state, left_out):
        by_item.setdefault(one.grade.question_id or "", []).append(one)
    return by_item


def _refuse_the_installed(bank: Bank) -> None:
    """Raise where the bank came with the package: an upgrade would take the additions away."""
    from interviewer.bank import default_root
    from interviewer.errors import InterviewerError

    if bank.root == default_root() and bank.root.name == "shipped":
        raise InterviewerError("the bundled bank is not written to; name your own with --bank DIR")


def _grader(matcher: str) -> Callable[[], Grader]:
    @cache
    def made() -> Grader:
        from interviewer.authoring.trial.remembering import remembering
        from interviewer.cli.wiring import build_cached_grader

        return remembering(build_cached_grader(matcher=matcher)[0])

    return made


def _counted(found: Proposals) -> str:
    kinds = Counter({"example": len(found.examples)})
    kinds.update(wording.kind for wording in found.wordings)
    return ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in kinds.items() if n)


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _is_terminal() -> bool:
    from interviewer.cli.screen import is_dumb

    ends = (sys.stdin, sys.stdout)
    return all(end is not None and end.isatty() for end in ends) and not is_dumb(os.environ)
