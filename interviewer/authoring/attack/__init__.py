"""Answers made to get credit that they do not deserve, and changes that should change nothing."""
