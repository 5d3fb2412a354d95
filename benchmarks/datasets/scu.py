"""Content units: does this summary of a news article express this statement?

Source: the raw annotations of REALSumm (Bhandari et al. 2020), neulab/REALSumm @ a5900e3, brought
into one table. Licence: CC BY 4.0.

A row is one summary (the answer) and one semantic content unit, a short statement taken from the
article's reference summary (the claim). Present is met, absent is missed; crowd workers agree with
a kappa of about .73. There is no question. ``question_id`` and ``group`` are the article. 26,400
rows: 100 articles, 25 summarisers each, 46 % met. The summaries are tokenised as published
("Kathmandu , Nepal ."). Summarisers may have written the same text: 1,066 pairs of summary and
statement stand here more than once, 207 of them with both labels, which shows the noise.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.datasets.files import look_up, read_csv
from benchmarks.datasets.pairs import Label, LabelledPair

_FILE = Path("realsumm_scu", "scu_presence.csv.gz")
_LABELS: Mapping[str, Label] = MappingProxyType({"1": "met", "0": "missed"})


def load(data_dir: Path) -> list[LabelledPair]:
    """Return the content units: a summary and a statement a row."""
    path = data_dir / _FILE
    return [
        LabelledPair(
            dataset="scu",
            split="all",
            question_id=row["doc_id"],
            group=row["doc_id"],
            question="",
            claim=row["scu"],
            answer=row["summary"],
            label=look_up(_LABELS, row["present"], f"{path}: {row['doc_id']}, {row['scu']!r}"),
            score=None,
        )
        for row in read_csv(path, ["doc_id", "scu", "present", "summary"])
    ]
