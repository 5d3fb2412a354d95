"""Many processes make the records of one, whoever dies; a judge's caps hold over all of them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest

from interviewer.batch import grade_rows
from interviewer.batch.cluster import cluster as joined
from interviewer.batch.cluster import reach
from interviewer.batch.on_ray import Equipped, Seat, Sheet, Told, grade_on_ray
from interviewer.batch.parts import Place
from interviewer.errors import InterviewerError
from interviewer.grader import Grader
from interviewer.grades import Grade
from interviewer.records import Row
from interviewer.records.grades import read_grades
from interviewer.records.rows import row_of
from interviewer.settings import JudgeSettings
from interviewer.testing.fakes import FakeEmbedder, FakeMatcher, fake_calibration
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair
from tests.batch.test_side_by_side import ITEMS
from tests.batch.workers import broken, judged, mortal
from tests.judge.judged import GOOD, ITEM, KEY

BANK = {item.id: item for item in ITEMS.values()}

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.data")


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    """One cluster for all tests: it takes longer to start than they do."""
    with joined(None, 2):
        yield


def elsewhere(_: Seat) -> AbstractContextManager[Equipped]:
    raise AssertionError("no worker finds this module")


def rows(count: int, *, deaths: int = 0) -> list[Row]:
    """So many rows in turn to three questions and one unknown; some ids come twice."""
    deadly = {(1 + 2 * at) * count // (2 * deaths) for at in range(deaths)}
    return [
        row_of(
            n,
            n,
            {
                "question_id": f"s/{'abcd'[n % 4] if n not in deadly else 'a'}",
                "answer": f"alpha {'dies' if n in deadly else 'beta'} {n % 17}{n}",
                "answer_id": str(n % (count - 3)),
                "team": n,
            },
        )
        for n in range(1, count + 1)
    ]


def run(
    out: Path, given: Sequence[Row], graves: Path, most: int, **how: str
) -> tuple[list[Told], list[Grade]]:
    place = Place(out, **how)  # type: ignore[arg-type]
    told = list(
        grade_on_ray(given, Sheet(place, BANK, {}), partial(mortal, graves), workers=2, most=most)
    )
    parts = sorted(out.glob(f"part-*.{place.format}"))
    return told, [grade for part in parts for grade in read_grades(part)]


def alone(given: Sequence[Row]) -> list[Grade]:
    grader = Grader(embedder=FakeEmbedder(), matcher=FakeMatcher(), calibration=fake_calibration())
    return list(grade_rows(given, BANK, {}, grader))


@pytest.mark.parametrize(
    ("count", "deaths", "form"),
    [
        (80, 2, "jsonl"),
        pytest.param(80, 0, "parquet", marks=pytest.mark.soak),
        pytest.param(400, 10, "jsonl", marks=pytest.mark.soak),
    ],
)
def test_workers_that_are_killed_lose_nothing_and_double_nothing(
    tmp_path: Path, count: int, deaths: int, form: str
) -> None:
    graves, out = tmp_path / "graves", tmp_path / "out"
    graves.mkdir()
    given = rows(count, deaths=deaths)
    told, grades = run(out, given, graves, 10, format=form)
    assert len(list(graves.iterdir())) == deaths
    assert told[-1].died == deaths
    assert grades == alone(given)
    assert [one.parts for one in told] == list(range(count // 10 + 1))
    assert not (out / ".work").exists()

    again, same = run(out, given[:-5], graves, 10, format=form)
    assert [one.done.kept for one in again if one.done].count(False) == 1
    assert same == alone(given[:-5])


def test_what_a_worker_cannot_do_ends_the_run_in_one_line_and_its_work_stays(
    tmp_path: Path,
) -> None:
    out = tmp_path / "out"
    with pytest.raises(InterviewerError, match=r"^the weights are not there$"):
        list(grade_on_ray(rows(8), Sheet(Place(out), BANK, {}), broken, workers=1, most=4))
    assert (out / ".work").is_dir()
    assert list(out.glob("part-*")) == []


@pytest.mark.soak
def test_a_worker_that_cannot_start_says_what_every_machine_needs(tmp_path: Path) -> None:
    sheet = Sheet(Place(tmp_path / "out"), BANK, {})
    with pytest.raises(InterviewerError, match=r"no worker can start: .*every machine needs"):
        list(grade_on_ray(rows(8), sheet, elsewhere, workers=1, most=4))


def test_a_judges_caps_and_its_calls_at_once_hold_over_all_workers_also_over_a_death(
    tmp_path: Path,
) -> None:
    graves, out = tmp_path / "graves", tmp_path / "out"
    graves.mkdir()
    texts = [f"{GOOD} It is number {n}." for n in range(24)]
    texts[5] = f"{GOOD} It dies."
    given = [
        row_of(n, n, {"question_id": ITEM.id, "answer": text})
        for n, text in enumerate(texts, start=1)
    ]
    judge = JudgeSettings(max_calls=12, jobs=3)
    with FaultServer("none", ruler=fair, key=KEY, latency=0.05) as server:
        equip = partial(judged, server.url, graves)
        sheet = Sheet(Place(out), {ITEM.id: ITEM}, {})
        told = list(grade_on_ray(given, sheet, equip, judge=judge, workers=4, most=4))
    assert told[-1].workers == 3
    assert told[-1].died == 1
    assert 11 <= len(server.asked) <= 12
    assert server.busiest <= 3
    assert told[-1].spent.calls == 12
    grades = [grade for part in sorted(out.glob("part-*")) for grade in read_grades(part)]
    assert [grade.row for grade in grades] == list(range(1, 25))
    assert {grade.status for grade in grades} == {"graded", "degraded"}
    reasons = {v.reason for g in grades for v in g.verdicts if v.label == "unscored"}
    assert reasons == {"budget: the budget for the judge was spent"}


@pytest.mark.parametrize("address", ["127.0.0.1:1", "127.0.0.1:99999", "ray://nowhere.invalid:1"])
def test_a_cluster_that_is_not_there_is_one_line(address: str) -> None:
    with pytest.raises(InterviewerError, match=rf"^Ray: no cluster at '{address}': "):
        reach(address)


def test_nothing_to_grade_is_an_output_without_parts(tmp_path: Path) -> None:
    told, grades = run(tmp_path / "out", [], tmp_path, 10)
    assert [(one.parts, one.of) for one in told] == [(0, 0)]
    assert grades == []


def test_without_ray_the_remedy_is_named(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['ray'] = None\n"
        "from pathlib import Path\n"
        "from interviewer.batch.on_ray import *\n"
        "from interviewer.batch.parts import Place\n"
        f"sheet = Sheet(Place(Path({str(tmp_path / 'out')!r})), {{}}, {{}})\n"
        "try:\n    list(grade_on_ray([], sheet, None))\n"
        "except InterviewerError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == (
        "--engine ray needs Ray; install it: pip install 'keypoint-interviewer[ray]'\n"
    )
    assert not (tmp_path / "out").exists()
