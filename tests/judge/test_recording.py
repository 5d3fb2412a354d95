"""A recording gives back what was replied and nothing else, and a grade without a judge."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import JudgeError
from interviewer.judge.exchange import CallFailed, Exchange, Request, Settles, Usage
from interviewer.judge.recording import Recording, Replay
from interviewer.judge.ruling import Ids, LlmJudge
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair
from tests.judge.judged import GOOD, ITEM, KEY, transport

NAME = "openai:fault-model"
HEADER = json.dumps({"judge": NAME})
IDS = Ids(["formula", "gradient", "dying"], ["bounded"])


def request(user: str) -> Request:
    return Request("system", "prefix", user, {"type": "object"}, 100)


def yes(_: Exchange) -> bool:
    return True


class Echo:
    """Reply with what was asked, in the user's words."""

    def __call__(self, request: Request, settles: Settles) -> Exchange:
        usage = Usage(prompt=10, completion=5, cached=2)
        return Exchange(
            text=request.user, finish_reason="stop", usage=usage, model="m", latency=0.5
        )


class Broken:
    """Fail every call."""

    def __call__(self, request: Request, settles: Settles) -> Exchange:
        raise CallFailed("transport", "no luck")


def row(user: str, **exchange: object) -> str:
    told = {"text": "fine", "finish_reason": "stop", **exchange}
    return json.dumps({"request": request(user).sha256(), "exchange": told})


def written(folder: Path, *lines: str) -> Path:
    file = folder / "recording.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def recorded(file: Path, *users: str) -> Path:
    recording = Recording(Echo(), file, NAME)
    for user in users:
        recording(request(user), yes)
    recording.close()
    return file


def test_a_recording_replies_as_the_judge_did_and_has_its_name(tmp_path: Path) -> None:
    replay = Replay(recorded(tmp_path / "r.jsonl", "one", "two"))
    assert replay.name == NAME
    assert replay(request("two"), yes) == Exchange(
        text="two",
        finish_reason="stop",
        usage=Usage(prompt=10, completion=5, cached=2),
        model="m",
        latency=0.5,
        cached=True,
    )


def test_recording_changes_no_reply(tmp_path: Path) -> None:
    recording = Recording(Echo(), tmp_path / "r.jsonl", NAME)
    assert recording(request("one"), yes) == Echo()(request("one"), yes)
    recording.close()


@pytest.mark.parametrize(
    "other",
    [
        request("one."),
        request("one")._replace(system="another"),
        request("one")._replace(schema={}),
        request("one")._replace(max_tokens=400),
    ],
)
def test_what_was_not_asked_then_has_no_reply_now(tmp_path: Path, other: Request) -> None:
    replay = Replay(recorded(tmp_path / "r.jsonl", "one"))
    with pytest.raises(CallFailed, match="the recording has no reply to this") as failed:
        replay(other, yes)
    assert (failed.value.code, failed.value.fatal) == ("not-recorded", False)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_reply_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, users: list[str]
) -> None:
    users = [*users, "next\u2028line", "a\x85b\x0bc\x0cd\x1ce\x1d\u2029f\r\ng\rh"]
    replay = Replay(recorded(tmp_path_factory.mktemp("r") / "r.jsonl", *users))
    assert [replay(request(user), yes).text for user in users] == users


def test_each_reply_is_one_line_and_there_at_once(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    recording = Recording(Echo(), file, NAME)
    assert file.read_text() == f"{HEADER}\n"
    recording(request("two\nlines"), yes)
    lines = file.read_text().split("\n")
    assert [json.loads(line).keys() for line in lines[:-1]] == [{"judge"}, {"request", "exchange"}]
    assert lines[-1] == ""
    recording.close()


def test_replies_from_many_threads_keep_to_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    recording = Recording(Echo(), file, NAME)
    users = [f"{n} " * 3000 for n in range(200)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda user: recording(request(user), yes), users))
    finally:
        sys.setswitchinterval(interval)
    recording.close()
    replay = Replay(file)
    assert [replay(request(user), yes).text for user in users] == users


