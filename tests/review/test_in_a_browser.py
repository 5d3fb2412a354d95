"""The page in Chromium: the loop of a reviewer, and answers that want to run."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from interviewer.bank import load_bank
from interviewer.grades import Evidence, Grade
from interviewer.overrides import Marked, replay
from interviewer.store.overrides import beside, read_overrides
from tests.review.browsing import chromium, serving
from tests.review.reviewed import grade
from tests.review.visiting import written

pytestmark = pytest.mark.browser

MANY = 10_000


@pytest.fixture(name="file")
def file_of_grades(tmp_path: Path) -> Path:
    return written(tmp_path, [grade(1), grade(2, unsure=True, answer="It waits."), grade(3)])


def marked(file: Path) -> list[Marked]:
    return [event for event in read_overrides(beside(file)) if isinstance(event, Marked)]


def focus(page: Any) -> str:
    return str(page.locator(".claim.focus").get_attribute("data-claim"))


def test_from_an_unsure_answer_to_an_override_with_the_mouse(file: Path) -> None:
    with serving(file, "--reviewer", "ana") as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.get_by_label("unsure").check()
        page.get_by_role("heading", name="1 of 3 answers").wait_for()
        page.get_by_role("link", name="a2").click()
        page.locator(".claim .number").nth(1).click()
        page.locator(".focus").get_by_text("partial").click()
        page.locator(".focus").get_by_role("button", name="Save").click()
        assert page.evaluate("document.activeElement.name") == "reason"
        assert marked(file) == []
        page.locator(".focus").get_by_label("Reason").fill("waiting is said, retries are not")
        page.locator(".focus").get_by_role("button", name="Save").click()
        page.get_by_text("Saved.").wait_for()
        assert focus(page) == "3"
        assert "unsure=1" in page.url
    [word] = marked(file)
    assert (word.reviewer, word.name, word.was, word.label) == (
        "ana",
        "costs-waiting",
        "missed",
        "partial",
    )
    assert word.reason == "waiting is said, retries are not"
    assert [s.settled for s in replay([word]).values()] == [word]


@pytest.mark.model
def test_from_an_answer_to_a_labelled_example_in_its_rubric(file: Path) -> None:
    with serving(file, "--reviewer", "ana") as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.goto(f"{review.home}/answer/1")
        page.keyboard.press("1")
        page.wait_for_url("**focus=2**")
        page.keyboard.press("3")
        page.wait_for_url("**focus=3**")
        page.keyboard.press("2")
        page.locator(".marks").nth(2).wait_for()
    rubric = file.parent / "bank" / "rubrics" / "sql" / "isolation.yaml"
    assert "It waits." not in rubric.read_text(encoding="utf-8")
    words = ["rubric", "absorb", str(file), "--bank", str(file.parent / "bank"), "--yes"]
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", *words, "--matcher", "similarity"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    [example] = load_bank(file.parent / "bank")["sql/isolation"].rubric.examples
    assert example.answer == "It waits."
    assert example.labels == {"as-if-serial": "met", "costs-waiting": "missed"}
    assert example.misconceptions == ()


def test_the_keyboard_is_enough(file: Path) -> None:
    with serving(file, "--reviewer", "ana") as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/answer/0*")
        page.keyboard.press("1")
        page.wait_for_url("**focus=2**")
        page.keyboard.press("1")
        page.keyboard.type("slower is waiting, j k u 1 2 ?")
        page.keyboard.press("Enter")
        page.wait_for_url("**focus=3**")
        page.keyboard.press("u")
        page.get_by_text("Taken back.").wait_for()
        page.wait_for_load_state()
        assert focus(page) == "2"
        page.keyboard.press("k")
        assert focus(page) == "1"
        page.keyboard.press("k")
        assert focus(page) == "1"
        for claim in ("2", "3"):
            page.keyboard.press("j")
            assert focus(page) == claim
        page.keyboard.press("j")
        page.wait_for_url("**/answer/1*")
        page.keyboard.press("k")
        page.wait_for_url("**/answer/0?focus=last*")
        assert focus(page) == "3"
        page.keyboard.press("n")
        page.wait_for_url("**/answer/1*")
        page.keyboard.press("p")
        page.wait_for_url("**/answer/0*")
        page.keyboard.press("?")
        page.locator("#help").wait_for(state="visible")
        page.keyboard.press("Escape")
        page.locator("#help").wait_for(state="hidden")
        page.keyboard.press("/")
        page.wait_for_url(f"{review.home}/")
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.tagName") == "SELECT"
    kinds = [event.kind for event in read_overrides(beside(file))]
    assert kinds == ["marked", "marked", "undone"]
    assert marked(file)[1].reason == "slower is waiting, j k u 1 2 ?"


def test_the_page_works_without_its_script(file: Path) -> None:
    with (
        serving(file, "--reviewer", "ana") as review,
        chromium(java_script_enabled=False) as browser,
    ):
        page = browser.new_page()
        page.goto(review.first_address)
        page.locator("input[name=unsure]").check()
        page.get_by_role("button", name="Apply").click()
        page.get_by_role("link", name="a2").click()
        page.locator(".claim .number").nth(1).click()
        page.locator(".focus label.met").click()
        page.locator(".focus").get_by_role("button", name="Save").click()
        page.get_by_text("Say why").wait_for()
        page.locator(".focus").get_by_label("Reason").fill("it waits")
        page.locator(".focus").get_by_role("button", name="Save").click()
        page.get_by_text("Saved.").wait_for()
        page.get_by_role("button", name="Undo").click()
        page.get_by_text("Taken back.").wait_for()
        page.get_by_role("link", name="Keys").click()
        page.get_by_role("heading", name="Keys").wait_for()
    assert [word.reason for word in marked(file)] == ["it waits"]


def test_one_browser_comes_in_and_a_second_does_not(file: Path) -> None:
    with serving(file) as review:
        with chromium() as browser:
            page = browser.new_page()
            assert page.goto(review.first_address).status == 200
            assert page.goto(review.first_address).status == 200
        with chromium() as other:
            page = other.new_page()
            for address in (review.first_address, review.home):
                assert page.goto(address).status == 403
                assert "a1" not in page.content()


@pytest.mark.parametrize("elsewhere", ["http://127.0.0.1:8999/", "http://evil.example/"])
def test_another_page_can_neither_read_nor_send(file: Path, elsewhere: str) -> None:
    """The first is the same site to a browser, which sends it our cookie; only its port differs."""
    with serving(file) as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.goto(f"{review.home}/answer/0")
        word = page.locator("[name=word]").first.input_value()
        trap = (
            f"<form method=post action='{review.home}/answer/0/mark'>"
            f"<input name=word value='{word}'><input name=claim value=1>"
            f"<input name=label value=met><button>go</button></form>"
            f"<iframe src='{review.home}/'></iframe>"
        )
        browser.route(
            f"{elsewhere}**", lambda route: route.fulfill(body=trap, content_type="text/html")
        )
        page.goto(elsewhere)
        page.wait_for_timeout(200)
        assert [frame for frame in page.frames if "answers" in frame.content()] == []
        page.get_by_role("button", name="go").click()
        page.wait_for_url(f"{review.home}/answer/0/mark")
        assert "Not let in" in page.content()
    assert marked(file) == []


def raw(address: str, **headers: str) -> int:
    """Return the status of a request that no browser would send."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=names)) as found:
            return int(found.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_foreign_host_is_refused_before_anything_else(file: Path) -> None:
    with serving(file) as review:
        assert raw(review.first_address, Host="evil.example") == 421
        assert raw(review.first_address, Host="127.0.0.1") == 421
        assert raw(f"{review.home}/", Cookie="interviewer-review=x") == 403


HOSTILE = (
    "<script>window.ran = 1</script>",
    "</textarea></style></script><script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    "<svg/onload=window.ran=1>",
    "<svg><animate onbegin=window.ran=1 attributeName=x dur=1s>",
    "<a href='javascript:window.ran=1' id=x autofocus onfocus=window.ran=1>x</a>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    "<iframe src=javascript:parent.ran=1></iframe>",
    "<object data='data:text/html,<script>parent.ran=1</script>'></object>",
    "<form action=/undo method=post><button autofocus>x",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<base href='http://evil.example/'>",
    "<link rel=stylesheet href=http://evil.example/x.css>",
    "<style>body{background:url(http://evil.example/x)}</style>",
    "<details open ontoggle=window.ran=1>",
    "<video><source onerror=window.ran=1>",
    "<math><mtext></p><script>window.ran=1</script>",
    "<!--<script>window.ran=1//-->",
    "<![CDATA[<script>window.ran=1</script>]]>",
    '"><script>window.ran=1</script>',
    "' onmouseover='window.ran=1' x='",
    "` onload=`window.ran=1",
    "{{ 7 * 7 }}{% for x in range(9) %}{{ x }}{% endfor %}{# gone #}",
    "{{ config.__class__.__init__.__globals__ }}",
    "${window.ran=1}#{window.ran=1}",
    "&lt;script&gt;window.ran=1&lt;/script&gt;&#60;script&#62;",
    "\u202e<script>window.ran=1</script>\u202c\u2066x\u2069",
    "\x00<scr\x00ipt>window.ran=1</scr\x00ipt>\x00",
    "\x1b]8;;http://evil.example\x07x\x1b]8;;\x07\x1b[2J",
    "\ufeff\u200b\u2028\u2029\x85\x0b\x0c\r",
    "＜script＞window.ran=1＜/script＞ʺ onload",
    "<ſcript>window.ran=1</ſcript>",
    "A" * 70 + "e\u0301" * 50 + "\u0489" * 200,
    "\\u003cscript\\u003ewindow.ran=1",
    "%3Cscript%3Ewindow.ran=1%3C/script%3E",
    "<x style=behavior:url(x) onclick=window.ran=1>click</x>",
    "<button form=x formaction=javascript:window.ran=1>x</button>",
    "<portal src=http://evil.example>",
    "<noscript><p title='</noscript><img src=x onerror=window.ran=1>'>",
    "]]>--></title></head><body onload=window.ran=1>",
)


ALIVE = "script, style, base, iframe, img, svg, object, video, .answer *:not(mark, sup, span)"
"""What an answer would bring to the page; one script is ours."""


def hostile(count: int) -> list[Grade]:
    """Return grades in which every text that comes from outside wants to run."""
    chance = random.Random(9)
    return [_hostile(row, _mixed(row, chance)) for row in range(1, count + 1)]


def _mixed(row: int, chance: random.Random) -> str:
    if row <= len(HOSTILE):
        return HOSTILE[row - 1]
    return "".join(chance.choices(HOSTILE, k=3))


def _hostile(row: int, text: str) -> Grade:
    bad = grade(row, answer=text, unsure=True)
    middle = len(text) // 2
    evidence = tuple(
        Evidence(quote=text[start:end], start=start, end=end)
        for start, end in ((0, middle), (max(0, middle - 3), len(text)))
    )
    verdicts = tuple(
        each.model_copy(update={"evidence": evidence, "reason": text}) for each in bad.verdicts
    )
    return bad.model_copy(
        update={
            "answer_id": text,
            "candidate_id": text,
            "flags": (text[:40],),
            "extra": {text: text},
            "verdicts": verdicts,
        }
    )


def _nothing_runs(file: Path, count: int) -> None:
    with serving(file, "--reviewer", HOSTILE[0]) as review, chromium() as browser:
        page, asked, dialogs = browser.new_page(), list[str](), list[str]()
        browser.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        page.goto(review.first_address)
        paths = ["/", "/reviewers", *(f"/answer/{number}" for number in range(count))]
        for path in [*paths, *(f"/?page={number}" for number in range(2, count // 50 + 1))]:
            assert page.goto(f"{review.home}{path}").status == 200, path
            assert page.evaluate("window.ran") is None, path
            assert page.locator(ALIVE).count() == 1, path
        assert [url for url in asked if not url.startswith(f"{review.home}/")] == []
        assert dialogs == []
        assert len(browser.pages) == 1


def test_hostile_answers_are_shown_and_none_runs(tmp_path: Path) -> None:
    _nothing_runs(written(tmp_path, hostile(40)), 40)


@pytest.mark.soak
def test_a_thousand_hostile_answers_are_shown_and_none_runs(tmp_path: Path) -> None:
    _nothing_runs(written(tmp_path, hostile(1000)), 1000)


def test_hostile_words_are_read_as_they_were_written(tmp_path: Path) -> None:
    file = written(tmp_path, hostile(len(HOSTILE)))
    with serving(file) as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        for number, told in ((0, HOSTILE[0]), (2, HOSTILE[2]), (22, HOSTILE[22])):
            page.goto(f"{review.home}/answer/{number}")
            page.locator(".answer sup").evaluate_all("all => all.forEach(each => each.remove())")
            assert page.locator(".answer").text_content() == told
        page.goto(f"{review.home}/answer/26")
        shown = page.locator(".answer").text_content()
        assert "⟨U+202E⟩" in shown
        assert "\u202e" not in page.content()
        page.goto(f"{review.home}/answer/27")
        assert "␀" in page.locator(".answer").text_content()


def test_a_very_long_answer_is_shown_whole(tmp_path: Path) -> None:
    text = "<b>\u202e x</b>\n" * 80_000
    with serving(written(tmp_path, [grade(1, answer=text)])) as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.goto(f"{review.home}/answer/0")
        shown = page.locator(".answer").text_content()
        assert shown == text.replace("\u202e", "⟨U+202E⟩")
        assert page.locator(".answer b").count() == 0


def test_ten_thousand_grades_are_paged_through_quickly(tmp_path: Path) -> None:
    grades = [
        grade(row, unsure=row % 2 == 0, answer=f"Answer {row}.") for row in range(1, MANY + 1)
    ]
    with serving(written(tmp_path, grades)) as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        assert page.locator(".row").count() == 50
        page.goto(f"{review.home}/?unsure=1&page=99")
        began = time.monotonic()
        page.keyboard.press("n")
        page.get_by_text("4951–5000 of 5000").wait_for()
        assert time.monotonic() - began < 10  # a page of the list, on a busy machine
        assert page.get_by_role("link", name="Next").count() == 0
        page.get_by_role("link", name="a10000").click()
        page.get_by_text("5000 of 5000 filtered answers").wait_for()


def test_killing_it_loses_no_label(file: Path) -> None:
    with serving(file, "--reviewer", "ana") as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.goto(f"{review.home}/answer/0")
        page.keyboard.press("1")
        page.get_by_text("Saved.").wait_for()
        review.process.send_signal(signal.SIGKILL)
        review.process.wait()
    assert [word.name for word in marked(file)] == ["as-if-serial"]
    with serving(file, "--reviewer", "ana") as again, chromium() as browser:
        page = browser.new_page()
        page.goto(again.first_address)
        page.goto(f"{again.home}/answer/0")
        page.get_by_text("agrees with the verdict").wait_for()


def test_ctrl_c_ends_it_and_tells_what_comes_next(file: Path) -> None:
    with serving(file, "--reviewer", "ana") as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        page.goto(f"{review.home}/answer/0")
        page.keyboard.press("1")
        page.get_by_text("Saved.").wait_for()
        review.process.send_signal(signal.SIGINT)
        told = review.process.communicate(timeout=30)[1]
    assert review.process.returncode == 0
    assert "interviewer regrade" in told
    assert "interviewer rubric absorb" in told
    assert "Traceback" not in told


def test_no_page_is_wider_than_its_window_and_every_text_has_contrast(file: Path) -> None:
    with serving(file, "--reviewer", "ana") as review, chromium() as browser:
        page = browser.new_page()
        page.goto(review.first_address)
        for path in ("/", "/answer/0", "/answer/1?focus=3", "/answer/2#help", "/reviewers"):
            page.goto(f"{review.home}{path}")
            for width in (400, 800, 1400):
                page.set_viewport_size({"width": width, "height": 900})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate(CONTRAST) == [], (path, scheme)


CONTRAST = """() => {
  const rgb = (c) => (c.match(/[\\d.]+/g) ?? []).map(Number);
  const channel = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const back = rgb(getComputedStyle(e).backgroundColor);
      if (back.length === 3 || back[3] === 1) return back;
    }
    return [255, 255, 255];
  };
  const poor = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility()) continue;
    const both = [light(rgb(getComputedStyle(e).color)), light(behind(e))];
    const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
    if (contrast < 4.5) poor.push([walker.currentNode.data, contrast]);
  }
  return poor;
}"""
"""Texts whose contrast is below 4.5, WCAG 2.2's level AA."""
