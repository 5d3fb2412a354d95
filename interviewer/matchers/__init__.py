"""Matchers: models that read a passage against a claim."""
