"""The README tells the truth: every command stands in it, and what it shows runs."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from interviewer.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, Any]]:
    waiting: list[tuple[str, Any]] = [("interviewer", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            waiting.extend((f"{name} {key}", value) for key, value in inner.items())


COMMANDS = dict(commands())


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def shown() -> list[str]:
    """Return the interviewer commands of the README's shell blocks that need no typing."""
    lines = [line.removeprefix("$ ") for block in blocks("sh") for line in block.splitlines()]
    return [x for x in lines if x.startswith("interviewer ") and " practice" not in x]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_teaches_and_stands_in_the_readme(name: str) -> None:
    command = COMMANDS[name]
    assert command.help is not None
    assert "Example" in command.help
    assert name in README
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name}: {parameter.name} has no help"


@pytest.mark.model
@pytest.mark.parametrize("line", shown())
def test_what_the_readme_shows_runs(line: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    words = [sys.executable, "-m", *shlex.split(line.split(" #")[0])]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.model
def test_the_readmes_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    found = blocks("python")
    assert found
    for block in found:
        exec(compile(block, "README.md", "exec"), {})
    assert "met" in capsys.readouterr().out


def test_the_readme_shows_commands() -> None:
    assert len(shown()) >= 4


def test_nothing_tells_anyone_to_install_somebody_elses_package() -> None:
    for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "Makefile"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"(pip|uv)[^\n]* install[^\n]* interviewer(?![\w./-])", text), name
