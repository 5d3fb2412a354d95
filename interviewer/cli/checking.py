"""``interviewer rubric check``, ``report`` and ``diff``: how well a rubric grades."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from interviewer.cli import bank_options, model_options

if TYPE_CHECKING:
    from interviewer.authoring.against_people import AgainstPeople
    from interviewer.authoring.answers import Answers
    from interviewer.authoring.checking.page import People
    from interviewer.items import Item
    from interviewer.records.labels import Labels

EXAMPLES = "examples"

FormatOption = Annotated[Literal["text", "json"], typer.Option("--format", help="How to print.")]
LabelsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="People's labels of the answers: answer_id, keypoint_id, label."
    ),
]


def check(
    items: Annotated[
        list[str], typer.Argument(metavar="ITEM", help="Ids, files or folders of the bank.")
    ],
    bank: bank_options.Bank = None,
    labels: LabelsOption = None,
    answers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="The answers that --labels is about.")
    ] = None,
    format: FormatOption = "text",  # noqa: A002 - the option's name is the user's word
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Check an item in every way there is, on one page: a line a verdict, then what to do.

    Lint, the labelled examples and their order, attacks, harmless changes, and people's labels
    where you have them. Exits 1 if something must be mended: what lint calls a warning or an error,
    a verdict that differs from its label and is not listed as known, a listed one that has come
    right, an example of an attack that earns more than its subject's limit.

    Example: interviewer rubric check deep-learning/dropout

    Example: interviewer rubric check deep-learning/dropout --answers a.jsonl --labels l.csv
    """
    import json

    from interviewer.authoring.asked import asked
    from interviewer.authoring.checking.page import page
    from interviewer.authoring.committed import last_committed
    from interviewer.authoring.gold.check import read_misses
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import build_cached_grader, open_bank
    from interviewer.report.rubrics.page import page_data, page_text

    people = _people(answers, labels)
    found = open_bank(bank)
    picked = asked(found, items)
    known = {note for misses in read_misses(found).values() for note in misses.notes()}
    committed = last_committed(found, [item.id for item in picked])
    grader, _ = build_cached_grader(matcher=matcher)
    screen = Screen.here()
    pages = []
    for at, item in enumerate(picked, start=1):
        with screen.waiting(f"checking {item.id} ({at} of {len(picked)}) …"):
            made = page(found, item, grader, known=known, committed=committed, people=people)
        pages.append(made)
        if format == "text":
            between = "\n" if len(pages) > 1 else ""
            screen.say(between + page_text(made, width=screen.width))
    if format == "json":
        screen.say(json.dumps([page_data(one) for one in pages], indent=1, ensure_ascii=False))
    if any(one.must_be_mended for one in pages):
        raise typer.Exit(1)


