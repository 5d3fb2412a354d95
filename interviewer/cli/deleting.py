"""Delete interviews, after asking, and say where words of them are left."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.screen import Screen
    from interviewer.store.journal import Journal

_SHORT = 8


def delete_some(journal: Journal, names: Sequence[str], screen: Screen, *, yes: bool) -> None:
    """Delete the sessions of these ids or prefixes, and name the files that may hold words of them.

    SessionError where there is nobody to ask and ``yes`` is not said.
    """
    ids = list(dict.fromkeys(journal.find(name) for name in names))
    _confirm(", ".join(_short(name) for name in ids), yes=yes)
    _delete(journal, ids, screen)
    left = ", ".join(map(str, _left_behind()))
    if left:
        screen.warn(f"words of it may be left in {left}, from a repair; --all deletes that too")
    _tell_of_replies(screen)


def delete_all(journal: Journal, screen: Screen, *, yes: bool) -> None:
    """Delete every session, and every file that a repair has left beside the journal."""
    ids, files = sorted(journal.ids()), _left_behind()
    if not ids and not files:
        screen.note("there is nothing to delete")
    else:
        count = "1 interview" if len(ids) == 1 else f"{len(ids)} interviews"
        beside = "".join(f"\n{path}" for path in files)
        _confirm(f"{count} and these files of repairs:{beside}\n" if files else count, yes=yes)
        _delete(journal, ids, screen)
        for path in files:
            _remove(path)
            screen.note(f"deleted {path}")
    _tell_of_replies(screen)


def _confirm(what: str, *, yes: bool) -> None:
    import typer

    from interviewer.errors import SessionError
    from interviewer.report.text import printable

    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise SessionError("to delete without being asked, say --yes")
    try:
        wanted = typer.confirm(f"Delete {printable(what)} for good?", err=True)
    except typer.Abort as error:  # Ctrl-C, or the end of the input
        raise KeyboardInterrupt from error
    if not wanted:
        raise typer.Exit(1)


def _delete(journal: Journal, ids: Sequence[str], screen: Screen) -> None:
    from interviewer.store.holding import hold
    from interviewer.store.place import data_folder

    for name in ids:
        with hold(data_folder(), name):
            journal.delete_session(name)
        screen.note(f"deleted {_short(name)}")


def _left_behind() -> list[Path]:
    from interviewer.store.place import journal_file
    from interviewer.store.repair import left_behind

    return left_behind(journal_file())


def _remove(path: Path) -> None:
    import shutil

    from interviewer.errors import SessionError

    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise SessionError(f"{path}: cannot be deleted: {error.strerror}") from error


def _tell_of_replies(screen: Screen) -> None:
    """Name the file of a judge's replies, which quote answers: of all grading, so it is left."""
    from interviewer.embedders.cached import cache_file

    replies = cache_file().with_name("judge.sqlite")
    if replies.exists():
        screen.warn(f"{replies} holds a judge's replies, which quote answers; delete it too")


def _short(session_id: str) -> str:
    return session_id[:_SHORT]
