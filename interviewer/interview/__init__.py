"""One interview: which questions, what was said, what it earned; pure functions over `Session`.

`engine` runs one and stands a layer above; it is imported by name.
"""
