"""What holds for the whole test run."""

from __future__ import annotations

import signal

# A run started in the background inherits SIGINT ignored, and would hand that down to every
# program that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
