"""The standard streams as a user's shell gives them: full, closed, of any encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interviewer.interview.asking import Answer, Next
from interviewer.store.journal import Journal
from tests.interview.interviews import held, started

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
LATIN = "déjà vu — “né” → 模"

needs_full = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one finished interview, whose answer has letters beyond ASCII."""
    words = f"{LATIN} {'long ' * 5000}"
    steps = held(Answer(words), Next(), questions=1, probes=False)
    begun = started(questions=1, probes=False).model_copy(update={"session_id": "s1"})
    with Journal.open(tmp_path / "journal.sqlite") as journal:
        for seq, event in enumerate([begun, *(step.event for step in steps if step.event)]):
            journal.append("s1", seq, event)
    return tmp_path


def _run(
    home: Path, command: str, *, typed: bytes = b"", encoding: str = "utf-8"
) -> subprocess.CompletedProcess[bytes]:
    """Run a shell command in which ``interviewer`` is ours."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": encoding,
        "INTERVIEWER_HOME": str(home),
    }
    ours = f"interviewer() {{ '{sys.executable}' -m interviewer \"$@\"; }}\n"
    return subprocess.run(
        ["sh", "-c", ours + command], input=typed, capture_output=True, env=env, check=False
    )


@needs_full
@pytest.mark.parametrize(
    "command",
    [
        "sessions list",
        "sessions show",
        "sessions export --format jsonl",
        "sessions repair",
        "questions list --format json",
        "schema rubric",
        "progress",
        "--version",
        "--help",
    ],
)
def test_an_output_that_is_full_is_one_line_and_1(home: Path, command: str) -> None:
    done = _run(home, f"interviewer {command} >{FULL}")
    assert done.stderr == b"error: could not write the output: no space left on device\n"
    assert done.returncode == 1


@needs_full
def test_where_the_error_cannot_be_written_either_the_exit_code_says_it(home: Path) -> None:
    assert _run(home, f"interviewer sessions list >{FULL} 2>&1").returncode == 1


def test_an_output_that_is_closed_is_told(home: Path) -> None:
    done = _run(home, "interviewer sessions show >&-")
    assert done.returncode == 1
    assert done.stderr == b"error: could not write the output: standard output is closed\n"


def test_a_reader_that_has_gone_is_told_nothing(home: Path) -> None:
    done = _run(home, "interviewer sessions export --format jsonl | true")
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_json_holds_every_letter_whatever_the_output_can_show(home: Path, encoding: str) -> None:
    for command in ("sessions export", "questions list --format json"):
        done = _run(home, f"interviewer {command}", encoding=encoding)
        assert (done.returncode, done.stderr) == (0, b"")
        told = json.loads(done.stdout.decode(encoding))
        assert command != "sessions export" or told["turns"][0]["answer"].startswith(LATIN)


def test_text_degrades_where_the_output_cannot_show_it(home: Path) -> None:
    done = _run(home, "interviewer sessions show", encoding="ascii")
    assert done.returncode == 0
    assert b'd\\xe9j\\xe0 vu - "n\\xe9" -> \\u6a21 long' in done.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_words_come_in_as_utf_8_whatever_the_locale_says(home: Path, encoding: str) -> None:
    typed = f"{LATIN}\n/pause\n".encode()
    command = "interviewer practice --matcher similarity --questions 1 --json"
    done = _run(home, command, typed=typed, encoding=encoding)
    assert done.returncode == 0
    assert json.loads(done.stdout.decode(encoding))["draft"] == LATIN
