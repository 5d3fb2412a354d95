"""What holds for every test of a judge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.judge.judged import MADE


@pytest.fixture(autouse=True)
def _connections_are_closed() -> Iterator[None]:
    yield
    while MADE:
        MADE.pop().close()
