"""SciEntsBank and Beetle: pupils' and students' answers, graded against reference answers.

Source: SemEval-2013 task 7 (Dzikovska et al. 2013), myrosia/semeval-2013-task7 @ 5157c69, the 3-way
XML with its official splits. Licence: CC BY-SA 3.0.

A row is one answer and one reference answer, the claim. The verdict is on the answer as a whole:
correct is met, contradictory is contradicted, incorrect is missed. "Incorrect" holds partly
correct, irrelevant and out-of-domain answers, so expect half-right answers among the missed.
``question_id`` is the question's id, ``group`` its module. The questions of ``train`` and
``unseen-answers`` are the same; put both on one side of a cut.

SciEntsBank, 10,804 rows: one reference a question. 196 questions in 15 modules; train 4,969,
unseen-answers 540, unseen-questions 733, unseen-domains 4,562.

Beetle, 5,199 rows: a question has 1 to 14 references, graded BEST, GOOD, MINIMAL or KEYWORD. Every
question has at least one BEST, most have exactly one. The claim is the first BEST, and
``references`` has all of them. 904 of the 2,185 correct answers were matched to a lower reference
by the annotators: correct does not always mean that the answer says what the claim says.
56 questions in 3 modules; train 3,941, unseen-answers 439, unseen-questions 819. Only 50 claims are
distinct: six stand under two questions of a module, three of them once in ``train`` and once in
``unseen-questions``. Only a cut by ``group`` (or by claim) keeps these together.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element

from benchmarks.datasets.files import attribute, look_up, read_xml_members, text_of
from benchmarks.datasets.pairs import DatasetError, Label, LabelledPair

_FILE = Path("semeval2013", "semeval-3way.zip")
_LABELS: Mapping[str, Label] = MappingProxyType(
    {"correct": "met", "contradictory": "contradicted", "incorrect": "missed"}
)


def load_scientsbank(data_dir: Path) -> list[LabelledPair]:
    """Return SciEntsBank: an answer and the one reference of its question a row."""
    return _load("scientsbank", "sciEntsBank", data_dir)


def load_beetle(data_dir: Path) -> list[LabelledPair]:
    """Return Beetle: an answer and the first of the best references of its question a row."""
    return _load("beetle", "beetle", data_dir)


def _load(dataset: str, folder: str, data_dir: Path) -> list[LabelledPair]:
    path = data_dir / _FILE
    splits = {
        f"training/3way/{folder}": "train",
        f"test/3way/{folder}/test-unseen-answers": "unseen-answers",
        f"test/3way/{folder}/test-unseen-questions": "unseen-questions",
        f"test/3way/{folder}/test-unseen-domains": "unseen-domains",
    }
    rows: list[LabelledPair] = []
    for member, root in read_xml_members(path):
        split = splits.get(member.rpartition("/")[0])
        if split is not None:
            rows += _rows_of_question(dataset, split, root, f"{path}: {member}")
    if not rows:
        raise DatasetError(f"{path}: no files under {', '.join(splits)}")
    return rows


def _rows_of_question(dataset: str, split: str, root: Element, where: str) -> list[LabelledPair]:
    best = _best_references(root, where)
    return [
        LabelledPair(
            dataset=dataset,
            split=split,
            question_id=attribute(root, "id", where),
            group=attribute(root, "module", where),
            question=text_of(root, "questionText", where),
            claim=best[0],
            answer=text_of(answer, ".", where),
            label=look_up(_LABELS, attribute(answer, "accuracy", where), where),
            score=None,
            references=best,
        )
        for answer in root.findall("studentAnswers/studentAnswer")
    ]


def _best_references(root: Element, where: str) -> tuple[str, ...]:
    # SciEntsBank does not grade its references: no category is as good as the best.
    texts = [
        text_of(reference, ".", where)
        for reference in root.findall("referenceAnswers/referenceAnswer")
        if reference.get("category", "BEST") == "BEST"
    ]
    if not texts:
        raise DatasetError(f"{where}: no reference answer of category BEST")
    return tuple(dict.fromkeys(texts))
