"""What the grader is known to get wrong: ``rubrics/<subject>/_known-misses.yaml``.

Each miss stands under a reason, so that nothing wrong is hidden and nothing new slips in: a run
fails on a miss that is not listed, and on one that is listed and has come right by a clear margin.
An example is named by an x (no number of YAML begins so) and the first eight hexadecimal digits of
its answer's SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import StringConstraints

from interviewer.frozen import Frozen, QuestionId, Slug, Text

FILE = "_known-misses.yaml"
Graded = Literal["met", "partial", "missed", "contradicted", "held", "absent"]
ExampleId = Annotated[str, StringConstraints(pattern=r"^x[0-9a-f]{8}$")]
LintCode = Annotated[str, StringConstraints(pattern=r"^R\d{3}$")]

REASONS = {
    "right-in-other-words": "The reader sees the claim; similarity does not, in these words.",
    "near-but-not-said": "The words are near to the claim and do not make it.",
    "fluent-opposite": "The opposite of the claim, in the claim's own words, is taken for it.",
    "opposite-unnamed": "The answer denies the claim; it earns nothing, as it should, but is "
    "called missed instead of contradicted.",
    "reject-too-near": "Right words are nearer to a known wrong statement than to the claim.",
    "denial-imagined": "Nothing is said of the claim, and yet it is taken for denied.",
    "degree": "Met and partial are told apart otherwise than by the reader.",
    "false-claim-unseen": "The answer holds a misconception, and it is not found.",
    "false-claim-imagined": "A misconception is found that the answer does not hold.",
}
"""Why verdicts and labels part, by the two labels."""


class KnownMisses(Frozen):
    """The file: reasons by name; misses by item, reason, example and keypoint; notes of the lint.

    A misconception stands beside the keypoints, with ``held`` or ``absent``. ``lint`` lists, by
    item and code, the places of notes that are known.
    """

    reasons: dict[Slug, Text] = {}
    verdicts: dict[QuestionId, dict[Slug, dict[ExampleId, dict[Slug, Graded]]]] = {}
    lint: dict[QuestionId, dict[LintCode, tuple[str, ...]]] = {}

    def misses(self) -> dict[Miss, str]:
        """Return the reason of each listed miss."""
        return {
            Miss(item, example, name, graded): reason
            for item, by_reason in self.verdicts.items()
            for reason, by_example in by_reason.items()
            for example, graded_as in by_example.items()
            for name, graded in graded_as.items()
        }

    def notes(self) -> set[tuple[str, str, str]]:
        """Return (item, code, place) of each listed note."""
        return {
            (item, code, place)
            for item, by_code in self.lint.items()
            for code, places in by_code.items()
            for place in places
        }


class Miss(NamedTuple):
    """A verdict (of a keypoint or a misconception) that differs from the reader's label."""

    item: str
    example: str
    name: str
    graded: str


def example_id(answer: str) -> str:
    """Return the name of an example: it stays while its words stay."""
    return "x" + hashlib.sha256(answer.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def reason_of(reader: str, graded: str) -> str:
    """Return which of `REASONS` a reader's label and a verdict part for."""
    if "held" in (reader, graded):
        return "false-claim-unseen" if reader == "held" else "false-claim-imagined"
    if graded == "contradicted":
        return "denial-imagined" if reader == "missed" else "reject-too-near"
    if reader == "contradicted":
        return "opposite-unnamed" if graded == "missed" else "fluent-opposite"
    if graded == "missed":
        return "right-in-other-words"
    return "near-but-not-said" if reader == "missed" else "degree"


def written(
    misses: Mapping[Miss, str],
    notes: Iterable[tuple[str, str, str]],
    reasons: Mapping[str, str],
) -> str:
    """Return the file that lists these misses, each under its reason, and these notes.

    ``reasons`` has the sentences that the file had so far: they stay, others come from `REASONS`.
    """
    import yaml

    verdicts: dict[str, dict[str, dict[str, dict[str, str]]]] = {}
    for miss, reason in sorted(misses.items(), key=lambda pair: (pair[0].item, pair[1], pair[0])):
        by_reason = verdicts.setdefault(miss.item, {}).setdefault(reason, {})
        by_reason.setdefault(miss.example, {})[miss.name] = miss.graded
    lint: dict[str, dict[str, list[str]]] = {}
    for item, code, place in sorted(notes):
        lint.setdefault(item, {}).setdefault(code, []).append(place)
    used = sorted(set(misses.values()))
    data = {
        "reasons": {name: reasons.get(name) or REASONS[name] for name in used},
        "verdicts": verdicts,
        "lint": lint,
    }
    head = "# Written by `interviewer rubric test --update`; reasons may be edited by hand.\n"
    return head + yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
