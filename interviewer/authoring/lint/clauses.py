"""Where a sentence begins to make a second claim, by words alone.

No tagger is asked: a keypoint is one short sentence, and what joins two claims in it is nearly
always "and", "but", "while" or "whereas" with a finite verb on both sides. The lists hold verbs
that are hardly ever nouns ("samples", "weights", "changes" are missing for that reason), so that
what is found is nearly always right; what hides behind a rarer verb is left to a reviewer.
"""

from __future__ import annotations

import re

_AUXILIARIES = frozenset(
    """is are was were has have had does do did can cannot can't could may might must shall should
    will would isn't aren't doesn't don't won't""".split()
)
_VERBS = frozenset(
    """adapt add allow apply assign avoid become begin carry cause change choose classify combine
    compare compute consist contain converge convert decide decrease demand depend describe detect
    differ drop encode encourage ensure estimate exceed explain express fail fit force generalise
    generalize generate get give grow happen harm help hide hold improve include increase keep lack
    lead learn let lie limit look lose lower maintain make map maximise maximize measure memorise
    memorize minimise minimize miss multiply need normalise normalize occur offer optimise optimize
    oscillate outperform pass penalise penalize perform predict prevent produce propagate provide
    raise read receive reduce remain remove replace represent require resist respond return run save
    saturate scale see select send serve shrink solve speed spread stabilise stabilize stay stop
    store suffer suit take tell tend throw transform treat underfit overfit update
    use vanish work write
    """.split()
)
_THIRD_PERSON = frozenset(
    verb + ("es" if verb.endswith(("ss", "sh", "ch", "x")) else "s")
    for verb in _VERBS - {"carry", "classify", "change", "need", "work", "use", "update", "scale"}
) | {"carries", "classifies"}
_JOINT = re.compile(r",?\s+(?:and(?: (?:then|thus|therefore|so))?|but|while|whereas)\s+", re.I)
_BREAK = re.compile(r"[;:]\s+|[.!?]\s+(?=[A-Z])")
_SUBORDINATE = re.compile(
    r"\b(?:that|which|who|whose|where|when|if|because|since|so that|as|than|how|what|whether|to)\b",
    re.IGNORECASE,
)
_INFINITIVE = re.compile(r"\b(?:has|have|had|is|are) to\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def second_claim(text: str) -> str | None:
    """Return the words with which a second claim begins, or None where one is made."""
    for found in _BREAK.finditer(text):
        if _has_verb(text[: found.start()]) and _has_verb(text[found.end() :]):
            return _begin(text[found.end() :])
    for found in _JOINT.finditer(text):
        before, after = text[: found.start()], text[found.end() :]
        # What is joined inside a subordinate clause belongs to one claim.
        if _SUBORDINATE.search(_INFINITIVE.sub(" ", before)) or not _has_verb(before):
            continue
        if _asserts(after):
            return _begin(found[0].strip(" ,") + " " + after)
    return None


def _has_verb(text: str) -> bool:
    words = [word.lower() for word in _WORD.findall(text)]
    return any(word in _AUXILIARIES or word in _THIRD_PERSON for word in words) or any(
        word in _VERBS for word in words[1:]
    )


def _asserts(text: str) -> bool:
    """Tell whether a joined part has a finite verb before anything subordinate."""
    main = _SUBORDINATE.split(text, maxsplit=1)[0]
    words = [word.lower() for word in _WORD.findall(main)]
    return any(word in _AUXILIARIES or word in _THIRD_PERSON for word in words)


def _begin(text: str) -> str:
    words = text.split()
    return " ".join(words[:4]) + ("…" if len(words) > 4 else "")
