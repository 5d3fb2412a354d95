"""Measures of agreement, one a file: a name, one quotable sentence, its source.

Each takes plain sequences of equal length and returns None where nothing can be told (no rows, or
nothing varies that would have to). ``truth`` is whether a person called it met, ``called`` whether
we did, ``shares`` our probabilities of it, 0..1.
"""

from interviewer.agreement.measures.accuracy import accuracy, majority, prevalence
from interviewer.agreement.measures.auc import auc
from interviewer.agreement.measures.brier import brier
from interviewer.agreement.measures.coverage import coverage
from interviewer.agreement.measures.ece import ece, reliability
from interviewer.agreement.measures.f1 import macro_f1, precision, recall
from interviewer.agreement.measures.kappa import cohens_kappa
from interviewer.agreement.measures.mcnemar import mcnemar
from interviewer.agreement.measures.pearson import pearson
from interviewer.agreement.measures.qwk import quadratic_kappa
from interviewer.agreement.measures.rmse import rmse
from interviewer.agreement.measures.selective import selective_accuracy

__all__ = [
    "accuracy",
    "auc",
    "brier",
    "cohens_kappa",
    "coverage",
    "ece",
    "macro_f1",
    "majority",
    "mcnemar",
    "pearson",
    "precision",
    "prevalence",
    "quadratic_kappa",
    "recall",
    "reliability",
    "rmse",
    "selective_accuracy",
]
