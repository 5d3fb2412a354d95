"""Measurements of interviewer against people's labels; not part of the installed package.

Everything here reads data that is not in the repository, so the data folder is always an
argument. ``benchmarks.datasets`` gives every human-labelled set the same row type.
"""
