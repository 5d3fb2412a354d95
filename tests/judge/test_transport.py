"""Calls go out as few as can be, as many at once as may be, and nothing tells the key."""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from interviewer.errors import JudgeError
from interviewer.judge.budget import Budget
from interviewer.judge.exchange import CallFailed, Exchange, Request
from interviewer.judge.openai.client import Client, Endpoint, Trouble
from interviewer.judge.openai.transport import Limits, Transport
from interviewer.judge.prompt import build, statements
from interviewer.judge.ruling import Ids, LlmJudge
from interviewer.store.judge_cache import JudgeCache
from interviewer.testing.fault_server import Asked, Fault, FaultServer
from interviewer.testing.rulers import fair
from tests.judge.judged import GOOD, ITEM, KEY, MODEL, transport
from tests.judge.odd_server import OddServer, Said, fine, refusal

MUST_HAPPEN = 5.0
"""Seconds after which a thread that should have gone on is stuck."""
ASKED = statements(ITEM)
IDS = Ids(["formula", "gradient", "dying"], ["bounded"])
Ruling = Mapping[str, Mapping[str, Any]]


def request(number: int = 0) -> Request:
    """Return a request; each number is another answer to the same question."""
    return build(ITEM, f"{GOOD} {number}", ASKED)


def other_question(number: int) -> Request:
    question = ITEM.question.model_copy(update={"prompt": f"Question {number}?"})
    return build(ITEM.model_copy(update={"question": question}), GOOD, ASKED)


def yes(_: Exchange) -> bool:
    return True


def no(_: Exchange) -> bool:
    return False


def limits(jobs: int = 4, attempt: float = MUST_HAPPEN, deadline: float = 20.0) -> Limits:
    return Limits(attempt=attempt, deadline=deadline, jobs=jobs)


def sending(
    url: str | None,
    *,
    key: str = KEY,
    sleeps: list[float] | None = None,
    cache: JudgeCache | None = None,
    limits: Limits = limits(),  # noqa: B008 - it cannot change
) -> Transport:
    noted: list[float] = [] if sleeps is None else sleeps
    return Transport(
        Client(Endpoint(MODEL, url, key)),
        cache=cache,
        limits=limits,
        sleep=noted.append,
        rng=random.Random(1),
    )


