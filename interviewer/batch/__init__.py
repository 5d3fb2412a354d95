"""Many answers: each row becomes one grade, in order, none dropped."""

from interviewer.batch.rows import grade_rows

__all__ = ["grade_rows"]
