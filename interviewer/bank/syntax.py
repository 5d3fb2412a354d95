"""What a YAML parser complains about, in words that say what to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from interviewer.bank.place import Flaw, short

if TYPE_CHECKING:
    from yaml import YAMLError

_QUOTE_IT = "quote the whole text"
_SENTENCES = (
    # (part of the parser's message, of its context, our sentence); libyaml's words and PyYAML's
    ("mapping values are not allowed", "", f"a colon where no key can stand; {_QUOTE_IT}"),
    ("found unexpected end of stream", "quoted scalar", "a quote that is never closed; close it"),
    ("found unexpected document", "quoted scalar", "a quote that is never closed; close it"),
    ("expected ',' or ']'", "", "a list in [ ] without its comma or its ]; add it"),
    ("expected ',' or '}'", "", "a mapping in { } without its comma or its }; add it"),
    ("expected node content", "", "a value is missing in [ ] or { }; write it or take a comma out"),
    ("expected the node content", "", "a value is missing here; write it or quote the text"),
    ("could not find expected ':'", "", "a line that is no 'key: value'; check its indentation"),
    ("alphabetic or numeric", "alias", f"text may not start with '*'; {_QUOTE_IT}"),
    ("alphabetic or numeric", "anchor", f"text may not start with '&'; {_QUOTE_IT}"),
    ("unknown escape character", "", "a backslash in double quotes; use single quotes or '\\\\'"),
    ("Unicode character escape", "", "an escape in double quotes that is no character; write it"),
    ("sequence entries are not", "", f"a '- ' where no list can start; new line, or {_QUOTE_IT}"),
    ("expected comment or line break", "", f"text after '>' or '|'; new line, or {_QUOTE_IT}"),
    ("expected a comment or a line break", "", f"text after '>' or '|'; new line, or {_QUOTE_IT}"),
    ("expected chomping or indent", "", f"text after '>' or '|'; new line, or {_QUOTE_IT}"),
    ("undefined tag handle", "", f"text may not start with '!'; {_QUOTE_IT}"),
    ("<document start>", "", "more after the end of the document; one file holds one"),
    ("expected key", "", "neither a key nor a text; check indentation and quotes"),
    ("expected <block end>", "", "neither a key nor a text; check indentation and quotes"),
    ("'-' indicator", "", "not an entry of the list above; check its indentation"),
)
_UNCLOSED = ("quoted scalar", "flow sequence", "flow mapping")


def syntax_flaw(error: YAMLError | ValueError | OverflowError, text: str) -> Flaw:
    """Return where the YAML breaks off and the likely remedy, in one line."""
    problem = str(getattr(error, "problem", None) or "")
    context = str(getattr(error, "context", None) or "")
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if opened is not None and any(kind in context for kind in _UNCLOSED):
        mark = opened if "scalar" in context or mark is None else mark
    if mark is None:
        return Flaw(None, f"not YAML ({short(problem or str(error))}); check the quotes")
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    number = min(mark.line + 1, max(1, len(lines)))
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent or line[mark.column : mark.column + 1] == "\t":
        return Flaw(number, "a tab where YAML wants spaces; indent with spaces")
    if "cannot start any token" in problem:
        character = line[mark.column : mark.column + 1]
        return Flaw(number, f"text may not start with {character!r}; {_QUOTE_IT}")
    for part, where, sentence in _SENTENCES:
        if part in problem and where in context:
            return Flaw(number, f"not YAML: {sentence}")
    return Flaw(number, f"not YAML ({short(problem)}); check indentation and quotes")
