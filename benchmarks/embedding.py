"""Show how fast the bundled embedder is beside sentence-transformers, on the same model and texts.

    python -m benchmarks.embedding --texts 500 --repeats 3

Both run in this process and take turns, on the same texts; sentence-transformers runs as it
comes (batches of 32, all its threads). Each repeat embeds texts not seen before, so no cache
helps, and the best repeat counts. Quote the ratio, from a quiet machine: texts per second do not
carry over to another one, and other programs slow sentence-transformers' threads, which wait for
one another, far more than ours.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from interviewer.embedders.minilm import PACKAGE
from interviewer.embedders.onnx import OnnxEmbedder

_VOCABULARY = (
    "the gradient of a sigmoid saturates so its slope tends to zero in deep networks while relu "
    "keeps positive inputs dropout removes units at random and batch normalization rescales each "
    "layer because training with momentum averages noisy steps over many small batches"
)
_SHORTEST, _LONGEST = 5, 30  # words of one clause or sentence of an answer


def sentences(count: int, rng: random.Random) -> list[str]:
    """Return ``count`` texts as long as the segments of an answer are."""
    return [
        " ".join(rng.choices(_VOCABULARY.split(), k=rng.randint(_SHORTEST, _LONGEST)))
        for _ in range(count)
    ]


def rate(embed: Callable[[list[str]], object], texts: list[str]) -> float:
    """Return texts per second."""
    start = time.perf_counter()
    embed(texts)
    return len(texts) / (time.perf_counter() - start)


def model_folder() -> Path:
    """Return the folder of the bundled model."""
    spec = find_spec(PACKAGE)
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0]) / "model"


def main() -> None:
    """Measure both and print one line each, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--texts", type=int, default=500, help="texts in one repeat")
    parser.add_argument("--repeats", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--threads", type=int, help="threads of the bundled embedder")
    parser.add_argument("--seed", type=int, default=0, help="seed of the texts")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    batches = [sentences(options.texts, rng) for _ in range(options.repeats)]

    start = time.perf_counter()
    bundled = OnnxEmbedder(threads=options.threads, cache_size=0)
    bundled.embed(["warm up"])
    bundled_load = time.perf_counter() - start

    start = time.perf_counter()
    from sentence_transformers import SentenceTransformer

    other = SentenceTransformer(str(model_folder()), device="cpu", local_files_only=True)
    encode = partial(other.encode, show_progress_bar=False, normalize_embeddings=True)
    encode(["warm up"])
    other_load = time.perf_counter() - start

    rates = [(rate(bundled.embed, texts), rate(encode, texts)) for texts in batches]
    bundled_rate, other_rate = (max(column) for column in zip(*rates, strict=True))
    print(f"bundled                {bundled_rate:8.0f} texts/s   ready in {bundled_load:5.2f} s")
    print(f"sentence-transformers  {other_rate:8.0f} texts/s   ready in {other_load:5.2f} s")
    print(f"bundled / sentence-transformers: {bundled_rate / other_rate:.2f}")


if __name__ == "__main__":
    main()
