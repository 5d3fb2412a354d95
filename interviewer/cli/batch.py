"""What ``interviewer grade`` does between its options and its exit code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Literal, TextIO

from interviewer.batch import grade_rows
from interviewer.batch.progress import with_progress
from interviewer.cli.wiring import open_bank
from interviewer.consistency import nearest
from interviewer.errors import BankError, InterviewerError, RecordsError
from interviewer.grader import Grader
from interviewer.grades import Answer, Grade
from interviewer.items import Item
from interviewer.records import CsvWriter, JsonlWriter, Row, Writer, open_output, read_answers
from interviewer.records.output import refuse_bad_target
from interviewer.report.terminal import ledger

Format = Literal["jsonl", "csv"]


def grade_file(
    source: Path | None,
    *,
    out: Path | None,
    bank: Path | None,
    format: Format,  # noqa: A002
    keep_text: bool,
    force: bool,
    make_grader: Callable[[], Grader],
    jobs: int = 1,
) -> int:
    """Grade every row of a file, folder or standard input; return how many failed."""
    if source is not None and not source.exists():
        raise RecordsError(f"{source}: no such file or folder")
    if out is not None:
        refuse_bad_target(out, source, force=force)
    found = open_bank(bank)
    if not found.items:
        raise BankError(found.problems)
    for problem in found.problems:
        print(f"warning: {problem}", file=sys.stderr)
    rows = read_answers(source or Path("-"), sys.stdin.buffer if source is None else None)
    grades = grade_rows(
        rows, found.items, found.broken, make_grader(), keep_text=keep_text, jobs=jobs
    )
    if out is not None or not sys.stdout.isatty():  # a bar among the records would garble both
        grades = with_progress(grades)
    with _output(out) as stream:
        counts = _write(grades, _writer(format, stream, found.items.values()))
    _close(counts)
    return counts["failed"]


def grade_one(
    question: str,
    source: Path | None,
    *,
    out: Path | None,
    bank: Path | None,
    format: Format | None,  # noqa: A002
    keep_text: bool,
    force: bool,
    make_grader: Callable[[], Grader],
) -> None:
    """Grade one plain text and print its ledger, or its record where a format is asked for."""
    if out is not None:
        refuse_bad_target(out, source, force=force)
    found = open_bank(bank)
    item = found.items.get(question)
    if item is None:
        if question in found.broken:
            raise BankError(found.broken[question])
        raise InterviewerError(f"no question {question!r}; {nearest(question, [*found.items])}")
    answer = Answer(question_id=item.id, text=_text(source), answer_id="1")
    row = Row(1, None, answer)
    (grade,) = grade_rows([row], found.items, {}, make_grader(), keep_text=keep_text)
    with _output(out) as stream:
        if format is None:
            print(ledger(item, grade), file=stream)
        else:
            _writer(format, stream, [item]).write(grade)


def _text(source: Path | None) -> str:
    try:
        raw = sys.stdin.buffer.read() if source is None else source.read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if source is None else source
        raise RecordsError(f"{name}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise RecordsError(f"{source}: cannot be read: {error.strerror}") from error


def _output(out: Path | None) -> AbstractContextManager[TextIO]:
    if out is not None:
        return open_output(out)
    if isinstance(sys.stdout, TextIO) or hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    return nullcontext(sys.stdout)


def _writer(format: Format, stream: TextIO, items: Iterable[Item]) -> Writer:  # noqa: A002
    return CsvWriter(stream, items) if format == "csv" else JsonlWriter(stream)


def _write(grades: Iterable[Grade], writer: Writer) -> Counter[str]:
    counts: Counter[str] = Counter()
    for grade in grades:
        writer.write(grade)
        counts[grade.status] += 1
    return counts


def _close(counts: Counter[str]) -> None:
    if not counts:
        print("no answers: the input is empty", file=sys.stderr)
        return
    told = ", ".join(f"{counts[s]} {s}" for s in ("graded", "degraded", "failed") if counts[s])
    print(told, file=sys.stderr)
