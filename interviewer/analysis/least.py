"""From how many on a figure is told. Each is a choice; the text says it where it is not reached."""

from __future__ import annotations

CORRELATED = 10
"""Pairs behind a correlation, and candidates behind a reliability: at 10 a correlation of 0 has an
interval of ±.63; with fewer it says nothing."""

ANSWERS = 20
"""Answers behind "nobody" and "everybody", and on either side of a test: where none of 20 met a
keypoint, the share that does is below 14 % with 95 % confidence."""

GROUP = 20
"""Candidates in a group (answers where they have no ids) behind a comparison with the rest: below
it one person moves the group's mean by 5 points of 100 and might be known by it."""

ITEMS = 2
"""Items behind a reliability, and answers of a candidate behind an item's discrimination."""

LEVEL = 0.05
"""A difference is told as one where chance alone gives any in the whole report this seldom."""
