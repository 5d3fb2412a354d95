"""How many rows to expect, where that is cheap to know."""

from __future__ import annotations

import gzip
from pathlib import Path

from interviewer.batch.expected import rows_expected


def test_lines_of_a_file_and_files_of_a_folder_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"{}\n" * 1_000_000)
    assert rows_expected(file) == 1_000_000
    inside = tmp_path / "answers" / "ada" / "s"
    inside.mkdir(parents=True)
    for name in ("a.md", "b.txt.gz", "c.pdf"):
        (inside / name).touch()
    assert rows_expected(tmp_path / "answers") == 2


def test_what_is_packed_or_not_there_is_not_known(tmp_path: Path) -> None:
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(b"{}\n" * 1000))
    assert rows_expected(packed) is None
    assert rows_expected(tmp_path / "none") is None
    assert rows_expected(None) is None
