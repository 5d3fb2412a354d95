"""Leave in order when the system says so: the draft is kept, and the caller saves and exits."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

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
    """
    told = False

    def leave(number: int, _: FrameType | None) -> None:
        nonlocal told
        if not told:
            told = True
            raise Left(signal.Signals(number).name)

    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in _SIGNALS:
            number = getattr(signal, name, None)  # there is no SIGHUP on Windows
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                before[number] = signal.signal(number, leave)
    try:
        yield
    except Left:
        keep()
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
