"""Write the graph of all-MiniLM-L6-v2, without its weights, to ``interviewer/models/encoder.onnx``.

    python training/export_encoder.py

The graph is built by hand from the architecture (BERT; Devlin et al. 2019, section 3, with the
sizes of MiniLM; Wang et al. 2020) instead of traced from torch: two runs give the same bytes,
nothing of torch is needed, and a reviewer can read what runs. It takes one text at its own
length: no batch and no padding, so no mask, and no way for one text to touch another. Mean
pooling and the division by the length belong to the graph.

Each weight is an external tensor that carries the name it has in the model's safetensors file
and no data: ``interviewer.embedders.onnx`` hands the data over when it loads the graph.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from onnx import (
    GraphProto,
    ModelProto,
    NodeProto,
    TensorProto,
    helper,
    numpy_helper,
    shape_inference,
)

TARGET = Path(__file__).parent.parent / "interviewer" / "models" / "encoder.onnx"

LAYERS = 6
HIDDEN = 384
HEADS = 12
INTERMEDIATE = 1536
VOCABULARY = 30522
POSITIONS = 512
TOKEN_TYPES = 2
NORM_EPSILON = 1e-12

# The oldest versions that have everything used here (Gelu came with 20), so that the oldest
# supported onnxruntime reads the file.
OPSET = 20
IR_VERSION = 9


class _Graph:
    """Collect nodes and tensors; each method adds one operation and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []

    def weight(self, name: str, *shape: int) -> str:
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="model.safetensors")
        self.tensors.append(tensor)
        return name

    def constant(self, name: str, value: object, dtype: type[np.generic] = np.int64) -> str:
        self.tensors.append(numpy_helper.from_array(np.array(value, dtype=dtype), name))
        return name

    def add(self, op: str, out: str, *inputs: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), [out], name=out, **attributes))
        return out

    def dense(self, prefix: str, x: str, size_in: int, size_out: int) -> str:
        weight = self.weight(f"{prefix}.weight", size_out, size_in)
        bias = self.weight(f"{prefix}.bias", size_out)
        return self.add("Gemm", f"{prefix}.out", x, weight, bias, transB=1)

    def norm(self, prefix: str, x: str) -> str:
        weight = self.weight(f"{prefix}.weight", HIDDEN)
        bias = self.weight(f"{prefix}.bias", HIDDEN)
        return self.add(
            "LayerNormalization", f"{prefix}.out", x, weight, bias, axis=-1, epsilon=NORM_EPSILON
        )

    def heads(self, prefix: str, x: str, order: tuple[int, int, int]) -> str:
        """Project ``[n, hidden]`` and split it into heads, with the axes in ``order``."""
        split = self.add(
            "Reshape", f"{prefix}.split", self.dense(prefix, x, HIDDEN, HIDDEN), "split"
        )
        return self.add("Transpose", f"{prefix}.heads", split, perm=order)

    def attention(self, prefix: str, x: str) -> str:
        query = self.heads(f"{prefix}.self.query", x, (1, 0, 2))
        key = self.heads(f"{prefix}.self.key", x, (1, 2, 0))
        value = self.heads(f"{prefix}.self.value", x, (1, 0, 2))
        scores = self.add("MatMul", f"{prefix}.scores", query, key)
        scaled = self.add("Mul", f"{prefix}.scaled", scores, "scale")
        weights = self.add("Softmax", f"{prefix}.softmax", scaled, axis=-1)
        context = self.add("MatMul", f"{prefix}.context", weights, value)
        tokens = self.add("Transpose", f"{prefix}.tokens", context, perm=(1, 0, 2))
        joined = self.add("Reshape", f"{prefix}.joined", tokens, "join")
        dense = self.dense(f"{prefix}.output.dense", joined, HIDDEN, HIDDEN)
        total = self.add("Add", f"{prefix}.residual", dense, x)
        return self.norm(f"{prefix}.output.LayerNorm", total)

    def layer(self, prefix: str, x: str) -> str:
        attended = self.attention(f"{prefix}.attention", x)
        wide = self.dense(f"{prefix}.intermediate.dense", attended, HIDDEN, INTERMEDIATE)
        active = self.add("Gelu", f"{prefix}.gelu", wide, approximate="none")
        narrow = self.dense(f"{prefix}.output.dense", active, INTERMEDIATE, HIDDEN)
        total = self.add("Add", f"{prefix}.residual", narrow, attended)
        return self.norm(f"{prefix}.output.LayerNorm", total)

    def embeddings(self) -> str:
        prefix = "embeddings"
        words = self.weight(f"{prefix}.word_embeddings.weight", VOCABULARY, HIDDEN)
        positions = self.weight(f"{prefix}.position_embeddings.weight", POSITIONS, HIDDEN)
        types = self.weight(f"{prefix}.token_type_embeddings.weight", TOKEN_TYPES, HIDDEN)
        word = self.add("Gather", f"{prefix}.word", words, "input_ids", axis=0)
        length = self.add("Shape", f"{prefix}.length", "input_ids")
        position = self.add("Slice", f"{prefix}.position", positions, "zeros", length, "zeros")
        kind = self.add("Gather", f"{prefix}.type", types, "zeros", axis=0)
        placed = self.add("Add", f"{prefix}.placed", word, kind)
        return self.norm(prefix + ".LayerNorm", self.add("Add", f"{prefix}.sum", placed, position))

    def unit_mean(self, x: str) -> str:
        """Average over the tokens and scale to length one (never divides by less than 1e-12)."""
        mean = self.add("ReduceMean", "mean", x, "zeros", keepdims=0)
        norm = self.add("ReduceL2", "norm", mean, keepdims=1)
        return self.add("Div", "embedding", mean, self.add("Max", "safe_norm", norm, "tiny"))


def build() -> ModelProto:
    """Return the encoder: int64 ``input_ids [n]`` to float32 ``embedding [384]`` of length one."""
    graph = _Graph()
    graph.constant("zeros", [0])
    graph.constant("split", [0, HEADS, HIDDEN // HEADS])
    graph.constant("join", [0, HIDDEN])
    graph.constant("scale", (HIDDEN / HEADS) ** -0.5, np.float32)
    graph.constant("tiny", 1e-12, np.float32)
    x = graph.embeddings()
    for number in range(LAYERS):
        x = graph.layer(f"encoder.layer.{number}", x)
    output = graph.unit_mean(x)
    return helper.make_model(
        _close(graph, output),
        producer_name="interviewer",
        ir_version=IR_VERSION,
        opset_imports=[helper.make_opsetid("", OPSET)],
    )


def _close(graph: _Graph, output: str) -> GraphProto:
    return helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["tokens"])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [HIDDEN])],
        graph.tensors,
    )


def serialize(model: ModelProto) -> bytes:
    """Return the model's bytes, the same ones on every run."""
    data: bytes = model.SerializeToString(deterministic=True)
    return data


def main() -> None:
    """Check the graph and write it."""
    model = build()
    shape_inference.infer_shapes(model, check_type=True, strict_mode=True)
    TARGET.write_bytes(serialize(model))
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes, {len(model.graph.node)} nodes")


if __name__ == "__main__":
    main()
