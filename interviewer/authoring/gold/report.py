"""A run of the examples as text, JSON, JUnit XML or GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from interviewer.authoring.annotation import annotation
from interviewer.authoring.gold.check import Checked, NewMiss, Passed
from interviewer.authoring.gold.figures import Figures, figures
from interviewer.authoring.gold.misses import FILE
from interviewer.authoring.gold.run import Fares
from interviewer.bank import Bank

_KINDS = ("strong", "partial", "weak", "wrong", "attack")
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def as_text(checked: Checked) -> Iterator[str]:
    """Yield the table, a line an item, then what is new, what has passed and what is under."""
    width = max((len(row.item) for row in checked.rows), default=4)
    yield (
        f"{'item':{width}}  ex.  κ met  labels  in order  strong partial weak wrong attack   "
        "ref echo  off words"
    )
    for row in checked.rows:
        means = " ".join(f"{_mean(row, kind):>{len(kind)}}" for kind in _KINDS)
        ours = figures([row])
        yield (
            f"{row.item:{width}} {ours.examples:4} {_two(ours.kappa):>6} {_two(ours.accuracy):>7} "
            f"{_two(ours.ordering):>9}  {means}   "
            f"{_two(row.reference)} {_two(row.echo):>4} {_two(row.off_topic):>4} "
            f"{_two(row.keywords):>5}"
        )
    yield told(checked.overall)
    for new in checked.new:
        yield f"{'at the cut' if new.at_the_cut else 'new miss'}: {_words(new)}"
    for passed in checked.passed:
        yield f"{'passed' if passed.clear else 'passed, barely'}: {_passed(passed)}"
    yield from (f"under the limit: {words}" for words in checked.under)
    yield (
        f"{len(checked.known)} known misses, {len(checked.new)} new, {len(checked.passed)} passed"
    )


def as_json(checked: Checked) -> str:
    """Return all of it, with every verdict that differs from its label."""
    rows: list[dict[str, Any]] = [
        {
            "item": row.item,
            **figures([row])._asdict(),
            "reference": row.reference,
            "echo": row.echo,
            "off_topic": row.off_topic,
            "keywords": row.keywords,
            "fractions": [{"kind": e.kind, "fraction": e.fraction} for e in row.examples],
            "misses": [
                {**miss._asdict(), "example": example.at, "reader": outcome.reader}
                for miss, example, outcome in row.misses()
            ],
        }
        for row in checked.rows
    ]
    data = {
        "failed": checked.failed,
        "overall": checked.overall._asdict(),
        "items": rows,
        "new": [{**new.miss._asdict(), "reader": new.reader} for new in checked.new],
        "passed": [
            {**one.miss._asdict(), "reason": one.reason, "clear": one.clear}
            for one in checked.passed
        ],
        "under": checked.under,
    }
    return json.dumps(data, indent=2, ensure_ascii=False)


def as_junit(checked: Checked) -> str:
    """Return a test suite an item and a test case an example; one more for the limits."""
    suites = Xml.Element("testsuites", name="interviewer rubric test")
    for row in checked.rows:
        suite = Xml.SubElement(suites, "testsuite", name=row.item, tests=str(len(row.examples)))
        failures = 0
        for example in row.examples:
            name = f"examples[{example.at}] {example.kind}"
            case = Xml.SubElement(suite, "testcase", classname=row.item, name=name)
            wrong = [
                *(_words(n) for n in checked.new if not n.at_the_cut and _of(n, row, example.id)),
                *(_passed(p) for p in checked.passed if p.clear and _of(p, row, example.id)),
            ]
            if wrong:
                failures += 1
                failure = Xml.SubElement(case, "failure", message=_clean(wrong[0]))
                failure.text = _clean("\n".join(wrong))
        suite.set("failures", str(failures))
    suite = Xml.SubElement(suites, "testsuite", name="limits", tests="1")
    suite.set("failures", str(int(bool(checked.under))))
    case = Xml.SubElement(suite, "testcase", classname="limits", name="limits of the subjects")
    if checked.under:
        failure = Xml.SubElement(case, "failure", message=_clean(checked.under[0]))
        failure.text = _clean("\n".join(checked.under))
    Xml.indent(suites)
    return Xml.tostring(suites, encoding="unicode", xml_declaration=True)


def as_github(checked: Checked, bank: Bank) -> Iterator[str]:
    """Yield workflow commands: an annotation for each thing to be done, then the figures."""
    for new in checked.new:
        file = f"rubrics/{new.miss.item}.yaml"
        line = bank.line(file, ("examples", new.at))
        severity = "note" if new.at_the_cut else "error"
        yield annotation(bank.root / file, line, severity, "new miss", _words(new))
    for passed in checked.passed:
        file = f"rubrics/{passed.miss.item.partition('/')[0]}/{FILE}"
        severity = "error" if passed.clear else "note"
        yield annotation(bank.root / file, None, severity, "passed", _passed(passed))
    for words in checked.under:
        file = f"questions/{words.partition(':')[0]}/_subject.yaml"
        yield annotation(bank.root / file, None, "error", "under the limit", words)
    yield told(checked.overall)


def told(overall: Figures) -> str:
    """Return the figures over all items in a line."""
    return (
        f"all: {overall.examples} examples, {overall.verdicts} verdicts, "
        f"κ of met {_two(overall.kappa)}, equal labels {_two(overall.accuracy)}, "
        f"{_two(overall.ordering)} of {overall.pairs} pairs in order, "
        f"worst attack {_two(overall.attack)}, wrong answers {_two(overall.wrong)}, "
        f"opposites credited {_two(overall.opposites)}"
    )


def _words(new: NewMiss) -> str:
    return (
        f"{new.miss.item} examples[{new.at}] ({new.kind}) {new.miss.name}: "
        f"reader {new.reader}, graded {new.miss.graded}"
    )


def _passed(passed: Passed) -> str:
    miss = passed.miss
    return (
        f"{miss.item} example {miss.example} {miss.name} is no longer graded {miss.graded}; "
        f"take it off {FILE} (--update does)"
    )


def _of(one: NewMiss | Passed, row: Fares, example: str) -> bool:
    return (one.miss.item, one.miss.example) == (row.item, example)


def _mean(row: Fares, kind: str) -> str:
    found: Sequence[float] = [e.fraction for e in row.examples if e.kind == kind]
    return f"{sum(found) / len(found):.2f}" if found else "–"


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _clean(text: str) -> str:
    return text.translate(_NOT_IN_XML)
