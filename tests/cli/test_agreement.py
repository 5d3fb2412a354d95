"""``agreement``, ``calibrate`` and ``attack`` as their users run them."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.bank import read_bank

ROOT = Path(__file__).parents[2]
ID = "deep-learning/dropout"


def run(*words: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grades of three items' examples by the similarity matcher, and the examples' labels."""
    folder = tmp_path_factory.mktemp("agreement")
    bank = read_bank(None)
    names = [ID, "deep-learning/relu-vs-sigmoid", "deep-learning/gans"]
    answers, labels = [], ["answer_id,question_id,keypoint_id,label"]
    for name in names:
        for at, example in enumerate(bank.items[name].rubric.examples):
            answer = {"answer_id": f"{name}#{at}", "question_id": name, "answer": example.answer}
            answers.append(json.dumps(answer))
            labels += [f"{name}#{at},{name},{k},{v}" for k, v in example.labels.items()]
    (folder / "answers.jsonl").write_text("\n".join(answers), encoding="utf-8")
    (folder / "labels.csv").write_text("\n".join(labels), encoding="utf-8")
    run(
        *("grade", folder / "answers.jsonl", "-o", folder / "grades.jsonl"),
        *("--matcher", "similarity"),
    )
    return folder


@pytest.mark.model
def test_agreement_prints_us_beside_simpler_ways_of_grading(files: Path) -> None:
    done = run("agreement", files / "grades.jsonl", files / "labels.csv", "--draws", 50)
    methods = {line.split()[1] for line in done.stdout.splitlines() if line.startswith("all ")}
    assert methods == {"grade", "whole-cosine", "keypoint-cosine", "lexical"}
    assert "majority" in done.stdout
    assert "95 % intervals over questions:" in done.stdout


@pytest.mark.model
def test_agreement_as_json_and_csv_has_flat_rows(files: Path) -> None:
    words = (files / "grades.jsonl", files / "labels.csv", "--no-baselines", "--draws", 20)
    found = json.loads(run("agreement", *words, "--format", "json").stdout)
    assert found["left_out"] == {}
    rows = list(csv.DictReader(io.StringIO(run("agreement", *words, "--format", "csv").stdout)))
    assert [r["measure"] for r in rows] == [r["measure"] for r in found["figures"]]
    assert {r["question"] for r in rows} == {
        "all",
        ID,
        "deep-learning/relu-vs-sigmoid",
        "deep-learning/gans",
    }


@pytest.mark.model
def test_a_reliability_diagram_is_a_png(files: Path, tmp_path: Path) -> None:
    plot = tmp_path / "reliability.png"
    run(
        *("agreement", files / "grades.jsonl", files / "labels.csv"),
        *("--no-baselines", "--draws", 0, "--plot", plot),
    )
    assert plot.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


@pytest.mark.model
def test_a_calibration_of_ones_own_is_fitted_and_used(files: Path, tmp_path: Path) -> None:
    ours, labels = tmp_path / "ours.json", files / "labels.csv"
    done = run("calibrate", labels, "--grades", files / "grades.jsonl", "-o", ours)
    assert [line.split()[0] for line in done.stdout.splitlines()[2:]] == ["old", "new"]
    again = tmp_path / "again.jsonl"
    run(
        *("grade", files / "answers.jsonl", "-o", again),
        *("--matcher", "similarity", "--calibration", ours),
    )
    name = json.loads(ours.read_text())["name"]
    assert name.startswith("own-")
    for line in again.read_text(encoding="utf-8").splitlines():
        assert json.loads(line)["provenance"]["calibration"] == name
    refused = run("calibrate", labels, "--grades", files / "grades.jsonl", "-o", ours, code=1)
    assert "is there already; --force replaces it" in refused.stderr
    other = run("calibrate", labels, "--grades", again, "-o", tmp_path / "x.json", code=1)
    assert "name its file with --base" in other.stderr


@pytest.mark.model
def test_too_few_labels_and_broken_files_are_one_line(files: Path, tmp_path: Path) -> None:
    few = tmp_path / "few.csv"
    few.write_text("\n".join((files / "labels.csv").read_text().splitlines()[:20]))
    done = run("calibrate", few, "--grades", files / "grades.jsonl", "-o", tmp_path / "x", code=1)
    assert done.stderr.startswith("error: too few labels: 19 (")
    assert not (tmp_path / "x").exists()
    done = run("agreement", files / "labels.csv", files / "labels.csv", code=1)
    assert "labels.csv:1: no grade record as `interviewer grade` writes it" in done.stderr
    done = run(
        *("grade", files / "answers.jsonl", "-o", tmp_path / "y"),
        *("--matcher", "similarity", "--calibration", few),
        code=1,
    )
    assert "no calibration as `interviewer calibrate` writes it" in done.stderr


@pytest.mark.model
def test_an_attack_report_counts_and_shows_what_succeeds() -> None:
    path = ROOT / "rubrics" / "deep-learning" / "dropout.yaml"
    words = ("attack", path, "--bank", ROOT, "--matcher", "similarity")
    done = run(*words, "--show", "keypoint-reject")
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] == "attack"
    assert any(line.startswith("question-echo") for line in lines)
    assert any("held off:" in line for line in lines)
    assert any(line.startswith("misspelt") for line in lines)
    found = json.loads(run(*words, "--format", "json").stdout)
    (rejects,) = [row for row in found["attacks"] if row["name"] == "keypoint-reject"]
    assert sum(line.startswith(f"{ID} ") for line in lines) == rejects["successes"]
