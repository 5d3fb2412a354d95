"""What grading one answer costs, warm: the bundled matcher beside similarity alone.

    python -m benchmarks.grading

An answer of 150 words against the 7 keypoints of a made-up rubric (each with one other wording and
one reject), with no text known from before, in one run: medians, and ratios to embedding the
answer's passages alone.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from time import perf_counter

from interviewer.cli.wiring import build_embedder, build_matcher
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.grader import Grader
from interviewer.items import Item, Keypoint, Question, Rubric
from interviewer.scoring.windows import windows
from training.answers import read_questions

WORDS = 150
ROUNDS = 15
KEYPOINTS = 7


def made_item() -> Item:
    """Return an item with seven keypoints, from the questions written for fitting."""
    points = [k for q in read_questions() for k in q["keypoints"]][:KEYPOINTS]
    return Item(
        id="bench/mark",
        question=Question(prompt=read_questions()[0]["question"], topic="t", level="beginner"),
        rubric=Rubric(
            version=1,
            reference="-x",
            keypoints=tuple(
                Keypoint(
                    id=f"k{number}",
                    text=point["text"],
                    points=1.0,
                    accept=tuple(point["accept"][:1]),
                    reject=tuple(point["reject"][:1]),
                )
                for number, point in enumerate(points)
            ),
        ),
    )


def fresh_answers() -> list[str]:
    """Return different answers of `WORDS` words, one a round."""
    words = [w for q in read_questions() for a in q["answers"] for w in a["answer"].split()]
    return [" ".join(words[n * WORDS : (n + 1) * WORDS]) for n in range(ROUNDS + 1)]


def median(run: Callable[[str], object], answers: list[str]) -> float:
    """Return the median seconds over fresh answers, the first being for warming up."""
    run(answers[0])
    times = []
    for answer in answers[1:]:
        began = perf_counter()
        run(answer)
        times.append(perf_counter() - began)
    return statistics.median(times)


def main() -> None:
    """Print three rows."""
    item, answers = made_item(), fresh_answers()
    rows: list[tuple[str, float]] = []
    passages = OnnxEmbedder()
    rows.append(
        (
            "embed the passages",
            median(
                lambda a: passages.embed([w.text for w in windows(a, item.question.prompt)]),
                answers,
            ),
        )
    )
    for name in ("similarity", "bundled"):
        embedder = build_embedder("bundled")
        grader = Grader(embedder=embedder, matcher=build_matcher(name, embedder))
        grader.prepare([item])
        rows.append((f"grade, {name}", median(lambda a, g=grader: g.grade(item, a), answers)))
    base = rows[0][1]
    print(f"{WORDS} words, {KEYPOINTS} keypoints, {os.cpu_count()} processors")
    for name, seconds in rows:
        print(f"{name:22} {1000 * seconds:7.0f} ms {seconds / base:6.1f} ×")


if __name__ == "__main__":
    main()
