"""Leave in order when the system says so: the draft is kept, and the caller saves and exits."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from types import FrameType
from typing import Any

AGAIN_SECONDS = 0.3
"""So long after a signal it is given again where it was lost: a choice, hardly noticed."""

Handler = Callable[[int, FrameType | None], Any]

_SIGNALS = ("SIGTERM", "SIGHUP")


class Left(KeyboardInterrupt):
    """The process was told to end.

    A KeyboardInterrupt, as event loops let nothing else through and the exit code is the same
    (130: interrupted, everything is kept). What goes on after Ctrl-C must let this one pass.
    """


@contextmanager
def leaving(keep: Callable[[], None]) -> Iterator[None]:
    """Raise `Left` in the main thread on SIGTERM and SIGHUP; call ``keep`` before it gets out.

    Not from the signal handler: that may run in the midst of a write, which ``keep`` would wait
    for. A second signal on the way out changes nothing. A signal that was ignored when we were
    started (nohup) stays so. In another thread than the main one nothing is changed.

    Python drops what is raised while it cleans up after an object (a weak reference's callback,
    ``__del__``), so a signal is given again until `Left` is on its way.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    lost = _Repeating()

    def leave(number: int, _: FrameType | None) -> None:
        if not _is_on_its_way():
            lost.came(number)
            raise Left(signal.Signals(number).name)

    before = {number: signal.signal(number, leave) for number in _wanted()}
    try:
        yield
    except Left:
        keep()
        raise
    finally:
        lost.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def by_event_loop(leave: Callable[[Left], None]) -> Iterator[Callable[[], None]]:
    """Yield what hands the signals to the event loop that runs: it then calls ``leave``.

    Raised anywhere else in it, `Left` would leave its tasks in pieces. Afterwards the handlers are
    what they were; those of nobody stay nobody's.
    """
    before: dict[int, Handler] = {}

    def hand_over() -> None:
        import asyncio

        for number in _wanted():
            handler = signal.getsignal(number)
            if callable(handler):
                left = Left(signal.Signals(number).name)
                with suppress(NotImplementedError):  # Windows has no signals in its loops
                    asyncio.get_running_loop().add_signal_handler(number, leave, left)
                    before[number] = handler

    try:
        yield hand_over
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Repeating:
    """Give the main thread a signal again, time after time, from the first one on to the end.

    The queue may be written to in a signal handler, whatever was interrupted.
    """

    def __init__(self) -> None:
        self._first: SimpleQueue[int | None] = SimpleQueue()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def came(self, number: int) -> None:
        """Take note of a signal."""
        self._first.put(number)

    def stop(self) -> None:
        """Give no more."""
        self._over.set()
        self._first.put(None)
        self._thread.join()

    def _run(self) -> None:
        number = self._first.get()
        main = threading.main_thread().ident
        kill = getattr(signal, "pthread_kill", None)  # not on Windows
        while number is not None and kill is not None and not self._over.wait(AGAIN_SECONDS):
            kill(main, number)


def _wanted() -> list[int]:
    """Return the signals to leave on; there is no SIGHUP on Windows, and nohup ignores it."""
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    return [number for number in numbers if signal.getsignal(number) is not signal.SIG_IGN]


def _is_on_its_way() -> bool:
    """Say whether `Left` is being handled where the signal came in."""
    error = sys.exc_info()[1]
    while error is not None:
        if isinstance(error, Left):
            return True
        error = error.__context__
    return False
