"""Additions to a rubric's file: its text in, its text with the addition out, nothing else changed.

Comments, order, quoting, widths of lines and their ends stay byte for byte, since the new lines are
put between the old ones. What comes out is loaded again and compared: it says what it said before
and the addition, or an InterviewerError tells why not.
"""

from interviewer.authoring.writing.adding import with_example, with_keypoints, with_wordings
from interviewer.authoring.writing.replacing import diff, replace_file

__all__ = ["diff", "replace_file", "with_example", "with_keypoints", "with_wordings"]
