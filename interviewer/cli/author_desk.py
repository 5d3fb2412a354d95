"""The author's loop: an answer, its ledger, and the ledger again whenever a file is saved."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from interviewer.authoring.trial.opening import Opened, open_item
from interviewer.authoring.trial.watch import POLL_SECONDS, Watch
from interviewer.cli.pressing import WOKEN, press
from interviewer.errors import BankError, InterviewerError, Problem

if TYPE_CHECKING:
    from interviewer.authoring.trial.account import Trial
    from interviewer.authoring.trial.changes import Change
    from interviewer.authoring.trial.opening import Files
    from interviewer.cli.screen import Screen
    from interviewer.grader import Grader

_KEYS = "enolaq"
_MENU = "e edit, n new, o open rubric, l label, a accept, q quit"
_WATCHED = "Both files are watched: save one, and the ledger is here again."
_WRITING = "Esc then Enter, or Ctrl-D, grades the answer; Ctrl-X Ctrl-E opens your editor."
_NO_COMMAND = "Only /edit does something here; //x is the line /x."
_MOST_TOLD = 5
"""Mistakes of a file that are shown in the loop: a choice, the first are mended first."""


class AuthorDesk:
    """One item tried at a terminal; ``grader`` is waited for once, when the first answer is there.

    What is written to the rubric's file is shown as a diff and asked about before.
    """

    def __init__(
        self,
        files: Files,
        opened: Opened,
        grader: Callable[[], Grader],
        screen: Screen,
        *,
        every: bool,
    ) -> None:
        self._files = files
        self._opened = opened
        self._grader = grader
        self._screen = screen
        self._every = every
        self._watch = Watch([files.question, files.rubric])

    def run(self, answer: str | None, *, once: bool) -> None:
        """Show the question, take an answer where none is given, and go on until the author quits.

        ``once`` ends after the first ledger. KeyboardInterrupt on Ctrl-C, and where no answer is
        written.
        """
        self._question()
        words = self._written("") if answer is None else answer
        if words is None:
            raise KeyboardInterrupt
        trial = self._tried(words)
        if once:
            return
        self._screen.note(_WATCHED)
        while True:
            key = press(_MENU, _KEYS, woken=self._watch.changed, every=POLL_SECONDS)
            if key is None or key == "q":
                return
            try:
                trial = self._after(key, trial)
            except BankError as error:
                self._mistakes(error.problems)
            except InterviewerError as error:
                self._screen.note(str(error))

    def _after(self, key: str, trial: Trial) -> Trial:
        """Return the trial that counts after a key: this one, or what came in its place."""
        if key == WOKEN:
            return self._refreshed(trial, "saved")
        if key == "o":
            self._open(trial)
            return trial
        if key in ("e", "n"):
            words = self._written(trial.answer if key == "e" else "")
            return trial if words is None else self._tried(words)
        if not self._add(key, trial):
            return trial
        self._watch = Watch([self._files.question, self._files.rubric])
        return self._refreshed(trial, "written")

    def _question(self) -> None:
        from interviewer.report.text import paragraphs

        prompt = self._opened.item.question.prompt
        self._screen.say("\n".join(paragraphs(prompt, self._screen.width)))
        self._screen.say()

    def _written(self, draft: str) -> str | None:
        """Return an answer from the interview's editor; None where it was given up."""
        from interviewer.cli.commands import escaped, unescaped
        from interviewer.cli.editor import Desk, edit
        from interviewer.cli.own_editor import in_own_editor

        self._screen.note(_WRITING)
        words = escaped(draft)
        while True:
            done = edit("> ", words, Desk(commands={"edit": "Write in your own editor."}))
            words, typed = done.text, done.typed
            if done.how in ("cancelled", "gone"):
                return None
            if typed is None:
                return unescaped(words)
            words = typed.words
            if typed.command is not None and typed.command.name == "edit":
                edited = in_own_editor(unescaped(words), os.environ)
                words = escaped(edited.text)
                if edited.note:
                    self._screen.note(edited.note)
            else:
                self._screen.note(_NO_COMMAND)

    def _tried(self, answer: str) -> Trial:
        from interviewer.authoring.trial.explain import tried

        with self._screen.waiting("reading…"):
            found = tried(self._opened.item, answer, self._grader())
        self._screen.say()
        self._show(found, ())
        return found

    def _refreshed(self, before: Trial, verb: str) -> Trial:
        """Read the files anew; show the ledger with what changed marked, if anything has."""
        from interviewer.authoring.trial.changes import changes
        from interviewer.authoring.trial.explain import tried
        from interviewer.report.trial import changes_told

        prompt = self._opened.item.question.prompt
        self._opened = open_item(self._files)
        with self._screen.waiting("reading…"):
            after = tried(self._opened.item, before.answer, self._grader())
        found = changes(before, after)
        width = self._screen.width
        self._screen.say(f"\n{f'-- {verb} '.ljust(width, '-')}")
        if self._opened.item.question.prompt != prompt:
            self._question()
        if found:
            self._show(after, found)
            self._screen.say()
        self._screen.say(changes_told(before, after, found, width=width))
        return after

    def _show(self, found: Trial, changed: Sequence[Change]) -> None:
        from interviewer.report.trial import trial

        width, color = self._screen.width, self._screen.color
        self._screen.say(trial(found, width=width, color=color, every=self._every, changed=changed))

    def _mistakes(self, problems: Sequence[Problem]) -> None:
        for problem in problems[:_MOST_TOLD]:
            self._screen.note(str(problem))
        more = len(problems) - _MOST_TOLD
        also = f"and {more} more; the" if more > 0 else "The"
        self._screen.note(f"{also} ledger above is of what was saved before.")

    def _open(self, trial: Trial) -> None:
        from interviewer.cli.additions import which
        from interviewer.cli.beside import open_beside
        from interviewer.report.text import printable

        keypoint = which("Open at which keypoint? ", trial.keypoints, self._screen)
        if keypoint is not None:
            line = self._opened.line(keypoint.id)
            told = open_beside(self._files.rubric, line, os.environ)
            self._screen.say(printable(told))  # unwrapped, so that the place can be copied

    def _add(self, key: str, trial: Trial) -> bool:
        from interviewer.cli.additions import add_accept, add_example

        add = add_example if key == "l" else add_accept
        return add(self._files, trial, self._screen)
