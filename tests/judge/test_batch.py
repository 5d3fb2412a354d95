"""Requests and replies as files of OpenAI's batch format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from interviewer.errors import JudgeError
from interviewer.judge.openai.batch import files, read_returned, row
from interviewer.testing.fault_replies import MODEL

BODY = {
    "model": MODEL,
    "choices": [{"message": {"content": "{}\u2028"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 2},
}


def written(folder: Path, *rows: object) -> Path:
    file = folder / "replies.jsonl"
    file.write_text("".join(f"{json.dumps(r, ensure_ascii=False)}\n" for r in rows), "utf-8")
    return file


def test_files_keep_to_both_limits_and_cut_no_row() -> None:
    rows = [row(f"k{n}", {"text": "é" * n}) for n in range(10)]
    by_rows = list(files(rows, 4, 10**9))
    assert [len(held) for held in by_rows] == [4, 4, 2]
    assert [line for held in by_rows for line in held] == rows
    most = max(len(line.encode()) for line in rows)
    by_bytes = list(files(rows, 100, 2 * most))
    assert [line for held in by_bytes for line in held] == rows
    assert all(sum(len(line.encode()) for line in held) <= 2 * most for held in by_bytes)
    assert list(files([], 4, 4)) == []


def test_replies_come_in_any_order_and_each_failure_says_why(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        {"custom_id": "b", "response": {"status_code": 200, "body": BODY}, "error": None},
        {"custom_id": "a", "response": {"status_code": 429, "body": {}}, "error": None},
        {"custom_id": "c", "response": None, "error": {"code": "batch_expired"}},
        {"custom_id": "d", "response": {"status_code": 200, "body": {"choices": []}}},
    )
    found = list(read_returned(file))
    assert [one.key for one in found] == ["b", "a", "c", "d"]
    first = found[0].exchange
    assert first is not None
    assert (first.text, first.usage.prompt, first.finish_reason) == ("{}\u2028", 7, "stop")
    assert [one.why for one in found[1:]] == [
        "HTTP 429",
        "no response: {'code': 'batch_expired'}",
        "no choices in it",
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [("no", ":1: not JSON"), ("[]", ":1: no JSON object"), ("{}", ':1: no "custom_id"')],
)
def test_a_line_that_is_no_reply_is_named(text: str, says: str, tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text(f"{text}\n")
    with pytest.raises(JudgeError) as wrong:
        list(read_returned(file))
    assert says in str(wrong.value)
