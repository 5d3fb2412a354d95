"""How an item's verdicts agree with people, as text and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from interviewer.analysis.least import ANSWERS
from interviewer.authoring.against_people import ORDER, AgainstPeople, Cell
from interviewer.authoring.older import Older
from interviewer.report.analysis.layout import section, table, told
from interviewer.report.rubrics.words import counted, kappa, quoted, too_few
from interviewer.report.text import flow

SHOWN = 8
"""False verdicts that are shown, the commonest: a choice, about a screen."""
SAID = 2
"""Answers shown of each."""

COLUMNS = (
    "question_id",
    "keypoint_id",
    "labels",
    "kappa",
    "kappa_low",
    "kappa_high",
    "accuracy",
    *(f"people_{people}_graded_{ours}" for people in ORDER for ours in ORDER),
)
"""Names of the cells of a row; ``keypoint_id`` is ``all`` for all keypoints together."""


def people_text(found: AgainstPeople, *, source: str, width: int) -> str:
    """Return the report; ``source`` says whose labels these are."""
    head = (
        f"{found.question_id} · version {found.version} · {counted(found.labels, 'label')} of "
        f"{counted(found.answers, 'answer')} · {source}"
    )
    lines = flow(head, width)
    lines += [line for one in found.older for line in flow(_older(one, found.version), width)]
    lines += ["", *flow(f"{kappa(found.kappa)}, of met against the rest", width)]
    share = found.accuracy
    span = (
        "" if share.low is None or share.high is None else f" ({share.low:.2f} to {share.high:.2f})"
    )
    lines += flow(
        f"equal calls {share.value:.2f}{span}; always the commoner call: {found.majority:.2f}",
        width,
    )
    if found.readers is not None:
        lines += flow(f"two people among themselves: {kappa(found.readers)}", width)
    few = too_few(found.answers)
    lines += flow(few, width) if few else []
    if found.left_out:
        why = ", ".join(f"{count} ({reason})" for reason, count in sorted(found.left_out.items()))
        lines += flow(f"labels left out: {why}", width)
    lines += [*_keypoints(found, width), *_false(found, width)]
    return "\n".join(lines)


def people_rows(found: AgainstPeople) -> Iterator[list[str | int | float | None]]:
    """Yield a row for all keypoints, then one a keypoint, with the cells of `COLUMNS`."""
    rows = [("all", found.labels, found.kappa, found.accuracy.value, found.cells)]
    rows += [(k.keypoint_id, k.labels, k.kappa, k.accuracy, k.cells) for k in found.keypoints]
    for name, labels, agreed, accuracy, cells in rows:
        counts = {(cell.people, cell.ours): cell.count for cell in cells}
        figures = (None,) * 3 if agreed is None else (agreed.value, agreed.low, agreed.high)
        confusion = [counts.get((people, ours), 0) for people in ORDER for ours in ORDER]
        yield [found.question_id, name, labels, *figures, accuracy, *confusion]


def _older(one: Older, version: int) -> str:
    by = "an unknown version" if one.version is None else f"version {one.version}"
    if one.version == version:
        by += " with other words" if one.sha256 is None else f" with other words ({one.sha256})"
    were = "answer was" if one.answers == 1 else "answers were"
    return (
        f"{one.answers:,} {were} graded by {by}, the bank has version {version}: what follows "
        "counts them; `interviewer regrade` brings them up to date"
    )


def _keypoints(found: AgainstPeople, width: int) -> Iterator[str]:
    yield from section(
        "keypoints",
        [f"κ of a keypoint says little below {ANSWERS} labels; – where it cannot be told"],
        width,
    )
    rows = [
        (
            (
                str(k.labels),
                "–" if k.kappa is None else f"{k.kappa.value:.2f}",
                f"{k.accuracy:.2f}",
                _slips(k.cells),
            ),
            k.keypoint_id,
        )
        for k in found.keypoints
    ]
    yield from table(("labels", "κ", "equal", "too much/little", "keypoint"), rows, width)
    yield from section(
        "people's labels down, grades across",
        [],
        width,
    )
    counts = {(cell.people, cell.ours): cell.count for cell in found.cells}
    confusion = [
        (tuple(str(counts.get((people, ours), 0)) for ours in ORDER), people) for people in ORDER
    ]
    yield from table((*ORDER, ""), confusion, width)


def _slips(cells: Sequence[Cell]) -> str:
    """Count verdicts with more credit than people give, and with less."""
    rank = {"met": 2, "partial": 1, "missed": 0, "contradicted": 0}
    more = sum(c.count for c in cells if rank[c.ours] > rank[c.people])
    less = sum(c.count for c in cells if rank[c.ours] < rank[c.people])
    return f"{more}/{less}"


def _false(found: AgainstPeople, width: int) -> Iterator[str]:
    if not found.false_verdicts:
        yield from ("", "no verdict differs from its label")
        return
    wordless = any(said.words is None for one in found.false_verdicts for said in one.answers)
    told_so = ["some records hold no words of their answers"] if wordless else []
    yield from section("commonest false verdicts", told_so, width)
    for one in found.false_verdicts[:SHOWN]:
        yield from told(
            f"{one.count} × {one.keypoint_id}: people say {one.people}, graded {one.ours}", width
        )
        for said in one.answers[:SAID]:
            if said.words is not None:
                yield from quoted(said.answer_id, said.words, width)
    left = len(found.false_verdicts) - SHOWN
    if left > 0:
        yield from told(f"and {counted(left, 'other kind')}: --format json has all", width)
