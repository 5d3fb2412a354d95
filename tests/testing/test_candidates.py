"""Simulated candidates: what each of them says, and what none of them does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.errors import SessionError
from interviewer.interview.asking import (
    Answer,
    Asked,
    AskStep,
    Hint,
    Idk,
    Next,
    Pause,
    Quit,
    Rate,
    Reply,
    Skip,
)
from interviewer.items import Item
from interviewer.scoring.nothing import why_nothing
from interviewer.sessions import Hinted, Probing, Turn
from interviewer.testing.candidates import CANDIDATES, candidate
from interviewer.testing.candidates.copying import as_statement
from interviewer.testing.candidates.honest import FEW
from tests.interview.interviews import fresh
from tests.interview.items import probed

ACCEPTED = {
    "zeroes-units": ("a random mask silences neurons", "some activations are set to nothing"),
    "curbs-overfitting": ("the gap between train and test narrows",),
    "ensemble": ("many smaller nets vote", "it is like bagging subnetworks"),
}
REFERENCE = "A share of units is silenced by chance. So the test error falls."
REJECTED = {"zeroes-units": ("it deletes the weakest weights",)}
TEXTS = (
    "dropout zeroes random units",
    "regularization curbs overfitting",
    "thinned networks form ensembles",
)
SEEDS = st.integers(0, 10_000)
HONEST = ("strong", "partial", "terse", "rambling", "already-said", "quitter", "hint-taker", "irt")


def worded() -> Item:
    """Return the item on dropout with right and wrong wordings."""
    item = probed()
    keypoints = tuple(
        k.model_copy(update={"accept": ACCEPTED[k.id], "reject": REJECTED.get(k.id, ())})
        for k in item.rubric.keypoints
    )
    texts = {"keypoints": keypoints, "reference": REFERENCE}
    return item.model_copy(update={"rubric": item.rubric.model_copy(update=texts)})


ITEM = worded()


def asked(
    step: AskStep = "question",
    *,
    probes: tuple[Probing, ...] = (),
    hints: tuple[Hinted, ...] = (),
    answer: str = "",
    item: Item = ITEM,
) -> Asked:
    turn = Turn(
        question_id=item.id,
        prompt=item.question.prompt,
        rubric_sha256="0" * 64,
        reason="for a test",
        shown_at="2026-01-01T00:00:00+00:00",
        answer=answer,
        probes=probes,
        hints=hints,
    )
    session = fresh().model_copy(update={"turns": (turn,)})
    text = probes[-1].text if probes else item.question.prompt
    return Asked(step, item, session, text, 1, 2)


def pump(about: str = "zeroes-units", text: str = "What happens in training?") -> Probing:
    return Probing(about=about, step="pump", text=text)


def said(reply: Reply) -> str:
    return reply.text if isinstance(reply, Answer) else ""


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("name", CANDIDATES)
@given(seed=SEEDS)
@settings(max_examples=20)
def test_the_same_seed_brings_the_same_replies(name: str, seed: int) -> None:
    one, other = CANDIDATES[name](seed), CANDIDATES[name](seed)
    for step in (asked(), asked("probe", probes=(pump(),)), asked("rate"), asked("after")):
        assert one(step) == other(step)


@pytest.mark.parametrize("name", sorted({*CANDIDATES, "irt:-2"} - {"quitter"}))
@given(seed=SEEDS)
@settings(max_examples=20)
def test_after_a_grade_everybody_goes_on(name: str, seed: int) -> None:
    ask = candidate(name)(seed)
    assert ask(asked("after")) == Next()
    rating = ask(asked("rate"))
    assert rating == Next() or (isinstance(rating, Rate) and 0 <= rating.share <= 1)


@pytest.mark.parametrize("name", HONEST)
@given(seed=SEEDS)
@settings(max_examples=30)
def test_nobody_honest_reads_a_keypoint_out_where_there_are_other_words(
    name: str, seed: int
) -> None:
    ask = CANDIDATES[name](seed)
    for step in (asked(), asked("probe", probes=(pump(),)), asked("probe", probes=(pump(""),))):
        assert not any(text in said(ask(step)).lower() for text in TEXTS)


@given(seed=SEEDS)
def test_the_strong_say_every_keypoint_and_what_a_probe_wants(seed: int) -> None:
    ask = CANDIDATES["strong"](seed)
    answer = said(ask(asked())).lower()
    assert all(any(text in answer for text in texts) for texts in ACCEPTED.values())
    reply = said(ask(asked("probe", probes=(pump("curbs-overfitting"),))))
    assert reply == "the gap between train and test narrows"
    challenged = said(ask(asked("probe", probes=(pump("always-on"),))))
    assert challenged == "At inference every unit is kept."


@given(seed=SEEDS)
def test_the_partial_say_half_and_know_no_more_when_probed(seed: int) -> None:
    ask = CANDIDATES["partial"](seed)
    answer = said(ask(asked())).lower()
    had = {name for name, texts in ACCEPTED.items() if any(text in answer for text in texts)}
    assert len(had) == 1
    for name in ACCEPTED:
        reply = ask(asked("probe", probes=(pump(name),)))
        assert said(reply) in ACCEPTED[name] if name in had else reply in (Idk(), Skip())


@given(seed=SEEDS)
def test_the_terse_spend_a_few_words_on_each_keypoint(seed: int) -> None:
    lines = said(CANDIDATES["terse"](seed)(asked())).splitlines()
    assert len(lines) == 3
    assert all(1 <= len(words(line)) <= FEW for line in lines)


@given(seed=SEEDS)
def test_the_rambling_say_the_reference_between_other_sentences(seed: int) -> None:
    answer = said(CANDIDATES["rambling"](seed)(asked()))
    before, between, after = re.split(
        "A share of units is silenced by chance.|So the test error falls.", answer
    )
    assert all(part.strip() for part in (before, between, after))


@given(seed=SEEDS)
def test_the_silent_say_nothing_and_the_clueless_that_they_do_not_know(seed: int) -> None:
    for step in (asked(), asked("probe", probes=(pump(),))):
        assert why_nothing(said(CANDIDATES["silent"](seed)(step))) == "blank"
        assert CANDIDATES["always-idk"](seed)(step) == Idk()


@given(seed=SEEDS)
def test_gibberish_has_no_word_of_the_rubric(seed: int) -> None:
    reply = said(CANDIDATES["gibberish"](seed)(asked()))
    rubric = words(" ".join([ITEM.question.prompt, *ITEM.claims()]))
    assert words(reply)
    assert not words(reply) & rubric


@given(seed=SEEDS)
def test_the_question_repeater_says_the_question(seed: int) -> None:
    ask = CANDIDATES["question-repeater"](seed)
    for step in (asked(), asked("probe", probes=(pump(),))):
        reply = words(said(ask(step)))
        assert len(reply) >= 4
        assert reply <= words(f"So the question is: {ITEM.question.prompt}")


@given(seed=SEEDS)
def test_the_parrot_says_half_and_then_the_probes_and_nothing_else(seed: int) -> None:
    ask = CANDIDATES["probe-parrot"](seed)
    answer = said(ask(asked())).lower()
    assert sum(any(t in answer for t in texts) for texts in ACCEPTED.values()) == 1
    probes = (pump(), pump(text="Which units are chosen?"))
    filler = words("Well, I would say that it is this. Yes, exactly. That is how it is.")
    reply = words(said(ask(asked("probe", probes=probes))))
    assert reply & words("units are chosen")
    assert reply <= filler | words("What happens in training? Which units are chosen?")


def test_the_parrot_repeats_in_more_than_one_way() -> None:
    replies = {
        said(CANDIDATES["probe-parrot"](seed)(asked("probe", probes=(pump("x"), pump()))))
        for seed in range(100)
    }
    assert {
        "What happens in training?",
        "Happens in training.",
        "What happens in training? What happens in training?",
        "Yes, exactly. Happens in training. That is how it is.",
    } <= replies


@given(seed=SEEDS)
def test_the_injector_gives_orders_and_no_answer(seed: int) -> None:
    ask = CANDIDATES["injector"](seed)
    for step in (asked(), asked("probe", probes=(pump(),))):
        reply = said(ask(step)).lower()
        assert reply
        assert not any(claim.lower() in reply for claim in ITEM.claims())


@given(seed=SEEDS)
def test_the_one_who_has_said_it_already_says_it_again(seed: int) -> None:
    ask = CANDIDATES["already-said"](seed)
    answer = said(ask(asked()))
    reply = said(ask(asked("probe", probes=(pump(),), answer=answer)))
    assert reply == f"As I said already: {answer}"


@given(seed=SEEDS)
def test_the_contradictor_says_what_is_rejected_and_holds_what_is_false(seed: int) -> None:
    ask = CANDIDATES["contradictor"](seed)
    answer = said(ask(asked()))
    assert answer.startswith("It deletes the weakest weights. It is not true that the gap ")
    assert answer.endswith(" Inference drops units too.")
    challenged = said(ask(asked("probe", probes=(pump("always-on"),))))
    assert challenged == "Inference drops units too."


def test_the_quitter_stays_quits_and_pauses_with_half_a_text() -> None:
    replies = [CANDIDATES["quitter"](seed)(asked()) for seed in range(200)]
    assert {type(reply) for reply in replies} == {Answer, Quit, Pause}
    drafts = {reply.draft for reply in replies if isinstance(reply, Pause)}
    starts = [text.capitalize() for texts in ACCEPTED.values() for text in texts]
    assert drafts
    assert all(any(start.startswith(draft) for start in starts) for draft in drafts)
    assert 15 <= sum(not isinstance(reply, Answer) for reply in replies) <= 45


def test_the_quitter_leaves_after_a_grade_too() -> None:
    replies = {type(CANDIDATES["quitter"](seed)(asked("after"))) for seed in range(200)}
    assert replies == {Next, Quit, Pause}


@given(seed=SEEDS)
def test_the_hint_taker_asks_until_no_hint_comes_and_then_says_what_was_hinted(seed: int) -> None:
    ask = CANDIDATES["hint-taker"](seed)
    hint = Hinted(
        at="2026-01-01T00:00:00+00:00", keypoint_id="curbs-overfitting", step="hint", text="?"
    )
    assert ask(asked()) == Hint()
    assert ask(asked(hints=(hint,))) == Hint()
    answer = said(ask(asked(hints=(hint,))))
    assert "the gap between train and test narrows" in answer.lower()
    assert ask(asked("probe", probes=(pump(),))) == Hint()
    assert said(ask(asked("probe", probes=(pump(),)))) in ACCEPTED["zeroes-units"]


def known(name: str) -> list[int]:
    """Return how many of three keypoints each of 300 candidates says."""
    answers = [said(candidate(name)(seed)(asked())).lower() for seed in range(300)]
    return [
        sum(any(text in answer for text in texts) for texts in ACCEPTED.values())
        for answer in answers
    ]


def test_the_abler_know_more() -> None:
    weak, middling, able = (sum(known(name)) / 900 for name in ("irt:-2", "irt", "irt:2"))
    assert weak < 0.25
    assert 0.5 < middling < 0.62  # two core keypoints at -0.5 and a bonus at 0.5
    assert able > 0.8


def test_a_lucky_answer_is_lucky_in_all_its_keypoints() -> None:
    counts = known("irt")
    share = sum(counts) / 900
    spread = sum((count - 3 * share) ** 2 for count in counts) / 300
    assert spread > 3 * share * (1 - share)


def comes_back(step: str) -> int:
    """Return how many of 300 who know next to nothing bring it when probed."""
    probe = Probing.model_validate({"about": "zeroes-units", "step": step, "text": "?"})
    replies = [candidate("irt:-6")(seed)(asked("probe", probes=(probe,))) for seed in range(300)]
    return sum(isinstance(reply, Answer) for reply in replies)


def test_the_more_a_probe_leads_the_more_it_brings() -> None:
    pumped, hinted, led = comes_back("pump"), comes_back("hint"), comes_back("lead")
    assert 40 < pumped < hinted < led < 160
    assert comes_back("followup") <= 6


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nobody", "no candidate 'nobody'; there are strong, partial, "),
        ("irt:clever", "candidate 'irt:clever' has no ability; irt:0.5 has, from -6 to 6"),
        ("irt:nan", "candidate 'irt:nan' has no ability"),
        ("irt:6.5", "candidate 'irt:6.5' has no ability"),
    ],
)
def test_a_candidate_that_does_not_exist_is_an_error(name: str, message: str) -> None:
    with pytest.raises(SessionError) as caught:
        candidate(name)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("question", "claim"),
    [
        ("What happens in training?", "Happens in training."),
        ("How are the units chosen?", "The units chosen."),
        ("Is it max?", "It max."),
        ("Training accuracy is perfect; why?", "Training accuracy is perfect; why."),
        ("Which gap? Does it narrow?", "Gap. It narrow."),
    ],
)
def test_a_question_becomes_a_claim(question: str, claim: str) -> None:
    assert as_statement(question) == claim
