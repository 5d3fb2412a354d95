"""What a job advert makes of the topics' weights, and by which of its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from interviewer.interview.job import (
    ALIKE,
    LEAST,
    MOST,
    MOST_BECAUSE,
    JobFit,
    blueprint_of,
    phrases,
    raised_by,
    weights,
)
from interviewer.items import Item
from interviewer.rules import Quota
from interviewer.subjects import Subject, Topic
from interviewer.testing.fakes import FakeEmbedder
from tests.interview.test_picking import item

SUBJECTS = {
    "s": Subject(
        title="A subject",
        topics={
            "sequences": Topic(title="Sequence models", minimum=1, target=2),
            "serving": Topic(title="Serving models in production", minimum=0, target=1),
            "fairness": Topic(title="Fair decisions", minimum=1, target=1),
        },
        concepts={
            "attention": "weighted averages of values",
            "latency": "how long one reply takes",
        },
    )
}
ADVERT = """Data Scientist (f/m/x)

Your tasks:
- You explain attention: weighted averages of values
- You are serving models in production
• Serving models in production. We have free lunch!
"""


def bank() -> dict[str, Item]:
    """Return two questions on sequences, one of them on attention, and one on each other topic."""
    found = [
        item("s/one", "sequences", "attention", "gating"),
        item("s/two", "sequences", "gating"),
        item("s/three", "serving", "latency"),
        item("s/four", "fairness", "parity"),
    ]
    return {each.id: each for each in found}


def fit(text: str) -> JobFit:
    return weights(text, bank(), SUBJECTS, FakeEmbedder())


def test_an_advert_is_cut_at_lines_bullets_and_full_stops_and_told_once() -> None:
    assert list(phrases(ADVERT)) == [
        "Data Scientist (f/m/x)",
        "Your tasks",
        "You explain attention: weighted averages of values",
        "You are serving models in production",
        "Serving models in production",
        "We have free lunch",
    ]
    assert list(phrases("Python 3.11 and PyTorch 2.x; CUDA\n\n---\n...")) == [
        "Python 3.11 and PyTorch 2.x",
        "CUDA",
    ]


@given(text=st.text(max_size=80))
def test_every_phrase_is_a_slice_of_the_advert(text: str) -> None:
    assert all(phrase and phrase in text for phrase in phrases(text))


def test_a_topic_gains_by_its_title_and_by_the_concepts_that_its_questions_carry() -> None:
    found = fit(ADVERT)
    assert found.because == {
        "sequences": ("You explain attention: weighted averages of values",),
        "serving": ("Serving models in production", "You are serving models in production"),
    }
    assert found.targets["serving"] == 1 * MOST
    assert found.targets["fairness"] == 1 * LEAST
    assert 2 * LEAST < found.targets["sequences"] < 2 * MOST


def test_a_concept_weighs_by_the_share_of_the_questions_that_carry_it() -> None:
    whole = {name: bank()[name] for name in ("s/one", "s/three", "s/four")}
    half = weights(ADVERT, bank(), SUBJECTS, FakeEmbedder()).targets["sequences"]
    assert weights(ADVERT, whole, SUBJECTS, FakeEmbedder()).targets["sequences"] > half


def test_a_phrase_counts_only_for_what_it_is_nearly_most_similar_to() -> None:
    found = fit("Serving models in production, not sequence models")
    assert set(found.because) == {"serving"}
    assert set(fit("Sequence models").because) == {"sequences"}
    assert set(fit("not sequence models").because) == {"sequences"}


def test_an_advert_that_matches_nothing_changes_nothing() -> None:
    for text in ("Plumber wanted", "", "...\n---"):
        found = fit(text)
        assert found == JobFit({"fairness": 1.0, "sequences": 2.0, "serving": 1.0}, {})
        assert blueprint_of(SUBJECTS, found) == blueprint_of(SUBJECTS)


def test_at_most_three_phrases_are_named_and_the_most_similar_ones() -> None:
    lines = [f"Serving models in production {'very ' * n}" for n in range(5)]
    told = fit("\n".join(reversed(lines))).because["serving"]
    assert len(told) == MOST_BECAUSE
    assert told[0] == "Serving models in production"


def test_what_is_compared_is_the_phrases_titles_and_defined_concepts() -> None:
    embedder = FakeEmbedder()
    weights("Serving", bank(), SUBJECTS, embedder)
    assert embedder.asked == [
        "Serving",
        "Fair decisions",
        "Sequence models",
        "Serving models in production",
        "attention: weighted averages of values",
        "gating",
        "latency: how long one reply takes",
        "parity",
    ]


def test_a_bank_without_subjects_goes_by_the_words_of_its_topics() -> None:
    found = weights("Serving", bank(), {}, FakeEmbedder())
    assert found.because == {"serving": ("Serving",)}
    assert found.targets == {"fairness": LEAST, "sequences": LEAST, "serving": MOST}


def test_the_default_blueprint_is_what_the_subjects_say() -> None:
    assert blueprint_of(SUBJECTS).topics == {
        "sequences": Quota(minimum=1, target=2.0),
        "serving": Quota(minimum=0, target=1.0),
        "fairness": Quota(minimum=1, target=1.0),
    }
    again = {**SUBJECTS, "t": Subject(title="T", topics={"serving": Topic(title="S", target=4)})}
    assert blueprint_of(again).topics["serving"] == Quota(minimum=0, target=4.0)
    assert blueprint_of({}).topics == {}


def test_an_advert_sets_targets_and_takes_the_minimum_of_what_it_passes_over() -> None:
    found = fit(ADVERT)
    topics = blueprint_of(SUBJECTS, found).topics
    assert topics["fairness"] == Quota(minimum=0, target=0.5)
    assert topics["sequences"] == Quota(minimum=1, target=found.targets["sequences"])


def test_what_an_advert_speaks_of_most_is_asked_at_least_once() -> None:
    serving = JobFit({"sequences": 1.0, "serving": 3.0, "fairness": 2.8}, {"serving": ("serve",)})
    topics = blueprint_of(SUBJECTS, serving).topics
    assert {name: quota.minimum for name, quota in topics.items()} == {
        "sequences": 0,
        "serving": 1,
        "fairness": 0,
    }


@given(text=st.text(max_size=200) | st.just(ADVERT))
def test_factors_stay_within_their_bounds(text: str) -> None:
    found = fit(text)
    for topic, own in (("sequences", 2), ("serving", 1), ("fairness", 1)):
        assert own * LEAST <= found.targets[topic] <= own * MOST
    assert all(phrase in text for told in found.because.values() for phrase in told)
    assert 0 < ALIKE < 1


def test_the_minimum_goes_by_what_the_advert_raises_and_not_by_the_usual_share() -> None:
    fit = JobFit(
        {"sequences": 3.4, "serving": 3.0, "fairness": 0.5},
        {"sequences": ("a",), "serving": ("b",)},
    )
    assert raised_by(fit, blueprint_of(SUBJECTS)) == {
        "sequences": 1.7,
        "serving": 3.0,
        "fairness": 0.5,
    }
    assert blueprint_of(SUBJECTS, fit).topics["serving"].minimum == 1


def test_a_concept_is_tied_to_a_topic_by_the_mean_of_both_shares() -> None:
    more = {f"s/more{n}": item(f"s/more{n}", "serving", "batching") for n in range(3)}
    told = "Fair decisions\nlatency: how long one reply takes"
    targets = weights(told, {**bank(), **more}, SUBJECTS, FakeEmbedder()).targets
    assert targets["fairness"] == 3.0
    assert targets["serving"] == 1.75  # one of four questions: half of what the title is worth
