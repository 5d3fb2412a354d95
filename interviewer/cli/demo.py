"""``interviewer demo``: one graded answer, with nothing to type."""

from __future__ import annotations

QUESTION = "deep-learning/dropout"
# Right about what dropout does and what it is for; wrong about speed; one more drawback is missing.
ANSWER = """\
In each training step, dropout sets the outputs of randomly chosen neurons to zero. It reduces
overfitting of a large network. No neuron can lean on one particular neighbour, since that neighbour
may be gone. Dropout also speeds up training, because fewer units have to be learned. On the other
side, a rate that is too high leaves too little capacity, and the network underfits.
"""


def demo() -> None:
    """Watch one answer being graded: ten seconds, nothing to type, no key and no network.

    Shows a question, an answer that leaves one point out and gets one wrong, and the ledger.

    Example: interviewer demo
    """
    from interviewer.cli.screen import Screen
    from interviewer.cli.wiring import build_grader, open_bank
    from interviewer.report.terminal import ledger, question
    from interviewer.report.text import paragraphs

    screen = Screen.here()
    answer = " ".join(ANSWER.split())
    item = open_bank(None, only=QUESTION).items[QUESTION]
    screen.say(question(item, 1, 1, width=screen.width))
    screen.say("\nA candidate answers:\n")
    screen.say("\n".join(paragraphs(answer, screen.width, indent="    ")))
    screen.say()
    with screen.waiting("grading…"):
        grade = build_grader().grade(item, answer)
    screen.say(ledger(item, grade, width=screen.width, color=screen.color))
    screen.say("\nTry it yourself: interviewer practice")
