"""``analyse`` as its users run it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.report.text import columns
from tests.analysis.graded import failed, graded, misconception, verdict

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "grades.jsonl"
HOSTILE = "\x1b[31m<script>\x07\u202e=cmd"


def run(
    *words: object, code: int = 0, typed: str | bytes = "", width: int = 80
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "analyse", *map(str, words)],
        input=typed if isinstance(typed, bytes) else typed.encode(),
        capture_output=True,
        check=False,
        env={**os.environ, "COLUMNS": str(width), "PYTHONIOENCODING": "utf-8"},
    )
    found = subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )
    assert found.returncode == code, found.stderr
    assert "Traceback" not in found.stderr
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Grades of 24 candidates with hostile names, a copy, a failure and a repeated record."""
    words = [" ".join(f"w{(who * 37 + at * at) % 997}" for at in range(40)) for who in range(24)]
    words[5] = words[4]
    grades = [
        graded(
            f"{HOSTILE}{who}" if who % 2 else f"c{who}",
            question,
            who / 32,
            answer_id=f"a{who}",
            answer=words[who],
            verdicts=[verdict("none", "missed"), verdict(HOSTILE, "met")],
            misconceptions=[misconception(HOSTILE, held=who == 0)],
            bounds=(0.0, 0.5, 1.0),
            extra={"site": HOSTILE if who % 2 else "west", HOSTILE: who},
        )
        for who in range(24)
        for question in ("dl/relu", f"dl/{HOSTILE}")
    ]
    path = tmp_path_factory.mktemp("analyse") / "grades.jsonl"
    lines = [grade.model_dump_json() for grade in [*grades, grades[0], failed("z", "dl/relu")]]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_the_example_is_told_with_what_cannot_be() -> None:
    out = run(EXAMPLES).stdout
    assert "20 records: 20 graded; 2 questions, 0 candidates." in out
    assert "alpha –: fewer than 10 candidates answered 2 questions or more." in out
    assert "not looked for: the records hold no text (--no-text)." in out
    (line,) = (each for each in out.splitlines() if each.endswith("  activation-applied"))
    labels = [
        each["label"]
        for row in map(json.loads, EXAMPLES.read_text(encoding="utf-8").splitlines())
        for each in row["verdicts"]
        if each["keypoint_id"] == "activation-applied"
    ]
    assert line.split()[:2] == ["10", f"{10 * labels.count('met')}%"]


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_is_wider_than_the_terminal(made: Path, width: int) -> None:
    for words in ((EXAMPLES,), (made, "--by", "site", "--before", EXAMPLES)):
        lines = run(*words, width=width).stdout.splitlines()
        assert max(map(columns, lines)) <= width


def test_nothing_in_a_file_can_steer_the_terminal(made: Path) -> None:
    for words in ((made, "--by", "site", "--before", made), (made, "--by", "candidate_id")):
        out = run(*words).stdout
        assert not {"\x1b", "\x07", "\u202e"} & {*out}
        assert "\\x1b[31m<script>\\x07\\u202e=cmd" in out


def test_the_report_tells_copies_repeats_and_failures(made: Path) -> None:
    out = " ".join(run(made).stdout.split())
    assert "50 records: 48 graded, 1 failed; 2 questions, 25 candidates." in out
    assert "1 repeat the answer_id of an earlier record" in out
    assert (
        "dl/relu: 2 candidates, 100% shared: \\x1b[31m<script>\\x07\\u202e=cmd5 (a5), c4 (a4)"
        in out
    )
    assert "a false-positive rate of at most" in out
    assert "dl/relu: none: nobody meets it" in out


def test_json_has_all_and_csv_is_flat_and_runs_in_no_spreadsheet(made: Path) -> None:
    words = (made, "--by", "site", "--before", EXAMPLES)
    found = json.loads(run(*words, "--format", "json").stdout)
    assert len(found["candidates"]) == 25
    assert found["groups"]["column"] == "site"
    rows = list(csv.DictReader(io.StringIO(run(*words, "--format", "csv").stdout)))
    assert {row["part"] for row in rows} == {
        *("item", "keypoint", "misconception", "test", "candidate", "copies", "group")
    }
    (alpha,) = (row for row in rows if row["measure"] == "alpha")
    assert float(alpha["value"]) == found["reliability"]["alpha"]["value"]
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "@", "\t"))]


def test_groups_are_told_without_a_verdict_on_fairness(made: Path) -> None:
    out = " ".join(run(made, "--by", "site").stdout.split())
    assert "A difference is not yet unfairness" in out
    assert "3 of 3 groups are too small. Nothing could be compared." in out


def test_an_earlier_batch_is_compared_and_the_graders_change_comes_first(tmp_path: Path) -> None:
    now = tmp_path / "now.jsonl"
    text = EXAMPLES.read_text(encoding="utf-8")
    now.write_text(text.replace('"calibration":"', '"calibration":"own-'), encoding="utf-8")
    out = " ".join(run(now, "--before", EXAMPLES).stdout.split())
    changed, compared = out.index("The grader changed: calibration:"), out.index(" compared differ")
    assert changed < compared
    assert "0 of 0 compared differ clearly; 20 have too few answers." in out


def test_standard_input_is_read_packed_or_plain() -> None:
    import gzip

    raw = EXAMPLES.read_bytes()
    expected = run(EXAMPLES).stdout
    assert run("-", typed=raw).stdout == expected
    assert run("-", typed=gzip.compress(raw)).stdout == expected
    done = run("-", "--before", "-", code=1)
    assert done.stderr.startswith("error: standard input is read once")


def test_a_damaged_line_is_told_with_its_place_and_ends_it(tmp_path: Path) -> None:
    lines = EXAMPLES.read_text(encoding="utf-8").splitlines()
    damaged = tmp_path / "damaged.jsonl"
    damaged.write_text("\n".join([lines[0], "", lines[1][:500], lines[2]]), encoding="utf-8")
    done = run(damaged, code=1)
    assert f"{damaged}:3: no grade record as `interviewer grade` writes it" in done.stderr
    assert done.stdout == ""
    assert "standard input:1: no grade record" in run("-", typed='{"schema": 2}', code=1).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere.jsonl",), "error: nowhere.jsonl: cannot be read"),
        ((EXAMPLES, "--by", "site"), "error: no column 'site' in the records; there are "),
        ((EXAMPLES, "--before", "nowhere.jsonl"), "error: nowhere.jsonl: cannot be read"),
        ((EXAMPLES, "--bank", ROOT / "tests"), "error: "),
        (("-",), "error: no grades: the input is empty"),
        ((ROOT / "examples" / "labels.csv",), "labels.csv:1: no grade record"),
        ((ROOT,), "holds no part of an output of"),
    ],
)
def test_what_cannot_be_done_is_one_line(words: tuple[object, ...], message: str) -> None:
    done = run(*words, code=1)
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""
