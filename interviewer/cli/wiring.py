"""The composition root: which classes make a grader, and which folder is the bank."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.bank import Bank
    from interviewer.embedders.cached import CachedEmbedder
    from interviewer.fusion import Refiner
    from interviewer.grader import Grader
    from interviewer.scoring.calibration import Calibration
    from interviewer.seams import Embedder, Matcher

BUNDLED = "bundled"
SIMILARITY = "similarity"
MANY_TEXTS = 16_384
"""Vectors remembered in a batch, 25 MB: those of some hundred rubrics, beside the answers'."""

_SENTENCE_TRANSFORMERS = "sentence-transformers:"
_CROSS_ENCODER = "cross-encoder:"


def build_grader(
    embedder: str = BUNDLED,
    matcher: str = BUNDLED,
    calibration: Path | None = None,
    refiner: Refiner | None = None,
    *,
    side_by_side: bool = False,
) -> Grader:
    """Return a grader on the named embedder and matcher, loaded and ready.

    ``embedder`` is ``bundled`` or ``sentence-transformers:NAME_OR_PATH``; ``matcher`` ``bundled``,
    ``similarity`` or ``cross-encoder:NAME_OR_PATH``. ``calibration`` is a file that `interviewer
    calibrate` wrote; else the shipped one of the matcher is used. ``refiner`` asks a judge.
    ``side_by_side`` is for whoever grades several answers at once: the bundled models load on first
    need, and read the texts of one answer one by one.
    """
    from interviewer.grader import Grader

    chosen = build_embedder(embedder, side_by_side=side_by_side)
    return Grader(
        embedder=chosen,
        matcher=build_matcher(matcher, chosen, side_by_side=side_by_side),
        calibration=None if calibration is None else _calibration(calibration),
        refiner=refiner,
    )


def build_cached_grader(
    folder: Path | None = None, matcher: str = BUNDLED
) -> tuple[Grader, CachedEmbedder]:
    """Return a grader on the bundled embedder that remembers vectors between runs, and its memory.

    ``folder`` holds the vectors; else the user's cache does.
    """
    from interviewer.embedders.cached import CachedEmbedder, cache_file
    from interviewer.embedders.onnx import OnnxEmbedder
    from interviewer.grader import Grader

    cache = CachedEmbedder(OnnxEmbedder(), cache_file(folder))
    return Grader(embedder=cache, matcher=build_matcher(matcher, cache)), cache


def may_run_side_by_side(embedder: str, matcher: str) -> bool:
    """Return whether several answers may be read at once by threads of this process.

    A model of torch spreads one batch over the processors by itself.
    """
    return embedder == BUNDLED and matcher in (BUNDLED, SIMILARITY)


def build_embedder(name: str, *, side_by_side: bool = False) -> Embedder:
    """Return the named embedder; EmbedderError where there is none of that name."""
    from interviewer.errors import EmbedderError

    if name == BUNDLED:
        from interviewer.embedders.onnx import OnnxEmbedder

        if side_by_side:
            return OnnxEmbedder(threads=1, cache_size=MANY_TEXTS)
        bundled = OnnxEmbedder()
        bundled.load()
        return bundled
    if name.startswith(_SENTENCE_TRANSFORMERS):
        from interviewer.embedders.sentence_transformers import SentenceTransformersEmbedder

        return SentenceTransformersEmbedder(name.removeprefix(_SENTENCE_TRANSFORMERS))
    raise EmbedderError(
        f"no embedder {name!r}; there are 'bundled' and 'sentence-transformers:NAME_OR_PATH'"
    )


def build_matcher(name: str, embedder: Embedder, *, side_by_side: bool = False) -> Matcher:
    """Return the named matcher, loaded; MatcherError where there is none of that name."""
    from interviewer.errors import MatcherError

    if name == BUNDLED:
        from interviewer.matchers.bundled import BundledMatcher
        from interviewer.matchers.reader import Reader

        if side_by_side:
            return BundledMatcher(embedder, reader=Reader(threads=1))
        bundled = BundledMatcher(embedder)
        bundled.load()
        return bundled
    if name == SIMILARITY:
        from interviewer.matchers.similarity import SimilarityMatcher

        return SimilarityMatcher(embedder)
    if name.startswith(_CROSS_ENCODER):
        from interviewer.matchers.cross_encoder import CrossEncoderMatcher

        return CrossEncoderMatcher(name.removeprefix(_CROSS_ENCODER))
    raise MatcherError(
        f"no matcher {name!r}; there are 'bundled', 'similarity' and 'cross-encoder:NAME_OR_PATH'"
    )


def open_bank(path: Path | None, only: str | None = None) -> Bank:
    """Read the bank in a folder, of an installed package, or our own; or one question of it."""
    from interviewer.bank import read_bank
    from interviewer.bank.installed import bank_folder

    return read_bank(None if path is None else bank_folder(path), only=only)


def _calibration(path: Path) -> Calibration:
    from interviewer.scoring.shipped import read_calibration

    return read_calibration(path)
