"""Wait for one key, or for something that happens meanwhile: prompt_toolkit, below a ledger."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from interviewer.cli.leaving import Left, by_event_loop

if TYPE_CHECKING:
    from prompt_toolkit.key_binding import KeyPressEvent

WOKEN = "woken"
ENTER = "\r"


def press(
    shown: str, keys: str, *, woken: Callable[[], bool] | None = None, every: float = 1.0
) -> str | None:
    """Return which of the keys is pressed, in lower case; `ENTER` is one if it is among them.

    `WOKEN` where ``woken``, asked ``every`` so many seconds, says so first; None where the terminal
    has gone or Ctrl-D was pressed. KeyboardInterrupt on Ctrl-C. ``shown`` stands there meanwhile
    and is wiped after.
    """
    import asyncio

    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.layout import FormattedTextControl, Layout, Window

    from interviewer.report.text import flow

    bindings = KeyBindings()
    for key in keys:
        for form in {key, key.upper()}:

            @bindings.add("enter" if form == ENTER else form)
            def _key(event: KeyPressEvent, key: str = key) -> None:
                event.app.exit(result=key)

    @bindings.add("c-d")
    def _end(event: KeyPressEvent) -> None:
        event.app.exit(result=None)

    @bindings.add("c-c")
    @bindings.add("<sigint>")
    def _interrupt(event: KeyPressEvent) -> None:
        event.app.exit(exception=KeyboardInterrupt())

    def wrapped() -> str:
        return "\n".join(flow(shown, app.output.get_size().columns))

    window = Window(FormattedTextControl(wrapped), dont_extend_height=True)
    app: Application[str | None] = Application(
        layout=Layout(window), key_bindings=bindings, erase_when_done=True
    )

    async def watch() -> None:
        while woken is not None and not app.is_done:
            await asyncio.sleep(every)
            if woken() and not app.is_done:
                app.exit(result=WOKEN)

    def leave(left: Left) -> None:
        if not app.is_done:
            app.exit(exception=left)

    try:
        with by_event_loop(leave) as hand_over:

            def begin() -> None:
                hand_over()
                app.create_background_task(watch())

            return app.run(pre_run=begin)
    except (EOFError, OSError):  # OSError: the terminal was closed
        return None
