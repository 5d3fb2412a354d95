"""The command line: parse, call, print, exit.

`main` is the only place that turns an error into a line on stderr and an exit code:
0 done, 1 a known error, 2 usage, 3 finished but some rows failed, 130 interrupted.
"""

from interviewer.cli.main import main

__all__ = ["main"]
