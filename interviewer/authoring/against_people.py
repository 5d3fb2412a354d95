"""How one rubric's verdicts agree with people's labels, keypoint by keypoint, and where not.

Labels of one answer are not independent: the intervals draw whole answers anew. κ is that of met
against the rest, as everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

from interviewer.agreement.join import Judged, join
from interviewer.agreement.measures import accuracy, cohens_kappa, majority
from interviewer.agreement.series import Figure, figures_over
from interviewer.analysis.estimate import Estimate, estimate
from interviewer.authoring.older import Older, older
from interviewer.errors import RecordsError
from interviewer.frozen import Frozen
from interviewer.grades import Grade
from interviewer.items import Item
from interviewer.records.labels import KeypointLabel, Labels

Measure = Callable[[Sequence[Hashable], Sequence[Hashable]], float | None]

DRAWS = 500
"""Bootstrap draws behind an interval: a choice, as many as `interviewer agreement` makes."""

ORDER = ("met", "partial", "missed", "contradicted")
"""Labels as tables show them."""


class Cell(Frozen):
    """How often people gave one label and we another."""

    people: str
    ours: str
    count: int


class Said(Frozen):
    """Words of an answer behind a verdict; None where the record has none."""

    answer_id: str
    words: str | None


class FalseVerdicts(Frozen):
    """One way in which a keypoint's verdicts differ from people's labels, and whose answers."""

    keypoint_id: str
    people: str
    ours: str
    count: int
    answers: tuple[Said, ...]


class KeypointAgreement(Frozen):
    """One keypoint: labels, agreement, and every pair of labels that came up."""

    keypoint_id: str
    labels: int
    kappa: Estimate | None
    accuracy: float
    cells: tuple[Cell, ...]


class AgainstPeople(Frozen):
    """All that labels tell of an item's verdicts.

    ``readers`` is how well two people agree, where some keypoints have two labels. ``left_out``
    counts labels that could not be compared, by reason. ``older`` are grades of other wordings;
    they count in all figures.
    """

    question_id: str
    version: int
    answers: int
    labels: int
    kappa: Estimate | None
    accuracy: Estimate
    majority: float
    readers: Estimate | None
    cells: tuple[Cell, ...]
    keypoints: tuple[KeypointAgreement, ...]
    false_verdicts: tuple[FalseVerdicts, ...]
    left_out: Mapping[str, int]
    older: tuple[Older, ...]


def against_people(item: Item, grades: Iterable[Grade], labels: Labels) -> AgainstPeople:
    """Compare an item's grades with labels; those of other questions are passed over.

    RecordsError where there is nothing to compare.
    """
    own: list[Grade] = []
    others: Counter[str | None] = Counter()
    foreign: set[str | None] = set()
    for grade in grades:
        if grade.question_id == item.id:
            own.append(grade)
        else:
            others[grade.question_id] += 1
            foreign.add(grade.answer_id)
    if not own:
        told = ", ".join(repr(name) for name, _ in others.most_common(3)) or "none at all"
        raise RecordsError(f"no grade of {item.id!r} among the records; there are {told}")
    ids = {grade.answer_id for grade in own}
    wanted = [label for label in labels.keypoints if _is_of(label, item, ids, foreign)]
    if not wanted:
        raise RecordsError(f"no label of a keypoint fits an answer to {item.id!r}")
    joined = join(own, Labels(wanted, []))
    if not joined.judged:
        why = ", ".join(f"{count} ({reason})" for reason, count in sorted(joined.left_out.items()))
        raise RecordsError(f"no label of {item.id!r} has a verdict beside it: {why}")
    return _told(item, own, joined.judged, joined.left_out)


def agreement_of(
    answers: Sequence[str], people: Sequence[str], ours: Sequence[str]
) -> tuple[Estimate | None, Estimate]:
    """Return κ, where it can be told, and accuracy of met; 95 % intervals over answers.

    ``answers`` names the answer that each pair of labels is of.
    """
    truth, called = [label == "met" for label in people], [label == "met" for label in ours]

    def of(measure: Measure) -> Callable[[Sequence[int]], float | None]:
        return lambda at: measure([called[p] for p in at], [truth[p] for p in at])

    measured = {"kappa": of(cohens_kappa), "accuracy": of(accuracy)}
    found = {f.measure: _estimate(f) for f in figures_over(measured, answers, draws=DRAWS)}
    return found.get("kappa"), found["accuracy"]


def words_of(grade: Grade, name: str) -> str | None:
    """Return the words behind a verdict: its evidence, else the whole answer, else None."""
    verdicts = [
        *((v.keypoint_id, v.evidence) for v in grade.verdicts),
        *((v.misconception_id, v.evidence) for v in grade.misconceptions),
    ]
    quotes = [
        slice_.quote
        for verdict, evidence in verdicts
        if verdict == name
        for slice_ in evidence
        if slice_.quote is not None
    ]
    return " … ".join(quotes) if quotes else grade.answer


def _is_of(
    label: KeypointLabel, item: Item, ids: set[str | None], foreign: set[str | None]
) -> bool:
    if label.question_id is not None:
        return label.question_id == item.id
    return label.answer_id in ids or label.answer_id not in foreign


def _told(
    item: Item, grades: Sequence[Grade], judged: Sequence[Judged], left_out: Mapping[str, int]
) -> AgainstPeople:
    kappa, share = _agreement(judged)
    by_keypoint: dict[str, list[Judged]] = defaultdict(list)
    for row in judged:
        by_keypoint[row.keypoint_id].append(row)
    order = [k.id for k in item.rubric.keypoints if k.id in by_keypoint]
    order += [name for name in by_keypoint if name not in order]
    return AgainstPeople(
        question_id=item.id,
        version=item.rubric.version,
        answers=len({row.answer_id for row in judged}),
        labels=len(judged),
        kappa=kappa,
        accuracy=share,
        majority=majority([row.human == "met" for row in judged]) or 0.0,
        readers=_readers(judged),
        cells=_cells(judged),
        keypoints=tuple(_keypoint(name, by_keypoint[name]) for name in order),
        false_verdicts=_false_verdicts(grades, judged),
        left_out=dict(left_out),
        older=older(grades, item),
    )


def _keypoint(name: str, judged: Sequence[Judged]) -> KeypointAgreement:
    kappa, share = _agreement(judged)
    return KeypointAgreement(
        keypoint_id=name,
        labels=len(judged),
        kappa=kappa,
        accuracy=share.value,
        cells=_cells(judged),
    )


def _agreement(judged: Sequence[Judged]) -> tuple[Estimate | None, Estimate]:
    return agreement_of(
        [row.answer_id for row in judged],
        [row.human for row in judged],
        [row.ours for row in judged],
    )


def _readers(judged: Sequence[Judged]) -> Estimate | None:
    twice = [row for row in judged if row.second is not None]
    kappa = cohens_kappa([r.second == "met" for r in twice], [r.human == "met" for r in twice])
    return None if kappa is None else estimate(kappa, None, None, len(twice))


def _cells(judged: Sequence[Judged]) -> tuple[Cell, ...]:
    counts = Counter((row.human, row.ours) for row in judged)
    ordered = sorted(counts, key=lambda pair: (ORDER.index(pair[0]), ORDER.index(pair[1])))
    return tuple(Cell(people=a, ours=b, count=counts[a, b]) for a, b in ordered)


def _false_verdicts(grades: Sequence[Grade], judged: Sequence[Judged]) -> tuple[FalseVerdicts, ...]:
    by_id = {grade.answer_id or "": grade for grade in grades}
    found: dict[tuple[str, str, str], list[Said]] = defaultdict(list)
    for row in judged:
        if row.human != row.ours:
            words = words_of(by_id[row.answer_id], row.keypoint_id)
            key = (row.keypoint_id, row.human, row.ours)
            found[key].append(Said(answer_id=row.answer_id, words=words))
    # A met for another label, or the reverse, moves more points than any other slip.
    ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), "met" not in pair[0][1:]))
    return tuple(
        FalseVerdicts(keypoint_id=name, people=human, ours=ours, count=len(said), answers=(*said,))
        for (name, human, ours), said in ordered
    )


def _estimate(figure: Figure) -> Estimate:
    return estimate(figure.value, figure.low, figure.high, figure.rows)
