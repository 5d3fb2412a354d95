"""Whatever stands in a bank's files: items or problems come out, and nothing else."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.bank import load_bank, read_bank
from interviewer.bank.document import read_document
from interviewer.errors import BankError
from interviewer.items import Item
from tests.bank.files import QUESTION, RUBRIC, Q, R, write

SETTINGS = settings(max_examples=300, deadline=None)
WORDS = (
    "- ", ": ", ":", "? ", "[", "]", "{", "}", ",", "&a ", "*a", "!!str ", "!", "|\n", ">-\n",
    "'", '"', "#", "\n", "\n  ", "\n    ", "\t", "---\n", "...", "%YAML 1.2\n", "<<", "no", "12:30",
    "2024-01-01", "1e999", "0x1F", ".nan", "null", "~", "\\", "\\ud83d", "\0", "\ufeff", "\u2028",
    "prompt", "topic", "level", "keypoints", "id", "text", "points", "groups", "of", "labels", "é",
)  # fmt: skip
YAMLISH = st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=40).map("".join)
KEYS = st.sampled_from(
    ["prompt", "promt", "keypoints", "id", "text", "points", "of", "groups", "labels", "probe",
     "examples", "misconceptions", "version", "reference", "followup", "need", "tier", "x", ""]
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | KEYS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


def places(data: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(data, dict):
        return [p for key, value in data.items() for p in places(value, (*here, key))] + [here]
    if isinstance(data, list):
        return [p for at, value in enumerate(data) for p in places(value, (*here, at))] + [here]
    return [here]


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A good rubric with some values replaced, dropped or given another key."""
    data = yaml.safe_load(RUBRIC)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.sampled_from(places(data)))
        if not place:
            continue
        parent = data
        for part in place[:-1]:
            parent = parent[part]
        match draw(st.sampled_from(["replace", "drop", "rename"])):
            case "replace":
                parent[place[-1]] = draw(JSON)
            case "drop":
                del parent[place[-1]]
            case "rename" if isinstance(parent, dict):
                parent[draw(KEYS)] = parent.pop(place[-1])
    if draw(st.booleans()):
        return str(yaml.safe_dump(data, allow_unicode=True))
    return json.dumps(data)


@st.composite
def cut(draw: st.DrawFn) -> str:
    """A good rubric's text with a piece cut out and something put in its place."""
    start = draw(st.integers(0, len(RUBRIC)))
    end = draw(st.integers(start, min(len(RUBRIC), start + 30)))
    return RUBRIC[:start] + draw(YAMLISH) + RUBRIC[end:]


def loads_or_tells(files: dict[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write(Path(folder), files)
        bank = read_bank(root)
        if bank.problems:
            assert all(str(problem).isprintable() for problem in bank.problems)
            with pytest.raises(BankError) as caught:
                load_bank(root)
            assert caught.value.problems == bank.problems
        else:
            items = load_bank(root)
            assert list(items) == ["dl/relu"]
            assert all(isinstance(item, Item) for item in items.values())


@SETTINGS
@given(YAMLISH, YAMLISH)
def test_random_text_gives_items_or_problems(question: str, rubric: str) -> None:
    raw = {Q: question.encode("utf-8", "surrogatepass"), R: rubric.encode("utf-8", "surrogatepass")}
    loads_or_tells({**raw})


@SETTINGS
@given(mutated() | cut())
def test_mutated_rubrics_give_items_or_problems(rubric: str) -> None:
    loads_or_tells({Q: QUESTION, R: rubric.encode("utf-8", "surrogatepass")})


@SETTINGS
@given(JSON, JSON)
def test_random_json_gives_items_or_problems(question: Any, rubric: Any) -> None:
    loads_or_tells({Q: json.dumps(question), R: json.dumps(rubric)})


@SETTINGS
@given(st.binary(max_size=200))
def test_random_bytes_give_items_or_problems(raw: bytes) -> None:
    loads_or_tells({Q: raw, R: RUBRIC})


@SETTINGS
@given(YAMLISH | cut())
def test_pyyamls_own_parser_is_as_safe(text: str) -> None:
    document = read_document(text, pure=True)
    assert document.complete or document.flaws


@SETTINGS
@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])))
def test_any_text_written_as_json_comes_back_as_it_was(text: str) -> None:
    assert read_document(json.dumps({"a": text})).data == {"a": text}
