"""What a judge adds: kept rulings of a strong language model on examples of the shipped bank.

    python -m benchmarks.judged

``judged.jsonl`` is a recording (`interviewer grade --judge record:FILE`) of 90 examples, three of
each item, drawn under a seed. A language model read each exported prompt by itself, without the
labels, and its reply was imported: this measures the prompt and our reading of replies, not any
endpoint's model. The labels are of the examples' writers, language models too. Where the prompt or
a rubric has changed since, there is no recorded reply and the example is left out and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from interviewer.agreement.measures import cohens_kappa
from interviewer.bank import read_bank
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.fusion import JudgeWhen, Refiner, wanted
from interviewer.grader import Grader
from interviewer.grades import Grade
from interviewer.items import Example, Item
from interviewer.judge.recording import Replay
from interviewer.judge.ruling import LlmJudge
from interviewer.matchers.bundled import BundledMatcher

RECORDING = Path(__file__).parent / "judged.jsonl"
WAYS: tuple[JudgeWhen, ...] = ("never", "unsure", "always")


class Asked(NamedTuple):
    """An example whose ruling is in the recording."""

    item: Item
    example: Example


def recorded(judge: LlmJudge) -> Iterator[Asked]:
    """Yield the examples of the bank that the recording has a reply to."""
    for item in read_bank(None).items.values():
        ids = wanted(item, (), "always")
        assert ids is not None
        for example in item.rubric.examples:
            reply = judge.rule(item, example.answer, ids)
            if "not-recorded" not in reply.unruled.values():
                yield Asked(item, example)


def main() -> None:
    """Print one row a way of asking."""
    judge = LlmJudge("recorded", Replay(RECORDING))
    asked = list(recorded(judge))
    print(f"{len(asked)} examples with a recorded ruling, {sum(1 for _ in _lines())} recorded")
    embedder = OnnxEmbedder()
    matcher = BundledMatcher(embedder)
    print("judge   keypoints  ruled  κ met  labels  strong partial  weak  wrong attack")
    for when in WAYS:
        refiner = None if when == "never" else Refiner(judge, when)
        grader = Grader(embedder=embedder, matcher=matcher, refiner=refiner)
        grades = [grader.grade(one.item, one.example.answer) for one in asked]
        print(row(when, asked, grades))


def row(when: str, asked: list[Asked], grades: list[Grade]) -> str:
    """Return the figures of one way of asking."""
    ours, theirs, ruled = [], [], 0
    earned: dict[str, list[float]] = defaultdict(list)
    for one, grade in zip(asked, grades, strict=True):
        assert grade.score is not None
        earned[one.example.kind].append(cast(float, grade.score.fraction))
        for verdict in grade.verdicts:
            ours.append(verdict.label)
            theirs.append(one.example.labels[verdict.keypoint_id])
            ruled += verdict.decided_by == "judge"
    kappa = cohens_kappa([label == "met" for label in ours], [label == "met" for label in theirs])
    same = sum(a == b for a, b in zip(ours, theirs, strict=True)) / len(ours)
    kinds = " ".join(
        f"{sum(earned[kind]) / len(earned[kind]):6.2f}"
        for kind in ("strong", "partial", "weak", "wrong", "attack")
    )
    return f"{when:7} {len(ours):9} {ruled / len(ours):6.2f} {kappa:6.2f} {same:7.2f}  {kinds}"


def _lines() -> Iterator[str]:
    with RECORDING.open(encoding="utf-8") as lines:
        yield from (line for line in lines if '"request"' in line)


if __name__ == "__main__":
    main()
