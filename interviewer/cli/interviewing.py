"""Run one interview at the terminal: bank, grader, journal and asker put together.

`practice` begins one, `resume` takes one up again; both end here.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from interviewer.errors import InterviewerError, SessionError
from interviewer.sessions import Paused, Session

if TYPE_CHECKING:
    from interviewer.cli.recorder import Keeper, Recorder
    from interviewer.cli.screen import Screen
    from interviewer.fusion import Refiner
    from interviewer.grader import Grader
    from interviewer.items import Item
    from interviewer.sessions import Event
    from interviewer.settings import JudgeSettings
    from interviewer.store.journal import Journal


class Output(NamedTuple):
    """What is left of an interview beside the journal."""

    transcript: Path | None = None
    as_json: bool = False


class Input(NamedTuple):
    """Where the words come from."""

    plain: bool = False
    answers: Path | None = None


class MadeWith(NamedTuple):
    """What the interview is graded with; kept with it, so that it resumes with the same."""

    bank: str = ""
    embedder: str = "bundled"
    matcher: str = "bundled"

    @classmethod
    def of(cls, session: Session) -> MadeWith:
        """Return what a session was begun with.

        SessionError where it was begun with something else too, that only a later version knows:
        without it, the rest would be graded in another way than its beginning.
        """
        unknown = sorted(set(session.made_with) - set(cls._fields))
        if unknown:
            raise SessionError(
                f"session {session.id[:8]!r} was begun with {', '.join(map(repr, unknown))}, which "
                "this version does not know; upgrade to go on with it (nothing was changed)"
            )
        return cls(**session.made_with)


def build_with(made: MadeWith, refiner: Refiner | None) -> Grader:
    """Return the grader that an interview was begun with."""
    from interviewer.cli.wiring import build_grader

    return build_grader(made.embedder, made.matcher, refiner=refiner)


def now() -> str:
    """Return the time in UTC, to the second."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def open_journal() -> Iterator[Journal]:
    """Open the user's journal."""
    from interviewer.store.journal import Journal
    from interviewer.store.place import journal_file

    with Journal.open(journal_file()) as journal:
        yield journal


def hold(
    journal: Journal,
    kept: Sequence[Event],
    begin: Sequence[Event],
    *,
    items: Mapping[str, Item],
    settings: JudgeSettings,
    screen: Screen,
    words: Input,
    output: Output,
    build: Callable[[MadeWith, Refiner | None], Grader] = build_with,
) -> None:
    """Interview on from the events ``kept`` in the journal, with those in ``begin`` first.

    Those are recorded with the first thing that happens: where nothing does, nothing is kept.

    ``build`` makes the grader, in the background.

    Errors and KeyboardInterrupt pass through once it is said how to go on.
    """
    from interviewer.cli.asker import Situation, asker
    from interviewer.cli.beginning import check_output
    from interviewer.cli.conversation import converse, told_again
    from interviewer.cli.grading import ScreenGrades
    from interviewer.cli.judging import judging
    from interviewer.cli.leaving import leaving
    from interviewer.cli.patience import PatientJudge
    from interviewer.cli.recorder import Keeper, Recorder
    from interviewer.cli.soon import SoonGrader
    from interviewer.interview.ability import ability
    from interviewer.interview.engine import Engine
    from interviewer.interview.fold import replay
    from interviewer.interview.picking import Ranking, rank
    from interviewer.store.holding import hold as held
    from interviewer.store.place import data_folder

    session = replay([*kept, *begin])
    check_output(output, session.id)
    made = MadeWith.of(session)
    history = [
        each
        for each in journal.sessions()
        if each.id != session.id and each.started_at <= session.started_at
    ]
    situation = Situation(session, history, items)
    recorder = Recorder(journal, session.id, len(kept), screen.warn)
    keeper = Keeper(journal, session.id)

    def ranked(so_far: Session, rng: Random) -> Ranking | None:
        return rank(items, so_far, history, now=so_far.started_at, rng=rng)

    unrecorded = list(begin)

    def record(event: Event) -> None:
        while unrecorded:
            recorder(unrecorded.pop(0))
        recorder(event)
        situation.happened(event)
        if event.kind in _SENT:
            keeper.drop()

    with held(data_folder(), session.id), judging(settings) as judged:
        refiner = None
        if judged is not None:
            patient = PatientJudge(judged.refiner.judge, screen.warn)
            refiner = judged.refiner._replace(judge=patient)
        alone = session.rules.feedback == "each" and not session.rules.probes
        with SoonGrader(lambda: build(made, refiner), []) as grader:
            engine = Engine(
                items=items,
                rank=ranked,
                ask=asker(screen, words, situation, keeper),
                grades=ScreenGrades(grader, screen, judged=judged is not None, may_show=alone),
                clock=Clock(session.last_at),
                stopwatch=time.monotonic,
                theta=ability(history, items).mean,
            )
            told_again(session, items, screen)
            try:
                with leaving(keeper.flush):
                    session = converse(
                        session, engine, record=record, screen=screen, history=history
                    )
            except (InterviewerError, KeyboardInterrupt) as error:
                if isinstance(error, KeyboardInterrupt) and not unrecorded:
                    recorder(Paused(at=now()))
                say_where(situation.session, recorder, keeper, screen)
                raise
        finish(session, recorder, keeper, screen, output)


_SENT = ("drafted", "answered", "replied", "revised")


class Clock:
    """Tell the time as text; one that was set back stands still until it has caught up."""

    def __init__(self, last: str) -> None:
        self._last = last

    def __call__(self) -> str:
        """Return the time, never before the last one told."""
        self._last = max(self._last, now())
        return self._last


def say_where(session: Session, recorder: Recorder, keeper: Keeper, screen: Screen) -> None:
    """Say how to go on with an interview that was left, once all that waits is kept."""
    recorder.flush()
    keeper.flush()
    failure = recorder.failure or keeper.failure
    if failure is not None:
        screen.warn(f"not everything could be kept: {failure}")
    elif session.turns:
        screen.note(f"Everything is kept. To go on: interviewer resume {session.id[:8]}")


def finish(
    session: Session, recorder: Recorder, keeper: Keeper, screen: Screen, output: Output
) -> None:
    """Write what was asked for, and say where the interview is kept.

    SessionError where it could not be kept, once everything else is written.
    """
    import json

    from interviewer.cli.transcribing import write_transcript

    recorder.flush()
    keeper.flush()
    if output.transcript is not None:
        write_transcript(output.transcript, session)
        screen.note(f"Written to {output.transcript}.")
    if recorder.failure is None:
        if session.ended_at is None:
            say_where(session, recorder, keeper, screen)
        elif any(turn.status is not None for turn in session.turns):
            screen.note(f"Kept. To see it again: interviewer sessions show {session.id[:8]}")
    if output.as_json:
        print(json.dumps(session.model_dump(mode="json")))
    if recorder.failure is not None:
        raise SessionError(recorder.failure)
