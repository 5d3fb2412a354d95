"""A question and its first rubric: two files that load, or none."""
