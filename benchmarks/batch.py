"""How fast a batch is graded, beside what a user would write, and beside the forward passes alone.

    python -m benchmarks.batch [--rows 2000] [--only script|floor|memory|start]

Rows are answers to the shipped questions, made of sentences of the rubrics' examples. "Repeated"
rows have every second answer copied from an earlier row, as a course's do that grades twice and
from which candidates copy; "distinct" rows are all different. Measured in turn, in one run:

- ``script``: `interviewer grade --matcher similarity` (all of it: reading, grading, writing) beside
  the loop a user would write with sentence-transformers: for each row encode the answer's sentences
  and the question's keypoints, take cosines, compare with a threshold. Ratio of rows per second.
- ``floor``: for each matcher, the texts that grading embeds and the pairs that it reads, run again
  through the same networks on as many threads, with nothing else done: the share of the time of
  grading that this takes.
- ``memory``: the largest resident size of a run over 10,000 rows and over ``--many`` rows, all
  copies of 360 answers.
- ``start``: one answer graded by a process of its own, median of five.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from interviewer.batch import grade_rows
from interviewer.cli.wiring import build_grader, open_bank
from interviewer.embedders.minilm import default_threads, side_by_side
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.items import Item
from interviewer.records import Row
from interviewer.records.rows import row_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from interviewer.seams import Pair

THRESHOLD = 0.6
SENTENCES = 3
FEW, MANY = 10_000, 1_000_000
STARTS = 5
_END = re.compile(r"(?<=[.!?])\s+")


def answers(items: Sequence[Item], rows: int, *, repeated: bool) -> list[dict[str, str]]:
    """Return so many rows, the same each time."""
    rng = random.Random("batch")
    parts = {i.id: [s for e in i.rubric.examples for s in _END.split(e.answer)] for i in items}
    made: list[dict[str, str]] = []
    for number in range(rows):
        if repeated and number % 2:
            made.append(dict(rng.choice(made)))
            continue
        item = rng.choice(items)
        text = " ".join(rng.sample(parts[item.id], min(SENTENCES, len(parts[item.id]))))
        made.append({"question_id": item.id, "answer": f"{text} ({number})"})
    return made


def script(items: Sequence[Item], rows: Sequence[dict[str, str]]) -> float:
    """Return the seconds that the loop a user would write takes, warm."""
    from sentence_transformers import SentenceTransformer

    from interviewer.embedders.minilm import package_dir

    model = SentenceTransformer(str(package_dir()), device="cpu")
    keypoints = {item.id: [k.text for k in item.rubric.keypoints] for item in items}
    model.encode(["warm"])
    began = perf_counter()
    for row in rows:
        said = model.encode(_END.split(row["answer"]), normalize_embeddings=True)
        wanted = model.encode(keypoints[row["question_id"]], normalize_embeddings=True)
        row["met"] = str(((said @ wanted.T).max(axis=0) > THRESHOLD).sum())
    return perf_counter() - began


def graded(rows: Sequence[dict[str, str]], matcher: str) -> float:
    """Return the seconds that grading takes, reading and writing included, warm."""
    bank = open_bank(None)
    grader = build_grader("bundled", matcher, side_by_side=True)
    grader.grade(next(iter(bank.items.values())), "It warms up the models.")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.jsonl"
        file.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        began = perf_counter()
        with (Path(folder) / "out.jsonl").open("w", encoding="utf-8") as out:
            for grade in grade_rows(
                _read(file), bank.items, bank.broken, grader, jobs=default_threads()
            ):
                out.write(grade.model_dump_json() + "\n")
        return perf_counter() - began


class _Noting:
    """Stand before an embedder's or a reader's inner step and note what goes through."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pairs: list[tuple[str, str]] = []


