"""Hold an interview on this terminal with a grader of words: what the pexpect tests run.

``INTERVIEWER_HOME`` says where it is kept. Arguments: ``begin`` or ``resume``, then the rules as
JSON.
"""

from __future__ import annotations

import json
import sys

from interviewer.cli.interviewing import Input, Output, hold, now, open_journal
from interviewer.cli.screen import Screen
from interviewer.rules import Rules
from interviewer.sessions import Drafted, Event, Resumed, Started
from interviewer.settings import JudgeSettings
from interviewer.testing.fakes import fake_grader
from tests.interview.items import bank, probed


def main(how: str, rules: str) -> None:
    """Begin an interview, or go on with the last unfinished one."""
    items = {**bank(), "deep-learning/dropout": probed()}
    with open_journal() as journal:
        kept: list[Event] = []
        begin: list[Event] = [
            Started(
                at=now(),
                session_id="s1",
                interviewer="0.1.0",
                seed=1,
                rules=Rules.model_validate(json.loads(rules)),
            )
        ]
        if how == "resume":
            session = journal.unfinished()[0]
            kept = journal.events(session.id)
            begin = [Resumed(at=now())]
            draft = journal.draft(session.id)
            if draft is not None:
                begin.append(Drafted(at=now(), text=draft[0], seconds=draft[1]))
        hold(
            journal,
            kept,
            begin,
            items=items,
            settings=JudgeSettings(),
            screen=Screen.here(),
            words=Input(),
            output=Output(),
            build=lambda made, refiner: fake_grader(),
        )


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "{}")
    except KeyboardInterrupt:
        sys.exit(130)
