"""The line editor of `interviewer practice`: prompt_toolkit, and nothing of it outside this file.

A pasted text arrives as one piece (bracketed paste), so no line of it sends anything early.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent

_KEPT = "What you wrote is kept. Press Ctrl-C again to leave."
_SURROGATES = re.compile("[\ud800-\udfff]")


def edit(
    message: str,
    *,
    note: Callable[[str], None],
    bar: str = "",
    draft: str = "",
    multiline: bool = True,
) -> str | None:
    """Return what was typed; None where the input has ended or Ctrl-D was pressed on nothing.

    The first Ctrl-C keeps the text and says so through ``note``, a second one with nothing typed in
    between raises KeyboardInterrupt. ``bar`` is shown at the foot of terminals that tell where
    their cursor is. Bytes that are no text become U+FFFD.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.application import run_in_terminal
    from prompt_toolkit.history import DummyHistory
    from prompt_toolkit.key_binding import KeyBindings

    warned = False
    bindings = KeyBindings()
    session: PromptSession[str] = PromptSession(
        history=DummyHistory(),
        multiline=multiline,
        prompt_continuation="  ",
        bottom_toolbar=bar or None,
        enable_suspend=True,
        key_bindings=bindings,
    )

    @bindings.add("c-c")
    def _interrupt(event: KeyPressEvent) -> None:
        nonlocal warned
        if warned:
            event.app.exit(exception=KeyboardInterrupt, style="class:aborting")
            return
        warned = True
        run_in_terminal(lambda: note(_KEPT))

    @bindings.add("c-d")
    def _send(event: KeyPressEvent) -> None:
        if event.current_buffer.text:
            event.current_buffer.validate_and_handle()
        else:
            event.app.exit(exception=EOFError, style="class:exiting")

    def _typed(_: object) -> None:
        nonlocal warned
        warned = False

    session.default_buffer.on_text_changed += _typed
    try:
        return _SURROGATES.sub("\ufffd", session.prompt(message, default=draft))
    except (EOFError, OSError):  # OSError: the terminal was closed
        return None
