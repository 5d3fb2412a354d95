"""SAF: answers to questions on communication networks, scored and commented by tutors.

Source: Short Answer Feedback 2.0, the English part (Filighera et al. 2022), SebOchs/SAF @ 09949e9.
Licence: MIT.

A row is one answer and its question's only reference answer, the claim: often a list of several
points with their marks, sometimes an instruction to the tutor. 2,981 rows, 31 questions: train
2,127, unseen-answers 375, unseen-questions 479. ``train`` and ``unseen-answers`` share questions.

The label is the tutor's verdict: Correct (1,802) is met, Partially correct (1,006) is partial,
Incorrect (173) is missed. In the data Incorrect is always a score of 0 and Correct a full score,
but for two answers at 0.75; Partially correct runs from 0.1 to 0.9, 489 of them at 0.75 or more. So
"met from 0.75" would take half of the partial answers along; who wants that has the score.

``score`` is the published score divided by the highest one given to any answer of that question, in
any split: the maximum itself is not published. It is 0.5 to 3.5, and every question has an answer
that was called Correct at that height.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element

from benchmarks.datasets.files import attribute, look_up, number, read_xml_members, text_of
from benchmarks.datasets.pairs import DatasetError, Label, LabelledPair

_FILE = Path("saf", "SAF2_0.zip")
_ANSWERS = "studentAnswers/studentAnswer"
_SPLITS: Mapping[str, str] = MappingProxyType(
    {
        "SAF2_0/training": "train",
        "SAF2_0/unseen_answers": "unseen-answers",
        "SAF2_0/unseen_questions": "unseen-questions",
    }
)
_LABELS: Mapping[str, Label] = MappingProxyType(
    {"Correct": "met", "Partially correct": "partial", "Incorrect": "missed"}
)


def load(data_dir: Path) -> list[LabelledPair]:
    """Return SAF: an answer and the reference answer of its question a row, with the score."""
    path = data_dir / _FILE
    files = [
        (_SPLITS[folder], root, f"{path}: {member}")
        for member, root in read_xml_members(path)
        if (folder := member.rpartition("/")[0]) in _SPLITS
    ]
    if not files:
        raise DatasetError(f"{path}: no files under {', '.join(_SPLITS)}")
    highest: dict[str, float] = {}
    for _, root, where in files:
        question_id = attribute(root, "id", where)
        scores = [_score(answer, where) for answer in root.findall(_ANSWERS)]
        highest[question_id] = max([highest.get(question_id, 0.0), *scores])
    return [
        row
        for split, root, where in files
        for row in _rows_of_question(split, root, where, highest[attribute(root, "id", where)])
    ]


def _rows_of_question(
    split: str, root: Element, where: str, highest_score: float
) -> list[LabelledPair]:
    if highest_score == 0:
        raise DatasetError(f"{where}: no answer to this question scores above 0")
    question_id = attribute(root, "id", where)
    return [
        LabelledPair(
            dataset="saf",
            split=split,
            question_id=question_id,
            group=question_id,
            question=text_of(root, "questionText", where),
            claim=text_of(root, "referenceAnswers/referenceAnswer", where),
            answer=text_of(answer, "response", where),
            label=look_up(_LABELS, text_of(answer, "verification_feedback", where), where),
            score=_score(answer, where) / highest_score,
        )
        for answer in root.findall(_ANSWERS)
    ]


def _score(answer: Element, where: str) -> float:
    return number(text_of(answer, "score", where), where)
