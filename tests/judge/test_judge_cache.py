"""What was paid for is there in the next run, for every thread and process that asks."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import JudgeError
from interviewer.judge.exchange import Exchange, Usage
from interviewer.judge.openai.capability import Capability
from interviewer.store.judge_cache import JudgeCache

REPLY = Exchange(
    text='{"a": 1}',
    finish_reason="stop",
    usage=Usage(prompt=10, completion=5, cached=2),
    model="m-2026",
    latency=0.25,
)


def reply(text: str) -> Exchange:
    return REPLY.model_copy(update={"text": text})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "judge.sqlite"


def test_what_was_kept_comes_back_marked_and_unchanged(path: Path) -> None:
    cache = JudgeCache(path)
    assert cache.get("k") is None
    cache.put("k", "m", REPLY)
    assert cache.get("k") == REPLY.model_copy(update={"cached": True})
    assert cache.get("K") is None
    assert len(cache) == 1
    cache.close()


def test_it_is_there_in_the_next_run(path: Path) -> None:
    first = JudgeCache(path)
    first.put("k", "m", REPLY)
    first.close()
    again = JudgeCache(path)
    assert again.get("k") == REPLY.model_copy(update={"cached": True})
    again.close()


def test_the_first_reply_under_a_key_stays(path: Path) -> None:
    cache = JudgeCache(path)
    cache.put("k", "m", reply("first"))
    cache.put("k", "m", reply("second"))
    found = cache.get("k")
    assert found is not None
    assert found.text == "first"
    assert len(cache) == 1
    cache.close()


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.just("No."))
def test_any_reply_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, text: str, refusal: str | None
) -> None:
    cache = JudgeCache(tmp_path_factory.mktemp("c") / "judge.sqlite")
    given = REPLY.model_copy(update={"text": text, "refusal": refusal})
    cache.put("k", "m", given)
    assert cache.get("k") == given.model_copy(update={"cached": True})
    cache.close()


def test_only_the_user_may_read_the_file(path: Path) -> None:
    JudgeCache(path).close()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_folders_on_the_way_are_made(tmp_path: Path) -> None:
    JudgeCache(tmp_path / "a" / "b" / "judge.sqlite").close()
    assert (tmp_path / "a" / "b" / "judge.sqlite").is_file()


def test_many_threads_use_it_at_once(path: Path) -> None:
    cache = JudgeCache(path)

    def work(number: int) -> str:
        cache.put(f"k{number % 50}", "m", reply(f"{number % 50}"))
        found = cache.get(f"k{number % 50}")
        return "" if found is None else found.text

    with ThreadPoolExecutor(8) as pool:
        assert [*pool.map(work, range(200))] == [f"{number % 50}" for number in range(200)]
    assert len(cache) == 50
    cache.close()


WORKER = """
import sys
from pathlib import Path
from interviewer.judge.exchange import Exchange
from interviewer.store.judge_cache import JudgeCache

own, other = sys.argv[2:]
print("here", flush=True)
sys.stdin.readline()
cache = JudgeCache(Path(sys.argv[1]))
for number in range(100):
    cache.put(f"{own}{number}", "m", Exchange(text=own, finish_reason="stop"))
    cache.put(f"shared{number}", "m", Exchange(text=own, finish_reason="stop"))
