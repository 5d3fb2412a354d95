from __future__ import annotations

from interviewer.review.claims import Mark, Said, claims_of, sign
from tests.review.reviewed import ITEM, grade


def nobody(name: str) -> Said:
    return Said()


def test_claims_are_numbered_keypoints_first_with_the_banks_words() -> None:
    found = claims_of(grade(), ITEM, nobody)
    assert [(c.number, c.name, c.text) for c in found] == [
        (1, "as-if-serial", "It is as if transactions ran in turn."),
        (2, "costs-waiting", "It costs waiting or retries."),
        (3, "no-locks", "Serializable needs no locks at all."),
    ]


def test_without_the_item_a_claim_is_told_by_its_id() -> None:
    assert [c.text for c in claims_of(grade(), None, nobody)] == [
        "as-if-serial",
        "costs-waiting",
        "no-locks",
    ]


def test_a_claim_shows_the_probability_of_what_its_verdict_says() -> None:
    assert [c.probability for c in claims_of(grade(), ITEM, nobody)] == ["0.75", "0.15", "0.90"]


def test_a_verdict_that_a_person_set_tells_what_it_was() -> None:
    made = grade()
    first = made.verdicts[0].model_copy(update={"decided_by": "person", "was": "missed"})
    found = claims_of(made.model_copy(update={"verdicts": (first,)}), ITEM, nobody)
    assert [(c.decided_by, c.label, c.was) for c in found[:1]] == [("person", "met", "missed")]


def test_a_misconception_is_held_or_absent_and_costs() -> None:
    last = claims_of(grade(), ITEM, nobody)[2]
    assert last.labels == ("held", "absent")
    assert last.worth == "costs 1"


def test_quotes_of_a_record_without_text_are_told_by_their_place() -> None:
    bare = grade()
    evidence = bare.verdicts[0].evidence[0].model_copy(update={"quote": None})
    first = bare.verdicts[0].model_copy(update={"evidence": (evidence,)})
    found = claims_of(bare.model_copy(update={"verdicts": (first,)}), ITEM, nobody)
    assert found[0].quotes == ["characters 0 to 30"]


def test_a_claim_knows_the_label_of_whoever_looks() -> None:
    marks = (
        Mark("ben", "missed", "no", blind=False, is_accepted=False, is_mine=False),
        Mark("ana", "met", "yes", blind=False, is_accepted=False, is_mine=True),
    )
    assert claims_of(grade(), ITEM, lambda name: Said(marks))[0].mine == "met"


def test_every_label_has_a_sign_of_its_own() -> None:
    keypoints = [sign(label) for label in ("met", "partial", "missed", "contradicted", "unscored")]
    assert keypoints == ["✓", "~", "✗", "!", "?"]
