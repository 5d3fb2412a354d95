"""What grades are made with, and the fingerprint that tells whether one still holds."""

from __future__ import annotations

import hashlib
import json
from functools import cached_property
from typing import NamedTuple

from interviewer import __version__
from interviewer.fusion import Refiner
from interviewer.grades import MatcherProvenance, Provenance
from interviewer.items import Item
from interviewer.judge.prompt import PROMPT_VERSION
from interviewer.scoring.calibration import Calibration
from interviewer.seams import Embedder, Matcher

MOST_ITEMS = 4096
"""Hashes of so many items are remembered; a choice."""


class _Hashes(NamedTuple):
    item: Item
    rubric: str
    meaning: str


class Provenances:
    """Tell what a grade is made with; each item is hashed once."""

    def __init__(
        self,
        embedder: Embedder,
        matcher: Matcher,
        calibration: Calibration,
        refiner: Refiner | None = None,
    ) -> None:
        self._embedder = embedder
        self._matcher = matcher
        self._calibration = calibration
        self._refiner = refiner
        self._items: dict[int, _Hashes] = {}

    @property
    def calibrated(self) -> bool:
        """Whether the calibration was fitted for this embedder and this matcher."""
        fitted = (self._calibration.embedder, self._calibration.matcher)
        return fitted == (self._embedder.name, self._matcher.name)

    def of(self, item: Item | None = None, answer_sha256: str | None = None) -> Provenance:
        """Return what grades of this item are made with; without an item, of any.

        With the hash of an answer's text it has the fingerprint of that answer's verdicts.
        """
        if item is None:
            return self._common
        hashes = self._hashes(item)
        update: dict[str, object] = {
            "rubric_version": item.rubric.version,
            "rubric_sha256": hashes.rubric,
            "meaning_sha256": hashes.meaning,
        }
        if answer_sha256 is not None:
            update["fingerprint"] = self.fingerprint(item, answer_sha256)
        return self._common.model_copy(update=update)

    def fingerprint(self, item: Item, answer_sha256: str) -> str:
        """Return what stands for all that the verdicts on an answer depend on."""
        meaning = self._hashes(item).meaning
        whole = "\0".join((self._settings, item.id, meaning, answer_sha256))
        return hashlib.sha256(whole.encode()).hexdigest()

    @cached_property
    def _common(self) -> Provenance:
        refiner = self._refiner
        return Provenance(
            interviewer=__version__,
            embedder=self._embedder.name,
            embedder_sha256=getattr(self._embedder, "weights_sha256", None),
            matcher=MatcherProvenance(
                name=self._matcher.name, sha256=getattr(self._matcher, "sha256", "")
            ),
            calibration=self._calibration.name if self.calibrated else "uncalibrated",
            judge=None if refiner is None else refiner.judge.name,
            prompt_version=None if refiner is None else PROMPT_VERSION,
        )

    @cached_property
    def _settings(self) -> str:
        """Models, calibration and options as one text."""
        refiner = self._refiner
        options = None if refiner is None else [refiner.when, refiner.on_failure, refiner.asked_at]
        calibration = self._calibration.model_dump_json()
        return json.dumps([self._common.model_dump(mode="json"), calibration, options])

    def _hashes(self, item: Item) -> _Hashes:
        found = self._items.get(id(item))
        if found is None or found.item is not item:
            if len(self._items) >= MOST_ITEMS:
                self._items.clear()
            found = _Hashes(item, item.rubric_sha256(), item.meaning_sha256())
            self._items[id(item)] = found
        return found
