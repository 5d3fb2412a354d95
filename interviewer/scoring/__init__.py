"""From an answer's text to verdicts, a sum and feedback: pure functions over data.

Nothing here knows who the judge is, reads a file or loads a model.
"""
