"""Open a file beside the terminal, at a line, in an editor that has a window of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

_AT: Mapping[str, Callable[[str, int], list[str]]] = {
    **{
        name: lambda file, line: ["--goto", f"{file}:{line}"]
        for name in ("code", "code-insiders", "codium", "cursor", "windsurf")
    },
    **{name: lambda file, line: [f"{file}:{line}"] for name in ("subl", "zed")},
    **{name: lambda file, line: [f"+{line}", file] for name in ("gedit", "gvim", "mousepad")},
    **{name: lambda file, line: ["--line", str(line), file] for name in ("idea", "pycharm")},
    **{name: lambda file, line: ["-l", str(line), file] for name in ("kate", "mate")},
}
"""How editors with a window are told a line. Any other may take the terminal over, so it is left
to its user."""


def open_beside(file: Path, line: int, environ: Mapping[str, str]) -> str:
    """Open a file where $VISUAL or $EDITOR has a window of its own; return what to tell of it."""
    import shlex
    import subprocess
    from threading import Thread

    place = f"{file}:{line}"
    named = environ.get("VISUAL") or environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    at = _AT.get(Path(words[0]).name) if words else None
    if at is None:
        return f"Open it in another window: {place}"
    try:
        process = subprocess.Popen(
            [*words, *at(str(file), line)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"The editor {words[0]!r} failed ({error.strerror}). Open it yourself: {place}"
    Thread(target=process.wait, daemon=True).start()
    return f"Opened in {words[0]}: {place}"
