"""OpenAI's Batch API: half the price, within a day. Requests go up as a file, replies come down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from interviewer.errors import JudgeError
from interviewer.judge.openai.client import Client

if TYPE_CHECKING:
    import openai

OVER = frozenset({"completed", "expired", "cancelled", "failed"})


class Fetched(NamedTuple):
    """How a batch stands, and all the rows that it has given so far, good and bad."""

    status: str
    done: int
    failed: int
    total: int
    rows: str


def submit(client: Client, file: Path) -> str:
    """Upload a file of requests and start its batch; return the batch's id."""
    with _told(client) as api, file.open("rb") as stream:
        sent = api.files.create(file=(file.name, stream), purpose="batch")
        made = api.batches.create(
            input_file_id=sent.id, endpoint="/v1/chat/completions", completion_window="24h"
        )
    return made.id


def fetch(client: Client, batch: str) -> Fetched:
    """Return how a batch stands; its rows once it is over: an expired one has some of them."""
    with _told(client) as api:
        found = api.batches.retrieve(batch)
        counts = found.request_counts
        rows = ""
        if found.status in OVER:
            for name in (found.output_file_id, found.error_file_id):
                if name:
                    text = api.files.content(name).text
                    rows += text if text.endswith("\n") or not text else f"{text}\n"
    return Fetched(
        found.status,
        0 if counts is None else counts.completed,
        0 if counts is None else counts.failed,
        0 if counts is None else counts.total,
        rows,
    )


@contextmanager
def _told(client: Client) -> Iterator[openai.OpenAI]:
    """Yield the SDK; what goes wrong is one JudgeError that names the endpoint and not the key."""
    import openai

    try:
        yield client.sdk()
    except openai.APIStatusError as error:
        place = client.endpoint.shown
        raise JudgeError(f"{place}: HTTP {error.status_code} from the Batch API") from error
    except openai.APIError as error:
        raise JudgeError(f"{client.endpoint.shown}: the Batch API could not be reached") from error
