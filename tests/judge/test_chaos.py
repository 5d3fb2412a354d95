"""What must hold of every run, whatever goes wrong with the endpoint."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import get_args

import pytest

from interviewer.fusion import JudgeWhen, OnJudgeFailure
from interviewer.grades import Evidence, Grade, MisconceptionVerdict, Verdict
from interviewer.judge.budget import Budget
from interviewer.judge.exchange import FailureCode
from interviewer.judge.openai.transport import Limits
from interviewer.judge.prompt import nonce_of, statements
from interviewer.judge.ruling import Ids, LlmJudge
from interviewer.judge.rulings import PROVEN
from interviewer.records import Row
from interviewer.testing.fault_replies import Fault
from interviewer.testing.fault_server import FaultServer
from interviewer.testing.rulers import fair
from tests.judge.chaos import (
    FATAL,
    HASTY,
    ITEMS,
    PATIENT,
    PRICE,
    Caps,
    Ledger,
    Watched,
    answers,
    mixture,
    run,
    some_caps,
)
from tests.judge.judged import GOOD, ITEM, KEY, transport

CODES = frozenset(get_args(FailureCode))
SOAK_CALLS = 1000

_LEADS_TO: Mapping[str, str] = {
    "refusal": "refused", "length": "truncated", "filter": "filtered",
    "two-objects": "unparsable", "not-json": "unparsable", "ignores-schema": "incomplete",
    "missing-id": "incomplete", "repeated-id": "incomplete", "unknown-label": "incomplete",
    "made-up-quote": "unverified", "question-quote": "suspect", "credits-all": "suspect",
    "429-seconds": "transport", "429-date": "transport", "429-ms": "transport",
    "429-reset": "transport", "500": "transport", "503": "transport", "reset": "transport",
    "huge": "transport", "hang": "deadline", "drip": "deadline",
}  # fmt: skip
_STAMP = re.compile(r"Reply (\d+)\.")


def _check(told: str, rows: Sequence[Row], grades: Sequence[Grade], ledger: Ledger) -> None:
    """Assert what holds of every record, whatever the judge was asked for."""
    assert [grade.row for grade in grades] == [row.number for row in rows], told
    by_nonce: dict[str, set[str]] = {}
    for sent in ledger.sent.values():
        by_nonce.setdefault(sent.nonce, set()).add(sent.fault)
    for row, grade in zip(rows, grades, strict=True):
        why = f"{told}, row {grade.row}"
        assert row.answer is not None, why
        text = row.answer.text
        assert (grade.answer, grade.question_id) == (text, row.answer.question_id), why
        assert grade.status != "failed", why
        item = ITEMS[row.answer.question_id]
        nonce = nonce_of(item, text)
        for kind, name, verdict in _verdicts(grade):
            where = f"{why}, {kind} {name}: {verdict}"
            assert verdict.decided_by in ("rule", "matcher", "judge"), where
            assert all(_stands(piece, text) for piece in verdict.evidence), where
            if verdict.decided_by == "rule":
                assert nonce not in by_nonce, where
            code = verdict.reason.split(":")[0]
            assert (verdict.label == "unscored") == (code in CODES), where
            if verdict.label == "unscored":
                assert verdict.decided_by == "judge", where
                assert not verdict.evidence, where
                assert grade.status == "degraded", where
                assert code in _codes(by_nonce.get(nonce, set())), where
            elif verdict.decided_by == "judge":
                assert bool(verdict.evidence) or verdict.label not in PROVEN, where
                key = next(s.key for s in statements(item) if (s.kind, s.name) == (kind, name))
                stamp = _STAMP.fullmatch(verdict.reason)
                assert stamp is not None, where
                source = ledger.sent[int(stamp[1])]
                assert source.nonce == nonce, f"{where}\n{source}"
                assert source.valid.get(key, {}).get("label") == verdict.label, f"{where}\n{source}"


def _verdicts(grade: Grade) -> list[tuple[str, str, Verdict | MisconceptionVerdict]]:
    return [
        *(("keypoint", verdict.keypoint_id, verdict) for verdict in grade.verdicts),
        *(("misconception", false.misconception_id, false) for false in grade.misconceptions),
    ]


def _stands(piece: Evidence, text: str) -> bool:
    return piece.start < piece.end and text[piece.start : piece.end] == piece.quote


def _codes(faults: set[str]) -> set[str]:
    """Return what may have gone wrong by these faults; a machine may be slow and a budget spent."""
    return {_LEADS_TO[fault] for fault in faults if fault in _LEADS_TO} | {"deadline", "budget"}


def _check_judge(told: str, judge: Watched) -> None:
    """Assert that whatever was asked for has a ruling or a code, and not both."""
    for ids, reply in judge.replies:
        for wanted, ruled, unruled in (
            (ids.keypoints, reply.keypoints, reply.unruled),
            (ids.misconceptions, reply.misconceptions, reply.unruled_misconceptions),
        ):
            assert sorted(wanted) == sorted([*ruled, *unruled]), f"{told}: {reply}"


def _check_budget(
    told: str, caps: Caps, budget: Budget, ledger: Ledger, *, limits: Limits = PATIENT
) -> None:
    """Assert that no cap is passed, by our count or by the server's, and refusals cost nothing."""
    spent = budget.spent
    why = f"{told}: {caps}, {spent}"
    for cap, took in zip(caps, (spent.calls, spent.tokens, spent.cost), strict=True):
        assert cap is None or (took is not None and took <= cap), why
    assert ledger.taken <= spent.calls, why
    assert ledger.taken == spent.calls or limits is HASTY, why
    assert sum(sent.prompt_tokens for sent in ledger.sent.values()) <= spent.tokens, why


