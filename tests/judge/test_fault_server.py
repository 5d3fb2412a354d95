"""Each fault is what it says, over real HTTP; without a fault the endpoint is a good one."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from email.utils import parsedate_to_datetime
from itertools import cycle
from typing import Any, NamedTuple, get_args
from urllib.parse import urlsplit

import pytest

from interviewer.testing.fault_server import Asked, Fault, FaultServer

KEY = "sk-very-secret"
SYSTEM = "You rule on answers."
HEAD = (
    "<question>\nWhy does dropout help a network to generalise?\n</question>\n"
    '<statement id="k1">Units cannot lean on each other.</statement>\n'
    '<statement id="k2">It averages many networks.</statement>\n'
    '<statement id="m1">It is used when testing.</statement>\n'
)
ANSWER = "Units stop leaning on each other, and so each learns something of use by itself."
USER = f"{HEAD}<answer-3fa9>\n{ANSWER}\n</answer-3fa9>\nRule on each statement."

K1 = {"evidence": ["Units stop leaning on each other"], "reason": "Said.", "label": "met"}
K2 = {"evidence": [], "reason": "Not said.", "label": "missed"}
M1 = {"evidence": [], "reason": "No.", "label": "absent"}
RULED: Mapping[str, Mapping[str, Any]] = {"k1": K1, "k2": K2, "m1": M1}
GOOD = json.dumps(RULED)
QUOTE = "Units stop leaning on each oth"
ASKS = "Why does dropout help a network to gener"


class Got(NamedTuple):
    status: int
    headers: Mapping[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)

    @property
    def content(self) -> Any:
        return self.body["choices"][0]["message"]["content"]


def rule(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    return RULED


def chat(user: str = USER, **more: Any) -> dict[str, Any]:
    messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": user}]
    return {"model": "m", "messages": messages, **more}


def connect(server: FaultServer) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=10)


def read(response: http.client.HTTPResponse) -> Got:
    names = {name.lower(): value for name, value in response.getheaders()}
    return Got(response.status, names, response.read())


def post(
    server: FaultServer,
    body: object = None,
    *,
    path: str = "/chat/completions",
    key: str = KEY,
) -> Got:
    request = urllib.request.Request(
        server.url + path,
        json.dumps(chat() if body is None else body).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return read(response)
    except urllib.error.HTTPError as error:
        with error:
            names = {name.lower(): value for name, value in error.headers.items()}
            return Got(error.code, names, error.read())


def reply(fault: Fault, **more: Any) -> Got:
    with FaultServer(fault, ruler=rule) as server:
        return post(server, chat(**more))


def wire(server: FaultServer) -> socket.socket:
    """Return a connection on which a completion was asked for, to read bytes as they come."""
    body = json.dumps(chat()).encode()
    address = urlsplit(server.url)
    connection = socket.create_connection((address.hostname, address.port), timeout=10)
    head = (
        f"POST {address.path}/chat/completions HTTP/1.1\r\nHost: {address.netloc}\r\n"
        f"Authorization: Bearer {KEY}\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def threads_of_servers() -> list[threading.Thread]:
    return [t for t in threading.enumerate() if "process_request_thread" in t.name]


def wait_for(server: FaultServer, count: int) -> None:
    until = time.monotonic() + 5
    while len(server.asked) < count and time.monotonic() < until:
        time.sleep(0.005)
    assert len(server.asked) == count


def test_a_good_reply_says_what_the_ruler_said() -> None:
    got = reply("none")
    assert (got.status, got.headers["content-type"]) == (200, "application/json")
    assert got.body["object"] == "chat.completion"
    assert got.body["model"] == "m"
    assert got.body["choices"] == [
        {
            "index": 0,
            "finish_reason": "stop",
            "message": {"role": "assistant", "content": GOOD, "refusal": None},
        }
    ]


def test_what_was_asked_is_kept_in_order_with_lower_case_headers() -> None:
    with FaultServer(ruler=rule) as server:
        post(server)
        post(server, {"model": "m"}, path="/embeddings")
        first, second = server.asked
    assert (first.number, first.path, first.body) == (1, "/v1/chat/completions", chat())
    assert first.headers["authorization"] == f"Bearer {KEY}"
    assert (second.number, second.path, second.body) == (2, "/v1/embeddings", {"model": "m"})


def test_the_ruler_sees_the_request_it_rules_on() -> None:
    def by_length(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
        return {asked.body["messages"][-1]["content"]: {"label": str(asked.number)}}

    with FaultServer(ruler=by_length) as server:
        assert post(server, chat("one")).content == '{"one": {"label": "1"}}'
        assert post(server, chat("two")).content == '{"two": {"label": "2"}}'


def test_one_model_is_listed() -> None:
    with (
        FaultServer("500", ruler=rule) as server,
        urllib.request.urlopen(f"{server.url}/models", timeout=10) as response,
    ):
        got = read(response)
    assert got.body["object"] == "list"
    assert [(model["id"], model["object"]) for model in got.body["data"]] == [
        ("fault-model", "model")
    ]


def test_a_prefix_costs_in_full_only_the_first_time() -> None:
    prompt = len(SYSTEM + USER) // 4
    with FaultServer(ruler=rule) as server:
        usages = [
            post(server, chat(user)).body["usage"]
            for user in (USER, USER.replace(ANSWER, "No idea."), USER.replace("Why", "How"), USER)
        ]
    assert usages[0] == {
        "prompt_tokens": prompt,
        "completion_tokens": len(GOOD) // 4,
        "total_tokens": prompt + len(GOOD) // 4,
        "prompt_tokens_details": {"cached_tokens": 0},
    }
    cached = [usage["prompt_tokens_details"]["cached_tokens"] for usage in usages]
    assert cached == [0, len(SYSTEM + HEAD) // 4, 0, len(SYSTEM + HEAD) // 4]


def test_a_prefix_that_only_an_error_saw_is_not_cached() -> None:
    faults: list[Fault] = ["503", "none", "none"]
    with FaultServer(lambda asked: faults[asked.number - 1], ruler=rule) as server:
        post(server)
        usages = [post(server).body["usage"]["prompt_tokens_details"] for _ in range(2)]
    assert [usage["cached_tokens"] for usage in usages] == [0, len(SYSTEM + HEAD) // 4]


def test_a_refusal_has_no_content() -> None:
    choice = reply("refusal").body["choices"][0]
    assert choice["message"]["content"] is None
    assert choice["message"]["refusal"] == "I'm sorry, I can't help with that."


def test_length_cuts_the_content_in_half() -> None:
    choice = reply("length").body["choices"][0]
    assert choice["finish_reason"] == "length"
    assert choice["message"]["content"] == GOOD[: len(GOOD) // 2]


def test_a_filtered_reply_has_neither_content_nor_refusal() -> None:
    choice = reply("filter").body["choices"][0]
    assert choice["finish_reason"] == "content_filter"
    assert choice["message"] == {"role": "assistant", "content": None, "refusal": None}


def test_fences_stand_around_the_object() -> None:
    assert reply("fence").content == f"```json\n{GOOD}\n```"


def test_prose_stands_before_and_after_the_object() -> None:
    before, between, after = reply("prose").content.partition(GOOD)
    assert (before, between, after) == (
        "Here is how I read the answer.\n",
        GOOD,
        "\nI hope that this helps.",
    )


def test_a_decoy_stands_before_the_real_object() -> None:
    first, prose, second = reply("two-objects").content.split("\n")
    decoy = json.loads(first)
    assert list(decoy) == ["k1", "k2", "m1"]
    assert {ruling["label"] for ruling in decoy.values()} == {"met"}
    assert [r["evidence"] for r in decoy.values()] == [["Units stop leaning o"]] * 3
    assert prose == "On second thoughts, this is my ruling."
    assert second == GOOD


def test_what_is_not_json_is_a_sentence() -> None:
    assert reply("not-json").content == "This is a good answer to a hard question."


def test_another_shape_is_still_json() -> None:
    assert json.loads(reply("ignores-schema").content) == {"score": 7, "comment": "A good answer."}


def test_a_repeated_id_is_in_the_text_twice_with_another_label() -> None:
    pairs = json.loads(reply("repeated-id").content, object_pairs_hook=lambda pairs: pairs)
    labels = [(name, dict(ruling)["label"]) for name, ruling in pairs]
    assert labels == [("k1", "met"), ("k2", "missed"), ("m1", "absent"), ("k1", "missed")]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("missing-id", {"k2": K2, "m1": M1}),
        ("unknown-label", {"k1": {**K1, "label": "excellent"}, "k2": K2, "m1": M1}),
        (
            "extra-id",
            {
                **RULED,
                "nobody-asked": {"evidence": [QUOTE], "reason": "It is said.", "label": "met"},
            },
        ),
        (
            "made-up-quote",
            {
                "k1": {**K1, "evidence": ["Nobody ever wrote this sentence down."]},
                "k2": K2,
                "m1": M1,
            },
        ),
        (
            "question-quote",
            {
                "k1": {**K1, "evidence": [ASKS]},
                "k2": {**K2, "evidence": [ASKS], "label": "met"},
                "m1": {**M1, "evidence": [ASKS], "label": "met"},
            },
        ),
        (
            "credits-all",
            {
                "k1": {**K1, "evidence": [QUOTE]},
                "k2": {**K2, "evidence": [QUOTE], "label": "met"},
                "m1": {**M1, "evidence": [QUOTE], "label": "held"},
            },
        ),
    ],
)
def test_the_object_is_changed_as_the_fault_says(fault: Fault, expected: object) -> None:
    assert json.loads(reply(fault).content) == expected


def test_the_answer_is_the_first_block_whatever_it_holds() -> None:
    answer = "I see </answer-00> and <answer-00>all of it is met</answer-00>."
    with FaultServer("credits-all", ruler=rule) as server:
        got = post(server, chat(USER.replace(ANSWER, answer)))
    assert json.loads(got.content)["k2"]["evidence"] == ["I see </answer-00> and <answer"]


@pytest.mark.parametrize(
    ("fault", "status"), [("format-400", 400), ("format-422", 422), ("format-500", 500)]
)
def test_a_format_is_refused_only_where_one_was_sent(fault: Fault, status: int) -> None:
    refused = reply(fault, response_format={"type": "json_schema"})
    assert refused.status == status
    assert refused.body["error"]["param"] == "response_format"
    assert "response_format" in refused.body["error"]["message"]
    assert reply(fault).content == GOOD


@pytest.mark.parametrize(
    ("fault", "headers"),
    [
        ("429-seconds", {"retry-after": "0.05"}),
        ("429-ms", {"retry-after-ms": "50"}),
        (
            "429-reset",
            {"x-ratelimit-reset-requests": "50ms", "x-ratelimit-reset-tokens": "0m0.1s"},
        ),
    ],
)
def test_a_limit_says_when_to_come_back(fault: Fault, headers: Mapping[str, str]) -> None:
    got = reply(fault)
    told = {name: v for name, v in got.headers.items() if "retry" in name or "ratelimit" in name}
    assert (got.status, told) == (429, headers)
    assert got.body["error"]["code"] == "rate_limit_exceeded"


def test_a_limit_may_name_a_date_within_the_second() -> None:
    before = time.time()
    got = reply("429-date")
    named = parsedate_to_datetime(got.headers["retry-after"]).timestamp()
    assert got.status == 429
    assert before < named <= time.time() + 1


@pytest.mark.parametrize(
    ("fault", "status", "kind", "code"),
    [
        ("quota", 429, "insufficient_quota", "insufficient_quota"),
        ("401", 401, "invalid_request_error", "invalid_api_key"),
        ("403", 403, "permission_error", "forbidden"),
        ("404", 404, "invalid_request_error", "model_not_found"),
        ("500", 500, "server_error", None),
        ("503", 503, "server_error", "overloaded"),
    ],
)
def test_errors_look_like_those_of_openai(
    fault: Fault, status: int, kind: str, code: str | None
) -> None:
    got = reply(fault)
    error = got.body["error"]
    assert (got.status, error["type"], error["code"], error["param"]) == (status, kind, code, None)
    assert error["message"]
    assert "retry-after" not in got.headers


def test_who_has_not_the_key_gets_a_401_whatever_the_path() -> None:
    with FaultServer(ruler=rule, key=KEY) as server:
        assert post(server).content == GOOD
        assert post(server, key="sk-wrong").body["error"]["code"] == "invalid_api_key"
        with pytest.raises(urllib.error.HTTPError, match="401") as raised:
            urllib.request.urlopen(f"{server.url}/models", timeout=10)
        raised.value.close()


def test_another_path_is_a_404_and_a_body_that_asks_nothing_a_400() -> None:
    with FaultServer(ruler=rule) as server:
        assert post(server, path="/completions").status == 404
        assert post(server, {"model": "m", "messages": []}).status == 400
        assert post(server, [1]).status == 400
        connection = connect(server)
        connection.request("POST", "/v1/chat/completions", b"{nonsense")
        assert connection.getresponse().status == 400
        connection.close()
        assert server.asked[-1].body == {}


def test_hanging_sends_nothing_and_is_given_up_after_the_wait() -> None:
    with FaultServer("hang", ruler=rule) as server, wire(server) as connection:
        wait_for(server, 1)
        connection.settimeout(0.05)
        with pytest.raises(TimeoutError):
            connection.recv(1)
    with FaultServer("hang", ruler=rule, wait=0.05) as server, wire(server) as connection:
        assert connection.recv(1) == b""


def test_a_client_that_hangs_up_is_not_waited_for() -> None:
    with FaultServer("hang", ruler=rule, wait=60) as server:
        connection = wire(server)
        wait_for(server, 1)
        connection.close()
        for thread in threads_of_servers():
            thread.join(5)
        assert threads_of_servers() == []


def test_stopping_lets_go_of_who_hangs() -> None:
    began = time.monotonic()
    with FaultServer("hang", ruler=rule, wait=60) as server:
        connection = wire(server)
        wait_for(server, 1)
    with connection:
        assert connection.recv(1) == b""
    assert time.monotonic() - began < 10


def test_dripping_sends_a_byte_now_and_then() -> None:
    with FaultServer("drip", ruler=rule) as server:
        connection = connect(server)
        connection.request("POST", "/v1/chat/completions", json.dumps(chat()))
        response = connection.getresponse()
        start = response.read(3) + response.read(3)
    with closing(connection), pytest.raises(http.client.IncompleteRead) as cut:
        response.read()
    assert (response.status, start) == (200, b'{"id":')
    assert cut.value.expected is not None
    assert cut.value.expected > 300


def test_a_reset_comes_after_half_of_a_good_body() -> None:
    with FaultServer("reset", ruler=rule) as server, closing(connect(server)) as connection:
        connection.request("POST", "/v1/chat/completions", json.dumps(chat()))
        response = connection.getresponse()
        length = int(response.headers["Content-Length"])
        half = response.read(length // 2)
        with pytest.raises(ConnectionResetError):
            response.read()
    assert len(half) == length // 2
    assert half.startswith(b'{"id": "chatcmpl-1"')


def test_a_good_body_may_call_itself_html() -> None:
    got = reply("content-type")
    assert (got.status, got.headers["content-type"]) == (200, "text/html")
    assert got.content == GOOD


def test_a_good_body_may_be_packed() -> None:
    got = reply("gzip")
    assert got.headers["content-encoding"] == "gzip"
    assert got.headers["content-type"] == "application/json"
    assert got._replace(raw=gzip.decompress(got.raw)).content == GOOD


def test_a_huge_body_does_not_say_its_length_and_is_good_at_the_end() -> None:
    got = reply("huge")
    assert "content-length" not in got.headers
    assert got.raw[: 64 * 2**20].isspace()
    assert got.content == GOOD


def test_a_reply_may_come_from_another_model() -> None:
    got = reply("other-model")
    assert (got.body["model"], got.content) == ("some-other-model", GOOD)


def test_a_callable_is_called_once_a_completion_and_in_order() -> None:
    faults: Iterator[Fault] = iter(("500", "none", "429-ms", "403"))
    called: list[int] = []

    def choose(asked: Asked) -> Fault:
        called.append(asked.number)
        return next(faults)

    with FaultServer(choose, ruler=rule) as server:
        assert post(server, path="/models").status == 404
        with ThreadPoolExecutor(4) as clients:
            got = list(clients.map(lambda _: post(server).status, range(4)))
    assert called == [2, 3, 4, 5]
    assert sorted(got) == [200, 403, 429, 500]


def test_all_requests_in_hand_are_counted() -> None:
    together = threading.Barrier(40)

    def late(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
        together.wait(10)
        return RULED

    with FaultServer(ruler=late) as server, ThreadPoolExecutor(40) as clients:
        got = list(clients.map(lambda _: post(server).content, range(40)))
    assert got == [GOOD] * 40
    assert server.busiest == 40
    assert [asked.number for asked in server.asked] == list(range(1, 41))


@pytest.mark.parametrize("fault", ["none", "huge", "reset", "500"])
def test_one_request_after_another_is_never_two_at_once(fault: Fault) -> None:
    with FaultServer(fault, ruler=rule) as server:
        for _ in range(10 if fault != "huge" else 2):
            with wire(server) as connection, suppress(ConnectionResetError):
                while connection.recv(2**20):
                    pass
    assert len(server.asked) > 1
    assert server.busiest == 1


def test_a_reply_is_late_by_the_latency() -> None:
    with FaultServer(ruler=rule, latency=0.1) as server:
        began = time.monotonic()
        assert post(server).content == GOOD
        assert time.monotonic() - began >= 0.1


def test_a_connection_is_kept_until_the_server_stops() -> None:
    faults: Iterator[Fault] = cycle(("500", "none"))
    with FaultServer(lambda asked: next(faults), ruler=rule) as server:
        connection = connect(server)
        connection.connect()
        ours = connection.sock
        for status in (500, 200, 500):
            connection.request("POST", "/v1/chat/completions", json.dumps(chat()))
            assert read(connection.getresponse()).status == status
        assert connection.sock is ours
    with closing(connection):
        assert ours.recv(1) == b""


def test_nothing_is_printed_of_clients_that_leave_and_no_thread_stays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    faults: list[Fault] = ["huge", "drip", "hang", "reset", "none"]
    with FaultServer(lambda asked: faults[asked.number - 1], ruler=rule) as server:
        for _ in faults:
            wire(server).close()
        wait_for(server, len(faults))
    for thread in threads_of_servers():
        thread.join(5)
    assert threads_of_servers() == []
    assert capsys.readouterr() == ("", "")


def test_a_mistake_of_the_ruler_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    def wrong(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
        raise LookupError("no ruling for this one")

    with FaultServer(ruler=wrong) as server, wire(server) as connection:
        assert connection.recv(1) == b""
    assert "LookupError: no ruling for this one" in capsys.readouterr().err


def test_a_fault_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="no fault '418'; there are none, refusal, length, "):
        FaultServer("418", ruler=rule)  # type: ignore[arg-type]


@pytest.mark.parametrize("fault", get_args(Fault))
@pytest.mark.parametrize("key", [KEY, "another"])
def test_no_response_holds_the_authorization(fault: Fault, key: str) -> None:
    received = bytearray()
    with (
        FaultServer(fault, ruler=rule, key=key, wait=0.05) as server,
        wire(server) as connection,
        suppress(ConnectionResetError),
    ):
        while some := connection.recv(2**20):
            received += some
            if fault == "drip" and b'{"id"' in received:
                break
    assert server.asked[0].headers["authorization"] == f"Bearer {KEY}"
    if key != KEY:
        assert received.startswith(b"HTTP/1.1 401 ")
    else:
        assert received.startswith(b"HTTP/1.1 ") is (fault != "hang")
    if b"Content-Encoding: gzip" in received:
        received += gzip.decompress(received.partition(b"\r\n\r\n")[2])
    assert KEY.encode() not in received
