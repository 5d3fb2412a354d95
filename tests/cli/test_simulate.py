"""`interviewer simulate`: a table on stdout, a line for each violation, and the exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from interviewer.cli.simulate import simulate
from interviewer.errors import SessionError
from interviewer.interview.asking import Ask
from interviewer.report.simulation import Simulated, simulation_text
from interviewer.testing.candidates import CANDIDATES
from interviewer.testing.outcomes import Spread, Summary
from tests.bank.files import GOOD, RUBRIC, R, changed, write

app = typer.Typer(add_completion=False, rich_markup_mode=None)
app.command()(simulate)

HEAD = "candidate          held  asked     unaided % with probes %  probes    recovered"


def line(name: str, counts: str, probes: str, back: str) -> str:
    """Return the line of a candidate who got nothing."""
    return f"{name:17}     {counts}       0 (0-0)       0 (0-0) {probes:>7} {back:>12}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A bank of one question."""
    return write(tmp_path, GOOD)


def run(root: Path, *words: str) -> Result:
    fast = ["--bank", str(root), "--matcher", "similarity", "--questions", "1"]
    return CliRunner().invoke(app, [*fast, *words])


@pytest.mark.model
def test_each_candidate_has_a_line(root: Path) -> None:
    done = run(root, "--candidate", "silent", "--candidate", "always-idk", "-n", "2")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        HEAD,
        line("silent", "2      2", "6", "0 of 2"),
        line("always-idk", "2      2", "0", "0 of 0"),
    ]


@pytest.mark.model
def test_json_has_the_numbers_and_what_was_wrong(root: Path) -> None:
    done = run(root, "--candidate", "silent", "-n", "1", "--format", "json", "--mode", "exam")
    assert json.loads(done.stdout) == [
        {
            "candidate": "silent",
            "interviews": 1,
            "questions": 1,
            "unaided": {"mean": 0.0, "low": 0.0, "high": 0.0},
            "assisted": {"mean": 0.0, "low": 0.0, "high": 0.0},
            "probes": 1,
            "probed": 1,
            "recovered": 0,
            "violations": [],
        }
    ]


@pytest.mark.model
def test_a_bank_that_gives_an_answer_away_exits_with_1_and_a_line_each(root: Path) -> None:
    write(root, {R: changed(RUBRIC, "Is it max?", "Is it that a rectifier costs one comparison?")})
    done = run(root, "--candidate", "silent", "-n", "2")
    assert done.exit_code == 1
    assert done.stdout.splitlines()[2:] == [
        "",
        *(
            f"violation: silent: interview {number}: dl/relu: 'Is it that a rectifier costs one "
            "comparison?' gives away 'a rectifier costs one comparison'"
            for number in (1, 2)
        ),
    ]


@pytest.mark.model
def test_the_same_seed_gives_the_same_table_and_the_strong_do_well(root: Path) -> None:
    first = run(root, "--candidate", "strong", "-n", "3", "--seed", "5")
    again = run(root, "--candidate", "strong", "-n", "3", "--seed", "5")
    assert first.stdout == again.stdout
    assert int(first.stdout.splitlines()[1].split()[3]) >= 60


def test_a_candidate_that_does_not_exist_is_an_error_before_anything_is_loaded() -> None:
    done = CliRunner().invoke(app, ["--candidate", "strong", "--candidate", "nobody"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert isinstance(done.exception, SessionError)
    assert str(done.exception).startswith("no candidate 'nobody'; there are strong, partial, ")


def test_without_a_candidate_it_is_wrong_usage() -> None:
    done = CliRunner().invoke(app, [])
    assert done.exit_code == 2
    assert "--candidate" in done.stderr


@pytest.mark.model
def test_ctrl_c_shows_what_was_held_and_exits_with_130(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def impatient(seed: int) -> Ask:
        begun.append(seed)
        if len(begun) == 3:
            raise KeyboardInterrupt
        return CANDIDATES["silent"](seed)

    monkeypatch.setitem(CANDIDATES, "impatient", impatient)  # type: ignore[arg-type]
    done = run(root, "--candidate", "impatient", "--candidate", "silent", "-n", "9")
    assert done.exit_code == 130
    assert done.stderr == "interrupted in impatient: 2 of 9 interviews were held\n"
    assert done.stdout.splitlines() == [HEAD, line("impatient", "2      2", "6", "0 of 2")]


def test_a_candidate_with_no_score_has_none_and_no_line_is_wider_than_80_columns() -> None:
    nothing = Summary(0, 0, None, None, 0, 0, 0)
    most = Summary(1000, 5000, Spread(1, 0.995, 1), Spread(1, 1, 1), 10000, 1000, 1000)
    told = simulation_text(
        [Simulated("quitter", nothing, []), Simulated("question-repeater", most, ["a\x1b[31m\nb"])]
    )
    lines = told.splitlines()
    assert lines == [
        HEAD,
        "quitter               0      0             -             -       0       0 of 0",
        "question-repeater  1000   5000 100 (100-100) 100 (100-100)   10000 1000 of 1000",
        "",
        r"violation: question-repeater: a\x1b[31m b",
    ]
    assert max(map(len, lines)) <= 80
