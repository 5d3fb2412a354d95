"""A process that is told to end keeps the draft and gets out."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from interviewer.cli.leaving import Left, by_event_loop, leaving
from interviewer.cli.terminal import TerminalAsk
from tests.cli.askings import Room, asked

MUST_HAPPEN = 5.0
SIGNALS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Let no test end the tests."""
    before = {number: signal.signal(number, signal.SIG_DFL) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_keeps_the_draft_and_raises(number: signal.Signals) -> None:
    kept: list[str] = []
    with pytest.raises(Left, match=number.name), leaving(lambda: kept.append("draft")):
        os.kill(os.getpid(), number)
    assert kept == ["draft"]
    assert signal.getsignal(number) is signal.SIG_DFL


def test_a_second_signal_on_the_way_out_changes_nothing() -> None:
    kept: list[str] = []

    def save_on_leaving() -> None:
        try:
            os.kill(os.getpid(), signal.SIGHUP)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            kept.append("saved")

    with pytest.raises(Left), leaving(lambda: kept.append("draft")):
        save_on_leaving()
    assert kept == ["saved", "draft"]


def test_a_signal_that_was_ignored_at_the_start_stays_so() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with leaving(lambda: pytest.fail("nobody leaves")):
        os.kill(os.getpid(), signal.SIGHUP)
    assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


def test_nothing_is_kept_where_nobody_leaves_and_the_handlers_come_back() -> None:
    with leaving(lambda: pytest.fail("nobody leaves")):
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


class _TellsInPassing:
    """Python drops what is raised in here."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(1000):  # the handler runs between two steps
            pass


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_that_python_drops_comes_again() -> None:
    kept: list[str] = []

    def drop() -> None:
        _TellsInPassing()
        time.sleep(MUST_HAPPEN)

    with pytest.raises(Left), leaving(lambda: kept.append("draft")):
        drop()
    assert kept == ["draft"]


def test_on_the_way_out_no_signal_is_raised_again() -> None:
    done: list[str] = []

    def keep() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.02)
        done.append("kept")

    def work() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(MUST_HAPPEN)
        finally:
            os.kill(os.getpid(), signal.SIGHUP)
            time.sleep(0.02)
            done.append("cleaned up")

    with pytest.raises(Left), leaving(keep):
        work()
    assert done == ["cleaned up", "kept"]


def test_an_event_loop_is_told_of_a_signal_and_nothing_is_raised_in_it() -> None:
    told: list[str] = []

    async def run(hand_over: Callable[[], None]) -> str:
        hand_over()
        os.kill(os.getpid(), signal.SIGTERM)
        while not told:
            await asyncio.sleep(0.01)
        return "went on"

    with leaving(lambda: pytest.fail("nobody leaves")):
        handler = signal.getsignal(signal.SIGTERM)
        with by_event_loop(lambda left: told.append(str(left))) as hand_over:
            assert asyncio.run(run(hand_over)) == "went on"
        assert signal.getsignal(signal.SIGTERM) is handler
    assert told == ["SIGTERM"]


def test_another_thread_changes_no_handler() -> None:
    found: list[object] = []

    def run() -> None:
        with leaving(lambda: None):
            found.append(signal.getsignal(signal.SIGTERM))

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    assert found == [signal.SIG_DFL]


def test_a_signal_in_the_midst_of_typing_keeps_what_is_typed() -> None:
    room = Room()
    ask = TerminalAsk(room.screen, room.tools, seconds=room.seconds)
    typed, order = "half an answer", list[str]()
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        pipe.send_text(typed)

        def kill_once_it_is_typed() -> None:
            until = time.monotonic() + 20
            while typed not in [text for text, _ in room.kept] and time.monotonic() < until:
                time.sleep(0.01)
            os.kill(os.getpid(), signal.SIGTERM)

        timer = threading.Thread(target=kill_once_it_is_typed)
        timer.start()
        with pytest.raises(Left), leaving(lambda: order.append(room.kept[-1][0])):
            ask(asked())
        timer.join()
    assert order == [typed]
