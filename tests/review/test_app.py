from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from interviewer.overrides import Accepted, Marked, Undone
from interviewer.store.overrides import beside, read_overrides
from tests.review.reviewed import grade
from tests.review.visiting import HOME, NOON, Visitor, desk_at, written


@pytest.fixture(name="file")
def file_of_grades(tmp_path: Path) -> Path:
    return written(tmp_path, [grade(1, unsure=True), grade(2, "partial"), grade(3, answer="No.")])


@pytest.fixture(name="ana")
def ana_at_it(file: Path) -> Iterator[Visitor]:
    with desk_at(file) as desk:
        yield Visitor(desk).enter()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def test_the_list_shows_answers_their_labels_and_counts(ana: Visitor) -> None:
    page = text_of(ana.see("/"))
    assert "3 of 3 answers" in page
    assert "unsure 1" in page
    assert "1 met, 1 missed" in page
    assert "As if one ran after the other." in page


def test_a_filter_leaves_what_it_asks_for(ana: Visitor) -> None:
    page = ana.see("/?label=partial")
    assert "1 of 3 answers" in page
    assert 'href="/answer/1?label=partial"' in page
    assert 'href="/answer/0' not in page
    assert "No answer is like that." in ana.see("/?question=no/such")


def test_a_page_that_is_not_there_shows_the_nearest(ana: Visitor) -> None:
    for page in ("0", "99", "-1", "x", "9" * 5000, "²"):
        assert "1–3 of 3" in ana.see(f"/?page={page}")


def test_an_answer_stands_beside_its_ledger_with_evidence_in_place(ana: Visitor) -> None:
    page = ana.see("/answer/0")
    assert "What does serializable isolation promise?" in page
    assert re.search(r'<mark data-claims="1" class="on">.*As if one ran .* other\. ?</mark>', page)
    assert re.search(r'<mark data-claims="2">.*It is slower\.</mark>', page)
    told = text_of(page)
    assert "1 It is as if transactions ran in turn. ✓ met P 0.75 worth 1" in told
    assert "✗ missed P 0.15 unsure worth 1" in told
    assert "misconception: Serializable needs no locks at all. · absent P 0.90 costs 1" in told
    assert "matcher: these words make the claim" in told


def test_a_label_that_agrees_is_kept_and_leads_to_the_next_claim(ana: Visitor, file: Path) -> None:
    sent = ana.send("/answer/0/mark?unsure=1", claim=1, label="met", reason="")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/answer/0?unsure=1&focus=2&note=saved#c-2"
    [event] = read_overrides(beside(file))
    assert event == Marked(
        seq=1,
        at=NOON,
        reviewer="ana",
        question_id="sql/isolation",
        answer_sha256=event.answer_sha256,
        name="as-if-serial",
        row=1,
        answer_id="a1",
        label="met",
        was="met",
        claim="It is as if transactions ran in turn.",
        reason="agrees with the verdict",
        blind=False,
    )


def test_a_label_that_differs_takes_a_reason(ana: Visitor, file: Path) -> None:
    asked = ana.mark(0, 2, "met")
    assert asked.status_code == 422
    assert "Say why" in asked.text
    assert re.search(r'value="met" required checked data-needs-reason', asked.text)
    assert read_overrides(beside(file)) == []
    assert ana.mark(0, 2, "met", "slower is waiting").status_code == 303
    [event] = read_overrides(beside(file))
    assert isinstance(event, Marked)
    assert (event.label, event.was, event.reason) == ("met", "missed", "slower is waiting")
    page = ana.see("/answer/0")
    assert "✓ met by a person" in text_of(page)
    assert '<option value="slower is waiting">' in page


def test_too_short_a_reason_is_told_and_nothing_kept(ana: Visitor, file: Path) -> None:
    asked = ana.mark(0, 2, "met", "x")
    assert asked.status_code == 422
    assert "at least 3 characters" in asked.text
    assert read_overrides(beside(file)) == []


def test_the_same_label_again_is_not_kept_twice(ana: Visitor, file: Path) -> None:
    for reason in ("", "", "for a reason", "", "for a reason"):
        assert ana.mark(0, 1, "met", reason).status_code == 303
    assert len(read_overrides(beside(file))) == 2


def test_undo_takes_back_the_last_label_wherever_it_was(ana: Visitor, file: Path) -> None:
    ana.mark(0, 1, "met")
    ana.mark(2, 3, "held", "it says so")
    undone = ana.send("/undo", answer=0)
    assert undone.headers["location"] == "/answer/2?focus=3&note=undone#c-3"
    assert isinstance(read_overrides(beside(file))[-1], Undone)
    assert ana.send("/undo").headers["location"] == "/answer/0?focus=1&note=undone#c-1"
    assert ana.send("/undo", answer=1).headers["location"] == "/answer/1?focus=1&note=nothing#c-1"


def test_the_way_to_the_next_answer_keeps_to_the_filter(ana: Visitor) -> None:
    page = ana.see("/answer/0?question=sql%2Fisolation")
    assert "1 of 3 filtered answers" in page
    assert 'rel="next" href="/answer/1?question=sql%2Fisolation"' in page
    assert 'rel="prev"' not in page
    alone = ana.see("/answer/1?label=partial")
    assert "1 of 1 filtered answers" in alone
    assert "rel=" not in alone.split("<main")[1]
    gone = ana.see("/answer/0?label=partial")
    assert "of 1 filtered answers" in gone
    assert 'rel="next" href="/answer/1?label=partial"' in gone


