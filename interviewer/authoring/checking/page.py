"""Lint, examples, attacks and people's labels of one item, each looked at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from interviewer.analysis.estimate import Estimate
from interviewer.authoring.against_people import AgainstPeople, against_people, agreement_of
from interviewer.authoring.attack.run import Attacked, attack
from interviewer.authoring.checking.mending import Mend, mends
from interviewer.authoring.gold.check import Checked, check
from interviewer.authoring.gold.figures import Figures, below, figures
from interviewer.authoring.lint.report import Report, reports
from interviewer.authoring.trial.remembering import remembering
from interviewer.bank import Bank
from interviewer.bank.files import SUFFIX
from interviewer.bank.load import RUBRICS
from interviewer.grader import Grader
from interviewer.grades import Answer
from interviewer.items import Item
from interviewer.records.labels import Labels
from interviewer.subjects import Limits


class Page(NamedTuple):
    """What was found of one item, and what to do, most useful first.

    ``kappa`` is that of the examples, over examples; ``attack_limit`` the most that an example of
    kind attack may earn; ``people`` None where no labels were given.
    """

    item: Item
    lint: Report
    checked: Checked
    figures: Figures
    kappa: Estimate | None
    attacked: Attacked
    attack_limit: float | None
    people: AgainstPeople | None
    mends: list[Mend]

    @property
    def must_be_mended(self) -> bool:
        """Whether something is not as it has to be."""
        return any(mend.must for mend in self.mends)


class People(NamedTuple):
    """Answers from elsewhere, and what people said of them."""

    answers: list[Answer]
    labels: Labels


def page(
    bank: Bank,
    item: Item,
    grader: Grader,
    *,
    known: Collection[tuple[str, str, str]] = (),
    committed: Mapping[str, Item] | None = None,
    people: People | None = None,
) -> Page:
    """Check an item in every way there is; no passage is read twice.

    ``known`` has notes that are told by number alone, ``committed`` items as git holds them where
    they read otherwise.
    """
    reader = remembering(grader)
    file = Path(bank.root, RUBRICS, f"{item.id}{SUFFIX}")
    lint = reports(bank, [file], grader=reader, known=known, committed=lambda ids: committed or {})
    checked = check(bank, [item.id], reader)
    attacked = attack([item], reader, bank=list(bank.items.values()))
    against = None if people is None else _against(item, people, reader)
    subject = bank.subject_of(item)
    limit = None if subject is None else subject.limits.attack
    under = checked.under or [*below(checked.overall, Limits(attack=limit))]
    return Page(
        item=item,
        lint=lint,
        checked=checked,
        figures=figures(checked.rows),
        kappa=_kappa(checked),
        attacked=attacked,
        attack_limit=limit,
        people=against,
        mends=mends(bank, item, lint, checked, under, attacked, against),
    )


def _kappa(checked: Checked) -> Estimate | None:
    """Return κ of met over the examples' keypoints, with an interval over examples."""
    rows = [
        (example.id, outcome.reader, outcome.graded)
        for row in checked.rows
        for example in row.examples
        for outcome in example.keypoints
    ]
    if not rows:
        return None
    ids, reader, graded = zip(*rows, strict=True)
    return agreement_of(ids, reader, graded)[0]


def _against(item: Item, people: People, grader: Grader) -> AgainstPeople:
    own = [answer for answer in people.answers if answer.question_id == item.id]
    return against_people(item, [grader.grade(item, answer) for answer in own], people.labels)