def at_once(calls: Sequence[Callable[[], Exchange]]) -> list[Exchange | Exception]:
    """Return what came of calls made in a thread each; none of them may be stuck."""
    came: dict[int, Exchange | Exception] = {}
    met = threading.Barrier(len(calls))

    def run(place: int, call: Callable[[], Exchange]) -> None:
        met.wait(MUST_HAPPEN)
        try:
            came[place] = call()
        except (CallFailed, JudgeError) as error:
            came[place] = error

    threads = [threading.Thread(target=run, args=one, daemon=True) for one in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(2 * MUST_HAPPEN)
    assert not any(thread.is_alive() for thread in threads)
    return [came[place] for place in range(len(calls))]


class Together:
    """Rule fairly, but from call number ``first`` on only when ``count`` calls are in hand."""

    def __init__(self, count: int, first: int = 1) -> None:
        self._met = threading.Barrier(count, timeout=MUST_HAPPEN)
        self._first = first

    def __call__(self, asked: Asked) -> Ruling:
        if asked.number >= self._first:
            self._met.wait()
        return fair(asked)


def bodies(server: FaultServer) -> list[Mapping[str, Any]]:
    return [asked.body for asked in server.asked]


# As few as can be.


def test_identical_calls_in_flight_are_one_call() -> None:
    with FaultServer(ruler=fair, key=KEY, latency=0.2) as server:
        send = transport(server)
        came = at_once([partial(send, request(), no)] * 6)
        assert len(server.asked) == 1
    replies = [one for one in came if isinstance(one, Exchange)]
    assert len({reply.text for reply in replies}) == 1
    assert sorted(reply.cached for reply in replies) == [False] + [True] * 5
    assert send.budget.spent.calls == 1


def test_a_call_that_is_over_is_made_again_where_its_reply_was_not_kept(tmp_path: Path) -> None:
    with FaultServer(ruler=fair, key=KEY) as server:
        send = transport(server, cache=tmp_path / "c.sqlite")
        assert not send(request(), no).cached
        assert not send(request(), yes).cached
        assert send(request(), no).cached
        assert len(server.asked) == 2


def test_all_who_wait_for_a_call_that_fails_are_told() -> None:
    with FaultServer("404", ruler=fair, key=KEY, latency=0.2) as server:
        send = transport(server)
        came = at_once([partial(send, request(), yes)] * 4)
        assert len(server.asked) == 1
    assert all(isinstance(one, CallFailed) and one.fatal for one in came)


class SlowStore:
    """A store that takes its time to say what it knew when it was asked."""

    def __init__(self) -> None:
        self.rows: dict[str, Exchange] = {}

    def get(self, key: str) -> Exchange | None:
        known = self.rows.get(key)
        time.sleep(0.1)
        return known

    def put(self, key: str, model: str, exchange: Exchange) -> None:
        self.rows[key] = exchange


def test_who_comes_while_a_reply_is_being_kept_pays_nothing() -> None:
    with FaultServer(ruler=fair, key=KEY) as server:
        store = SlowStore()
        send = Transport(Client(Endpoint(MODEL, server.url, KEY)), cache=store)

        def late() -> Exchange:
            time.sleep(0.07)
            return send(request(), yes)

        came = at_once([partial(send, request(), yes), late])
        assert len(server.asked) == 1
    assert all(isinstance(one, Exchange) for one in came)


class FullStore(SlowStore):
    """A store that can keep nothing more."""

    def put(self, key: str, model: str, exchange: Exchange) -> None:
        raise JudgeError("the disk is full")


def test_nobody_waits_for_ever_where_a_reply_cannot_be_kept() -> None:
    with FaultServer(ruler=fair, key=KEY) as server:
        send = Transport(Client(Endpoint(MODEL, server.url, KEY)), cache=FullStore())
        came = at_once([partial(send, request(), yes)] * 3)
    assert [str(one) for one in came] == ["the disk is full"] * 3


# As many at once as may be.


def test_the_first_call_for_a_question_goes_alone_and_then_as_many_as_may() -> None:
    alone: list[tuple[int, int]] = []
    together = Together(4, first=2)

    def ruler(asked: Asked) -> Ruling:
        if asked.number == 1:
            time.sleep(0.1)  # the others would be here by now
            alone.append((len(server.asked), server.busiest))
        return together(asked)

    with FaultServer(ruler=ruler, key=KEY) as server:
        send = transport(server, limits=limits(jobs=4))
        calls = [partial(send, request(n), yes) for n in range(5)]
        came = at_once(calls)
        assert alone == [(1, 1)]
        assert server.busiest == 4
    kept = [one.usage.cached for one in came if isinstance(one, Exchange)]
    assert len(kept) == 5
    assert kept.count(0) == 1  # the endpoint had the prefix of all the others


def test_other_questions_do_not_wait_for_the_first_call_of_this_one() -> None:
    with FaultServer(ruler=Together(3), key=KEY) as server:
        send = transport(server, limits=limits(jobs=3))
        came = at_once([partial(send, other_question(n), yes) for n in range(3)])
        assert server.busiest == 3
    assert all(isinstance(one, Exchange) for one in came)


@pytest.mark.parametrize("jobs", [1, 3])
def test_never_are_more_calls_out_than_jobs(jobs: int) -> None:
    with FaultServer(ruler=Together(jobs, first=2), key=KEY) as server:
        send = transport(server, limits=limits(jobs=jobs))
        came = at_once([partial(send, request(n), yes) for n in range(1 + 3 * jobs)])
        assert server.busiest == jobs
        assert len(server.asked) == 1 + 3 * jobs
    assert all(isinstance(one, Exchange) for one in came)


def test_after_a_429_half_as_many_are_out_at_once() -> None:
    limited = {1: "429-ms"}
    with FaultServer(
        lambda a: limited.get(a.number, "none"),  # type: ignore[arg-type, return-value]
        ruler=Together(4, first=3),
        key=KEY,
    ) as server:
        send = transport(server, limits=limits(jobs=8))
        send(request(), yes)
        came = at_once([partial(send, request(n), yes) for n in range(1, 9)])
        # Four at once; after four that went well it may be one more.
        assert 4 <= server.busiest <= 5
    assert all(isinstance(one, Exchange) for one in came)


def test_a_server_error_says_nothing_about_the_rate() -> None:
    broken = {1: "503", 2: "500"}
    with FaultServer(
        lambda a: broken.get(a.number, "none"),  # type: ignore[arg-type, return-value]
        ruler=Together(4, first=4),
        key=KEY,
    ) as server:
        send = transport(server, limits=limits(jobs=4))
        send(request(), yes)
        at_once([partial(send, request(n), yes) for n in range(1, 5)])
        assert server.busiest == 4


# Trying again.


@pytest.mark.parametrize(
    ("fault", "seconds"), [("429-seconds", 0.05), ("429-ms", 0.05), ("429-reset", 0.1)]
)
def test_it_waits_as_long_as_the_server_asks(fault: Fault, seconds: float) -> None:
    sleeps: list[float] = []
    with FaultServer(lambda a: fault if a.number < 3 else "none", ruler=fair, key=KEY) as server:
        sending(server.url, sleeps=sleeps)(request(), yes)
    assert sleeps == pytest.approx([seconds, seconds])


def test_where_nobody_says_how_long_each_wait_may_be_longer_than_the_last() -> None:
    sleeps: list[float] = []
    with FaultServer("500", ruler=fair, key=KEY) as server:
        with pytest.raises(CallFailed, match=r"HTTP 500: .*; 6 times$") as failed:
            sending(server.url, sleeps=sleeps, limits=limits(deadline=1000.0))(request(), yes)
        assert len(server.asked) == 6
    assert (failed.value.code, failed.value.fatal) == ("transport", False)
    assert len(sleeps) == 5
    assert all(wait < 2**place for place, wait in enumerate(sleeps))
    assert len(set(sleeps)) == 5


def test_a_wait_past_the_deadline_is_not_begun() -> None:
    sleeps: list[float] = []
    told = refusal(429, "Come back tomorrow.")._replace(headers={"Retry-After": "86400"})
    with OddServer(lambda _: told) as server:
        send = sending(server.url, sleeps=sleeps)
        with pytest.raises(CallFailed, match="no time is left to try again") as failed:
            send(request(), yes)
        assert len(server.bodies) == 1
    assert failed.value.code == "transport"
    assert sleeps == []


def test_time_spent_in_the_queue_counts_against_a_calls_deadline() -> None:
    with FaultServer("hang", ruler=fair, key=KEY) as server:
        send = sending(server.url, limits=limits(jobs=1, attempt=0.1, deadline=0.25))
        came = at_once([partial(send, request(n), yes) for n in range(8)])
        assert 1 <= len(server.asked) < 8
    assert all(isinstance(one, CallFailed) and one.code == "deadline" for one in came)


def test_after_a_stop_no_attempt_begins_not_even_of_those_who_wait_their_turn() -> None:
    arrived, leave = threading.Event(), threading.Event()

    def ruler(asked: Asked) -> Ruling:
        arrived.set()
        leave.wait(MUST_HAPPEN)
        return fair(asked)

    with FaultServer(ruler=ruler, key=KEY) as server:
        send = transport(server, limits=limits(jobs=1))

        def stop() -> Exchange:
            assert arrived.wait(MUST_HAPPEN)
            send.stop()
            leave.set()
            raise CallFailed("transport", "stopped it")

        came = at_once([*[partial(send, request(n), yes) for n in range(3)], stop])
        assert len(server.asked) == 1
        with pytest.raises(CallFailed, match="the run was stopped"):
            send(request(9), yes)
        assert len(server.asked) == 1
    assert sum(isinstance(one, Exchange) for one in came) == 1
    assert [str(one) for one in came].count("the run was stopped") == 2


@pytest.mark.parametrize("fault", ["401", "quota"])
def test_once_no_call_can_do_better_none_is_made(fault: Fault) -> None:
    with FaultServer(fault, ruler=fair, key=KEY) as server:
        send = transport(server)
        for number in range(3):
            with pytest.raises(CallFailed) as failed:
                send(request(number), yes)
            assert failed.value.fatal
        assert len(server.asked) == 1


# What an endpoint does not take.


@pytest.mark.parametrize("fault", ["format-400", "format-422", "format-500"])
def test_a_reply_format_that_was_refused_is_never_sent_again(fault: Fault) -> None:
    with FaultServer(fault, ruler=fair, key=KEY) as server:
        send = transport(server)
        send(request(1), yes)
        forms = [body.get("response_format") for body in bodies(server)]
        assert [form and (form["type"], "schema" in form) for form in forms] == [
            ("json_schema", False),
            ("json_object", True),
            ("json_object", False),
            None,
        ]
        send(request(2), yes)
        assert len(server.asked) == 5
        assert "response_format" not in bodies(server)[4]
    assert send.budget.spent.calls == 2  # what was refused cost nothing


def test_the_schema_is_strict_and_stands_in_the_first_request() -> None:
    with FaultServer(ruler=fair, key=KEY) as server:
        transport(server)(request(), yes)
        (body,) = bodies(server)
    asked = request()
    assert body == {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": asked.system},
            {"role": "user", "content": asked.user},
        ],
        "max_completion_tokens": asked.max_tokens,
        "temperature": 0,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "rulings", "strict": True, "schema": asked.schema},
        },
    }


