"""What is made beside a claim: parts of the prompt, probes, near misses, groups, candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from interviewer.authoring.draft.asks import Ask, asks_of, belonging
from interviewer.authoring.draft.choosing import Chosen
from interviewer.authoring.draft.claims import Claim
from interviewer.authoring.draft.groups import groups_of
from interviewer.authoring.draft.naming import named, topic_of
from interviewer.authoring.draft.near_misses import near_misses, told_apart
from interviewer.authoring.draft.probes import probe_of
from interviewer.authoring.draft.support import candidates, said_in, shares
from interviewer.testing import FakeEmbedder, FakeMatcher

PROMPT = "What is dropout? Say first what it does, and why it helps. Then name two drawbacks of it."


def test_a_prompt_is_parted_where_another_thing_is_asked() -> None:
    assert [(ask.again, ask.need) for ask in asks_of(PROMPT)] == [
        ("What is dropout?", None),
        ("Say first what it does.", None),
        ("Say why it helps.", None),
        ("Name two drawbacks of it.", 2),
    ]


def test_a_number_that_counts_no_answers_is_no_need() -> None:
    assert asks_of("Describe how one training step of a network runs.")[0].need is None


def test_claims_answer_parts_in_the_order_of_the_prompt() -> None:
    asks = [Ask(name, None, "") for name in ("a", "b")]
    asked = np.array([[1, 0], [0, 1]], dtype=np.float32)
    # The last claim alone is nearer to the first part: the walk does not go back for it.
    rows = np.array([[1, 0], [0, 1], [0.6, 0.5]], dtype=np.float32)
    assert belonging(rows, asks, asked) == [0, 1, 1]


@pytest.mark.parametrize(
    ("prompt", "topic"),
    [
        ("What is dropout? Say why it helps.", "dropout"),
        ("Explain batch normalisation. Say what it computes.", "batch normalisation"),
        ("What is an artificial neuron (a unit) in a network?", "an artificial neuron"),
        ("Compare ReLU and sigmoid.", None),
        ("What are overfitting and underfitting in deep learning?", None),
    ],
)
def test_the_topic_is_named_where_a_prompt_has_one(prompt: str, topic: str | None) -> None:
    assert topic_of(prompt) == topic


def test_a_claim_that_names_the_topic_is_left_as_it_is() -> None:
    assert named("Dropout zeroes units.", "dropout") == "Dropout zeroes units."
    assert named("The network underfits.", "dropout") == "In dropout, the network underfits."
    assert named("ReLU is cheap.", "dropout") == "In dropout, ReLU is cheap."
    assert named("A phantom is a row.", "locks") == "With locks, a phantom is a row."


def test_probes_go_from_open_to_leading_and_do_not_say_the_claim() -> None:
    ask = Ask("why it helps", None, "Say why it helps.")
    probe = probe_of("Weight decay reduces the size of all coefficients.", ask, PROMPT)
    assert probe is not None
    assert probe.pump == "Say why it helps."
    assert probe.hint == "What can you say about Weight decay?"
    assert probe.lead == ""  # "Does it increase or reduce …" would hold every word of it


def test_a_lead_asks_for_the_object_of_the_verb() -> None:
    probe = probe_of("A unit computes the weighted sum of its inputs.", Ask("x", None, ""), PROMPT)
    assert probe is not None
    assert (probe.pump, probe.lead) == ("", "What does a unit compute?")


def test_the_case_in_which_a_claim_holds_is_its_hint() -> None:
    ask = Ask("x", None, "")
    probe = probe_of("If too many units are dropped, the network underfits.", ask, PROMPT)
    assert probe is not None
    assert probe.hint == "What happens if too many units are dropped?"


def test_no_pattern_makes_no_probe() -> None:
    assert probe_of("It underfits its own data.", Ask("x", None, ""), PROMPT) is None
    half = "A row that is read twice may have changed in between."
    assert probe_of(half, Ask("x", None, ""), PROMPT) is None


class Believing(FakeMatcher):
    """Read everything as entailed."""

    def read(self, pairs: Sequence[object]) -> np.ndarray:  # type: ignore[override, type-arg]
        return np.tile(np.array([0.9, 0.1, 0.0], dtype=np.float32), (len(pairs), 1))


class Doubting(FakeMatcher):
    """Read nothing as entailed."""

    def read(self, pairs: Sequence[object]) -> np.ndarray:  # type: ignore[override, type-arg]
        return np.tile(np.array([0.1, 0.1, 0.8], dtype=np.float32), (len(pairs), 1))


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Dropout reduces overfitting.", ("Dropout increases overfitting.",)),
        (
            "ReLU is faster than sigmoid.",
            ("Sigmoid is faster than ReLU.", "ReLU is slower than sigmoid."),
        ),
        ("A mask is drawn for each batch.", ("A mask is drawn for only one batch.",)),
        ("Without curves, layers are linear.", ("With curves, layers are linear.",)),
        ("Overfitting causes instability.", ("Instability causes overfitting.",)),
        ("A deep network has inputs and a bias.", ()),
    ],
)  # fmt: skip
def test_near_misses_turn_direction_quantity_and_roles_and_never_only_deny(
    claim: str, wrong: tuple[str, ...]
) -> None:
    assert near_misses([claim], PROMPT, Doubting()) == [wrong]


def test_a_near_miss_that_reads_as_the_claim_is_dropped() -> None:
    assert near_misses(["Dropout reduces overfitting."], PROMPT, Believing()) == [()]


def test_of_wrong_wordings_those_are_kept_that_do_not_say_the_claim() -> None:
    said, other = "Dropout zeroes units.", "Tomato soup tastes good."
    assert told_apart([said], [[said, other]], PROMPT, FakeMatcher()) == [(other,)]


def chosen(ask: int, *, place: int = 0, sentence: str = "So.") -> Chosen:
    return Chosen(Claim(f"Claim {place}.", sentence, place), f"Claim {place}.", ask, None)


def test_what_answers_a_part_with_a_number_is_a_group_where_there_is_a_choice() -> None:
    asks = asks_of(PROMPT)
    (group,) = groups_of([chosen(0), chosen(3), chosen(3), chosen(3)], "abcd", asks, ["x"])
    assert (group.id, group.need, group.points, group.of) == ("drawbacks", 2, 2.0, ("b", "c", "d"))
    assert groups_of([chosen(3), chosen(3)], "ab", asks, []) == []


def test_sentences_counted_first_second_third_are_a_group_too() -> None:
    asks = [*asks_of("Name two drawbacks of it."), Ask("other", None, "")]
    listed = [
        chosen(1, place=at, sentence=f"{word}, it is slow.")
        for at, word in enumerate(("First", "Second", "Third"))
    ]
    (group,) = groups_of([*listed, chosen(1, place=9)], "abcd", asks, [])
    assert group.of == ("a", "b", "c")


def test_what_three_answers_say_and_no_keypoint_has_is_a_candidate_with_quotes() -> None:
    embedder = FakeEmbedder()
    phrase = "gradient noise acts like a mild regulariser here"
    answers = [
        f"Dropout zeroes random units in training. So {phrase}.",
        f"Well {phrase}.",
        f"I think {phrase}.",
        "A lone remark on tomato soup with basil leaves.",
        "I don't know",
    ]
    said = said_in(answers, embedder)
    known = embedder.embed(["Dropout zeroes random units in training."])
    asked = embedder.embed([PROMPT])
    (candidate,) = candidates(said, known, asked)
    assert candidate.answers == 3
    assert len(candidate.quotes) == 3
    assert all(phrase in quote for quote in candidate.quotes)
    assert said.answers == 4
    assert shares(known, said) == [1]


def test_what_two_answers_say_is_no_candidate() -> None:
    embedder = FakeEmbedder()
    said = said_in(["gradient noise acts like a mild regulariser"] * 2, embedder)
    nothing = embedder.embed(["something else"])
    assert candidates(said, nothing, nothing) == []


def test_no_answers_give_no_candidates() -> None:
    embedder = FakeEmbedder()
    said = said_in(["", "idk"], embedder)
    nothing = embedder.embed(["something else"])
    assert (said.answers, candidates(said, nothing, nothing), shares(nothing, said)) == (0, [], [0])
