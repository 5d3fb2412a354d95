"""A part is graded as its rows are alone, written whole, and graded again only where it must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from numpy.typing import NDArray

from interviewer.batch import grade_rows
from interviewer.batch.one_part import Done, Equipped, Sheet, grade_part
from interviewer.batch.parts import Place, cut, holding
from interviewer.batch.rows import flagged
from interviewer.batch.settled import Settled
from interviewer.errors import MatcherError
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.records import Row
from interviewer.records.grades import read_grades
from interviewer.records.rows import row_of
from interviewer.seams import Pair
from interviewer.testing.fakes import FakeMatcher
from tests.batch.test_side_by_side import ITEMS, grader

BANK = {item.id: item for item in ITEMS.values()}
TEXTS = ("alpha beta", "beta gamma", "", "not alpha beta", "alpha", "alpha beta", "I don't know")


def rows(texts: Sequence[str] = TEXTS) -> list[Row]:
    """Questions in turn, one that no bank has, one row that cannot be read, one id twice."""
    made = [
        row_of(n, n, {"question_id": f"s/{'abcd'[n % 4]}", "answer": text, "team": n / 7})
        for n, text in enumerate(texts, start=1)
    ]
    return [*made, row_of(len(made) + 1, None, {"answer": "x", "answer_id": "1"})]


class Named(FakeMatcher):
    """Another model than the fake, which reads as it does."""

    sha256 = "1" * 64


class Broken(FakeMatcher):
    """Fails once it has read so many times."""

    def read(self, pairs: Sequence[Pair]) -> NDArray[object]:  # type: ignore[override]
        if len(self.asked) >= 3:
            raise MatcherError("it broke")
        return super().read(pairs)  # type: ignore[return-value]


def part(
    out: Path,
    given: Sequence[Row],
    matcher: FakeMatcher | None = None,
    *,
    items: Mapping[str, Item] = BANK,
    keep_text: bool = True,
    jobs: int = 1,
    **form: str,
) -> Done:
    place = Place(out, **form)  # type: ignore[arg-type]
    with holding(place, None, force=False) as seen:
        (name,) = cut(flagged(given, seen), place)
        equipped = Equipped(grader(matcher), jobs)
        return grade_part(Sheet(place, items, {}, keep_text), name, equipped)


def alone(given: Sequence[Row], *, keep_text: bool = True) -> list[Grade]:
    return list(grade_rows(given, BANK, {}, grader(), keep_text=keep_text))


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
@pytest.mark.parametrize("keep_text", [True, False])
@pytest.mark.parametrize("jobs", [1, 3])
def test_records_are_those_of_one_machine_in_the_order_of_the_rows(
    tmp_path: Path, form: str, keep_text: bool, jobs: int
) -> None:
    done = part(tmp_path / "out", rows(), keep_text=keep_text, jobs=jobs, format=form)
    grades = list(read_grades(tmp_path / "out" / f"part-00000.{form}"))
    assert grades == alone(rows(), keep_text=keep_text)
    assert [grade.flags for grade in grades if grade.row == 8] == [("repeated-answer-id",)]
    fractions = [grade.score.fraction for grade in grades if grade.score is not None]
    assert fractions == [1.0, 1.0, 0.0, 1.0, 1.0]
    assert done == Done(
        name="part-00000", counts={"graded": 5, "failed": 3}, fractions=4.0, scored=5
    )


def test_rows_of_one_question_are_read_together(tmp_path: Path) -> None:
    matcher = FakeMatcher()
    given = [
        row_of(n, n, {"question_id": f"s/{'ab'[n % 2]}", "answer": f"alpha {n}"})
        for n in range(1, 7)
    ]
    part(tmp_path / "out", given, matcher)
    order = [pair.passage for pair in matcher.asked]
    assert order == ["alpha 2", "alpha 4", "alpha 6", "alpha 1", "alpha 3", "alpha 5"]


def test_a_part_that_stands_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = part(out, rows())
    before = (out / "part-00000.jsonl").stat()
    matcher = FakeMatcher()
    done = part(out, rows(), matcher)
    assert done == first.model_copy(update={"kept": True})
    assert matcher.asked == []
    assert (out / "part-00000.jsonl").stat() == before


def test_a_part_of_other_rows_reads_only_what_is_new(tmp_path: Path) -> None:
    out = tmp_path / "out"
    part(out, rows())
    matcher = FakeMatcher()
    changed = rows(["alpha beta gamma", *TEXTS[1:]])
    assert not part(out, changed, matcher).kept
    assert {pair.passage for pair in matcher.asked} == {"alpha beta gamma"}
    assert list(read_grades(out / "part-00000.jsonl")) == alone(changed)


@pytest.mark.parametrize("change", ["number", "id", "extra", "order"])
def test_a_part_is_made_anew_where_only_the_rows_own_columns_changed(
    tmp_path: Path, change: str
) -> None:
    out, matcher = tmp_path / "out", FakeMatcher()
    first, *rest = rows()
    assert first.answer is not None
    part(out, [first, *rest])
    changed = {
        "number": [first._replace(number=99), *rest],
        "id": [first._replace(answer=first.answer.model_copy(update={"answer_id": "z"})), *rest],
        "extra": [first._replace(answer=first.answer.model_copy(update={"extra": {}})), *rest],
        "order": [*rest, first],
    }[change]
    assert not part(out, changed, matcher).kept
    assert matcher.asked == []
    assert list(read_grades(out / "part-00000.jsonl")) == alone(changed)


def test_a_part_is_made_anew_for_another_model_other_points_and_other_words(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    part(out, rows())
    assert not part(out, rows(), Named()).kept
    (keypoint,) = BANK["s/a"].rubric.keypoints
    for update in ({"points": 5.0}, {"explain": "Because of gamma."}):
        rubric = BANK["s/a"].rubric.model_copy(
            update={"keypoints": (keypoint.model_copy(update=update),)}
        )
        items = {**BANK, "s/a": BANK["s/a"].model_copy(update={"rubric": rubric})}
        matcher = Named()
        assert not part(out, rows(), matcher, items=items).kept
        assert matcher.asked == []
        assert part(out, rows(), Named(), items=items).kept


def test_records_without_words_are_not_taken_for_records_with_words(tmp_path: Path) -> None:
    out = tmp_path / "out"
    part(out, rows(), keep_text=False)
    part(out, rows())
    assert list(read_grades(out / "part-00000.jsonl")) == alone(rows())


@pytest.mark.parametrize("harm", ["cut", "gone", "changed", "no manifest", "other manifest"])
def test_a_part_that_was_harmed_is_made_whole_again(tmp_path: Path, harm: str) -> None:
    out = tmp_path / "out"
    part(out, rows())
    file, manifest = out / "part-00000.jsonl", out / "_parts" / "part-00000.json"
    whole = file.read_bytes()
    if harm == "cut":
        file.write_bytes(whole[: len(whole) // 2])
    elif harm == "gone":
        file.unlink()
    elif harm == "changed":
        file.write_bytes(whole.replace(b'"answer_id":"1"', b'"answer_id":"9"'))
    elif harm == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text("{}")
    assert not part(out, rows()).kept
    assert file.read_bytes() == whole


def test_what_was_graded_of_a_part_that_broke_off_is_not_graded_again(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(MatcherError, match="it broke"):
        part(out, rows(), Broken())
    assert not (out / "part-00000.jsonl").exists()
    matcher, whole = FakeMatcher(), FakeMatcher()
    part(out, rows(), matcher)
    part(tmp_path / "other", rows(), whole)
    assert len(matcher.asked) == len(whole.asked) - 3
    assert list(read_grades(out / "part-00000.jsonl")) == alone(rows())


def test_a_part_is_held_by_one_worker(tmp_path: Path) -> None:
    place = Place(tmp_path / "out")
    with holding(place, None, force=False) as seen:
        (name,) = cut(flagged(rows(), seen), place)
        with Settled(place.settled(name)), pytest.raises(Exception, match="another process"):
            grade_part(Sheet(place, BANK, {}), name, Equipped(grader()))
