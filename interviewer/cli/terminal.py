"""The terminal's way to get answers: an editor of many lines, and a menu after each ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.cli.ask import HELP, command, hint, show_question

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.interview.engine import Asked, Quit, Reply, Revise

TERMINAL_HELP = "Enter begins a new line; Esc then Enter, or Ctrl-D, sends the answer."
_BAR = "Esc Enter or Ctrl-D: send | Enter: new line | /help /skip /idk /quit"
_REVISE_BAR = "Esc Enter or Ctrl-D: send | Enter: new line | /skip: leave it as it was"
_MENU = "[Enter] next   r revise   s show the reference   q quit"
_BLANK = "Nothing is written yet. /skip leaves the question out, /idk says that you do not know."


class TerminalAsk:
    """Ask on a terminal: an editor of many lines for answers, one line for what comes after."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def __call__(self, asked: Asked) -> Reply:
        """Return the candidate's reply; KeyboardInterrupt after two Ctrl-C."""
        if asked.step == "revise":
            return self._after(asked)
        show_question(self._screen, asked)
        return self._answer()

    def _answer(self) -> Reply:
        from interviewer.interview.engine import Answered, Idk, Quit, Skip

        draft = ""
        while (text := self._edit("> ", bar=_BAR, draft=draft)) is not None:
            draft = ""
            match command(text):
                case "skip":
                    return Skip()
                case "idk":
                    return Idk()
                case "quit":
                    return Quit()
                case "help":
                    self._screen.note(f"{TERMINAL_HELP}\n{HELP}")
                case "unknown":
                    self._screen.note(hint(text))
                    draft = text
                case None if text.strip():
                    return Answered(text)
                case None:
                    self._screen.note(_BLANK)
        return Quit()

    def _after(self, asked: Asked) -> Reply:
        from interviewer.interview.engine import Next, Quit
        from interviewer.report.terminal import reference

        menu = _MENU if asked.number < asked.total else _MENU.replace("next", "finish")
        self._screen.say()
        while (text := self._edit(f"{menu}\n> ", multiline=False)) is not None:
            match text.strip().lower():
                case "":
                    return Next()
                case "q" | "/quit":
                    return Quit()
                case "s":
                    self._screen.say(reference(asked.item, width=self._screen.width))
                case "r":
                    reply = self._revision(asked.draft)
                    if reply is not None:
                        return reply
                case other:
                    self._screen.note(f"{other[:40]!r} is none of Enter, r, s and q.")
        return Quit()

    def _revision(self, draft: str) -> Revise | Quit | None:
        """Return the edited answer; None where it stays as it was."""
        from interviewer.interview.engine import Quit, Revise

        shown = draft
        while (text := self._edit("> ", bar=_REVISE_BAR, draft=shown)) is not None:
            shown = text
            match command(text):
                case "quit":
                    return Quit()
                case "skip" | "idk":
                    return None
                case "help":
                    self._screen.note(f"{TERMINAL_HELP}\n/skip leaves the answer as it was.")
                    shown = draft
                case "unknown":
                    self._screen.note(hint(text))
                case None if not text.strip():
                    self._screen.note("Nothing is written. /skip leaves the answer as it was.")
                case None if text == draft:
                    self._screen.note("Nothing was changed, so there is nothing to grade again.")
                    return None
                case None:
                    return Revise(text)
        return Quit()

    def _edit(
        self, message: str, *, bar: str = "", draft: str = "", multiline: bool = True
    ) -> str | None:
        from interviewer.cli.editor import edit

        return edit(message, note=self._screen.note, bar=bar, draft=draft, multiline=multiline)
