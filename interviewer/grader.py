"""One answer in, one grade out: the whole way of an answer, composed from pure steps.

A grade depends on the answer, the item, the embedder, the matcher and the calibration, and on
nothing else: not on the answers graded before it or beside it, their order or the thread count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from interviewer.fusion import Refiner
from interviewer.grades import Answer, Grade, Provenance, Verdict
from interviewer.items import Item
from interviewer.provenance import Provenances
from interviewer.redaction import repaired, sha256_of
from interviewer.scoring import verdicts as ruling
from interviewer.scoring.calibration import Calibration, Decision
from interviewer.scoring.match import Claim, Reading, Shortlist, readings, shortlist
from interviewer.scoring.nothing import why_nothing
from interviewer.scoring.shipped import shipped_calibration
from interviewer.scoring.windows import narrowed, windows
from interviewer.seams import Embedder, Matcher
from interviewer.summing import Given, Ruled, summed, summed_again

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_NOTHING = {
    "blank": "the answer is blank",
    "idk": "the answer says that its author does not know",
    "echo": "the answer only repeats words of the question",
}


class Seen(NamedTuple):
    """What was read of an answer, before any verdict: all that verdicts are made of.

    ``rows`` is ``[pairs, 3]`` for the candidates of ``listed``: P(entails), P(neither),
    P(contradicts). A reading and a decision a claim: the keypoints in order, then the
    misconceptions. ``marks`` are flags for the grade.
    """

    marks: tuple[str, ...]
    listed: Shortlist
    rows: NDArray[np.float32]
    readings: list[Reading]
    decisions: list[Decision]


class Grader:
    """Grade answers with one embedder, one matcher and one calibration.

    ``calibration`` defaults to the shipped one of the matcher. Used with another embedder or
    matcher than it was fitted for, grades are flagged ``uncalibrated`` and carry no probabilities.
    ``refiner`` asks a judge about what the matcher says. Safe to use from several threads if
    embedder, matcher and judge are.
    """

    def __init__(
        self,
        *,
        embedder: Embedder,
        matcher: Matcher,
        calibration: Calibration | None = None,
        refiner: Refiner | None = None,
    ) -> None:
        self._embedder = embedder
        self._matcher = matcher
        self._given = calibration
        self._refiner = refiner

    @cached_property
    def calibration(self) -> Calibration:
        """The calibration in use; read from the package on first need."""
        return self._given or shipped_calibration(self._matcher.name)

    @property
    def embedder(self) -> Embedder:
        """The embedder in use."""
        return self._embedder

    @property
    def matcher(self) -> Matcher:
        """The matcher in use."""
        return self._matcher

    @property
    def refiner(self) -> Refiner | None:
        """The judge that is asked, and when; None where there is none."""
        return self._refiner

    @cached_property
    def _provenances(self) -> Provenances:
        return Provenances(self._embedder, self._matcher, self.calibration, self._refiner)

    @property
    def calibrated(self) -> bool:
        """Whether the calibration was fitted for this embedder and this matcher."""
        return self._provenances.calibrated

    @property
    def _spread(self) -> float | None:
        """How far verdicts err together; None where scores can have no interval."""
        return self.calibration.spread if self.calibrated else None

    def alone(self) -> Grader:
        """Return a grader that asks no judge and shares the rest."""
        return Grader(embedder=self._embedder, matcher=self._matcher, calibration=self.calibration)

    def prepare(self, items: Iterable[Item]) -> None:
        """Embed the rubrics of these items ahead of the first answer."""
        for item in items:
            self._embedder.embed([item.question.prompt, *item.claims()])

    def grade(
        self,
        item: Item,
        answer: str | Answer,
        *,
        row: int | None = None,
        flags: tuple[str, ...] = (),
        keep_text: bool = True,
    ) -> Grade:
        """Return the grade of one answer to the item's question.

        ``keep_text=False`` leaves the candidate's words out of the grade and puts their hash in;
        offsets stay. Lone surrogates become U+FFFD, flagged ``text-repaired``.
        """
        given = answer if isinstance(answer, Answer) else Answer(question_id=item.id, text=answer)
        text, mended = repaired(given.text)
        if mended:
            given = given.model_copy(update={"text": text})
            flags = (*flags, "text-repaired")
        sha256 = sha256_of(text)
        row_given = Given(given, sha256, row, flags, keep_text)
        return summed(
            item, row_given, self._ruled(item, text), self.provenance(item, sha256), self._spread
        )

    def regrade(self, stored: Grade, item: Item, given: Given) -> Grade:
        """Return the grade of a row from a stored grade of the same fingerprint; reads nothing."""
        return summed_again(stored, item, given, self.provenance(item, given.sha256), self._spread)

    def provenance(self, item: Item | None = None, answer_sha256: str | None = None) -> Provenance:
        """Return what grades of this item are made with; without an item, of any.

        With the hash of an answer's text it has the fingerprint of that answer's verdicts.
        """
        return self._provenances.of(item, answer_sha256)

    def fingerprint(self, item: Item, answer_sha256: str) -> str:
        """Return what stands for all that the verdicts on an answer depend on."""
        return self._provenances.fingerprint(item, answer_sha256)

    def seen(self, item: Item, answer: str) -> Seen | None:
        """Return what the matcher reads of an answer; None where a rule decides, unread."""
        text, _ = repaired(answer)
        return None if why_nothing(text) is not None else self._seen(item, text)

    def verdict(self, item: Item, keypoint_id: str, answer: str) -> Verdict:
        """Return the verdict on one keypoint: what `grade` says of it, without reading the rest.

        KeyError where the rubric has no such keypoint.
        """
        text, _ = repaired(answer)
        keypoints = item.rubric.keypoints
        places = [at for at, keypoint in enumerate(keypoints) if keypoint.id == keypoint_id]
        if not places:
            raise KeyError(keypoint_id)
        (place,) = places
        nothing = why_nothing(text)
        listed = None if nothing is not None else self._listed(item, text)
        if listed is None:
            return ruling.by_rule(keypoints[place], _NOTHING[nothing or "echo"])
        own = tuple(c for c in listed.shortlist.candidates if c.claim == place)
        some = listed._replace(shortlist=listed.shortlist._replace(candidates=own))
        seen = self._read(item, some)
        (verdict,) = self._worded(item, [seen.readings[place]], [seen.decisions[place]], [place])
        return verdict

    def _ruled(self, item: Item, text: str) -> Ruled:
        nothing = why_nothing(text)
        if nothing is not None:
            return self._marked(_by_rule(item, nothing))
        found = self._read_whole(item, text)
        if self._refiner is not None and "echo" not in found.marks:
            fused = self._refiner.refine(item, text, found.verdicts, found.misconceptions)
            verdicts, misconceptions, more, degraded = fused
            found = Ruled(verdicts, misconceptions, (*found.marks, *more), degraded)
        return self._marked(found)

    def _marked(self, found: Ruled) -> Ruled:
        if self.calibrated:
            return found
        return found._replace(marks=(*found.marks, "uncalibrated"))

    def _seen(self, item: Item, answer: str) -> Seen | None:
        """Return what is read of an answer; None where it only echoes the question."""
        found = self._listed(item, answer)
        if found is None:
            return None
        return self._read(item, found)

    def _read(self, item: Item, found: _Listed) -> Seen:
        marks, listed, claims = found
        rows = self._matcher.read(listed.pairs(item.question.prompt))
        read = readings(listed, rows, len(claims))
        decisions = self.calibration.decide([reading.features for reading in read])
        return Seen(marks, listed, rows, read, decisions)

    def _read_whole(self, item: Item, answer: str) -> Ruled:
        seen = self._seen(item, answer)
        if seen is None:
            return _by_rule(item, "echo")
        count = len(item.rubric.keypoints)
        verdicts = self._worded(item, seen.readings[:count], seen.decisions[:count], range(count))
        misconceptions = tuple(
            ruling.misconception(
                false,
                reading,
                decision,
                self.calibration,
                ruling.nearest_to(reading.support, seen.listed, count),
                calibrated=self.calibrated,
            )
            for false, reading, decision in zip(
                item.rubric.misconceptions,
                seen.readings[count:],
                seen.decisions[count:],
                strict=True,
            )
        )
        return Ruled(verdicts, misconceptions, seen.marks)

    def _listed(self, item: Item, answer: str) -> _Listed | None:
        """Return the pairs to read; None where the answer only echoes the question."""
        rubric = item.rubric
        everything = windows(answer, item.question.prompt)
        if not everything:
            return None
        passages = narrowed(everything, list(item.claims()))
        marks = ("narrowed",) if len(passages) < len(everything) else ()
        claims = ruling.claims_of(rubric)
        count = len(rubric.keypoints)
        found = shortlist(answer, passages, claims, self._embedder, competing=count)
        return _Listed(marks, found, claims)

    def _worded(
        self,
        item: Item,
        read: Sequence[Reading],
        decisions: Sequence[Decision],
        places: Iterable[int],
    ) -> tuple[Verdict, ...]:
        keypoints = item.rubric.keypoints
        return tuple(
            ruling.verdict(
                item.rubric,
                keypoints[place],
                reading,
                decision,
                self.calibration,
                calibrated=self.calibrated,
            )
            for place, reading, decision in zip(places, read, decisions, strict=True)
        )


class _Listed(NamedTuple):
    """What is to be read of an answer, for which claims, and marks for the grade."""

    marks: tuple[str, ...]
    shortlist: Shortlist
    claims: list[Claim]


def _by_rule(item: Item, nothing: str) -> Ruled:
    rubric, reason = item.rubric, _NOTHING[nothing]
    return Ruled(
        tuple(ruling.by_rule(keypoint, reason) for keypoint in rubric.keypoints),
        tuple(ruling.absent(false, reason) for false in rubric.misconceptions),
        (nothing,),
    )
