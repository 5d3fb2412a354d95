"""Labels find their verdicts; what cannot be compared is counted, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from interviewer.agreement.join import join
from interviewer.agreement.table import rows_of, text_table
from interviewer.errors import RecordsError
from interviewer.records.labels import read_labels
from tests.agreement.grades import grade, verdict


def labels(tmp_path: Path, text: str, name: str = "labels.csv"):  # type: ignore[no-untyped-def]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    return read_labels(file)


def test_every_label_is_set_beside_its_verdict_or_counted(tmp_path: Path) -> None:
    found = join(
        [
            grade("a", verdict("k1", 0.9), verdict("k2", 0.2, label="unscored")),
            grade("b", verdict("k1", 0.0, rule=True)),
        ],
        labels(
            tmp_path,
            "answer_id,keypoint_id,label\na,k1,1\na,k2,met\na,k9,0\nb,k1,contradicted\nc,k1,1\n",
        ),
    )
    assert [(r.answer_id, r.human, r.ours, r.met) for r in found.judged] == [
        ("a", "met", "met", 0.9),
        ("b", "contradicted", "missed", 0.0),
    ]
    assert dict(found.left_out) == {
        "unscored": 1,
        "no keypoint of that id": 1,
        "no grade of that answer": 1,
    }


def test_scores_are_joined_with_their_bounds(tmp_path: Path) -> None:
    text = '{"answer_id": "a", "score": 0.5}\n{"answer_id": "b", "score": 1}\n'
    found = join(
        [grade("a", fraction=0.4, bounds=(0.2, 0.6)), grade("b", fraction=None)],
        labels(tmp_path, text, "labels.jsonl"),
    )
    assert [(s.human, s.ours, s.low, s.high) for s in found.scored] == [(0.5, 0.4, 0.2, 0.6)]
    assert dict(found.left_out) == {"no score": 1}


def test_files_that_do_not_belong_together_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=r"labels\.csv:2: no label fits .* 'x', .* 'a'"):
        join([grade("a")], labels(tmp_path, "answer_id,keypoint_id,label\nx,k1,1\n"))


def test_two_grades_of_one_id_need_the_question(tmp_path: Path) -> None:
    both = [grade("a", verdict("k1", 0.9)), grade("a", verdict("k1", 0.1), question="dl/gelu")]
    with pytest.raises(RecordsError, match=r":2: 2 grades have the answer_id 'a'"):
        join(both, labels(tmp_path, "answer_id,keypoint_id,label\na,k1,1\n"))
    found = join(
        both, labels(tmp_path, "answer_id,question_id,keypoint_id,label\na,dl/gelu,k1,1\n")
    )
    assert [r.met for r in found.judged] == [0.1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answer_id,keypoint_id,label\na,k1,maybe\n", r":2: label must be met, .* got 'maybe'"),
        ("answer_id,keypoint_id,label\n,k1,met\n", r":2: no answer_id"),
        ("answer_id,keypoint_id,label\na,k1,\n", r":2: no label"),
        ("answer_id,score\na,1.2\n", r":2: score must be from 0 to 1, got '1.2'"),
        ("answer_id,score\na,nan\n", r":2: score must be from 0 to 1"),
        ("answer_id,score\na,true\n", r":2: score must be"),
        ('{"answer_id": "a", "score": true}\n', r":1: score must be"),
        ('{"answer_id": "a", "score": 1' + "0" * 400 + "}\n", r":1: score must be"),
        ("answer_id,score\na,1\na,0\n", r":3: this answer has a score already: .*:2"),
        ("a;keypoint_id\na;k\n", r":2: no answer_id; there is 'a;keypoint_id'"),
        ("answer_id,keypoint_id,label,label\na,k,1,0\n", r":1: the column 'label' stands twice"),
        ('{"answer_id": "a", "answer_id": "b"}\n', r":1: not one JSON object a line: a key stands"),
        (
            "answer_id,keypoint_id,label\na,k1,1\na,k1,0\n",
            r":3: 'k1' of answer 'a' is labelled already: .*:2",
        ),
        ("answer_id,note\na,x\n", r":2: neither keypoint_id with label nor score"),
        ("answer_id,keypoint_id,label\na,k1\n", r":2: 2 cells under 3 columns"),
        ('{"answer_id": "a"\n', r":1: not one JSON object a line: "),
        ("[1]\n", r":1: not one JSON object a line"),
    ],
)
def test_a_label_that_makes_no_sense_names_its_line(
    tmp_path: Path, text: str, message: str
) -> None:
    name = "labels.jsonl" if text[0] in "{[" else "labels.csv"
    with pytest.raises(RecordsError, match=message):
        labels(tmp_path, text, name)


def test_another_rater_is_the_second_reader(tmp_path: Path) -> None:
    text = "answer_id,keypoint_id,label,rater\na,k1,met,ann\na,k1,missed,bob\n"
    (label,) = labels(tmp_path, text).keypoints
    assert (label.label, label.second) == ("met", "missed")
    with pytest.raises(RecordsError, match=r":3: 'k1' of answer 'a' is labelled already"):
        labels(tmp_path, text.replace("bob", "ann"))


def test_a_file_without_labels_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match=r"labels\.csv: no labels in it"):
        labels(tmp_path, "answer_id,keypoint_id,label\n")


def test_the_table_has_us_beside_people_among_themselves(tmp_path: Path) -> None:
    grades = [
        grade(str(n), verdict("k1", share), question=f"dl/q{n % 2}")
        for n, share in enumerate((0.9, 0.8, 0.3, 0.1, 0.7, 0.2))
    ]
    text = "answer_id,keypoint_id,label,label2\n" + "".join(
        f"{n},k1,{one},{other}\n"
        for n, (one, other) in enumerate(["11", "11", "00", "00", "01", "01"])
    )
    joined = join(grades, labels(tmp_path, text))
    rows = {(r.question, r.method, r.measure): r for r in rows_of(joined, draws=50)}
    # Ours: 5 of 6 right; met 3 of 6 by us and 2 of 6 by people: chance is 1/6 + 1/3.
    assert rows["all", "grade", "kappa"].value == pytest.approx((5 / 6 - 1 / 2) / (1 / 2))
    # Second reader: 4 of 6; met 2 of 6 and 4 of 6: chance is 2/9 + 2/9.
    assert rows["all", "second-reader", "kappa"].value == pytest.approx((4 / 6 - 4 / 9) / (5 / 9))
    assert rows["all", "grade", "auc"].low is not None
    assert rows["dl/q0", "grade", "kappa"].low is None
    table = "\n".join(text_table(list(rows.values()), {"unscored": 2}))
    assert "second-reader" in table
    assert "labels left out: 2 (unscored)" in table