REFUSALS = {
    "max_completion_tokens": "Unrecognized request argument supplied: max_completion_tokens",
    "temperature": "Unsupported value: 'temperature' does not support 0 with this model.",
    "response_format": "This response_format type is unavailable now",
}


def picky(*names: str) -> Callable[[Mapping[str, Any]], Said]:
    """Return what refuses a body with any of these parameters, one at a time."""

    def reply(body: Mapping[str, Any]) -> Said:
        return next((refusal(400, REFUSALS[name]) for name in names if name in body), fine())

    return reply


@pytest.mark.parametrize(
    ("names", "calls"),
    [
        (("max_completion_tokens",), 2),
        (("temperature",), 2),
        (("temperature", "max_completion_tokens"), 3),
        (("response_format", "temperature", "max_completion_tokens"), 6),
    ],
)
def test_a_parameter_that_was_refused_is_left_out_from_then_on(
    names: tuple[str, ...], calls: int
) -> None:
    with OddServer(picky(*names)) as server:
        send = sending(server.url)
        assert send(request(1), yes).text == "fine"
        assert len(server.bodies) == calls
        send(request(2), yes)
        assert len(server.bodies) == calls + 1
        last = server.bodies[-1]
    assert not {*names} & {*last}
    if "max_completion_tokens" in names:
        assert last["max_tokens"] == request().max_tokens
    else:
        assert last["max_completion_tokens"] == request().max_tokens
        assert "max_tokens" not in last
    assert ("temperature" in last) == ("temperature" not in names)


