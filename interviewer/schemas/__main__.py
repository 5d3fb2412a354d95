"""Write the shipped schemas anew from the models."""

from interviewer.schemas import KINDS, schema_file, schema_text

for kind in KINDS:
    schema_file(kind).write_text(schema_text(kind), encoding="utf-8")