def report(
    item: Annotated[
        str, typer.Argument(metavar="ITEM", help="Its id or one of its files: deep-learning/gans.")
    ],
    grades: Annotated[
        Path | None,
        typer.Option("--on", metavar="GRADES", help="Records of `interviewer grade`."),
    ] = None,
    labels: LabelsOption = None,
    bank: bank_options.Bank = None,
    format: Annotated[  # noqa: A002
        Literal["text", "json", "csv"], typer.Option("--format", help="How to print.")
    ] = "text",
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Say how an item's grades agree with people: κ with its interval, by keypoint, and where not.

    The commonest false verdicts stand with the words of their answers. Intervals (95 %) draw whole
    answers anew. Grades of an earlier wording of the rubric are told as such. Without GRADES and
    labels, the rubric's own examples are graded.

    Example: interviewer rubric report deep-learning/dropout

    Example: interviewer rubric report deep-learning/dropout --on grades.jsonl --labels labels.csv
    """
    import csv
    import sys

    from interviewer.authoring.against_people import against_people
    from interviewer.authoring.asked import asked_one
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import open_bank
    from interviewer.records.grades import read_grades
    from interviewer.records.labels import read_labels
    from interviewer.report.rubrics.people import COLUMNS, people_rows, people_text

    found = asked_one(open_bank(bank), item)
    if (grades is None) != (labels is None):
        raise typer.BadParameter("grades and labels go together: give --on and --labels")
    if grades is None or labels is None:
        source, result = "the rubric's examples", _of_examples(found, matcher)
    else:
        source = f"{grades} and {labels}"
        result = against_people(found, read_grades(grades), read_labels(labels))
    screen = Screen.here()
    if format == "json":
        screen.say(result.model_dump_json(indent=1))
    elif format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(people_rows(result))
    else:
        screen.say(people_text(result, source=source, width=screen.width))


def diff(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A rubric's file, or git's REVISION:PATH.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The other, in a bank.")],
    on: Annotated[
        Path,
        typer.Option(
            metavar="ANSWERS",
            help="Answers or grade records to grade by both; `examples` are those of NEW.",
        ),
    ] = Path(EXAMPLES),
    labels: LabelsOption = None,
    format: FormatOption = "text",  # noqa: A002
    matcher: model_options.Matcher = "bundled",
) -> None:
    """Grade the same answers by two versions of a rubric: which verdicts flip, and who likes it.

    Shows what changed in the rubric, the verdicts that are others now with the answers' words, how
    scores moved, and, with labels (the examples have theirs), whose labels side with which version,
    κ before and after, and whether that is more than chance.

    Example: interviewer rubric diff HEAD~1:rubrics/x/y.yaml rubrics/x/y.yaml

    Example: interviewer rubric diff old.yaml rubrics/x/y.yaml --on answers.jsonl --labels l.csv
    """
    from interviewer.authoring.difference.compared import compared
    from interviewer.authoring.difference.sides import sides
    from interviewer.batch.progress import counted
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import build_cached_grader
    from interviewer.report.rubrics.difference import difference_text

    before, after = sides(old, new)
    answers, labelled = _to_compare(after.item, on, labels)
    grader, _ = build_cached_grader(matcher=matcher)
    result = compared(
        before,
        after,
        answers,
        grader,
        labels=labelled,
        watched=lambda some: counted(some, "answers graded twice"),
    )
    screen = Screen.here()
    if format == "json":
        screen.say(result.model_dump_json(indent=1))
    else:
        screen.say(difference_text(result, width=screen.width))


def _people(answers: Path | None, labels: Path | None) -> People | None:
    from interviewer.authoring.checking.page import People
    from interviewer.records import read_answers
    from interviewer.records.labels import read_labels

    if (answers is None) != (labels is None):
        raise typer.BadParameter("answers and labels go together: give --answers and --labels")
    if answers is None or labels is None:
        return None
    read = [row.answer for row in read_answers(answers) if row.answer is not None]
    return People(read, read_labels(labels))


def _of_examples(item: Item, matcher: str) -> AgainstPeople:
    from interviewer.authoring.against_people import against_people
    from interviewer.authoring.examples import example_answers, example_labels
    from interviewer.batch.progress import counted
    from interviewer.cli.wiring import build_cached_grader
    from interviewer.errors import InterviewerError

    answers = example_answers(item)
    if not answers:
        raise InterviewerError(
            f"rubrics/{item.id}.yaml: has no examples; write some, or give --on and --labels"
        )
    grader, _ = build_cached_grader(matcher=matcher)
    graded = [grader.grade(item, answer) for answer in counted(answers, "examples graded")]
    return against_people(item, graded, example_labels(item))


def _to_compare(item: Item, on: Path, labels: Path | None) -> tuple[Answers, Labels | None]:
    from collections import Counter

    from interviewer.authoring.answers import Answers, answers_to
    from interviewer.authoring.examples import example_answers, example_labels
    from interviewer.errors import InterviewerError
    from interviewer.records.labels import read_labels

    if str(on) != EXAMPLES:
        return answers_to(item.id, on), None if labels is None else read_labels(labels)
    if labels is not None:
        raise typer.BadParameter("the examples have labels of their own; give --on ANSWERS as well")
    if not item.rubric.examples:
        raise InterviewerError("NEW has no examples; name a file of answers with --on")
    return Answers(example_answers(item), Counter()), example_labels(item)