def test_an_endpoint_that_takes_neither_name_of_the_limit_is_not_asked_for_ever() -> None:
    def reply(body: Mapping[str, Any]) -> Said:
        name = "max_tokens" if "max_tokens" in body else "max_completion_tokens"
        return refusal(400, f"Unsupported parameter: {name!r}")

    with OddServer(reply) as server:
        with pytest.raises(CallFailed, match="Unsupported parameter"):
            sending(server.url)(request(), yes)
        assert len(server.bodies) == 7


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_refusal_that_names_nothing_of_ours_ends_the_call_at_once(status: int) -> None:
    with OddServer(lambda _: refusal(status, "The messages are too long.")) as server:
        with pytest.raises(CallFailed, match=f"^HTTP {status}: The messages") as failed:
            sending(server.url)(request(), yes)
        assert len(server.bodies) == 1
    assert (failed.value.code, failed.value.fatal) == ("transport", False)


# Where nothing comes back.


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def test_a_port_where_nobody_listens_is_one_line_and_costs_nothing() -> None:
    url = f"http://127.0.0.1:{closed_port()}/v1"
    sleeps: list[float] = []
    send = sending(url, sleeps=sleeps)
    with pytest.raises(CallFailed) as failed:
        send(request(), yes)
    assert str(failed.value) == f"cannot connect to {url}; 3 times"
    assert (failed.value.code, failed.value.fatal) == ("transport", False)
    assert len(sleeps) == 2
    assert send.budget.spent.calls == 0
    reply = LlmJudge("j", send).rule(ITEM, GOOD, IDS)
    assert set(reply.unruled.values()) == {"transport"}
    assert reply.message == str(failed.value)


