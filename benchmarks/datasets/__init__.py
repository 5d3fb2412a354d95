"""Read any of the human-labelled data sets as a list of :class:`LabelledPair`.

One module a set (SciEntsBank and Beetle share one, they are one archive); its docstring says where
the set is from, under which licence, what a row is, how its labels became ours, and how many rows
there are. The data itself is never copied into the project: ``data_dir`` is a folder laid out as

    semeval2013/semeval-3way.zip            scientsbank, beetle
    saf/SAF2_0.zip                          saf
    khan_saq/{items,human_labels}.csv       khan
    stita/stita.xlsx                        stita
    argkp/{kpm_data,test_data}/*.csv        argkp
    realsumm_scu/scu_presence.csv.gz        scu
    claims/pairs.jsonl.gz                   claims

Rows come in the order of the files, so two runs see the same list. Texts are stripped at both
ends and otherwise as published. Repeated answers are kept: each was labelled by somebody.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from benchmarks.datasets import argkp, claims, khan, saf, scu, semeval, stita
from benchmarks.datasets.pairs import DatasetError, Label, LabelledPair

__all__ = ["NAMES", "DatasetError", "Label", "LabelledPair", "load", "load_all"]

_LOADERS: Mapping[str, Callable[[Path], list[LabelledPair]]] = MappingProxyType(
    {
        "scientsbank": semeval.load_scientsbank,
        "beetle": semeval.load_beetle,
        "saf": saf.load,
        "khan": khan.load,
        "stita": stita.load,
        "argkp": argkp.load,
        "scu": scu.load,
        "claims": claims.load,
    }
)

NAMES: tuple[str, ...] = tuple(_LOADERS)


def load(name: str, data_dir: Path) -> list[LabelledPair]:
    """Return all rows of one data set, every split of it.

    Raises DatasetError for an unknown name, a missing file, or a file that is not in the
    published format.
    """
    loader = _LOADERS.get(name)
    if loader is None:
        raise DatasetError(f"no data set {name!r}; there are {', '.join(NAMES)}")
    return loader(data_dir)


def load_all(data_dir: Path) -> list[LabelledPair]:
    """Return the rows of all data sets, one set after the other in the order of NAMES."""
    return [row for name in NAMES for row in load(name, data_dir)]
