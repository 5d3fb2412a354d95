"""R007: a keypoint that nobody could call wrong.

"Understands", "is important", "plays a role", "various", "and so on": two readers of the same
answer will not agree whether such a claim was made. Say what, how much, or why.

Instead of: "Regularisation is important for performance."
Write: "Weight decay adds a multiple of the squared weights to the loss."
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from interviewer.authoring.lint.finding import Finding, Given
from interviewer.authoring.lint.said import where

CODE = "R007"
_VAGUE = re.compile(
    r"^(?:the (?:candidate|answer) )?(?:understands?|knows?|mentions?|explains?|discusses)\b"
    r"|\b(?:(?:is|are|very|really) (?:very |really )?important|importance of"
    r"|play(?:s|ing)? an? (?:\w+ )?role|(?:is|are) (?:a |an )?(?:key|crucial|essential|vital)"
    r"|(?:is|are) (?:very )?(?:useful|helpful|relevant|interesting)|various|et ?c\.?(?=\W|$)"
    r"|and so (?:on|forth)|among others"
    r"|help(?:s)? (?:the )?performance|gives? better results|works? (?:well|better)"
    r"|things like|in some way|somehow|many different)",
    re.IGNORECASE,
)


def find(given: Given) -> Iterator[Finding]:
    """Find texts with a word that makes no claim."""
    yield from where(
        given, CODE, _VAGUE.search, "{} claims nothing to check; say what, how much or why"
    )
