"""A desk on a file in a folder, and a client that behaves as a browser which was let in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from interviewer.grades import Grade
from interviewer.review.app import make_app
from interviewer.review.desk import Desk
from interviewer.review.security import Secrets
from interviewer.review.shelf import open_shelf
from interviewer.store.overrides import identity_of, open_overrides
from tests.review.reviewed import ITEM

PORT = 8123
HOME = f"http://127.0.0.1:{PORT}"
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


@contextmanager
def desk_at(file: Path, reviewer: str = "ana", *, blind: bool = False) -> Iterator[Desk]:
    with open_shelf(file) as shelf, open_overrides(file, identity_of(file)) as store:
        yield Desk(
            shelf,
            {ITEM.id: ITEM},
            store,
            file=file.name,
            reviewer=reviewer,
            blind=blind,
            now=lambda: NOON,
        )


def written(folder: Path, grades: Sequence[Grade]) -> Path:
    file = folder / "grades.jsonl"
    file.write_text("".join(f"{each.model_dump_json()}\n" for each in grades), encoding="utf-8")
    return file


class Visitor:
    """A browser that came in by the first address."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.known = Secrets(PORT)
        self.client = TestClient(make_app(desk, self.known), HOME, follow_redirects=False)
        self.first_address = self.known.first_address

    def enter(self) -> Visitor:
        assert self.client.get(self.first_address).status_code == 303
        return self

    def see(self, path: str) -> str:
        found = self.client.get(path)
        assert found.status_code == 200, found.text
        return str(found.text)

    def send(self, path: str, headers: dict[str, str] | None = None, **fields: object) -> Any:
        sent = {"word": self.known.form_word, **fields}
        return self.client.post(path, data=sent, headers={"origin": HOME, **(headers or {})})

    def mark(self, number: int, claim: int, label: str, reason: str = "") -> Any:
        return self.send(f"/answer/{number}/mark", claim=claim, label=label, reason=reason)
