"""A judge for a conversation: nobody has to wait for it, and it ends no interview."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread

from interviewer.cli.leaving import Left
from interviewer.errors import JudgeError
from interviewer.items import Item
from interviewer.judge.absent import AbsentJudge
from interviewer.judge.ruling import Ids
from interviewer.judge.rulings import JudgeReply
from interviewer.seams import Judge


class PatientJudge:
    """Ask a judge until it replies or Ctrl-C is pressed; after an error that ends a run, no more.

    What it did not rule on stays the matcher's; ``say`` tells the candidate.
    """

    def __init__(self, judge: Judge, say: Callable[[str], None]) -> None:
        self.name = judge.name
        self._judge = judge
        self._absent = AbsentJudge(judge.name)
        self._say = say
        self._gone = False

    def rule(self, item: Item, answer: str, ids: Ids) -> JudgeReply:
        """Return what the judge says, or that there was none to ask."""
        if self._gone:
            return self._absent.rule(item, answer, ids)
        replies: SimpleQueue[JudgeReply | Exception] = SimpleQueue()

        def ask() -> None:
            try:
                replies.put(self._judge.rule(item, answer, ids))
            except Exception as error:  # noqa: BLE001 - raised again below, in the caller's thread
                replies.put(error)

        Thread(target=ask, daemon=True).start()
        try:
            reply = replies.get()
        except Left:
            raise
        except KeyboardInterrupt:
            self._say("The judge was not waited for; this is the grade without it.")
            return self._absent.rule(item, answer, ids)
        if isinstance(reply, JudgeError):
            self._gone = True
            self._say(f"{reply}; going on without the judge")
            return self._absent.rule(item, answer, ids)
        if isinstance(reply, Exception):
            raise reply
        return reply
