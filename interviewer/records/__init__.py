"""Answer files in, grade records out."""

from interviewer.records.answers import Row, read_answers
from interviewer.records.output import open_output
from interviewer.records.writers import CsvWriter, JsonlWriter, Writer

__all__ = ["CsvWriter", "JsonlWriter", "Row", "Writer", "open_output", "read_answers"]