def floor(rows: Sequence[dict[str, str]], matcher: str) -> tuple[float, float]:
    """Return the seconds of the forward passes alone, and of grading, for the same rows."""
    from interviewer.embedders.minilm import well_formed
    from interviewer.matchers.bundled import BundledMatcher
    from interviewer.matchers.premise import premise

    bank = open_bank(None)
    noted = _Noting()
    grader = build_grader("bundled", matcher, side_by_side=True)
    embedder = grader.embedder
    assert isinstance(embedder, OnnxEmbedder)
    encode, read = embedder._encode, None

    def noting(texts: Sequence[str]) -> list[NDArray[np.float32]]:
        noted.texts += texts
        return encode(texts)

    embedder._encode = noting  # type: ignore[method-assign]
    if isinstance(grader.matcher, BundledMatcher):
        reader = grader.matcher._reader
        read = reader.read

        def reading(pairs: Sequence[Pair]) -> NDArray[np.float64]:
            noted.pairs += {(well_formed(premise(p)), well_formed(p.claim)) for p in pairs}
            return read(pairs)

        reader.read = reading  # type: ignore[method-assign]
    grader.grade(next(iter(bank.items.values())), "It warms up the models.")
    noted.texts.clear()
    noted.pairs.clear()
    began = perf_counter()
    given = (row_of(n, n, dict(row)) for n, row in enumerate(rows, start=1))
    for grade in grade_rows(given, bank.items, bank.broken, grader, jobs=default_threads()):
        grade.model_dump_json()
    whole = perf_counter() - began
    began = perf_counter()
    side_by_side(embedder._loaded().encode, noted.texts, default_threads())
    if isinstance(grader.matcher, BundledMatcher):
        logits = grader.matcher._reader._model().logits
        side_by_side(logits, noted.pairs, default_threads())
    return perf_counter() - began, whole


def peak(rows: int) -> float:
    """Return the largest resident size, in MiB, of a run over so many copies of 360 answers."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "rows.jsonl", Path(folder) / "out.jsonl"
        bank = open_bank(None)
        distinct = [
            json.dumps({"question_id": i.id, "answer": e.answer})
            for i in bank.items.values()
            for e in i.rubric.examples
        ]
        with file.open("w", encoding="utf-8") as stream:
            for number in range(rows):
                stream.write(distinct[number % len(distinct)] + "\n")
        code = (
            "import resource, sys\n"
            "from interviewer.cli.app import app\n"
            "try:\n    app(sys.argv[1:])\n"
            "except SystemExit:\n    pass\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
        )
        options = ["grade", str(file), "-o", str(out), "--matcher", "similarity"]
        done = subprocess.run(
            [sys.executable, "-c", code, *options], capture_output=True, text=True, check=True
        )
        return float(done.stdout.split()[-1])


def start() -> float:
    """Return the median seconds of a process that grades one answer."""
    times = []
    for _ in range(STARTS):
        began = perf_counter()
        grade = ["interviewer", "grade", "--question", "deep-learning/dropout", "-"]
        subprocess.run(
            [sys.executable, "-m", *grade],
            input=b"It zeroes random units in training.",
            capture_output=True,
            check=True,
        )
        times.append(perf_counter() - began)
    return statistics.median(times)


def _read(file: Path) -> Iterator[Row]:
    from interviewer.records import read_answers

    yield from read_answers(file)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--many", type=int, default=MANY)
    parser.add_argument("--only", choices=["script", "floor", "memory", "start"])
    options = parser.parse_args()
    items = list(open_bank(None).items.values())
    wanted = {options.only} if options.only else {"script", "floor", "memory", "start"}
    if "script" in wanted:
        for name in ("repeated", "distinct"):
            rows = answers(items, options.rows, repeated=name == "repeated")
            theirs = script(items, [dict(row) for row in rows])
            ours = graded(rows, "similarity")
            print(
                f"script, {name}: {options.rows / theirs:.1f} rows/s; ours "
                f"{options.rows / ours:.1f} rows/s; ratio {theirs / ours:.2f}"
            )
    if "floor" in wanted:
        for matcher in ("similarity", "bundled"):
            few = options.rows // (1 if matcher == "similarity" else 4)
            passes, whole = floor(answers(items, few, repeated=False), matcher)
            print(
                f"floor, {matcher}: passes {passes:.1f} s of {whole:.1f} s, "
                f"{passes / whole:.2f}; {few / whole:.1f} rows/s"
            )
    if "memory" in wanted:
        small, large = peak(FEW), peak(options.many)
        print(
            f"memory: {small:.0f} MiB at {FEW:,} rows, {large:.0f} MiB at {options.many:,}, "
            f"{large / small - 1:+.1%}"
        )
    if "start" in wanted:
        print(f"start: one answer in {start():.2f} s")


if __name__ == "__main__":
    main()
