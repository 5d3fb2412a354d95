"""Run a command and turn what went wrong into one line and an exit code."""

from __future__ import annotations

import os
import sys

from interviewer.errors import BankError, InterviewerError

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    from interviewer.cli.app import app

    try:
        app()
    except BankError as error:
        for problem in error.problems:
            _say(f"error: {problem}")
        sys.exit(1)
    except InterviewerError as error:
        _say(f"error: {error}")
        sys.exit(1)
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader has gone (`| head`): say nothing, and keep Python from flushing into the void.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


def _say(line: str) -> None:
    from interviewer.report.text import printable

    line = printable(line)
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr)
