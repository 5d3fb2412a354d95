"""Any cross-encoder for inference can read; its classes are found by name."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from interviewer.embedders.minilm import package_dir
from interviewer.errors import MatcherError
from interviewer.seams import Pair

PAIRS = [Pair("Units are dropped.", "Dropout drops units.", ""), Pair("Soup.", "A claim.", "")]


def tiny(folder: Path, labels: list[str]) -> Path:
    """Save a cross-encoder with random weights and these classes."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=30522,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    AutoTokenizer.from_pretrained(package_dir()).save_pretrained(folder)
    return folder


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_classes_are_found_by_name_and_pairs_read_alone(tmp_path: Path) -> None:
    from interviewer.matchers.cross_encoder import CrossEncoderMatcher

    names = ["contradiction", "entailment", "neutral"]
    one = CrossEncoderMatcher(str(tiny(tmp_path / "a", names)))
    other = CrossEncoderMatcher(str(tiny(tmp_path / "b", ["entailment", "neutral", names[0]])))
    rows = one.read(PAIRS)
    assert rows.shape == (2, 3)
    np.testing.assert_allclose(rows.sum(axis=1), 1, atol=1e-5)
    # The same weights under other names: columns follow the names.
    np.testing.assert_array_equal(rows[:, [2, 0, 1]], other.read(PAIRS))
    assert one.read(PAIRS[::-1]).tobytes() == rows[::-1].tobytes()
    assert one.read([]).shape == (0, 3)
    assert len(one.sha256) == 64
    assert one.name == f"cross-encoder:{tmp_path / 'a'}"


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_a_model_that_is_none_is_one_clear_error(tmp_path: Path) -> None:
    from interviewer.matchers.cross_encoder import CrossEncoderMatcher

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(MatcherError, match=r"^no folder .*; give a model folder or"):
            CrossEncoderMatcher(str(tmp_path / "nothing"))
        with pytest.raises(MatcherError, match="has the classes entailment, neutral, contradicti"):
            CrossEncoderMatcher(str(tiny(tmp_path / "two", ["relevant", "not"])))