@pytest.mark.parametrize(
    "url",
    [
        *("", " ", "not a url", "127.0.0.1:8080/v1", "localhost", "/v1", "ftp://x", "file:///etc"),
        *("http://", "http:///v1", "http://:80/v1", "http://[", "http://host:port/v1"),
        *("http://x:99999/v1", "http://x:-1/v1", "http://x:0/v1", "http://exa mple/v1"),
        *("http://a\nb/v1", "http://x/v1\n", "http://a..b/v1", f"http://{'a' * 64}/v1"),
        "http://\ud800/v1",
    ],
)
def test_what_is_no_address_is_one_line_before_anything_is_asked(url: str) -> None:
    with pytest.raises(JudgeError) as failed:
        Client(Endpoint(MODEL, url, KEY))
    assert str(failed.value).endswith("http://127.0.0.1:8080/v1 would be one")
    assert "\n" not in str(failed.value)
    assert KEY not in str(failed.value)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1:8080/v1", "https://api.openai.com/v1", "http://[::1]:80", None),
        *("http://llm_server:8000/v1", "HTTPS://user:pass@x.example/v1", "http://münchen.example"),
    ],
)
def test_what_is_an_address_is_taken(url: str | None) -> None:
    assert Client(Endpoint(MODEL, url, KEY)).endpoint.url == url


@pytest.mark.parametrize("key", [f"{KEY}\n", f"{KEY}\r", f"ключ-{KEY}", f"{KEY}\x00"])
def test_a_key_that_no_header_can_carry_is_refused_without_showing_it(key: str) -> None:
    with pytest.raises(JudgeError, match="key") as failed:
        Client(Endpoint(MODEL, None, key))
    assert KEY not in str(failed.value)
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"fine", b"[]", b"null", b"{}", b'{"choices": []}', b'{"choices": {}}', b"\xff"),
        *(b'{"choices": [5]}', b'{"choices": [{}]}', b'{"choices": [{"message": "hi"}]}'),
        b"[" * 100_000,
    ],
)
def test_a_reply_that_is_no_completion_is_tried_again_and_then_a_failed_call(body: bytes) -> None:
    with OddServer(lambda _: Said(200, body)) as server:
        with pytest.raises(CallFailed, match="the endpoint's reply cannot be read") as failed:
            sending(server.url, limits=limits(deadline=1000.0))(request(), yes)
        assert len(server.bodies) == 6
    assert failed.value.code == "transport"
    assert "\n" not in str(failed.value)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (refusal(400, "One\nline\r\n  only."), "HTTP 400: One line only."),
        (refusal(400, "x" * 1000), f"HTTP 400: {'x' * 300}"),
        (Said(400, b"<html>\n<h1>Bad\ngateway</h1>"), "HTTP 400: <html> <h1>Bad gateway</h1>"),
        (Said(400, {"detail": [{"msg": "no"}]}), 'HTTP 400: {"detail": [{"msg": "no"}]}'),
        (Said(400, {"error": {"message": {"a": 1}}}), "HTTP 400: {'a': 1}"),
    ],
)
def test_an_error_is_the_servers_own_words_in_one_line(said: Said, told: str) -> None:
    with OddServer(lambda _: said) as server, pytest.raises(CallFailed) as failed:
        sending(server.url)(request(), yes)
    assert str(failed.value) == told


def test_half_a_surrogate_pair_in_a_reply_can_be_kept_and_shown() -> None:
    with OddServer(lambda _: fine("a\ud83d", finish="st\ud83dop")) as server:
        reply = sending(server.url)(request(), yes)
    assert (reply.text, reply.finish_reason) == ("a?", "st?op")
    assert Exchange.model_validate_json(reply.model_dump_json()) == reply


# The key, and where replies are kept.


@pytest.mark.parametrize("url", [None, "http://u:pw-secret@127.0.0.1:80/v1?token=pw-secret"])
def test_an_endpoint_never_shows_its_key(url: str | None) -> None:
    endpoint = Endpoint(MODEL, url, KEY)
    for shown in (repr(endpoint), str(endpoint), f"{endpoint}", f"{[endpoint]}", endpoint.shown):
        assert KEY not in shown
        assert "pw-secret" not in shown
    assert MODEL in repr(endpoint)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500])
