"""Questions and rubrics as the text of their files, in the layout of the shipped ones.

Long text is folded, nothing is abbreviated, and a word that some YAML tool would take for a number
or a yes is quoted. Whatever stands at its default is left out.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from interviewer.bank.scalars import PlainReader
from interviewer.items import Question, Rubric

if TYPE_CHECKING:
    from yaml import SafeDumper, ScalarNode

WIDTH = 110
"""Columns of a line: those of the shipped bank."""

FOLDED = 80
"""A longer text begins on a line of its own: a choice, with its key and indent a line is full."""


def yaml_text(made: Question | Rubric, head: str = "") -> str:
    """Return the text of a question's or rubric's file, below the comment lines of ``head``."""
    import yaml

    data = _plain(made.model_dump(mode="json", exclude_defaults=True))
    return head + yaml.dump(
        data, Dumper=_dumper(), sort_keys=False, allow_unicode=True, width=WIDTH
    )


def _plain(value: object) -> object:
    """Write 1.0 as 1."""
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


@cache
def _dumper() -> type[SafeDumper]:
    import yaml

    reader = PlainReader()

    class Dumper(yaml.SafeDumper):
        """Indent the entries of a list below their key."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            """Indent, where PyYAML by itself would not."""
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: object) -> bool:
            """Write a text out each time: the loader takes no alias."""
            return True

    def text(dumper: SafeDumper, value: str) -> ScalarNode:
        style = None
        if "\n" in value:
            style = "|"
        elif len(value) > FOLDED:
            style = ">"
        elif reader.read(value) != (value, None):
            style = '"'
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    return Dumper
