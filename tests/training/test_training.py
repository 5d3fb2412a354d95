"""Training in small: it stops and goes on to the same weights, and exports what it trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from interviewer.matchers.reader import Reader
from interviewer.seams import Pair
from training.answers import claims_of, is_held, read_questions
from training.cross_encoder import (
    CrossEncoder,
    Phase,
    Progress,
    batches,
    loss_of,
    rate_at,
    read_pairs,
    train,
)
from training.domain import FALSE, HELD_OUT, TRUE, pairs_of, read_claims
from training.examples import (
    ENTAILS,
    NEITHER,
    NOT_ENTAILED,
    SEED,
    Example,
    read_as,
)
from training.export_matcher import build, narrowed
from training.hard_cases import hard_cases
from training.readers import exported


def few() -> list[Example]:
    pairs = pairs_of(read_claims()[:6], SEED)[:48]
    return [read_as("own", Pair(p.passage, p.statement, p.question), p.label) for p in pairs]


def network() -> CrossEncoder:
    torch.manual_seed(1)
    return CrossEncoder()


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_a_stopped_phase_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    phase = Phase("p", few(), 1.0, 1e-3, 0.0, top=1, batch_tokens=400)
    whole = train(network(), phase, tmp_path / "whole", fast=False).state_dict()

    def stop(progress: Progress) -> None:
        if progress.step == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(network(), phase, tmp_path / "cut", fast=False, save_every=2, told=stop)
    assert not (tmp_path / "cut" / "p.pt").exists()
    again = train(network(), phase, tmp_path / "cut", fast=False).state_dict()
    assert all(torch.equal(whole[name], again[name]) for name in whole)
    start = network().state_dict()
    moved = {name for name in whole if not torch.equal(whole[name], start[name])}
    assert moved
    assert all(name.startswith(("encoder.encoder.layer.5.", "head.")) for name in moved)


@pytest.mark.model
@pytest.mark.filterwarnings("ignore")
def test_training_lowers_the_loss_and_what_ships_reads_the_same(tmp_path: Path) -> None:
    claims = [row["claim"] for row in read_claims()[:12]]
    examples = [Example("own", claim, claim, ENTAILS) for claim in claims]
    examples += [Example("own", "The soup is ready.", claim, NEITHER) for claim in claims]
    phase = Phase("p", examples, 6.0, 5e-4, 1e-4, top=2, batch_tokens=300)
    model = train(network(), phase, tmp_path, fast=False)
    pairs = [(e.premise, e.claim) for e in examples]
    targets = np.array([e.target for e in examples])
    shares = read_pairs(model, pairs)
    before = read_pairs(network(), pairs)
    assert (targets * np.log(shares)).sum() > 0.5 * (targets * np.log(before)).sum()
    long = [Pair("so " * 13 + p, c, "") for p, c in pairs[:12]]
    shipped = Reader(exported(tmp_path / "p.pt")).read(long)
    powers = np.exp(shipped - shipped.max(axis=1, keepdims=True))
    trained = read_pairs(model, [(p.passage, p.claim) for p in long])
    # Weights in 8 bits, activations in float32.
    np.testing.assert_allclose(powers / powers.sum(axis=1, keepdims=True), trained, atol=0.05)


def test_weights_are_stored_in_eight_bits_by_row() -> None:
    made = narrowed({"encoder.x.weight": torch.tensor([[1.0, -0.5], [0.0, 0.01]])})
    assert made["x.weight"].tolist() == [[127, -64], [0, 127]]
    np.testing.assert_allclose(made["x.weight.scale"], [1 / 127, 0.01 / 127])


def test_the_graph_is_what_the_export_builds() -> None:
    from interviewer.scoring.shipped import MODELS
    from training.graph import serialize

    assert (MODELS / "matcher.onnx").read_bytes() == serialize(build())


def test_a_target_may_leave_open_which_class_it_is() -> None:
    logits = torch.log(torch.tensor([[0.2, 0.5, 0.3], [0.2, 0.5, 0.3]]))
    targets = torch.tensor([[1.0, 0.0, 0.0], NOT_ENTAILED])
    expected = (-np.log(0.2) - np.log(0.8)) / 2
    assert float(loss_of(logits, targets)) == pytest.approx(expected, abs=1e-6)


def test_batches_hold_every_pair_once_an_epoch_and_repeat_for_a_seed() -> None:
    lengths = [5 + n % 40 for n in range(300)]
    made = batches(lengths, 200, 1.5, seed=3)
    assert made == batches(lengths, 200, 1.5, seed=3)
    assert sum(map(len, made)) == 450
    counts = np.bincount([at for batch in made for at in batch], minlength=300)
    assert set(counts) <= {1, 2}
    assert all(len(b) * max(lengths[at] for at in b) <= 200 for b in made)


def test_the_rate_rises_then_falls_to_its_end() -> None:
    phase = Phase("p", [], 1.0, 1e-3, 1e-5)
    rates = [rate_at(phase, step, 100) for step in range(100)]
    assert max(rates) == pytest.approx(1e-3)
    assert rates[3] == max(rates)
    assert rates[0] < rates[1] < rates[2]
    assert rates[4:] == sorted(rates[4:], reverse=True)
    assert rates[-1] < 3e-5


def test_every_passage_stands_under_labels_that_its_style_does_not_tell() -> None:
    rows = read_claims()
    assert len(rows) >= 600
    pairs = pairs_of(rows, SEED)
    assert len(pairs) >= 10_000
    assert pairs == pairs_of(rows, SEED)
    for kinds in (TRUE, FALSE):
        labels = [p.label for p in pairs if p.kind in kinds]
        shares = {label: labels.count(label) / len(labels) for label in set(labels)}
        assert shares == pytest.approx({"met": 1 / 3, "missed": 1 / 3, "contradicted": 1 / 3})
    fields = {p.field for p in pairs}
    assert set(HELD_OUT) < fields


def test_a_claims_pairs_do_not_depend_on_other_fields() -> None:
    rows = read_claims()
    some = [row for row in rows if row["field"] == rows[0]["field"]]
    assert pairs_of(some, SEED) == [p for p in pairs_of(rows, SEED) if p.field == rows[0]["field"]]


def test_hard_cases_know_their_labels() -> None:
    cases = hard_cases(read_claims()[:40], SEED)
    assert cases == hard_cases(read_claims()[:40], SEED)
    assert {sum(e.target) for e in cases} == {1.0}
    for case in cases:
        if case.premise == f"It is a myth that {case.claim[0].lower()}{case.claim[1:]}":
            assert case.target == (0.0, 0.0, 1.0)
    assert len({e.target for e in cases}) == 3


def test_no_shipped_keypoint_or_example_is_learned_from() -> None:
    from interviewer.bank import read_bank

    shipped = {
        text.casefold()
        for item in read_bank(None).items.values()
        for text in (*item.claims(), *(e.answer for e in item.rubric.examples))
    }
    learned = {
        text.casefold()
        for question in read_questions()
        for text in (
            question["question"],
            *(a["answer"] for a in question["answers"]),
            *(w for c in claims_of(question) for w in (*c.wordings, *c.rejects)),
        )
    }
    for row in read_claims():
        learned |= {row["claim"].casefold(), *(t.casefold() for t in row["passages"].values())}
    assert not shipped & learned
    held = {q["question"] for q in read_questions() if is_held(q)}
    assert held
    assert len(held) < len(read_questions())