def test_an_endpoint_that_repeats_the_key_does_not_make_us_tell_it(status: int) -> None:
    with OddServer(lambda _: refusal(status, f"Received the key {KEY}, sorry")) as server:
        with pytest.raises(CallFailed, match="Received the key …, sorry") as failed:
            sending(server.url)(request(), yes)
        judge = LlmJudge("j", sending(server.url))
        try:
            message = judge.rule(ITEM, GOOD, IDS).message
        except JudgeError as error:
            message = str(error)
    trouble = failed.value.__cause__
    assert isinstance(trouble, Trouble)
    for raised in (failed.value, trouble):
        assert KEY not in f"{raised}{raised!r}{raised.args}"
    assert "…, sorry" in message
    assert KEY not in message


def test_no_file_holds_the_key_or_a_header(tmp_path: Path) -> None:
    with FaultServer(ruler=fair, key=KEY) as server:
        cache = JudgeCache(tmp_path / "judge.sqlite")
        send = sending(server.url, cache=cache)
        assert not send(request(), yes).cached
        assert send(request(), yes).cached
        assert f"Bearer {KEY}" in server.asked[0].headers["authorization"]
        files = [*tmp_path.iterdir()]
        raw = b"".join(file.read_bytes() for file in files)
    cache.close()
    assert {"judge.sqlite", "judge.sqlite-wal"} <= {file.name for file in files}
    assert b"finish_reason" in raw
    for secret in (KEY, KEY.removeprefix("sk-"), "authorization", "Authorization", "Bearer"):
        assert secret.encode() not in raw


def key_of(request: Request, model: str = MODEL, url: str | None = None, key: str = KEY) -> str:
    return Transport(Client(Endpoint(model, url, key))).key(request)


def test_a_reply_is_kept_under_all_that_shapes_it_and_nothing_else() -> None:
    plain = key_of(request())
    others = [
        key_of(request(1)),
        key_of(request(), model="another"),
        key_of(request(), url="http://127.0.0.1:8080/v1"),
        key_of(request(), url="http://127.0.0.1:8081/v1"),
        key_of(request()._replace(system="Be kind.")),
        key_of(request()._replace(max_tokens=9999)),
        key_of(request()._replace(schema={})),
    ]
    assert len({plain, *others}) == 8
    assert key_of(request()) == key_of(request(), key="sk-another") == plain


def test_another_model_or_endpoint_is_asked_anew(tmp_path: Path) -> None:
    cache = JudgeCache(tmp_path / "judge.sqlite")
    with (
        FaultServer(ruler=fair, key=KEY) as server,
        FaultServer(ruler=fair, key=KEY) as other,
    ):
        for url, model in ((server.url, "a"), (server.url, "b"), (other.url, "a")):
            client = Client(Endpoint(model, url, KEY))
            assert not Transport(client, cache=cache)(request(), yes).cached
            assert Transport(client, cache=cache)(request(), yes).cached
        assert (len(server.asked), len(other.asked)) == (2, 1)
    cache.close()


def test_openais_own_endpoint_is_asked_whatever_the_environment_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with OddServer(lambda _: fine()) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        for name in ("NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HTTPS_PROXY", server.address)  # so that nothing leaves this machine
        with pytest.raises(CallFailed):
            sending(None)(request(), yes)
        assert server.bodies == []
        assert {*server.tunnels} == {"api.openai.com:443"}


def test_without_anybody_to_ask_only_what_is_kept_can_be_had(tmp_path: Path) -> None:
    cache = JudgeCache(tmp_path / "judge.sqlite")
    with FaultServer(ruler=fair, key=KEY) as server:
        client = Client(Endpoint(MODEL, server.url, KEY))
        Transport(client, cache=cache)(request(1), yes)
        send = Transport(client, cache=cache, unavailable="there is no key")
        assert send(request(1), yes).cached
        with pytest.raises(CallFailed, match=r"^there is no key$") as failed:
            send(request(2), yes)
        assert len(server.asked) == 1
    assert (failed.value.code, failed.value.fatal) == ("unavailable", False)
    cache.close()


def test_calls_that_are_out_together_keep_within_the_budget() -> None:
    budget = Budget(max_calls=3)
    with FaultServer(ruler=fair, key=KEY, latency=0.05) as server:
        send = transport(server, budget=budget)
        came = at_once([partial(send, request(n), yes) for n in range(8)])
        assert len(server.asked) == 3
    codes = [one.code for one in came if isinstance(one, CallFailed)]
    assert codes == ["budget"] * 5
    assert budget.spent.calls == 3
