"""What an author adds to a rubric from a trial: a labelled example, or an accept.

Each is shown as a diff first, and written only on a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from interviewer.cli.pressing import press

if TYPE_CHECKING:
    from interviewer.authoring.trial.account import KeypointTried, Trial
    from interviewer.authoring.trial.opening import Files
    from interviewer.cli.screen import Screen

_ACCEPT = (
    "An accept is a wording that earns the keypoint alone, and that others would use too. One "
    "answer's own turn of phrase is better labelled (l): then the miss is counted."
)
_SHOWN = 40
"""Characters of what was typed that a message repeats: a choice."""


def add_example(files: Files, trial: Trial, screen: Screen) -> bool:
    """Append the answer with a person's labels to the rubric's examples; say whether it was."""
    from interviewer.authoring.trial.opening import open_item
    from interviewer.authoring.writing import with_example
    from interviewer.cli.labelling import labelled

    examples = open_item(files).item.rubric.examples
    for number, example in enumerate(examples, start=1):
        if example.answer.strip() == trial.answer.strip():
            screen.note(f"This answer is example {number} already; change its labels there.")
            return False
    made = labelled(trial, press, screen.note)
    if made is None:
        screen.note("Given up; nothing is written.")
        return False
    return _saved(files, screen, lambda text: with_example(text, made))


def add_accept(files: Files, trial: Trial, screen: Screen) -> bool:
    """Add a wording to the accepts of a keypoint; say whether it was."""
    from interviewer.authoring.writing import with_wordings

    screen.note(_ACCEPT)
    keypoint = which("An accept for which keypoint? ", trial.keypoints, screen)
    wording = None if keypoint is None else _line("The wording: ", _passage_of(keypoint))
    if keypoint is None or not wording:
        screen.note("Nothing is written.")
        return False
    name = keypoint.id
    return _saved(files, screen, lambda text: with_wordings(text, name, accept=[wording]))


def which(message: str, keypoints: Sequence[KeypointTried], screen: Screen) -> KeypointTried | None:
    """Return the keypoint whose number, or id, is typed; None where it was given up.

    Offered is the first that an accept was tried on, else the first that is not met.
    """
    tried = [n for n, keypoint in enumerate(keypoints, start=1) if keypoint.accept is not None]
    lacking = [n for n, keypoint in enumerate(keypoints, start=1) if keypoint.label != "met"]
    typed = _line(message, str(next(iter([*tried, *lacking, 1]))))
    if typed is None:
        return None
    for number, keypoint in enumerate(keypoints, start=1):
        if typed in (str(number), keypoint.id):
            return keypoint
    screen.note(f"{typed[:_SHOWN]!r} is none; they are numbered 1 to {len(keypoints)}.")
    return None


def _line(message: str, draft: str) -> str | None:
    from interviewer.cli.editor import Desk, edit

    done = edit(message, draft, Desk(kind="line"))
    return done.text.strip() if done.how == "sent" else None


def _passage_of(keypoint: KeypointTried) -> str:
    if keypoint.accept is not None:
        return keypoint.accept.passage
    nearest = keypoint.pairs[0].passage if keypoint.pairs else ""
    return " ".join(nearest.split())


def _saved(files: Files, screen: Screen, written: Callable[[str], str]) -> bool:
    """Show what another text would change in the rubric's file, and write it on a yes."""
    from interviewer.authoring.trial.opening import open_item
    from interviewer.authoring.writing import diff, replace_file

    before = open_item(files).rubric
    after = written(before)
    screen.say(diff(before, after, files.rubric.relative_to(files.root).as_posix()))
    if press("Write this? y yes, n no", "yn") != "y":
        screen.note("Nothing is written.")
        return False
    replace_file(files.rubric, before, after)
    return True
