"""Grades and sessions as text: pure functions that lay out what they are given."""
