"""Records come out whole: CSV that runs nothing, files that appear complete or not at all."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path

import pytest

from interviewer.errors import RecordsError
from interviewer.grades import Answer, Failure, Grade
from interviewer.items import Keypoint
from interviewer.records import CsvWriter, JsonlWriter, open_output
from interviewer.records.output import refuse_bad_target
from interviewer.testing import fake_grader
from tests.records.graded import ITEM


def test_csv_has_one_row_an_answer_and_cells_that_run_nothing() -> None:
    stream = io.StringIO()
    writer = CsvWriter(stream, [ITEM])
    answer = Answer(question_id="s/q", text="alpha beta", answer_id="=1+1", candidate_id="@x")
    writer.write(fake_grader().grade(ITEM, answer, row=1))
    writer.write(
        Grade(
            row=2,
            answer_id="2",
            question_id="s/z",
            status="failed",
            score=None,
            error=Failure(code="unknown-question", message="no question 's/z'"),
        )
    )
    header, first, second = stream.getvalue().splitlines()
    assert header == (
        "row,answer_id,candidate_id,question_id,status,points,possible,fraction,k,error"
    )
    assert first.startswith("1,'=1+1,'@x,s/q,graded,")
    assert second == "2,2,,s/z,failed,,,,,unknown-question: no question 's/z'"


def test_a_record_is_one_line_even_with_line_separators_inside() -> None:
    stream = io.StringIO()
    grade = fake_grader().grade(ITEM, "alpha\u2028beta\nß")
    JsonlWriter(stream).write(grade)
    (line,) = stream.getvalue().split("\n")[:-1]
    assert Grade.model_validate_json(line) == grade
    assert "ß" in line


def write_half(target: Path) -> None:
    with open_output(target) as stream:
        stream.write("half")
        stream.flush()
        assert len(list(target.parent.iterdir())) == 2
        raise KeyboardInterrupt


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("before")
    with pytest.raises(KeyboardInterrupt):
        write_half(target)
    assert target.read_text() == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]
    with open_output(target) as stream:
        stream.write("after")
    assert target.read_text() == "after"
    assert [p.name for p in tmp_path.iterdir()] == ["out.jsonl"]


def test_a_target_that_would_harm_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("x")
    linked, hard = tmp_path / "linked", tmp_path / "hard"
    linked.symlink_to(source)
    hard.hardlink_to(source)
    for target in (source, linked, hard):
        with pytest.raises(RecordsError, match="is the input itself"):
            refuse_bad_target(target, source, force=True)
    other = tmp_path / "other"
    other.write_text("x")
    with pytest.raises(RecordsError, match="is there already; --force replaces it"):
        refuse_bad_target(other, source, force=False)
    refuse_bad_target(other, source, force=True)
    with pytest.raises(RecordsError, match="is a folder"):
        refuse_bad_target(tmp_path, source, force=True)
    with pytest.raises(RecordsError, match="lies inside the input folder"):
        refuse_bad_target(tmp_path / "new", tmp_path, force=False)


def test_a_folder_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    with (
        pytest.raises(RecordsError, match="cannot be written: No such file or directory"),
        open_output(tmp_path / "none" / "out.jsonl"),
    ):
        pass


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", 'a"b\r\nc,d', "a\rb", "é"]
)
def test_a_cell_reads_back_as_it_was_or_behind_an_apostrophe(cell: str) -> None:
    stream = io.StringIO(newline="")
    writer = CsvWriter(stream, [ITEM])
    writer.write(fake_grader().grade(ITEM, Answer(question_id="s/q", text="", answer_id=cell)))
    _, row = csv.reader(io.StringIO(stream.getvalue(), newline=""))
    assert row[1] == (cell if cell[0] in "aé" else f"'{cell}")


def test_columns_name_their_question_where_there_are_several_or_a_name_is_taken() -> None:
    other = ITEM.model_copy(update={"id": "s/r"})
    taken = Keypoint(id="points", text="x", points=1)
    clash = ITEM.model_copy(
        update={"rubric": ITEM.rubric.model_copy(update={"keypoints": (taken,)})}
    )
    for items, names in (([ITEM, other], ["s/q:k", "s/r:k"]), ([clash], ["s/q:points"])):
        stream = io.StringIO()
        CsvWriter(stream, items)
        assert stream.getvalue().strip().split(",")[8:] == [*names, "error"]


def test_a_link_as_the_target_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.jsonl", tmp_path / "link.jsonl"
    link.symlink_to(real)
    with open_output(link) as stream:
        stream.write("x")
    assert (real.read_text(), link.is_symlink()) == ("x", True)


def test_a_pipe_or_a_missing_folder_is_refused_as_a_target(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RecordsError, match="is no regular file"):
        refuse_bad_target(tmp_path / "pipe", None, force=True)
    with pytest.raises(RecordsError, match="there is no folder"):
        refuse_bad_target(tmp_path / "none" / "out", None, force=False)
    with pytest.raises(RecordsError, match="File name too long"):
        refuse_bad_target(tmp_path / ("x" * 300), None, force=False)


def test_a_long_name_is_no_trouble_and_the_umask_counts(tmp_path: Path) -> None:
    target = tmp_path / ("x" * 250)
    with open_output(target) as stream:
        stream.write("x")
    plain = tmp_path / "plain"
    plain.touch()
    assert target.stat().st_mode == plain.stat().st_mode
