"""ArgKP: does this argument in a debate make this key point?

Source: ArgKP (Bar-Haim et al. 2020) and the test set of the 2021 shared task,
IBM/KPA_2021_shared_task @ 2f5e2d5. Licence: CDLA-Sharing 1.0, as the set's readme says.

A row is one argument (the answer) and one key point (the claim) on the same side of the same topic;
matching is met, not matching is missed. Pairs on which the annotators disagreed are not in the
published labels. ``question``, ``question_id`` and ``group`` are all the topic, 31 of them.
27,519 rows: train 20,635, dev 3,458, test 3,426; about a fifth are met. An argument stands in about
four rows. Ids such as ``arg_0_0`` begin again in the test files, so each split is joined by itself.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.datasets.files import look_up, read_csv
from benchmarks.datasets.pairs import Label, LabelledPair

_FOLDERS: Mapping[str, Path] = MappingProxyType(
    {
        "train": Path("argkp", "kpm_data"),
        "dev": Path("argkp", "kpm_data"),
        "test": Path("argkp", "test_data"),
    }
)
_LABELS: Mapping[str, Label] = MappingProxyType({"1": "met", "0": "missed"})


def load(data_dir: Path) -> list[LabelledPair]:
    """Return ArgKP: an argument and a key point a row."""
    return [row for split, folder in _FOLDERS.items() for row in _load(split, data_dir / folder)]


def _load(split: str, folder: Path) -> list[LabelledPair]:
    path = folder / f"labels_{split}.csv"
    labels = read_csv(path, ["arg_id", "key_point_id", "label"])
    arguments = {
        row["arg_id"]: row
        for row in read_csv(folder / f"arguments_{split}.csv", ["arg_id", "argument", "topic"])
    }
    key_points = {
        row["key_point_id"]: row
        for row in read_csv(folder / f"key_points_{split}.csv", ["key_point_id", "key_point"])
    }
    rows = []
    for row in labels:
        where = f"{path}: {row['arg_id']}, {row['key_point_id']}"
        argument = look_up(arguments, row["arg_id"], where)
        rows.append(
            LabelledPair(
                dataset="argkp",
                split=split,
                question_id=argument["topic"],
                group=argument["topic"],
                question=argument["topic"],
                claim=look_up(key_points, row["key_point_id"], where)["key_point"],
                answer=argument["argument"],
                label=look_up(_LABELS, row["label"], where),
                score=None,
            )
        )
    return rows
