"""The whole recipe in small: every stage runs on tiny files of the published formats."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.test_datasets import write_all, write_text
from training.domain import read_claims

ROOT = Path(__file__).parents[2]


@pytest.mark.model
def test_every_stage_is_trained_and_not_twice(tmp_path: Path) -> None:
    data, work = tmp_path / "data", tmp_path / "work"
    write_all(data)
    write_text(
        data / "nli" / "nli_open.csv.gz",
        "source,split,premise,hypothesis,label\n"
        "snli_dev,train,A man sleeps.,Somebody sleeps.,entailment\n"
        "snli_dev,train,A man sleeps.,Nobody sleeps.,contradiction\n"
        "snli_dev,dev,A man sleeps.,A man snores.,neutral\n"
        "hans_gen,train,The cat saw the dog.,The dog saw the cat.,not_entailment\n",
    )
    rows = [{**row, "field": "vision"} for row in read_claims()[:4]]
    write_text(data / "claims" / "claims.jsonl.gz", "\n".join(map(json.dumps, rows)))
    command = [sys.executable, "-m", "training.train_matcher", str(data), "--work", str(work)]
    command += ["--cache", str(tmp_path)]
    for _ in range(2):
        done = subprocess.run(
            [*command, "--smoke"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    stages = ("entailment", "domain", "people")
    files = {file.name for file in (work / "smoke").iterdir()}
    assert files == {f"{s}{end}" for s in stages for end in (".pt", ".key")} | {"stages.json"}
    story = json.loads((work / "smoke" / "stages.json").read_text(encoding="utf-8"))
    assert list(story) == list(stages)
    assert story["people"]["pairs"]["answers"] > 0
