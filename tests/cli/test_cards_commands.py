"""`interviewer rubric import` and `export`: what they print and exit with."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from interviewer.bank import load_bank
from interviewer.cli.app import app
from tests.bank.files import GOOD, write


def run(*words: str) -> tuple[int, str, str, BaseException | None]:
    result = CliRunner().invoke(app, ["rubric", *words])
    return result.exit_code, result.stdout, result.stderr, result.exception


def brought(root: Path, name: str, text: str) -> tuple[int, str, str, BaseException | None]:
    write(root, {**GOOD, name: text})
    return run("import", str(root / name), "--bank", str(root), "--subject", "sql")


def test_import_prints_the_ids_it_wrote(tmp_path: Path) -> None:
    code, out, err, _ = brought(tmp_path, "t.csv", "question,keypoint,reference\nWhy?,So.,So.\n")
    assert (code, out) == (0, "sql/why\n")
    assert err == "1 item written as drafts, nothing not carried\n"
    made = load_bank(tmp_path)["sql/why"]
    assert (made.question.topic, made.question.level) == ("sql", "intermediate")


def test_import_tells_by_line_what_it_could_not_carry_and_exits_3(tmp_path: Path) -> None:
    code, out, err, _ = brought(tmp_path, "c.md", "# Why?\n- So.\nand\n\nstray \u202e\n# How?\n")
    assert (code, out) == (3, "sql/why\n")
    place = tmp_path / "c.md"
    assert err.splitlines() == [
        f"{place}:1: note: no reference answer; the keypoints stand in for it",
        f"{place}:5: not carried: neither question, criterion nor reference: 'stray \\u202e'",
        f"{place}:6: not carried: no criterion for the question 'How?'",
        "1 item written as drafts, 2 not carried",
    ]


def test_import_writes_nothing_over(tmp_path: Path) -> None:
    text = "question,keypoint,id\nWhy?,So.,sql/why\n"
    assert brought(tmp_path, "t.csv", text)[0] == 0
    before = (tmp_path / "rubrics/sql/why.yaml").read_bytes()
    other = text.replace("Why?", "Why not?").replace("So.", "Otherwise.")
    code, out, err, _ = brought(tmp_path, "t.csv", other)
    assert (code, out) == (3, "")
    assert "is there already" in err
    assert (tmp_path / "rubrics/sql/why.yaml").read_bytes() == before


def test_a_file_that_is_neither_table_nor_cards_is_one_line(tmp_path: Path) -> None:
    code, _, _, error = brought(tmp_path, "c.txt", "# Why?\n")
    assert (code, str(error)) == (
        1,
        f"{tmp_path}/c.txt: neither .csv nor .md; rename it to what it is",
    )
    code, _, _, error = brought(tmp_path, "c.md", "\n")
    assert code == 1
    assert "no question in it" in str(error)


def test_export_writes_rows_and_says_what_has_no_place_in_them(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    code, out, err, _ = run("export", "--bank", str(tmp_path))
    assert code == 0
    assert len(out.splitlines()) == 5
    assert err == "not in it: 1 misconception, 1 example, 1 follow-up\n"
    code, out, _, _ = run("export", "rubrics/dl", "--bank", str(tmp_path), "--format", "jsonl")
    assert [json.loads(line)["id"] for line in out.splitlines()] == [
        "relu-formula",
        "sigmoid-range",
        "sigmoid-slope",
        "cheap",
    ]
    code, out, _, _ = run("export", "--bank", str(tmp_path), "--format", "markdown")
    assert out.splitlines()[0] == "# How do ReLU and sigmoid differ?"
