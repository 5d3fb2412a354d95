"""The composition root: which classes make a grader, and which folder is the bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.bank import Bank
    from interviewer.embedders.cached import CachedEmbedder
    from interviewer.grader import Grader
    from interviewer.seams import Embedder

BUNDLED = "bundled"
_SENTENCE_TRANSFORMERS = "sentence-transformers:"


def build_grader(embedder: str = BUNDLED) -> Grader:
    """Return a grader on the named embedder, loaded and ready.

    ``embedder`` is ``bundled`` or ``sentence-transformers:NAME_OR_PATH``.
    """
    from interviewer.grader import Grader
    from interviewer.matchers.similarity import SimilarityMatcher

    chosen = build_embedder(embedder)
    return Grader(embedder=chosen, matcher=SimilarityMatcher(chosen))


def build_cached_grader(folder: Path | None = None) -> tuple[Grader, CachedEmbedder]:
    """Return a grader on the bundled model that remembers vectors between runs, and its memory.

    ``folder`` holds the vectors; else the user's cache does.
    """
    from interviewer.embedders.cached import CachedEmbedder, cache_file
    from interviewer.embedders.onnx import OnnxEmbedder
    from interviewer.grader import Grader
    from interviewer.matchers.similarity import SimilarityMatcher

    cache = CachedEmbedder(OnnxEmbedder(), cache_file(folder))
    return Grader(embedder=cache, matcher=SimilarityMatcher(cache)), cache


def build_embedder(name: str) -> Embedder:
    """Return the named embedder; EmbedderError where there is none of that name."""
    from interviewer.errors import EmbedderError

    if name == BUNDLED:
        from interviewer.embedders.onnx import OnnxEmbedder

        bundled = OnnxEmbedder()
        bundled.load()
        return bundled
    if name.startswith(_SENTENCE_TRANSFORMERS):
        from interviewer.embedders.sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(name.removeprefix(_SENTENCE_TRANSFORMERS))
    raise EmbedderError(
        f"no embedder {name!r}; there are 'bundled' and 'sentence-transformers:NAME_OR_PATH'"
    )


def open_bank(path: Path | None) -> Bank:
    """Read the bank in a folder, or the one that comes with the package."""
    from interviewer.bank import read_bank

    return read_bank(path)
