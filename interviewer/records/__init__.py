"""Answer files in, grade records out."""

from interviewer.records.answers import read_answers
from interviewer.records.columns import Columns, columns_of
from interviewer.records.output import open_bytes, open_output
from interviewer.records.rows import Row
from interviewer.records.writers import CsvWriter, Form, JsonlWriter, Writer, form_of, writer_on

__all__ = [
    "Columns",
    "CsvWriter",
    "Form",
    "JsonlWriter",
    "Row",
    "Writer",
    "columns_of",
    "form_of",
    "open_bytes",
    "open_output",
    "read_answers",
    "writer_on",
]
