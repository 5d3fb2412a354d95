"""Write a trained cross-encoder for the wheel: the graph, its weights in 8 bits, and what made it.

    python -m training.export_matcher .cache/matcher/people-all.pt

``models/matcher.onnx`` is the graph (see `training/graph.py`); ``models/matcher.safetensors`` has
the layers and the head. A matrix is stored as int8 with one float32 scale a row; biases and norms
stay float32. The embeddings were not trained: they come from the embedder's own package. All
arithmetic is float32: weights are widened once, when they are loaded.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import ModelProto, shape_inference
from safetensors.numpy import save

from interviewer.scoring.shipped import MODELS
from training.graph import HIDDEN, Graph, serialize

CLASSES = 3
SCALE = ".scale"
_HALF_RANGE = 127


def build() -> ModelProto:
    """Return the reader: ``input_ids [n]`` and ``segments [n]`` to float32 ``logits [3]``."""
    graph = Graph()
    graph.shared_constants()
    graph.constant("three", [CLASSES])
    x = graph.encoded("segments")
    start = graph.add("Gather", "start", x, "zeros", axis=0)
    mean = graph.add("ReduceMean", "mean", x, "zeros", keepdims=1)
    both = graph.add("Concat", "both", start, mean, axis=1)
    read = graph.dense("head", both, 2 * HIDDEN, CLASSES)
    output = graph.add("Reshape", "logits", read, "three")
    return graph.model("minilm-cross-encoder", ["input_ids", "segments"], output, CLASSES)


def narrowed(weights: dict[str, torch.Tensor]) -> dict[str, NDArray[np.generic]]:
    """Return what is stored: matrices as int8 with a scale a row, everything else float32."""
    stored: dict[str, NDArray[np.generic]] = {}
    for name, tensor in sorted(weights.items()):
        plain = name.removeprefix("encoder.")
        if plain.startswith("embeddings."):
            continue
        values = tensor.detach().numpy().astype(np.float32)
        if values.ndim == 2 and plain != "head.weight":
            scale = np.abs(values).max(axis=1, keepdims=True) / _HALF_RANGE
            stored[plain] = np.round(values / np.maximum(scale, 1e-12)).astype(np.int8)
            stored[plain + SCALE] = scale[:, 0].astype(np.float32)
        else:
            stored[plain] = values
    return stored


class Written(NamedTuple):
    """The SHA-256 of each file."""

    weights: str
    graph: str


def write(checkpoint: Path, folder: Path = MODELS) -> Written:
    """Write graph and weights into a folder; return what they hash to."""
    model = build()
    shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    graph = serialize(model)
    (folder / "matcher.onnx").write_bytes(graph)
    data = save(narrowed(torch.load(checkpoint, weights_only=True)))
    (folder / "matcher.safetensors").write_bytes(data)
    return Written(hashlib.sha256(data).hexdigest(), hashlib.sha256(graph).hexdigest())


def main() -> None:
    """Write both files and say what they hash to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, default=MODELS)
    options = parser.parse_args()
    print(*write(options.checkpoint, options.out))


if __name__ == "__main__":
    main()
