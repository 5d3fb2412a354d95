"""Propose what a rubric lacks from its reference, from what people answer, or from a model.

Everything here is a proposal: it is marked ``draft`` until a person has read it.
"""
