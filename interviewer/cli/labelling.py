"""Walk through the keypoints of a trial and take a label for each: a labelled example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, get_args

from interviewer.cli.pressing import ENTER
from interviewer.items import Example, ExampleKind, ExampleLabel

if TYPE_CHECKING:
    from interviewer.authoring.trial.account import Trial

Press = Callable[[str, str], str | None]
"""What shows a line and waits for one of some keys; None where the terminal has gone."""

LABELS: tuple[ExampleLabel, ...] = get_args(ExampleLabel)
KINDS: tuple[ExampleKind, ...] = get_args(ExampleKind)
_HELD = ("held", "absent")
_BACK, _QUIT = "u", "q"


class _Step(NamedTuple):
    """One thing to ask: what is shown of it, its choices, and the one that Enter takes."""

    head: str
    choices: Sequence[str]
    default: str | None


def labelled(trial: Trial, press: Press, note: Callable[[str], None]) -> Example | None:
    """Return the answer with a person's labels; None where they gave up.

    Enter takes the grader's label. The kind has no default: it is what the ordering of answers is
    tested against, and nobody but the author knows it.
    """
    steps = _steps(trial)
    chosen: list[str] = []
    while len(chosen) < len(steps):
        step = steps[len(chosen)]
        note(f"{len(chosen) + 1}/{len(steps)} {step.head}")
        numbers = "".join(str(n) for n in range(1, len(step.choices) + 1))
        enter = ENTER if step.default is not None else ""
        key = press(_line(step), f"{numbers}{enter}{_BACK}{_QUIT}")
        if key is None or key == _QUIT:
            return None
        if key == _BACK:
            chosen = chosen[:-1]
            continue
        told = step.default if key == ENTER and step.default else step.choices[int(key) - 1]
        note(f"-> {told}")
        chosen.append(told)
    return _example(trial, chosen)


def _steps(trial: Trial) -> list[_Step]:
    return [
        *(
            _Step(f"{k.id}: {k.text}", LABELS, "missed" if k.label == "unscored" else k.label)
            for k in trial.keypoints
        ),
        *(
            _Step(f"the misconception {m.id}: {m.text}", _HELD, m.label)
            for m in trial.misconceptions
        ),
        _Step("What kind of answer is this?", KINDS, None),
    ]


def _line(step: _Step) -> str:
    told = [f"{n} {choice}" for n, choice in enumerate(step.choices, start=1)]
    enter = [] if step.default is None else [f"Enter {step.default}"]
    return ", ".join([*told, *enter, "u one back", "q give up"])


def _example(trial: Trial, chosen: Sequence[str]) -> Example:
    count = len(trial.keypoints)
    *told, kind = chosen
    names = [keypoint.id for keypoint in trial.keypoints]
    held = [
        m.id for m, label in zip(trial.misconceptions, told[count:], strict=True) if label == "held"
    ]
    return Example.model_validate(
        {
            "answer": trial.answer,
            "labels": dict(zip(names, told[:count], strict=True)),
            "misconceptions": tuple(held),
            "kind": kind,
        }
    )
