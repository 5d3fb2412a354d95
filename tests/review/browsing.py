"""`interviewer review` in a process of its own, and Chromium to look at it."""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.review.reviewed import ITEM

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60.0
"""Seconds in which a busy machine starts the command, or a browser shows a page."""


class Serving(NamedTuple):
    """A running `interviewer review`."""

    process: subprocess.Popen[str]
    first_address: str

    @property
    def home(self) -> str:
        return self.first_address.partition("/enter")[0]


def bank_in(folder: Path) -> Path:
    """Write the bank of `reviewed`; JSON is YAML."""
    parts = {"questions": ITEM.question, "rubrics": ITEM.rubric}
    for name, part in parts.items():
        file = folder / "bank" / name / f"{ITEM.id}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(part.model_dump_json(exclude_none=True), encoding="utf-8")
    return folder / "bank"


@contextmanager
def serving(grades: Path, *options: str) -> Iterator[Serving]:
    """Run the command until the end of the block, or until it was killed in it."""
    words = [sys.executable, "-m", "interviewer", "review", str(grades)]
    process = subprocess.Popen(
        [*words, "--bank", str(bank_in(grades.parent)), *options],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield Serving(process, _address(process))
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    until, told = time.monotonic() + PATIENCE, ""
    os.set_blocking(process.stderr.fileno(), False)
    while time.monotonic() < until:
        if select.select([process.stderr], [], [], PATIENCE)[0]:
            piece = os.read(process.stderr.fileno(), 65536).decode()
            told += piece
            found = re.search(r"http://\S+", told)
            if found:
                return found.group()
            if not piece:
                break
    raise AssertionError(told)


@contextmanager
def chromium(**options: Any) -> Iterator[Any]:
    """Yield a context of Debian's Chromium: a browser that nobody has used."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    assert path is not None, "chromium is not installed: apt-get install chromium"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE * 1000)
        yield context
        browser.close()
