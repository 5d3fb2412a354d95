"""The labelled examples of the shipped bank as files for ``grade`` and ``agreement``.

    python -m benchmarks.examples OUT
    interviewer grade OUT/answers.jsonl -o OUT/grades.jsonl
    interviewer agreement OUT/grades.jsonl OUT/labels.csv --plot OUT/reliability.png

``labels.csv`` has each label of the examples' writers, a second reader's beside it where there is
one (`benchmarks/second-reader.csv`), and for each answer the score that the labels add up to.
Nothing was ever fitted on these examples.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

from interviewer.authoring.gold.labels import by_labels
from interviewer.authoring.gold.misses import example_id
from interviewer.bank import read_bank

SECOND = Path(__file__).parent / "second-reader.csv"
COLUMNS = ("answer_id", "question_id", "keypoint_id", "label", "label2", "score")


def main() -> None:
    """Write both files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with SECOND.open(encoding="utf-8", newline="") as stream:
        second = {
            (row["group"], row["example"], row["keypoint_id"]): row["label2"]
            for row in csv.DictReader(stream)
        }
    answers = (options.out / "answers.jsonl").open("w", encoding="utf-8")
    labels = (options.out / "labels.csv").open("w", encoding="utf-8", newline="")
    with answers, labels:
        writer = csv.DictWriter(labels, COLUMNS, lineterminator="\n")
        writer.writeheader()
        for name, item in read_bank(None).items.items():
            scores = by_labels(item.rubric)
            for number, example in enumerate(item.rubric.examples):
                row = {"answer_id": f"{name}#{number}", "question_id": name}
                answers.write(json.dumps(row | {"answer": example.answer}) + "\n")
                for keypoint, label in example.labels.items():
                    other = second.get((name, example_id(example.answer), keypoint), "")
                    writer.writerow(
                        row | {"keypoint_id": keypoint, "label": label, "label2": other}
                    )
                writer.writerow(row | {"score": scores[number]})
    print(f"wrote {answers.name} and {labels.name}")


if __name__ == "__main__":
    main()
