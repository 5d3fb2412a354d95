"""Khan: short answers to school questions, each judged against scoring criteria by three people.

Source: Khan/llm-saq-scoring @ 7b482ad, ``items.csv`` and ``human_labels.csv``. Licence: CC BY 4.0.

A row is one answer and all of its item's scoring criteria, as published, in one text: the claim.
So it is an instruction about a correct answer ("Correct answers will recognize that ...") more than
a statement, in mathematics a list. The label is the majority of the three raters (agreement kappa
.88): correct is met, incorrect is missed; several criteria are met only as a whole.

800 rows, 40 answers to each of 20 items: 10 of high-school English (ids ``ELA-1`` to ``ELA-10``),
10 of algebra (``Math-11`` to ``Math-20``). 385 met, 415 missed. Many answers are one word or a
formula. The question often includes a passage to read. The labels of language models are not read.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.datasets.files import look_up, read_csv
from benchmarks.datasets.pairs import Label, LabelledPair

_ITEMS = Path("khan_saq", "items.csv")
_ANSWERS = Path("khan_saq", "human_labels.csv")
_LABELS: Mapping[str, Label] = MappingProxyType({"1": "met", "0": "missed"})


def load(data_dir: Path) -> list[LabelledPair]:
    """Return Khan: an answer and the scoring criteria of its item a row."""
    items = {
        row["item"]: row
        for row in read_csv(data_dir / _ITEMS, ["item", "question", "criteria_for_scoring"])
    }
    path = data_dir / _ANSWERS
    rows = []
    # The published name of the majority vote is human_avg.
    for answer in read_csv(path, ["domain", "item", "response_id", "response", "human_avg"]):
        where = f"{path}: response {answer['response_id']!r}"
        item = look_up(items, answer["item"], where)
        question_id = f"{answer['domain']}-{answer['item']}"
        rows.append(
            LabelledPair(
                dataset="khan",
                split="all",
                question_id=question_id,
                group=question_id,
                question=item["question"],
                claim=item["criteria_for_scoring"],
                answer=answer["response"],
                label=look_up(_LABELS, answer["human_avg"], where),
                score=None,
            )
        )
    return rows