def _batch(seed: str) -> tuple[int, set[str]]:
    """Check one run; return how many requests it made and what became of its keypoints."""
    rng = random.Random(seed)
    slow = rng.random() < 0.25
    rows, caps = answers(rng, rng.randint(15, 35)), some_caps(rng)
    when: JudgeWhen = rng.choice(["always", "always", "unsure"])
    on_failure: OnJudgeFailure = rng.choice(["unscored", "unscored", "matcher"])
    keep = rng.randrange(1, len(rows)) if rng.random() < 0.15 else len(rows)
    ledger = Ledger(seed, mixture(rng, slow=slow))
    budget = Budget(**caps._asdict())
    told = f"seed {seed!r} ({when}, {on_failure}, {caps}, {ledger.faults})"
    limits = HASTY if slow else PATIENT
    with FaultServer(ledger.fault, ruler=ledger.rule, key=KEY, wait=1.0) as server:
        judge = Watched(transport(server, budget=budget, price=PRICE, limits=limits))
        ended = run(rows, judge, keep=keep, when=when, on_failure=on_failure)
    assert ended.error is None, told
    _check(told, rows[:keep], ended.grades, ledger)
    _check_judge(told, judge)
    _check_budget(told, caps, budget, ledger, limits=limits)
    for grade in ended.grades:
        found = [verdict for _, _, verdict in _verdicts(grade)]
        is_open = any(verdict.label == "unscored" for verdict in found)
        why = f"{told}, row {grade.row}: {found}"
        if on_failure == "unscored":
            assert is_open == (grade.status == "degraded"), why
        else:
            assert not is_open, why
        by = {verdict.decided_by for verdict in found}
        if when == "always" and grade.status == "graded":
            # Of an answer that gives orders, the judge's credit is not taken.
            allowed = {"judge", "matcher"} if "instructions-in-answer" in grade.flags else {"judge"}
            assert by <= allowed or by == {"rule"}, why
    outcomes = {
        verdict.reason.split(":")[0] if verdict.label == "unscored" else verdict.decided_by
        for grade in ended.grades
        for _, _, verdict in _verdicts(grade)
    }
    return len(server.asked), outcomes


def _resumed(seed: str, folder: Path) -> int:
    """Check three runs with one cache, the latter two on a good server; return their requests."""
    rng = random.Random(seed)
    rows = answers(rng, 30)
    told = f"seed {seed!r}"
    ledger = Ledger(seed, mixture(rng))
    cache = folder / f"{seed}.sqlite"
    with FaultServer(ledger.fault, ruler=ledger.rule, key=KEY) as server:
        first = run(rows, LlmJudge("j", transport(server, cache=cache, limits=PATIENT)))
        _check(told, rows, first.grades, ledger)
        whole = {s.nonce for s in ledger.sent.values() if s.is_first and s.valid == s.ruled}
        before, ledger.faults = len(server.asked), {"none": 1.0}
        second = run(rows, LlmJudge("j", transport(server, cache=cache, limits=PATIENT)))
        asked = [ledger.sent[request.number].nonce for request in server.asked[before:]]
        assert len(asked) == len(set(asked)), told
        open_ = {_nonce(grade) for grade in first.grades if grade.status == "degraded"}
        others = {sent.nonce for sent in ledger.sent.values()} - whole
        assert open_ <= set(asked) <= others, told
        _check(told, rows, second.grades, ledger)
        assert {grade.status for grade in second.grades} == {"graded"}, told
        before = len(server.asked)
        third = run(rows, LlmJudge("j", transport(server, cache=cache, limits=PATIENT)))
        assert len(server.asked) == before, told
    assert third.grades == second.grades, told
    for old, new in zip(first.grades, second.grades, strict=True):
        if _nonce(old) in whole and old.status == "graded":
            assert _bare(old) == _bare(new), f"{told}, row {old.row}"
    return len(server.asked)