print(sum(cache.get(f"{own}{number}") is not None for number in range(100)), flush=True)
sys.stdin.readline()
print(sum(cache.get(f"{other}{number}") is not None for number in range(100)), flush=True)
cache.close()
"""


def test_two_processes_use_one_file_at_once(path: Path) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, str(path), own, other],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for own, other in (("a", "b"), ("b", "a"))
    ]
    for told in ("here", "100", "100"):
        for worker in workers:
            assert worker.stdout is not None
            assert worker.stdout.readline().strip() == told
        for worker in workers:
            assert worker.stdin is not None
            if told != "100" or worker.poll() is None:
                worker.stdin.write("\n")
                worker.stdin.flush()
    for worker in workers:
        worker.communicate()
        assert worker.returncode == 0
    cache = JudgeCache(path)
    assert len(cache) == 300
    texts = {found.text for n in range(100) if (found := cache.get(f"shared{n}")) is not None}
    assert texts <= {"a", "b"}
    cache.close()


@pytest.mark.parametrize("kept", ["{}", "not JSON", '{"text": 5}', '{"told": "of a later time"}'])
def test_a_reply_that_cannot_be_read_is_asked_for_anew_and_replaced(path: Path, kept: str) -> None:
    JudgeCache(path).close()
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("insert into replies values ('k', 'm', '2026-01-01', ?)", (kept,))
    cache = JudgeCache(path)
    assert cache.get("k") is None
    cache.put("k", "m", REPLY)
    assert cache.get("k") is not None
    cache.close()


def test_what_an_endpoint_takes_is_kept_for_the_next_run_and_replaced_when_it_changes(
    path: Path,
) -> None:
    less = Capability(reply_format="none", limit_name="max_tokens", temperature=False)
    first = JudgeCache(path)
    assert first.capability("m at u") is None
    first.keep_capability("m at u", Capability())
    first.keep_capability("m at u", less)
    first.close()
    again = JudgeCache(path)
    assert again.capability("m at u") == less
    assert again.capability("m at v") is None
    assert len(again) == 0
    again.close()


@pytest.mark.parametrize(
    "sql",
    [
        "update capabilities set at = '2020-01-01T00:00:00+00:00'",
        "update capabilities set told = '{}{'",
        """update capabilities set told = '{"of": "a later time"}'""",
    ],
)
def test_what_is_old_or_of_another_version_is_not_believed_of_an_endpoint(
    path: Path, sql: str
) -> None:
    cache = JudgeCache(path)
    cache.keep_capability("m", Capability(temperature=False))
    with closing(sqlite3.connect(path)) as raw, raw:
        assert raw.execute(sql).rowcount == 1
    assert cache.capability("m") is None
    cache.keep_capability("m", Capability(temperature=False))
    assert cache.capability("m") == Capability(temperature=False)
    cache.close()


def _says_where(error: BaseException, path: Path) -> bool:
    told = str(error)
    return (
        told.startswith(f"{path}: cannot keep the judge's replies there: ")
        and told.endswith("name another file with --judge-cache")
        and "\n" not in told
    )


def test_a_file_that_is_no_cache_is_one_line(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("These are my notes of the whole year. " * 100)
    for path in (notes, tmp_path, notes / "judge.sqlite"):
        with pytest.raises(JudgeError) as failed:
            JudgeCache(path)
        assert _says_where(failed.value, path)
    assert notes.read_text().startswith("These are my notes")


def test_a_file_that_breaks_meanwhile_is_one_line(path: Path) -> None:
    cache = JudgeCache(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("drop table replies")
    for use in (lambda: cache.get("k"), lambda: cache.put("k", "m", REPLY), lambda: len(cache)):
        with pytest.raises(JudgeError) as failed:
            use()
        assert _says_where(failed.value, path)
    cache.close()
    with pytest.raises(JudgeError):
        cache.get("k")


def test_a_row_says_what_was_asked_when_and_nothing_of_how(path: Path) -> None:
    cache = JudgeCache(path)
    cache.put("a" * 64, "some-model", REPLY)
    cache.close()
    with closing(sqlite3.connect(path)) as raw:
        ((key, model, at, exchange),) = raw.execute("select * from replies").fetchall()
    assert (key, model) == ("a" * 64, "some-model")
    assert at.endswith("+00:00")
    assert json.loads(exchange) == {
        "text": '{"a": 1}',
        "finish_reason": "stop",
        "refusal": None,
        "usage": {"prompt": 10, "completion": 5, "cached": 2},
        "model": "m-2026",
        "latency": 0.25,
        "cached": False,
    }
