"""Build the graph of BERT in the sizes of MiniLM by hand, without weights.

Built from the architecture (BERT; Devlin et al. 2019, section 3, with the sizes of MiniLM; Wang et
al. 2020) instead of traced from torch: two runs give the same bytes, nothing of torch is needed,
and a reviewer can read what runs. It takes one text at its own length: no batch and no padding, so
no mask, and no way for one text to touch another.

Each weight is an external tensor that carries the name it has in the model's safetensors file
and no data: ``interviewer.embedders.minilm`` hands the data over when it opens the graph.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper, numpy_helper

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


class Graph:
    """Collect nodes and tensors; each method adds one operation and returns its output's name."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []
        self.tensors: list[TensorProto] = []

    def weight(self, name: str, *shape: int) -> str:
        """Add an external float32 tensor of this name and shape."""
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape)
        tensor.data_location = TensorProto.EXTERNAL
        tensor.external_data.add(key="location", value="model.safetensors")
        self.tensors.append(tensor)
        return name

    def constant(self, name: str, value: object, dtype: type[np.generic] = np.int64) -> str:
        """Add a tensor that the file itself holds."""
        self.tensors.append(numpy_helper.from_array(np.array(value, dtype=dtype), name))
        return name

    def add(self, op: str, out: str, *inputs: str, **attributes: Any) -> str:
        """Add one operation."""
        self.nodes.append(helper.make_node(op, list(inputs), [out], name=out, **attributes))
        return out

    def dense(self, prefix: str, x: str, size_in: int, size_out: int) -> str:
        """Add a linear layer with bias."""
        weight = self.weight(f"{prefix}.weight", size_out, size_in)
        bias = self.weight(f"{prefix}.bias", size_out)
        return self.add("Gemm", f"{prefix}.out", x, weight, bias, transB=1)

    def norm(self, prefix: str, x: str) -> str:
        """Add a layer normalisation with weight and bias."""
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
        """Add self-attention with its residual and norm."""
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
        """Add one layer: attention, then the wide part."""
        attended = self.attention(f"{prefix}.attention", x)
        wide = self.dense(f"{prefix}.intermediate.dense", attended, HIDDEN, INTERMEDIATE)
        active = self.add("Gelu", f"{prefix}.gelu", wide, approximate="none")
        narrow = self.dense(f"{prefix}.output.dense", active, INTERMEDIATE, HIDDEN)
        total = self.add("Add", f"{prefix}.residual", narrow, attended)
        return self.norm(f"{prefix}.output.LayerNorm", total)

    def embeddings(self, segments: str = "zeros") -> str:
        """Embed ``input_ids``; ``segments`` names the segment numbers, all zero unless told."""
        prefix = "embeddings"
        words = self.weight(f"{prefix}.word_embeddings.weight", VOCABULARY, HIDDEN)
        positions = self.weight(f"{prefix}.position_embeddings.weight", POSITIONS, HIDDEN)
        types = self.weight(f"{prefix}.token_type_embeddings.weight", TOKEN_TYPES, HIDDEN)
        word = self.add("Gather", f"{prefix}.word", words, "input_ids", axis=0)
        length = self.add("Shape", f"{prefix}.length", "input_ids")
        position = self.add("Slice", f"{prefix}.position", positions, "zeros", length, "zeros")
        kind = self.add("Gather", f"{prefix}.type", types, segments, axis=0)
        placed = self.add("Add", f"{prefix}.placed", word, kind)
        return self.norm(prefix + ".LayerNorm", self.add("Add", f"{prefix}.sum", placed, position))

    def shared_constants(self) -> None:
        """Add the constants that every graph of this family reads."""
        self.constant("zeros", [0])
        self.constant("split", [0, HEADS, HIDDEN // HEADS])
        self.constant("join", [0, HIDDEN])
        self.constant("scale", (HIDDEN / HEADS) ** -0.5, np.float32)

    def encoded(self, segments: str = "zeros") -> str:
        """Run all layers over the embedded ``input_ids``; ``[tokens, hidden]``."""
        x = self.embeddings(segments)
        for number in range(LAYERS):
            x = self.layer(f"encoder.layer.{number}", x)
        return x

    def model(self, name: str, inputs: list[str], output: str, size: int) -> ModelProto:
        """Close the graph: int64 ``[tokens]`` inputs to a float32 output of one size."""
        return helper.make_model(
            helper.make_graph(
                self.nodes,
                name,
                [_tokens(text) for text in inputs],
                [helper.make_tensor_value_info(output, TensorProto.FLOAT, [size])],
                self.tensors,
            ),
            producer_name="interviewer",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET)],
        )


def _tokens(name: str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, ["tokens"])


def serialize(model: ModelProto) -> bytes:
    """Return the model's bytes, the same ones on every run."""
    data: bytes = model.SerializeToString(deterministic=True)
    return data
