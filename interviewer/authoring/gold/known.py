"""Write the files of known misses anew after a run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from interviewer.authoring.gold.check import Checked, read_misses, updated
from interviewer.authoring.gold.misses import KnownMisses, written
from interviewer.authoring.lint.finding import Given
from interviewer.authoring.lint.report import may_be_known, named
from interviewer.authoring.lint.run import lint, uses
from interviewer.bank import Bank
from interviewer.grader import Grader


def rewritten(
    bank: Bank, checked: Checked, ids: Collection[str], grader: Grader
) -> Mapping[str, str]:
    """Return the text of each subject's file: tested items as they are now, others as listed."""
    listed = read_misses(bank)
    misses = {
        miss: reason
        for known in listed.values()
        for miss, reason in known.misses().items()
        if miss.item not in ids
    } | updated(checked)
    notes = {
        note for known in listed.values() for note in known.notes() if note[0] not in ids
    } | _notes(bank, [*ids], grader)
    subjects = sorted({name.partition("/")[0] for name in ids})
    return {
        subject: written(
            {miss: why for miss, why in misses.items() if _is_of(miss.item, subject)},
            (note for note in notes if _is_of(note[0], subject)),
            listed.get(subject, KnownMisses()).reasons,
        )
        for subject in subjects
    }


def _notes(bank: Bank, ids: Sequence[str], grader: Grader) -> set[tuple[str, str, str]]:
    counted = uses(bank.items.values())
    return {
        (name, finding.code, named(bank.items[name], finding))
        for name in ids
        for finding in lint(
            Given(bank.items[name], bank.subject_of(bank.items[name]), counted), grader
        )
        if may_be_known(finding)
    }


def _is_of(item: str, subject: str) -> bool:
    return item.partition("/")[0] == subject
