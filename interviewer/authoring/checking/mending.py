"""What to do about an item, most useful first: a place in a file and a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from interviewer.authoring.against_people import AgainstPeople
from interviewer.authoring.attack.run import Attacked
from interviewer.authoring.gold.check import Checked, NewMiss
from interviewer.authoring.gold.figures import ordered_pairs
from interviewer.authoring.gold.misses import FILE
from interviewer.authoring.lint.report import Report
from interviewer.bank import Bank
from interviewer.bank.files import SUFFIX
from interviewer.bank.load import QUESTIONS, RUBRICS, SUBJECT_FILE
from interviewer.consistency import Place
from interviewer.items import Item

At = Callable[..., int | None]
Told = tuple[int | None, str]

MOST = 3
"""Of a kind that need not be mended, so many are told: a choice, the commonest mend the rest."""


class Mend(NamedTuple):
    """One thing to do; ``must`` where the check fails until it is done."""

    must: bool
    file: str
    line: int | None
    words: str

    @property
    def place(self) -> str:
        """Return file and line as editors take them."""
        return self.file if self.line is None else f"{self.file}:{self.line}"


def mends(
    bank: Bank,
    item: Item,
    lint: Report,
    checked: Checked,
    under: Sequence[str],
    attacked: Attacked,
    people: AgainstPeople | None,
) -> list[Mend]:
    """Return what was found, what fails the check first."""
    file = f"{RUBRICS}/{item.id}{SUFFIX}"

    def at(*place: str | int) -> int | None:
        return bank.line(file, place)

    own = [
        *(Mend(True, file, line, words) for line, words in _misses(item, checked, at)),
        *(Mend(False, file, line, words) for line, words in _attacks(item, attacked, at)),
        *(Mend(False, file, line, words) for line, words in _order(checked, at)),
        *(Mend(False, file, line, words) for line, words in _people(item, people, at)),
    ]
    limits = f"{QUESTIONS}/{item.id.partition('/')[0]}/{SUBJECT_FILE}"
    found = [
        *_lint(lint, "error"),
        *own,
        *(Mend(True, limits, bank.line(limits, ("limits",)), words) for words in under),
        *_lint(lint, "warning"),
        *_passed(item, checked),
        *_lint(lint, "note"),
    ]
    # Stable: what is found first among what must be, or need not be, stays first.
    return sorted(found, key=lambda mend: not mend.must)


def _lint(lint: Report, severity: str) -> Iterator[Mend]:
    must = severity != "note"
    for line in lint.lines:
        if line.severity == severity:
            yield Mend(must, line.file, line.line, f"{line.code}: {line.message}")


def _misses(item: Item, checked: Checked, at: At) -> Iterator[Told]:
    """Tell of the new misses: a sentence for each keypoint, the most often missed first."""
    found: dict[str, list[NewMiss]] = defaultdict(list)
    for new in checked.new:
        if not new.at_the_cut:
            found[new.miss.name].append(new)
    for name, misses in sorted(found.items(), key=lambda pair: -len(pair[1])):
        first = misses[0]
        if len(misses) == 1:
            told = f"{_example(first)}: a reader says {first.reader}, graded {first.miss.graded}"
            yield at("examples", first.at, "labels", name), f"{name}: {told}"
            continue
        ((reader, graded), often), *_ = Counter(
            (new.reader, new.miss.graded) for new in misses
        ).most_common(1)
        told = (
            f"{len(misses)} examples are not graded as labelled, {_example(first)} the first; "
            f"{often} × {reader} graded {graded}"
        )
        yield at(*_place(item, name)), f"{name}: {told}"


def _example(new: NewMiss) -> str:
    return f"examples[{new.at}] ({new.kind})"


def _place(item: Item, name: str) -> Place:
    """Return where a keypoint or misconception stands."""
    rubric = item.rubric
    for part, ids in (
        ("keypoints", [keypoint.id for keypoint in rubric.keypoints]),
        ("misconceptions", [false.id for false in rubric.misconceptions]),
    ):
        if name in ids:
            return (part, ids.index(name))
    return ()


def _passed(item: Item, checked: Checked) -> Iterator[Mend]:
    right = sum(passed.clear for passed in checked.passed)
    if right:
        file = f"{RUBRICS}/{item.id.partition('/')[0]}/{FILE}"
        told = "listed miss has" if right == 1 else "listed misses have"
        words = f"{right} {told} come right; `interviewer rubric test --update` takes them off"
        yield Mend(True, file, None, words)


def _attacks(item: Item, attacked: Attacked, at: At) -> Iterator[Told]:
    """Tell of the worst of each kind, those on a single sentence of the rubric first."""
    won = [outcome for outcome in attacked.outcomes if outcome.success]
    won.sort(key=lambda outcome: (outcome.against is None, -outcome.score))
    worst = {outcome.name: outcome for outcome in reversed(won)}
    for outcome in [one for one in won if worst[one.name] is one][:MOST]:
        if outcome.against is None:
            told = f"the attack {outcome.name} earns {outcome.score:.2f}, as much as honest answers"
            yield at("reference"), told
        else:
            line = at(*_sentence(item, outcome.against, outcome.answer))
            yield line, f"{outcome.against}: called met by the attack {outcome.name}"


def _sentence(item: Item, name: str, answer: str) -> Place:
    """Return where the sentence stands that an attack on one keypoint is made of."""
    place = [keypoint.id for keypoint in item.rubric.keypoints].index(name)
    rejects = item.rubric.keypoints[place].reject
    end: Place = ("reject", rejects.index(answer)) if answer in rejects else ("text",)
    return ("keypoints", place, *end)


def _order(checked: Checked, at: At) -> Iterator[Told]:
    pairs = chain.from_iterable(ordered_pairs(row.examples) for row in checked.rows)
    wrong = [(low.fraction - high.fraction, high, low) for high, low in pairs]
    wrong.sort(key=lambda found: -found[0])
    for gap, high, low in wrong[:MOST]:
        if gap >= 0:
            earns = "earns as much as" if gap == 0 else "earns more than"
            told = (
                f"examples[{low.at}] ({low.kind}) {earns} examples[{high.at}] ({high.kind}): "
                f"{low.fraction:.2f}, {high.fraction:.2f}"
            )
            yield at("examples", low.at), told


def _people(item: Item, people: AgainstPeople | None, at: At) -> Iterator[Told]:
    for one in () if people is None else people.false_verdicts[:MOST]:
        line = at(*_place(item, one.keypoint_id))
        times = "once" if one.count == 1 else f"{one.count} times"
        yield line, f"{one.keypoint_id}: {times} people say {one.people}, graded {one.ours}"
