"""Labelled examples as a test: how the grader's verdicts compare with a reader's labels."""
