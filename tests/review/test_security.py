from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from interviewer.review.security import HEADERS, MOST_BODY
from tests.review.reviewed import grade
from tests.review.visiting import HOME, Visitor, desk_at, written


@pytest.fixture(name="visitor")
def visitor_of_two_grades(tmp_path: Path) -> Iterator[Visitor]:
    with desk_at(written(tmp_path, [grade(1), grade(2)])) as desk:
        yield Visitor(desk)


def test_the_first_address_lets_one_browser_in_once(visitor: Visitor) -> None:
    entered = visitor.client.get(visitor.first_address)
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert visitor.client.get("/").status_code == 200
    assert visitor.client.get(visitor.first_address).status_code == 303
    other = TestClient(visitor.client.app, HOME, follow_redirects=False)
    assert other.get(visitor.first_address).status_code == 403
    assert other.get("/").status_code == 403


def test_the_cookie_is_for_no_script_and_no_other_site(visitor: Visitor) -> None:
    cookie = visitor.client.get(visitor.first_address).headers["set-cookie"].lower()
    assert {part.strip() for part in cookie.split(";")} >= {"httponly", "samesite=strict", "path=/"}


@pytest.mark.parametrize("path", ["/", "/answer/0", "/reviewers", "/static/page.css", "/enter"])
def test_nothing_is_shown_to_who_did_not_come_in(visitor: Visitor, path: str) -> None:
    found = visitor.client.get(path)
    assert found.status_code == 403
    assert "isolation" not in found.text


@pytest.mark.parametrize("token", ["", "x", "é", "?token=", "%00"])
def test_a_guess_does_not_use_the_token_up(visitor: Visitor, token: str) -> None:
    assert visitor.client.get("/enter", params={"token": token}).status_code == 403
    visitor.enter()


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost:8124", "127.0.0.1:8123.evil"],
)
def test_another_host_is_refused_even_with_the_cookie(visitor: Visitor, host: str) -> None:
    found = visitor.enter().client.get("/", headers={"host": host})
    assert found.status_code == 421


def test_localhost_is_the_same_machine(visitor: Visitor) -> None:
    other = TestClient(visitor.client.app, "http://localhost:8123", follow_redirects=False)
    assert other.get(visitor.first_address.replace("127.0.0.1", "localhost")).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8123"},
        {"origin": "https://127.0.0.1:8123"},
        {"origin": "http://127.0.0.1:8124"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
    ],
)
def test_what_another_page_sends_changes_nothing(visitor: Visitor, headers: dict[str, str]) -> None:
    path = "/answer/0/mark"
    found = visitor.enter().send(path, headers, claim=1, label="met", reason="slander")
    assert found.status_code == 403
    assert "slander" not in visitor.see("/answer/0")


def test_a_form_without_an_origin_or_our_word_changes_nothing(visitor: Visitor) -> None:
    visitor.enter()
    fields = {"claim": "1", "label": "met"}
    bare = visitor.client.post("/answer/0/mark", data={**fields, "word": visitor.known.form_word})
    assert bare.status_code == 403
    for word in ("", "x", "é"):
        assert visitor.send("/answer/0/mark", **{**fields, "word": word}).status_code == 403
    assert "agrees" not in visitor.see("/answer/0")


def test_what_changes_something_cannot_be_a_link(visitor: Visitor) -> None:
    visitor.enter()
    for path in ("/answer/0/mark", "/answer/0/accept", "/undo"):
        assert visitor.client.get(path).status_code == 405
    assert visitor.client.put("/undo", headers={"origin": HOME}).status_code == 405


def test_a_long_form_is_not_read_to_its_end(visitor: Visitor) -> None:
    found = visitor.enter().mark(0, 1, "met", "x" * MOST_BODY)
    assert found.status_code == 413
    assert visitor.mark(0, 1, "met", "x" * 1001).status_code == 400
    assert visitor.mark(0, 1, "met", "x" * 1000).status_code == 303


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{}"),
        ("text/plain", b"claim=1&label=met"),
        ("application/x-www-form-urlencoded", b"\xff\xfe"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=%d" % n for n in range(99))),
        ("multipart/form-data; boundary=x", b"--x--"),
    ],
)
def test_a_body_that_is_no_form_of_ours_is_refused(
    visitor: Visitor, kind: str, body: bytes
) -> None:
    headers = {"origin": HOME, "content-type": kind}
    found = visitor.enter().client.post("/undo", content=body, headers=headers)
    assert found.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/page.css%00",
        "/etc/passwd",
        "/answer/-1",
        "/answer/2",
        "/answer/1e0",
        "/answer/٣",
        f"/answer/{'9' * 5000}",
        "/docs",
        "/favicon.ico",
    ],
)
def test_no_path_leads_to_a_file_or_past_the_records(visitor: Visitor, path: str) -> None:
    found = visitor.enter().client.get(path)
    assert found.status_code == 404
    assert "There is no such page" in found.text


def test_every_answer_carries_the_headers_whether_it_is_refused_or_not(visitor: Visitor) -> None:
    answers = [
        visitor.client.get("/"),
        visitor.client.get("/", headers={"host": "evil.example"}),
        visitor.client.get(visitor.first_address),
        visitor.client.get("/"),
        visitor.client.get("/static/page.js"),
        visitor.client.get("/no"),
        visitor.client.post("/undo"),
    ]
    assert [each.status_code for each in answers] == [403, 421, 303, 200, 200, 404, 403]
    for each in answers:
        assert {name: each.headers[name] for name in HEADERS} == HEADERS
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_no_page_holds_a_script_or_style_of_its_own(visitor: Visitor) -> None:
    visitor.enter()
    for path in ("/", "/answer/0", "/reviewers"):
        page = visitor.see(path)
        assert page.count("<script") == 1
        assert '<script src="/static/page.js" defer></script>' in page
        assert "<style" not in page
        assert " style=" not in page
