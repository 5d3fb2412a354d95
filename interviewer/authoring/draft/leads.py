"""What a claim does not need: lead-ins, asides, hedges and who says it."""

from __future__ import annotations

import re

_NOUNS = (
    "reason|benefit|advantage|drawback|disadvantage|price|cost|upshot|effect|result|consequence|"
    "point|idea|trick|catch|danger|risk|problem|sign|thing"
)
_LEADS = re.compile(
    r"(?:(?:and|but|so|or|yet|hence|thus|therefore|moreover|furthermore|however|finally|also|"
    r"besides|instead|conversely|likewise|similarly|indeed|then|now|next|overall|further|"
    r"typically|nevertheless|nonetheless|accordingly|consequently|(?:first|second|third|fourth|"
    r"fifth|last)(?:ly)?|in (?:addition|short|sum|general|principle|other words|return|contrast|"
    r"particular|turn|summary)|on (?:the other (?:side|hand)|the one hand|top of that)|"
    r"by contrast|for (?:example|instance)|as a (?:result|consequence)|at the same time|"
    r"more generally|of course|(?:that|this|which) is why|that is|above all|after all|to sum up|"
    r"put differently)\b,?\s+"
    r"|(?:one|another|an?|the) (?:(?:second|third|other|main|first|further|important) )?"
    rf"(?:(?:{_NOUNS}) )?(?:of (?:this|that) )?is that\s+"
    r"|(?:one|another|the other) is (?:that|to say that)\s+"
    r"|what (?:matters|counts|we gain|one gains|you gain|follows|hurts|helps)"
    r"(?: (?:most|here))? is that\s+"
    r"|(?:it|this) (?:means|follows|is (?:clear|known|worth noting|important)) that\s+"
    r"|(?:note|remember) that\s+)",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"\s*\([^()]*\)"
    r"|,\s*(?:say|for (?:example|instance)|such as|e\.g\.|i\.e\.|that is|of course|perhaps|"
    r"I think|as (?:mentioned|said)(?: above)?|in (?:my|our) (?:view|opinion))\b[^,;:.]*"
    r"(?:,(?=\s)|$|(?=[.;:]))",
    re.IGNORECASE,
)
_MIDDLE = re.compile(
    r"\s*,?\s*\b(?:therefore|of course|so to speak|as it were|in fact|basically|simply put|"
    r"more or less|I think|I believe|perhaps|maybe)\b,?",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|my|our|me|us)\b(?!\.)")
MOST_LEADS = 3
"""Lead-ins taken off one claim: "But first, in general, …" has three."""


def without_lead(text: str) -> str:
    """Return a clause from where it begins to claim something."""
    for _ in range(MOST_LEADS):
        found = _LEADS.match(text)
        if found is None or len(text[found.end() :].split()) < 3:
            break
        text = text[found.end() :]
    return text


def without_asides(text: str) -> str:
    """Return a clause without brackets, "say, …" and hedges that change nothing."""
    return " ".join(_MIDDLE.sub("", _ASIDE.sub("", text)).split())


def in_first_person(text: str) -> bool:
    """Tell whether a clause says what its author does or would do."""
    return _FIRST_PERSON.search(text) is not None
