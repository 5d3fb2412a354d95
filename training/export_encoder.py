"""Write the graph of all-MiniLM-L6-v2, without its weights, to ``interviewer/models/encoder.onnx``.

    python -m training.export_encoder

Mean pooling and the division by the length belong to the graph; `training/graph.py` has the rest.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import ModelProto, shape_inference

from training.graph import HIDDEN, Graph, serialize

TARGET = Path(__file__).parent.parent / "interviewer" / "models" / "encoder.onnx"


def build() -> ModelProto:
    """Return the encoder: int64 ``input_ids [n]`` to float32 ``embedding [384]`` of length one."""
    graph = Graph()
    graph.shared_constants()
    graph.constant("tiny", 1e-12, np.float32)
    output = _unit_mean(graph, graph.encoded())
    return graph.model("all-MiniLM-L6-v2", ["input_ids"], output, HIDDEN)


def _unit_mean(graph: Graph, x: str) -> str:
    """Average over the tokens and scale to length one (never divides by less than 1e-12)."""
    mean = graph.add("ReduceMean", "mean", x, "zeros", keepdims=0)
    norm = graph.add("ReduceL2", "norm", mean, keepdims=1)
    return graph.add("Div", "embedding", mean, graph.add("Max", "safe_norm", norm, "tiny"))


def main() -> None:
    """Check the graph and write it."""
    model = build()
    shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    TARGET.write_bytes(serialize(model))
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(model.graph.node)} nodes")


if __name__ == "__main__":
    main()
