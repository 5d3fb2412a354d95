"""What ``interviewer grade`` does between its options and its exit code."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple

from interviewer.bank import Bank
from interviewer.batch import grade_rows
from interviewer.batch.expected import rows_expected
from interviewer.batch.progress import with_progress
from interviewer.batch.regrading import KINDS, Regrading
from interviewer.batch.settled import Settled, part_of
from interviewer.batch.side_by_side import WINDOW
from interviewer.batch.totals import Totals
from interviewer.cli.wiring import open_bank
from interviewer.consistency import nearest
from interviewer.errors import BankError, InterviewerError, RecordsError
from interviewer.grader import Grader
from interviewer.grades import Answer, Grade, Provenance
from interviewer.overrides import Overrides, replay
from interviewer.records import (
    Columns,
    Form,
    Row,
    Writer,
    columns_of,
    open_bytes,
    read_answers,
    writer_on,
)
from interviewer.records.grades import read_grades
from interviewer.records.output import clear_away, refuse_bad_target
from interviewer.redaction import sha256_of
from interviewer.report.terminal import ledger
from interviewer.store.overrides import beside, identity_of, read_overrides

FAILED_ROWS = 3
JSONL = Form("jsonl", None)
PEEKED = 1000
"""So many rows of a file are looked at before an output that is there is brought up to date: it has
to have one of them. A choice."""

LIVE_WINDOW = 16
"""So many rows of standard input are taken up together: who writes them may be waiting."""


class Target(NamedTuple):
    """Where records go and in which form; ``force`` grades and writes everything anew.

    ``columns`` says what the answers' file calls our columns.
    """

    out: Path | None
    form: Form = JSONL
    keep_text: bool = True
    force: bool = False
    columns: Columns = columns_of("")


def grade_file(
    source: Path | None,
    target: Target,
    *,
    bank: Path | None,
    make_grader: Callable[[], Grader],
    jobs: int = 1,
    also: Callable[[], str] = str,
) -> Totals:
    """Grade every row of a file, folder or standard input; return what it comes to.

    With an output file, what an unfinished run or an earlier output has under the same fingerprints
    is not graded again. ``also`` says what else is worth saying of the progress.
    """
    if source is not None and not source.exists():
        raise RecordsError(f"{source}: no such file or folder")
    out = target.out
    if out is not None:
        has_records = target.form.format != "csv"
        may_go_on = target.force or (has_records and source is not None)
        refuse_bad_target(out, source, force=may_go_on)
    found = bank_of(bank)
    stdin = sys.stdin.buffer if source is None else None
    rows = read_answers(source or Path("-"), stdin, columns=target.columns)
    with _settled(target) as settled:
        if source is not None and settled.is_of_others(_first_answers(source, target)):
            raise RecordsError(
                f"{out}: has grades of other answers than {source}; name another output, or "
                "replace it with --force"
            )
        grades = grade_rows(
            rows,
            found.items,
            found.broken,
            make_grader(),
            keep_text=target.keep_text,
            jobs=jobs,
            window=LIVE_WINDOW if source is None else WINDOW,
            settled=settled,
        )
        if out is not None or not sys.stdout.isatty():  # a bar among the records garbles both
            grades = with_progress(grades, total=rows_expected(source), also=also)
        with _output(out) as stream:
            totals = _write(grades, writer_on(stream, target.form, found.items.values()))
    settled.remove()
    say_counts(totals.counts)
    return totals


def regrade_file(
    source: Path,
    target: Target,
    *,
    bank: Path | None,
    make_grader: Callable[[], Grader],
    spread: Callable[[Provenance], float | None],
    jobs: int,
    overrides: Path | None = None,
) -> int:
    """Grade records once more for a bank that has changed; return how many failed.

    ``overrides`` is a file of what people said of the verdicts.
    """
    if not source.exists():
        raise RecordsError(f"{source}: no such file or folder")
    out = target.out
    if out is not None:
        refuse_bad_target(out, source, force=target.force)
    said = _overrides_of(source, overrides)
    found = bank_of(bank)
    again = Regrading(found.items, found.broken, make_grader(), cache(spread), said)
    with Settled(None if out is None else part_of(out)) as settled:
        if out is not None:
            clear_away(out)
        grades = again.grades(read_grades(source), settled, jobs=jobs)
        if out is not None or not sys.stdout.isatty():
            grades = with_progress(grades, total=rows_expected(source))
        with _output(out) as stream:
            totals = _write(grades, writer_on(stream, target.form, found.items.values()))
    settled.remove()
    told = ", ".join(f"{again.counts[kind]:,} {kind}" for kind in KINDS if again.counts[kind])
    if told:
        _say(told)
    for kind, count in again.overruling.counts().items():
        _say(f"{count:,} {kind}")
    say_counts(totals.counts)
    return totals.failed


def grade_one(
    question: str,
    source: Path | None,
    target: Target,
    *,
    show_ledger: bool,
    bank: Path | None,
    make_grader: Callable[[], Grader],
) -> None:
    """Grade one plain text and print its ledger, or its record where a format is asked for."""
    if target.out is not None:
        refuse_bad_target(target.out, source, force=target.force)
    found = open_bank(bank, only=question)
    item = found.items.get(question)
    if item is None:
        if question in found.broken:
            raise BankError(found.broken[question])
        known = open_bank(bank).items
        raise InterviewerError(f"no question {question!r}; {nearest(question, [*known])}")
    answer = Answer(question_id=item.id, text=_text(source), answer_id="1")
    row = Row(1, None, answer)
    (grade,) = grade_rows([row], found.items, {}, make_grader(), keep_text=target.keep_text)
    with _output(target.out) as stream:
        if show_ledger:
            stream.write(f"{ledger(item, grade)}\n".encode())
        else:
            _write([grade], writer_on(stream, target.form, [item]))


def _overrides_of(grades: Path, overrides: Path | None) -> Overrides:
    """Return where verdicts stand after what people said; a hint where that lies there unused."""
    if overrides is not None:
        return replay(read_overrides(overrides, identity_of(grades)))
    if beside(grades).is_file():
        name = beside(grades)
        _say(f"{name} has what reviewers said; `--overrides {name}` applies it")
    return {}


def _first_answers(source: Path, target: Target) -> Iterator[tuple[str, str]]:
    """Yield question and hash of the first answers of a file, to know an output of its own by."""
    for row in islice(read_answers(source, columns=target.columns), PEEKED):
        if row.answer is not None:
            yield row.answer.question_id, sha256_of(row.answer.text)


@contextmanager
def _settled(target: Target) -> Iterator[Settled]:
    """Open what was graded before and say how much that is; on leaving early, how to go on."""
    out = target.out
    if out is None:
        with Settled() as nothing:
            yield nothing
        return
    part = part_of(out)
    with Settled(part) as settled:
        clear_away(out)
        if target.force:
            settled.clear()
        else:
            left = len(settled)
            earlier = settled.read_earlier(out) if out.is_file() else 0
            for count, where in ((left, part.name), (earlier, out.name)):
                if count:
                    _say(f"{count:,} different answers are in {where}; those that still hold stay")
        try:
            yield settled
        except BaseException:
            with suppress(RecordsError):
                settled.commit()
                if count := len(settled):
                    _say(f"{count:,} different answers are in {part.name}; run it again to go on")
            raise


def bank_of(folder: Path | None) -> Bank:
    """Return the bank, with a warning for what is broken in it; BankError where all of it is."""
    found = open_bank(folder)
    if not found.items:
        raise BankError(found.problems)
    for problem in found.problems:
        _say(f"warning: {problem}")
    return found


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _text(source: Path | None) -> str:
    try:
        raw = sys.stdin.buffer.read() if source is None else source.read_bytes()
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        name = "standard input" if source is None else source
        raise RecordsError(f"{name}: not UTF-8 at byte {error.start}") from error
    except OSError as error:
        raise RecordsError(f"{source}: cannot be read: {error.strerror}") from error


def _output(out: Path | None) -> AbstractContextManager[BinaryIO]:
    return nullcontext(sys.stdout.buffer) if out is None else open_bytes(out)


def _write(grades: Iterable[Grade], writer: Writer) -> Totals:
    totals = Totals()
    for grade in grades:
        writer.write(grade)
        totals.add(grade)
    writer.close()
    return totals


def say_counts(counts: Counter[str]) -> None:
    """Say how many rows there are of each status."""
    if not counts:
        _say("no answers: the input is empty")
        return
    told = ", ".join(f"{counts[s]} {s}" for s in ("graded", "degraded", "failed") if counts[s])
    _say(told)
