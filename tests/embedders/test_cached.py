"""Vectors are remembered between runs, by content and by model, and never cost a run."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from interviewer.embedders.cached import CachedEmbedder, cache_file
from interviewer.testing import FakeEmbedder


class OtherEmbedder(FakeEmbedder):
    name = "other"


TEXTS = ["one text", "another", "one text"]


def test_vectors_are_the_same_as_without_a_cache_and_embedded_once(tmp_path: Path) -> None:
    plain = FakeEmbedder().embed(TEXTS)
    first = CachedEmbedder(FakeEmbedder(), tmp_path / "v.sqlite")
    assert np.array_equal(first.embed(TEXTS), plain)
    assert (first.hits, first.misses) == (0, 2)
    behind = FakeEmbedder()
    second = CachedEmbedder(behind, tmp_path / "v.sqlite")
    assert np.array_equal(second.embed(TEXTS), plain)
    assert (second.hits, second.misses, behind.asked) == (2, 0, [])


def test_another_model_has_its_own_vectors(tmp_path: Path) -> None:
    CachedEmbedder(FakeEmbedder(), tmp_path / "v.sqlite").embed(TEXTS)
    other = CachedEmbedder(OtherEmbedder(), tmp_path / "v.sqlite")
    other.embed(TEXTS)
    assert (other.hits, other.misses) == (0, 2)


def test_a_file_that_is_no_cache_costs_time_only(tmp_path: Path) -> None:
    broken = tmp_path / "v.sqlite"
    broken.write_bytes(b"not a database, and long enough to be looked at" * 50)
    cached = CachedEmbedder(FakeEmbedder(), broken)
    assert np.array_equal(cached.embed(TEXTS), FakeEmbedder().embed(TEXTS))
    nowhere = CachedEmbedder(FakeEmbedder(), broken / "below" / "v.sqlite")
    assert np.array_equal(nowhere.embed(TEXTS), FakeEmbedder().embed(TEXTS))


@pytest.mark.parametrize("spoiled", [b"\0\0\0", b"\0" * 2048, b""])
def test_a_vector_that_is_none_is_embedded_anew(tmp_path: Path, spoiled: bytes) -> None:
    file = tmp_path / "v.sqlite"
    first = CachedEmbedder(FakeEmbedder(), file)
    first.embed(["one text"])
    with sqlite3.connect(file) as base:
        base.execute("UPDATE vectors SET vector = ?", (spoiled,))
    again = CachedEmbedder(FakeEmbedder(), file)
    assert np.array_equal(again.embed(["one text"]), FakeEmbedder().embed(["one text"]))


def test_the_cache_lies_in_the_users_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/cache")
    assert cache_file() == Path("/cache/interviewer/vectors.sqlite")
    assert cache_file(Path("/x")) == Path("/x/vectors.sqlite")
