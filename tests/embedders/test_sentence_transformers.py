"""Any sentence-transformers model as an embedder: unit rows, no network for a folder, no noise."""

from __future__ import annotations

import subprocess
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from interviewer.embedders.minilm import PACKAGE
from interviewer.embedders.onnx import OnnxEmbedder
from interviewer.embedders.sentence_transformers import SentenceTransformersEmbedder
from interviewer.errors import EmbedderError
from interviewer.seams import Embedder

ROOT = Path(__file__).parents[2]
TEXTS = ["ReLU outputs max(0, x).", "", "σ 🙂 神经网络", "a longer text " * 30, "x", "x"]


def model_dir() -> Path:
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "model"


@pytest.fixture(scope="module")
def embedder() -> SentenceTransformersEmbedder:
    embedder = SentenceTransformersEmbedder(str(model_dir()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what third parties warn of at import is not ours
        embedder.load()
    return embedder


@pytest.mark.model
def test_a_folder_with_the_bundled_model_gives_the_bundled_rows(
    embedder: SentenceTransformersEmbedder,
) -> None:
    rows = embedder.embed(TEXTS)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(rows, OnnxEmbedder().embed(TEXTS), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-6)


@pytest.mark.model
def test_a_row_does_not_depend_on_its_batch_mates(embedder: SentenceTransformersEmbedder) -> None:
    rows = embedder.embed(TEXTS)
    assert embedder.embed(TEXTS[::-1]).tobytes() == rows[::-1].tobytes()
    for place, text in enumerate(TEXTS):
        assert embedder.embed([text]).tobytes() == rows[place].tobytes()


@pytest.mark.model
def test_no_texts_give_no_rows(embedder: SentenceTransformersEmbedder) -> None:
    nothing = embedder.embed([])
    assert nothing.shape == (0, 384)
    assert nothing.dtype == np.float32


@pytest.mark.model
def test_a_lone_surrogate_counts_as_the_replacement_character(
    embedder: SentenceTransformersEmbedder,
) -> None:
    broken, repaired = embedder.embed(["slope \ud800 zero", "slope \ufffd zero"])
    assert broken.tobytes() == repaired.tobytes()


def test_the_name_tells_the_library_and_the_model() -> None:
    embedder: Embedder = SentenceTransformersEmbedder("some-org/some-model")
    assert embedder.name == "sentence-transformers:some-org/some-model"


@pytest.mark.parametrize(
    "path", ["./missing", "../missing", "/missing/model", "~/missing", "a/b/c"]
)
def test_a_missing_folder_is_refused_without_loading_anything(path: str) -> None:
    with pytest.raises(EmbedderError, match="no folder") as caught:
        SentenceTransformersEmbedder(path).load()
    assert repr(path) in str(caught.value)


@pytest.mark.model
def test_a_folder_without_a_model_is_refused_in_one_line(
    embedder: SentenceTransformersEmbedder, tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(EmbedderError, match="not a sentence-transformers model") as caught:
        SentenceTransformersEmbedder(str(tmp_path)).load()
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)


# Any attempt to connect or to resolve a name fails at once and is told of on stdout.
_NO_NETWORK = """
import socket, sys
def refuse(*args, **kwargs):
    print("network:", args[1:] or args)
    raise OSError("no network in this test")
socket.socket.connect = refuse
socket.getaddrinfo = refuse
from interviewer.embedders.sentence_transformers import SentenceTransformersEmbedder
from interviewer.errors import EmbedderError
try:
    print(SentenceTransformersEmbedder(sys.argv[1]).embed(["a"]).shape)
except EmbedderError as error:
    print(error)
"""


def without_network(name: str, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _NO_NETWORK, name],
        cwd=ROOT,
        env={"HF_HOME": str(cache), "PATH": "", "HOME": str(cache)},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.model
def test_a_folder_needs_no_network_and_prints_nothing(tmp_path: Path) -> None:
    found = without_network(str(model_dir()), tmp_path)
    assert found.stderr == ""
    assert found.stdout == "(1, 384)\n"


@pytest.mark.model
def test_an_unknown_name_without_a_network_fails_soon_and_clearly(tmp_path: Path) -> None:
    found = without_network("no-such-model", tmp_path)
    assert found.stderr == ""
    *attempts, message = found.stdout.splitlines()
    assert 1 <= len(attempts) <= 3  # left alone, the libraries try 18 times in 70 seconds
    assert message == (
        "no embedder 'no-such-model': the model hub cannot be reached and the model is not in the "
        "local cache; give a model folder, or use the bundled embedder"
    )
