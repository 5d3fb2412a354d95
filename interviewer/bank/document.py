"""One file's text → plain data, with the line of every key and entry, and what is wrong with it."""

from __future__ import annotations

import re

from interviewer.bank.build import Builder
from interviewer.bank.place import Document, Flaw
from interviewer.bank.syntax import syntax_flaw

_ALLOWED = "\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
FORBIDDEN = re.compile(f"[^{_ALLOWED}]")
_JSON_PAIR = re.compile(r"\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|.)", re.I | re.S)


def read_document(text: str, *, pure: bool = False) -> Document:
    """Read one YAML (or JSON) document. ``pure`` takes PyYAML's own parser instead of libyaml."""
    import yaml

    text = text.removeprefix("\ufeff")
    bad = FORBIDDEN.search(text)
    if bad is not None:
        line = text.count("\n", 0, bad.start()) + 1
        flaw = Flaw(line, f"the character U+{ord(bad[0]):04X} is not text; remove it")
        return Document(None, {}, [flaw], frozenset(), complete=False)
    if text.lstrip().startswith("{"):
        text = _JSON_PAIR.sub(_joined, text)
    loader = yaml.SafeLoader if pure else getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = Builder(FORBIDDEN)
    try:
        for event in yaml.parse(text, Loader=loader):
            if not builder.take(event):
                return builder.document(complete=False)
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # PyYAML's own parser lets chr() complain about escapes beyond Unicode.
        builder.flaws.append(syntax_flaw(error, text))
        return builder.document(complete=False)
    return builder.document(complete=True)


def _joined(match: re.Match[str]) -> str:
    """JSON writes a character beyond U+FFFF as two escapes, for which YAML has no word."""
    if match[1] is None:
        return match[0]
    return bytes.fromhex(match[1] + match[2]).decode("utf-16-be")