def test_a_call_that_failed_leaves_no_line(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    recording = Recording(Broken(), file, NAME)
    with pytest.raises(CallFailed, match="no luck"):
        recording(request("one"), yes)
    recording.close()
    assert file.read_text() == f"{HEADER}\n"


def test_of_two_replies_to_one_request_the_last_counts(tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, row("a", text="first"), row("b"), row("a", text="second"))
    assert Replay(file)(request("a"), yes).text == "second"


def test_blank_lines_and_a_line_break_at_the_end_are_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, "", HEADER, "  ", row("a"), "", "")
    assert Replay(file)(request("a"), yes).text == "fine"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("not JSON", "2: not JSON"),
        ('{"request": "x", "exchange"', "2: not JSON"),
        ("[" * 100_000, "2: not JSON"),
        ('{"request": ' + "9" * 5000 + "}", "2: not JSON"),
        ("[]", "2: no JSON object"),
        ("null", "2: no JSON object"),
        ("{}", "2: no 'exchange' in it"),
        ('{"exchange": {"text": "a", "finish_reason": "stop"}}', "2: no 'request' in it"),
        (HEADER, "2: no 'exchange' in it"),
        (
            '{"request": "x", "exchange": "fine"}',
            "2: exchange.the whole: Input should be an object",
        ),
        (
            '{"request": "x", "exchange": {"text": "a"}}',
            "2: exchange.finish_reason: Field required",
        ),
        (row("a", text=5), "2: exchange.text: Input should be a valid string"),
        (row("a", more=1), "2: exchange.more: Extra inputs are not permitted"),
        (row("a", text="\ud800"), "2: exchange.the whole: Invalid JSON"),
        (row("a", latency=float("nan")), "2: exchange.latency: Input should be a finite number"),
    ],
)
def test_a_broken_line_is_named_in_one_line(tmp_path: Path, line: str, told: str) -> None:
    file = written(tmp_path, HEADER, line)
    with pytest.raises(JudgeError) as failed:
        Replay(file)
    assert str(failed.value).startswith(f"{file}:{told}")
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize("lines", [(), ("",), (row("a"),), ('{"judge": 5, "exchange": {}}',)])
def test_a_recording_that_does_not_say_who_replied_is_refused(
    tmp_path: Path, lines: tuple[str, ...]
) -> None:
    with pytest.raises(JudgeError, match=r"recording\.jsonl:1: "):
        Replay(written(tmp_path, *lines))


def test_a_file_that_cannot_be_read_or_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"\xe4\xf6")
    for path in (tmp_path / "none", tmp_path, tmp_path / "latin"):
        with pytest.raises(JudgeError, match="cannot be read") as failed:
            Replay(path)
        assert "\n" not in str(failed.value)
    with pytest.raises(JudgeError, match=r"cannot be written: No such file or directory$"):
        Recording(Echo(), tmp_path / "none" / "r.jsonl", NAME)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = recorded(tmp_path / "r.jsonl", "one")
    before = file.read_bytes()
    for path in (file, tmp_path):
        with pytest.raises(JudgeError, match="is there already"):
            Recording(Echo(), path, NAME)
    assert file.read_bytes() == before


def test_a_recorded_judge_rules_as_it_did_without_key_and_network(tmp_path: Path) -> None:
    file = tmp_path / "r.jsonl"
    first_only = {1: "made-up-quote"}
    with FaultServer(lambda a: first_only.get(a.number, "none"), ruler=fair, key=KEY) as server:  # type: ignore[arg-type, return-value]
        recording = Recording(transport(server), file, NAME)
        live = LlmJudge(NAME, recording).rule(ITEM, GOOD, IDS)
        recording.close()
        url = server.url
    assert live.calls == 2
    assert not live.unruled
    again = LlmJudge(NAME, Replay(file)).rule(ITEM, GOOD, IDS)
    assert (again.keypoints, again.misconceptions) == (live.keypoints, live.misconceptions)
    assert (again.calls, again.usage) == (0, Usage())
    raw = file.read_bytes()
    for secret in (KEY, KEY.removeprefix("sk-"), "authorization", "Bearer", url, "127.0.0.1"):
        assert secret.encode() not in raw
    other = LlmJudge(NAME, Replay(file)).rule(ITEM, f"{GOOD} Or so.", IDS)
    assert set(other.unruled.values()) == {"not-recorded"}
    assert other.unruled_misconceptions == {"bounded": "not-recorded"}
