"""The trained matcher: the same bytes whatever stands beside a pair, and never other weights."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import numpy as np
import pytest

from interviewer.cli.wiring import build_matcher
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.errors import MatcherError
from interviewer.matchers.bundled import BUNDLED_FEATURES, BundledMatcher, log_odds
from interviewer.matchers.premise import ASKED_WORDS, asked, premise
from interviewer.matchers.reader import Reader
from interviewer.scoring.shipped import MODELS
from interviewer.seams import Matcher, Pair

PAIRS = [
    Pair("It randomly switches units off while training.", "Dropout zeroes random units.", ""),
    Pair("Dropout keeps all units on during training.", "Dropout zeroes random units.", ""),
    Pair("The soup is ready.", "Dropout zeroes random units.", "What is dropout?"),
    Pair("the second one", "The second lamp is brighter.", "Which lamp is brighter?"),
    Pair("x" * 3000, "A claim.", "?"),
    Pair("\ud800 surrogates", "A claim.", ""),
    Pair("词嵌入", "Word embeddings are vectors.", ""),
]
FILES = ("matcher.json", "matcher.onnx", "matcher.safetensors")


@pytest.mark.model
def test_a_pair_depends_neither_on_its_batch_mates_nor_on_threads() -> None:
    whole = Reader(threads=1).read(PAIRS)
    assert whole.shape == (len(PAIRS), 3)
    order = list(range(len(PAIRS)))
    random.Random(1).shuffle(order)
    shuffled = Reader(threads=2).read([PAIRS[at] for at in order])
    assert shuffled.tobytes() == whole[order].tobytes()
    assert Reader().read(PAIRS[2:3]).tobytes() == whole[2:3].tobytes()


@pytest.mark.model
def test_it_reads_what_words_alone_do_not_say() -> None:
    right, opposite, other = log_odds(Reader().read(PAIRS[:3]))
    assert right[0] > max(opposite[0], other[0]) + 1
    assert opposite[1] > max(right[1], other[1]) + 1
    assert int(Reader().read(PAIRS[2:3]).argmax()) == 1


@pytest.mark.model
def test_the_bundled_matcher_weighs_reading_and_likeness() -> None:
    embedder = OnnxEmbedder()
    matcher: Matcher = build_matcher("bundled", embedder)
    rows = matcher.read(PAIRS[:3])
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)
    assert rows[0, 0] > rows[1, 0] > 0
    assert rows[0, 0] > rows[2, 0]
    assert matcher.read([]).shape == (0, 3)


def test_log_odds_are_worked_and_bounded() -> None:
    found = log_odds(np.log(np.array([[0.8, 0.1, 0.1], [1e-30, 1.0, 1e-30]])))
    assert found[0].tolist() == pytest.approx([np.log(4), np.log(1 / 9)], abs=1e-4)
    assert found[1].tolist() == [-8.0, -8.0]
    assert BUNDLED_FEATURES[-2:] == ("read_entails", "read_contradicts")


def test_a_short_passage_is_read_after_the_question() -> None:
    assert premise(Pair("the second one", "c", "Look closely. Which lamp? Say why.")) == (
        "Which lamp? the second one"
    )
    long = "a passage of more than a dozen words stands quite well on its own feet here"
    assert premise(Pair(long, "c", "Which lamp?")) == long
    assert asked("Why is momentum often 0.9? Name a reason.") == "Why is momentum often 0.9?"
    assert asked("Explain dropout. Then explain noise.") == "Then explain noise."
    assert len(asked("why " * 50 + "so?").split()) == ASKED_WORDS
    assert premise(Pair("short", "c", "")) == "short"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in FILES:
        shutil.copyfile(MODELS / name, tmp_path / name)
    return tmp_path


@pytest.mark.model
@pytest.mark.parametrize("name", ["matcher.json", "matcher.onnx", "matcher.safetensors"])
def test_what_is_missing_is_one_clear_error(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(MatcherError, match=rf"{name}: cannot .*--matcher similarity$"):
        Reader(copy).load()


@pytest.mark.model
@pytest.mark.parametrize("name", ["matcher.onnx", "matcher.safetensors"])
def test_what_was_tampered_with_is_refused(copy: Path, name: str) -> None:
    data = bytearray((copy / name).read_bytes())
    data[-1] ^= 1
    (copy / name).write_bytes(data)
    with pytest.raises(MatcherError, match=r"SHA-256 must be \w{64}, got \w{64}; .*similarity$"):
        Reader(copy).load()


@pytest.mark.model
def test_other_weights_than_the_maps_were_fitted_for_are_refused(tmp_path: Path) -> None:
    text = (MODELS / "bundled.json").read_text(encoding="utf-8")
    wanted = Reader().load()
    (tmp_path / "bundled.json").write_text(text.replace(wanted, "0" * 64), encoding="utf-8")
    with pytest.raises(MatcherError, match=r"fitted for weights 0{64}, found"):
        BundledMatcher(OnnxEmbedder(), tmp_path / "bundled.json").load()


def test_an_unknown_matcher_is_told_what_there_is() -> None:
    with pytest.raises(MatcherError, match=r"no matcher 'bert'; there are 'bundled', 'similarity'"):
        build_matcher("bert", OnnxEmbedder())


def test_the_files_are_small() -> None:
    assert sum((MODELS / name).stat().st_size for name in FILES) < 40_000_000