def test_a_label_of_another_kind_of_claim_is_refused(ana: Visitor, file: Path) -> None:
    for claim, label in ((1, "held"), (3, "met"), (1, "unscored"), (1, ""), (1, "<b>")):
        assert ana.mark(0, claim, label, "because").status_code == 400
    for claim in (0, 4, 99):
        assert ana.mark(0, claim, "met", "because").status_code == 400
    assert read_overrides(beside(file)) == []


def test_filters_know_what_was_reviewed(ana: Visitor) -> None:
    ana.mark(0, 2, "met", "slower is waiting")
    assert "1 of 3 answers" in ana.see("/?unreviewed=1")
    assert "2 of 3 answers" in ana.see("/?differs=1")


def test_the_same_answer_in_two_rows_is_reviewed_once(ana: Visitor) -> None:
    ana.mark(0, 1, "met")
    assert "agrees with the verdict" in ana.see("/answer/1")
    assert "agrees with the verdict" not in ana.see("/answer/2")


def test_a_second_reviewer_differs_and_accepts(tmp_path: Path) -> None:
    file = written(tmp_path, [grade(1)])
    with desk_at(file, "ana") as desk:
        Visitor(desk).enter().mark(0, 2, "met", "slower is waiting")
    with desk_at(file, "ben") as desk:
        ben = Visitor(desk).enter()
        ben.mark(0, 2, "partial", "why is not said")
        assert ">reviewers differ<" in ben.see("/answer/0")
        assert "1 of 1 answers" in ben.see("/?conflict=1")
        page = text_of(ben.see("/reviewers"))
        assert "a1, claim 2 : ana ✓ met slower is waiting; ben ~ partial why is not said" in page
        assert ben.send("/answer/0/accept", claim=2, reviewer="eve").status_code == 409
        assert ben.send("/answer/0/accept", claim=2, reviewer="ana").status_code == 303
        assert ">reviewers differ<" not in ben.see("/answer/0")
        assert "✓ met by a person" in text_of(ben.see("/answer/0"))
    last = read_overrides(beside(file))[-1]
    assert isinstance(last, Accepted)
    assert (last.reviewer, last.of, last.label) == ("ben", "ana", "met")


def test_who_works_blind_sees_no_verdict_until_all_is_labelled(tmp_path: Path) -> None:
    file = written(tmp_path, [grade(1, unsure=True)])
    with desk_at(file, "ana") as desk:
        Visitor(desk).enter().mark(0, 2, "met", "slower is waiting")
    with desk_at(file, "ben", blind=True) as desk:
        ben = Visitor(desk).enter()
        hidden = [
            "matcher:",
            "<mark data",
            "0.75",
            "unsure",
            "67%",
            "slower is",
            ">reviewers differ<",
            "person",
        ]
        for claim, label in ((1, "met"), (2, "missed"), (3, "absent")):
            for page in (ben.see("/answer/0"), ben.see("/"), ben.see("/reviewers")):
                assert [word for word in hidden if word in page.split("<aside")[0]] == []
            for reviewer in ("ana", "ben"):
                sent = ben.send("/answer/0/accept", claim=2, reviewer=reviewer)
                assert sent.status_code == 409
            assert ben.mark(0, claim, label).status_code == 303
        seen = ben.see("/answer/0")
        assert "matcher: these words make the claim" in seen
        assert ">reviewers differ<" in seen
        assert ben.mark(0, 2, "met").status_code == 422
        assert ben.mark(0, 2, "partial", "on second thoughts").status_code == 303
    blind = [e.blind for e in read_overrides(beside(file)) if isinstance(e, Marked)]
    assert blind == [False, True, True, True, False]


def test_a_record_without_text_says_so(tmp_path: Path) -> None:
    with desk_at(written(tmp_path, [grade(1, answer=None)])) as desk:
        ana = Visitor(desk).enter()
        assert "1 of these records hold no text" in ana.see("/")
        assert "This record does not hold the answer" in ana.see("/answer/0")
        assert ana.mark(0, 1, "met").status_code == 303


def test_a_question_that_the_bank_has_not_and_a_failed_row_are_shown_too(tmp_path: Path) -> None:
    failed = grade(2).model_copy(
        update={"status": "failed", "score": None, "verdicts": (), "misconceptions": ()}
    )
    with desk_at(written(tmp_path, [grade(1, question="sql/locks"), failed])) as desk:
        ana = Visitor(desk).enter()
        assert "The bank has no such question" in ana.see("/answer/0")
        assert ana.mark(0, 1, "met").status_code == 409
        assert "0 claims" in ana.see("/answer/1")


def test_a_disk_that_takes_no_more_is_a_plain_page(ana: Visitor, file: Path) -> None:
    import sqlite3

    with sqlite3.connect(beside(file)) as other:
        other.execute(
            "create trigger full before insert on overrides begin select raise(abort, 'full'); end"
        )
    other.close()
    failed = ana.mark(0, 1, "met")
    assert failed.status_code == 500
    assert "Traceback" not in failed.text
    assert "grades.jsonl.reviews" in failed.text


def test_a_mistake_of_ours_is_a_plain_page(ana: Visitor) -> None:
    known, shelf = ana.known, ana.desk.shelf
    careless = TestClient(
        ana.client.app, HOME, raise_server_exceptions=False, cookies=ana.client.cookies
    )
    shelf.close()
    failed = careless.get("/answer/0")
    assert failed.status_code == 500
    assert "This is a bug (ValueError)" in failed.text
    assert "Traceback" not in failed.text
    assert known.form_word not in failed.text
