"""``interviewer demo``: one graded answer, with nothing to type."""

from __future__ import annotations

QUESTION = "deep-learning/dropout"
ANSWER = """\
Dropout is a regularization technique. In every training step you switch off each unit of a layer
with some probability p, say 0.5, and you draw a fresh random mask for every mini-batch. Because a
unit can never count on one particular neighbour being there, units stop co-adapting and learn
features that are useful on their own, so the network overfits less. You can also see it as
training a huge ensemble of thinned networks that share their weights. At test time you keep
dropping units with the same probability, so that the network sees what it was trained on.
"""


def demo() -> None:
    """Watch one answer being graded: ten seconds, nothing to type, no key and no network.

    Shows a question, an answer that leaves one point out and gets one wrong, and the ledger.

    Example: interviewer demo
    """
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import build_grader, open_bank
    from interviewer.interview import pick
    from interviewer.report.terminal import ledger, question
    from interviewer.report.text import paragraphs

    screen = Screen.here()
    ((item, _),) = pick(open_bank(None).items, count=1, seed=0, question=QUESTION)
    screen.say(question(item, 1, 1, width=screen.width))
    screen.say("\nA candidate answers:\n")
    screen.say("\n".join(paragraphs(" ".join(ANSWER.split()), screen.width, indent="    ")))
    screen.say()
    with screen.waiting("grading…"):
        grade = build_grader().grade(item, ANSWER)
    screen.say(ledger(item, grade, width=screen.width, color=screen.color))
    screen.say("\nTry it yourself: interviewer practice")