def _nonce(grade: Grade) -> str:
    assert grade.answer is not None
    return nonce_of(ITEMS[str(grade.question_id)], grade.answer)


def _bare(grade: Grade) -> list[tuple[object, ...]]:
    """Return what was ruled; of an answer that was given twice, another reply may be kept."""
    return [(grade.score, grade.feedback), *((v.label, v.evidence) for *_, v in _verdicts(grade))]


def _in_any_order(seed: str) -> int:
    """Check that settled answers are graded alike in any order and by any count of threads."""
    rng = random.Random(seed)
    rows = answers(rng, 30)
    faults, asked, common = mixture(rng), 0, 0
    found: list[dict[int | None, Grade]] = []
    for number, jobs in enumerate((1, 8, 8)):
        ledger = Ledger(f"{seed} {number}", faults, stamped=False)
        with FaultServer(ledger.fault, ruler=ledger.rule, key=KEY) as server:
            judge = LlmJudge("j", transport(server, limits=PATIENT))
            ended = run(rows if number < 2 else rng.sample(rows, len(rows)), judge, jobs=jobs)
        found.append({g.row: g for g in ended.grades if g.status == "graded"})
        asked += len(server.asked)
    for other in found[1:]:
        for row in found[0].keys() & other.keys():
            assert found[0][row] == other[row], f"seed {seed!r}, row {row}"
            common += 1
    assert common > 0, f"seed {seed!r}: nothing was settled"
    return asked


def _stopped(seed: str, fatal: Fault) -> int:
    """Check that a fault that no other call can better ends the run, with one line."""
    rng = random.Random(f"{seed} {fatal}")
    rows, caps = answers(rng, 60), some_caps(rng)
    told = f"seed {seed!r}, {fatal}"
    ledger = Ledger(seed, {**mixture(rng), fatal: 0.2})
    budget = Budget(**caps._asdict())
    with FaultServer(ledger.fault, ruler=ledger.rule, key=KEY) as server:
        judge = Watched(transport(server, budget=budget, price=PRICE, limits=PATIENT))
        ended = run(rows, judge)
    is_hit = any(sent.fault == fatal for sent in ledger.sent.values())
    assert (ended.error is not None) == is_hit, told
    assert len(ended.grades) < len(rows) or not is_hit, told
    assert "\n" not in str(ended.error), told
    assert KEY not in str(ended.error), told
    _check(told, rows[: len(ended.grades)], ended.grades, ledger)
    _check_judge(told, judge)
    _check_budget(told, caps, budget, ledger)
    return len(server.asked)


def _batches(seed: str, calls: int) -> int:
    """Check runs until they have made so many requests, and that much has gone wrong in them."""
    made = number = 0
    outcomes: set[str] = set()
    while made < calls:
        more, seen = _batch(f"{seed} {number}")
        made, number, outcomes = made + more, number + 1, outcomes | seen
    assert outcomes >= {"rule", "matcher", "judge"}, f"seed {seed!r}: {outcomes}"
    assert len(outcomes & CODES) >= 3, f"seed {seed!r}: {outcomes}"
    return made


def test_whatever_goes_wrong_a_verdict_is_believed_or_it_is_not_there() -> None:
    assert _batches("sample", 230) >= 230


def test_a_second_reply_with_impossible_credit_leaves_nothing_of_the_first() -> None:
    faults: tuple[Fault, ...] = ("missing-id", "credits-all")
    with FaultServer(lambda a: faults[a.number - 1], ruler=fair, key=KEY) as server:
        judge = LlmJudge("j", transport(server))
        reply = judge.rule(ITEM, GOOD, Ids(("formula", "gradient", "dying"), ("bounded",)))
    assert not reply.keypoints
    assert not reply.misconceptions
    assert reply.unruled == dict.fromkeys(("formula", "gradient", "dying"), "suspect")
    assert reply.unruled_misconceptions == {"bounded": "suspect"}


def test_a_second_run_pays_for_what_no_one_reply_settled_and_a_third_for_nothing(
    tmp_path: Path,
) -> None:
    assert _resumed("sample", tmp_path) > 0


def test_settled_answers_are_graded_alike_in_any_order_and_by_any_count_of_threads() -> None:
    assert _in_any_order("sample") > 0


@pytest.mark.parametrize("fatal", FATAL)
def test_a_fault_that_no_other_call_can_better_ends_the_run_with_one_error(fatal: Fault) -> None:
    assert _stopped("sample", fatal) > 0


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_ten_thousand_calls(seed: int, tmp_path: Path) -> None:
    calls = number = 0
    while calls < SOAK_CALLS:
        name = f"soak {seed} {number}"
        calls += _batches(name, 400) + _resumed(name, tmp_path) + _in_any_order(name)
        calls += sum(_stopped(name, fatal) for fatal in FATAL)
        number += 1
