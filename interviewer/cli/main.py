"""Run a command and turn what went wrong into one line and an exit code."""

from __future__ import annotations

import sys
from contextlib import suppress

from interviewer.cli.streams import finish, give_up, prepare, why_unwritten
from interviewer.errors import BankError, InterviewerError

INTERRUPTED = 130


def main() -> None:
    """Run the command line and exit."""
    from interviewer.cli.app import app

    prepare()
    try:
        try:
            app()
        finally:
            finish()
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
    except BrokenPipeError:  # the reader has gone (`| head`) and wants to hear nothing
        give_up()
        sys.exit(1)
    except OSError as error:
        reason = why_unwritten(error)
        if reason is None:
            raise
        give_up()
        _say(f"error: {reason}")
        sys.exit(1)


def _say(line: str) -> None:
    from interviewer.report.text import encodable, printable

    if sys.stderr is not None:
        with suppress(OSError):  # where not even this can be written, the exit code says it
            print(encodable(printable(line), sys.stderr.encoding), file=sys.stderr)
