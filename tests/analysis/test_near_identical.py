"""Copies are found, chance is not, and what everybody was given does not count."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from interviewer.analysis import analyse
from interviewer.analysis.joining import Pair, alike
from interviewer.analysis.results import Copies
from interviewer.analysis.shingles import shingles, words
from interviewer.grades import Grade
from interviewer.items import Item, Keypoint, Question, Rubric
from tests.analysis.graded import graded

VOCABULARY = [f"word{number}" for number in range(400)]
QUESTION = "dl/relu"


def text(rng: random.Random, length: int = 60) -> str:
    return " ".join(rng.choices(VOCABULARY, k=length))


def with_every(words_apart: int, answer: str) -> str:
    """Replace every so manieth word."""
    found = answer.split()
    return " ".join("other" if at % words_apart == 0 else w for at, w in enumerate(found))


def own_answers(count: int, question: str = QUESTION, seed: int = 1) -> list[Grade]:
    rng = random.Random(seed)
    return [
        graded(f"c{who}", question, answer_id=f"{question}-a{who}", answer=text(rng))
        for who in range(count)
    ]


def answered(who: str, answer: str, question: str = QUESTION) -> Grade:
    return graded(who, question, answer_id=f"{who}-answer", answer=answer)


def candidates(found: Copies) -> list[list[str | None]]:
    return [[copy.candidate_id for copy in alike.answers] for alike in found.found]


def brute_force(sets: Sequence[frozenset[int]], least: float) -> Iterator[Pair]:
    for second, right in enumerate(sets):
        for first, left in enumerate(sets[:second]):
            if left | right and len(left & right) / len(left | right) >= least:
                yield Pair(first, second, len(left & right) / len(left | right))


def test_the_resemblance_of_two_texts_by_hand() -> None:
    left = shingles(words("The cat sat on the mat."))
    right = shingles(words("the CAT sat on a mat"))
    # "the cat sat", "cat sat on" in both; two more in each: 2 of 6
    assert (len(left), len(right)) == (4, 4)
    assert len(np.intersect1d(left, right)) == 2
    (pair,) = alike([left, right], 0.3)
    assert pair == (0, 1, 2 / 6)
    assert list(alike([left, right], 0.34)) == []


def test_words_in_another_order_are_other_shingles() -> None:
    assert set(shingles(words("a b c"))) != set(shingles(words("c b a")))


def test_letters_that_look_alike_or_do_not_show_are_read_through() -> None:
    assert words("ＲｅＬＵ zero\u200bes it") == ["relu", "zeroes", "it"]
    assert words("神経網 net") == ["神", "経", "網", "net"]


@given(
    st.lists(st.frozensets(st.integers(0, 12), min_size=1, max_size=9), max_size=9),
    st.sampled_from([0.2, 0.34, 0.5, 0.8, 1.0]),
)
def test_the_join_finds_exactly_what_comparing_every_pair_finds(
    sets: list[frozenset[int]], least: float
) -> None:
    arrays = [np.array(sorted(each), dtype=np.uint64) for each in sets]
    assert sorted(alike(arrays, least)) == sorted(brute_force(sets, least))


def test_a_planted_copy_is_found_and_nothing_else() -> None:
    grades = own_answers(60)
    assert grades[7].answer is not None
    thief = answered("thief", with_every(12, grades[7].answer))
    found = analyse([*grades, thief]).copies
    assert candidates(found) == [["c7", "thief"]]
    assert 0.5 <= found.found[0].least == found.found[0].most < 0.8
    assert found.compared == 61
    assert found.pairs == 61 * 60 // 2


def test_nobody_is_found_where_nobody_copied() -> None:
    for seed in range(20):
        assert analyse(own_answers(40, seed=seed)).copies.found == ()


def test_a_ring_with_one_text_is_one_group_however_many_are_in_it() -> None:
    rng = random.Random(2)
    shared = text(rng)
    ring = [answered(f"r{who}", shared) for who in range(30)]
    (alike_ones,) = analyse([*own_answers(30), *ring]).copies.found
    assert alike_ones.candidates == 30
    assert (alike_ones.least, alike_ones.most) == (1.0, 1.0)


def test_two_tries_of_one_candidate_are_no_copy() -> None:
    rng = random.Random(3)
    same = text(rng)
    tries = [graded("c", QUESTION, answer_id=f"try{n}", answer=same) for n in range(2)]
    assert analyse([*own_answers(5), *tries]).copies.found == ()


def test_answers_without_a_candidate_are_each_somebody_elses() -> None:
    rng = random.Random(4)
    same = text(rng)
    tries = [graded(None, QUESTION, answer_id=f"a{n}", answer=same) for n in range(2)]
    (found,) = analyse(tries).copies.found
    assert [copy.answer_id for copy in found.answers] == ["a0", "a1"]


def test_short_answers_and_those_without_text_are_counted_and_not_compared() -> None:
    short = [answered(f"s{who}", "It is max of zero and x.") for who in range(3)]
    silent = [graded("n", QUESTION)]
    found = analyse([*short, *silent, *own_answers(2)]).copies
    assert (found.compared, found.too_short, found.without_text, found.found) == (2, 3, 1, ())


def test_what_many_texts_share_is_left_out() -> None:
    rng = random.Random(5)
    phrase = text(rng, 60)
    grades = [answered(f"c{who}", f"{phrase} {text(rng, 15)}") for who in range(40)]
    found = analyse(grades).copies
    assert found.found == ()
    assert found.compared == 40


def test_the_reference_is_not_copied_from_each_other() -> None:
    rng = random.Random(6)
    reference = text(rng)
    item = Item(
        id=QUESTION,
        question=Question(prompt="What is it?", topic="nets", level="beginner"),
        rubric=Rubric(
            version=1,
            reference=reference,
            keypoints=(Keypoint(id="k", text="It is so.", points=1.0),),
        ),
    )
    quoting = [answered(f"c{n}", f"{reference} {text(rng, 12)}") for n in range(2)]
    assert len(analyse(quoting).copies.found) == 1
    with_bank = analyse(quoting, items={QUESTION: item}).copies
    assert (with_bank.found, with_bank.nothing_own) == ((), 0)
    word_for_word = [answered(f"c{n}", reference) for n in range(2)]
    assert analyse(word_for_word, items={QUESTION: item}).copies.nothing_own == 2


def test_chance_is_measured_on_answers_to_different_questions() -> None:
    both = [*own_answers(30, "dl/relu", 1), *own_answers(30, "dl/gans", 2)]
    found = analyse(both).copies
    # 30 · 30 pairs, less the 30 of a candidate with himself
    assert (found.chance_pairs, found.chance_near) == (870, 0)
    assert found.chance_rate is not None
    assert abs(found.chance_rate - 2.9957 / 870) < 1e-4
    assert analyse(own_answers(40)).copies.chance_rate is None
    few = analyse([*own_answers(20, "dl/relu", 1), *own_answers(20, "dl/gans", 2)]).copies
    assert (few.chance_pairs, few.chance_rate) == (380, None)


def test_an_answer_given_to_every_question_shows_in_the_rate_of_chance() -> None:
    rng = random.Random(7)
    canned = text(rng)
    grades = [
        answered(f"c{who}-{question}", canned, question)
        for who in range(30)
        for question in ("dl/relu", "dl/gans")
    ]
    found = analyse(grades).copies
    assert (found.chance_pairs, found.chance_near, found.chance_rate) == (900, 900, 1.0)


def test_word_for_word_the_same_is_found_even_where_all_of_it_is_common() -> None:
    rng = random.Random(8)
    phrase = text(rng)
    around = [answered(f"c{who}", f"{phrase} {text(rng, 15)}") for who in range(40)]
    same = [answered(f"same{who}", phrase) for who in range(2)]
    assert candidates(analyse([*around, *same]).copies) == [["same0", "same1"]]


def test_two_tries_at_one_question_are_one_candidates_pair_once() -> None:
    tries = [graded("c0", QUESTION, answer=text(random.Random(seed))) for seed in (50, 51)]
    found = analyse([*tries, *own_answers(2, "dl/gans")]).copies
    # two tries by two answers of c0 and c1, less the two of c0 with himself
    assert (found.chance_pairs, found.pairs) == (2, 1)
