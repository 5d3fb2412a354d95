"""Where the verb of a clause stands, by word lists and what comes next; no tagger is asked.

A reference is a handful of plain sentences, nearly all in the present tense. What is a verb only
sometimes ("outputs", "weights") counts as one where an article or a number follows it and none
stands before it. Where no verb is seen a clause is kept whole: to split too little costs an
author less than to be shown half a claim.
"""

from __future__ import annotations

import re
from typing import NamedTuple

AUXILIARIES = frozenset(
    """is are was were am has have had does do did can cannot can't could may might must shall
    should will would isn't aren't doesn't don't won't""".split()
)
_MODALS = frozenset(
    "can cannot can't could may might must shall should will would won't did".split()
)
_BASES = frozenset(
    """abort accept acknowledge act adapt add adjust affect aim allocate allow answer appear
    apply approximate arrive ask assign assume attach average avoid balance bear become
    begin behave belong block break bring build bypass cache call carry cast catch cause
    change check choose clear clip close collapse combine come commit compare compress
    compute condition consist contain continue converge convert copy correct correspond cost
    count cover create cut deal decide decouple decrease define delay delete deliver demand
    depend derive describe detect determine differ differentiate disagree disappear discard
    distort divide do double downsample draw drift drive drop dwindle ease eat emit encode
    encourage encrypt end enlarge ensure equal estimate evict exceed exclude execute expect
    explain express extract fail fall feed fetch filter find fit fix flow focus follow fool
    force forget form freeze gain gather generalise generalize generate get give go grow
    guarantee hallucinate halve hand handle happen help hide hit hold hope hurt identify
    ignore improve include increase index infer insert interpolate invent invoke involve
    iterate join keep know lack lag land last lead learn leave let lie limit link load lock
    log look lose lower maintain make map mark mask match matter maximise maximize mean
    measure meet memorise memorize merge minimise minimize miss mix modify move multiply
    mutate narrow need normalise normalize obey observe occur offer omit open optimise
    optimize order oscillate outperform overestimate overfit overwrite own parse pass pay
    penalise penalize perform pick place play point poll pool practise predict prefer
    preserve press prevent process produce project promise propagate protect prove provide
    pull push put query queue raise reach read reconstruct recover reduce refer reflect
    regularise regularize reject release rely remain remember remove render reorder repeat
    replace represent require rescale resemble resist respond rest restore result retry
    return reuse reward rise roll rotate route ruin run sample satisfy saturate save say
    scale scan schedule score search see seek seem select send separate serialise serialize
    serve set shift show shrink shuffle sign skip slide slow smooth solve sort speak speed
    spend split spread squash squeeze stabilise stabilize stack stand start state stay steer
    stop store stream stretch struggle subtract suffer suit sum supply support swallow swap
    synchronise take teach tell tend test think throw tie tolerate total train transfer
    transform translate treat trigger trust try tune turn underestimate underfit update use
    validate vanish vary verify visit wait want waste watch weaken weigh win work worsen
    wrap write yield""".split()
)
_OFTEN_NOUNS = frozenset(
    """acts aims answers averages balances blocks builds caches calls causes changes checks
    clears commits conditions copies corrects costs counts covers cuts deals delays demands
    drives drops ends estimates falls feeds filters fits flows forms gains grows halves
    hands helps hits hopes indexes joins lacks lags lands lasts leads lies limits links
    loads locks logs looks maps marks masks matches means measures moves needs offers orders
    passes picks places plays points polls pools processes projects promises pulls queries
    queues reads releases rests results returns rewards rises rolls routes runs samples
    scales scans schedules scores searches sets shifts shows shrinks signs slides sorts
    speeds splits spreads stacks stands starts states steps stops stores streams stretches
    struggles sums supports swaps tests ties totals trains transfers transforms triggers
    trusts turns updates uses visits waits wants watches weighs wins works yields""".split()
)
_TRULY_NOUNS = frozenset(
    """inputs outputs weights gates units layers examples tokens samples scores steps updates sets
    tests scales changes costs results states values""".split()
)
_PAST = frozenset(
    """became began brought built came caught chose drew fell felt found gave got grew held kept
    knew led left lost made meant met paid put ran rose said saw showed spent stood took taught told
    thought turned used went won wrote replaced learned""".split()
)
_ADVERB = re.compile(
    r"^(?:\w+ly|also|always|never|often|still|then|thus|therefore|hence|just|only|even|now|mostly|"
    r"sometimes|seldom|not|so|usually|hardly|again|instead|further|as|more|less)$"
)
_DETERMINERS = frozenset(
    """a an the its their his her our your my this that these those each every all both some any no
    one two three four several many more most few fewer less nothing either neither how what
    whether whatever where which it them us him only too to from into over with for by at in on up
    out""".split()
)
_OPENERS = frozenset(
    """a an the its their this these those each every some any no one two three several many more
    most few of in on at by for with from to into than as and or""".split()
)
_LINKS = frozenset("of in on at by for with from per between".split())
_MOST_LINKED = 4
_NOUNS_TOO = frozenset(
    """input output weight gate score step sample test estimate value result state set change update
    scale cost filter map measure process feed""".split()
)
_PLURAL_SUBJECTS = frozenset("they we you i people these those both which that who two".split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Word(NamedTuple):
    """A word of a clause, in lower case, and where it begins and ends."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """Return the words of a text; numbers and symbols are none."""
    return [Word(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text)]


def base_of(word: str) -> str | None:
    """Return the plain form of a verb in the third person; None where it is none that is known."""
    for ending, instead in (("ies", "y"), ("es", ""), ("es", "e"), ("s", "")):
        base = word.removesuffix(ending) + instead
        if word.endswith(ending) and base in _BASES:
            return base
    return None


def finite_verb(text: str) -> Word | None:
    """Return the first word that is the finite verb of a clause; None where none is seen."""
    words = words_of(text)
    for at, word in enumerate(words):
        before = words[at - 1].text if at else ""
        after = words[at + 1].text if at + 1 < len(words) else ""
        if word.text in AUXILIARIES:
            return word
        if _is_third_person(word.text, before, after, at) or _is_plain(word.text, words, at):
            return word
        if word.text in _PAST and at and before not in _OPENERS and not _is_participle(words, at):
            return word
    return next((word for at, word in enumerate(words) if _may_be(words, at)), None)


def leading_verb(text: str) -> Word | None:
    """Return the verb of a clause that has no subject of its own, adverbs aside; None elsewhere."""
    words = words_of(text)
    at = next((i for i, word in enumerate(words) if not _ADVERB.match(word.text)), None)
    if at is None:
        return None
    word, after = words[at], words[at + 1].text if at + 1 < len(words) else ""
    if word.text in AUXILIARIES:
        return word
    known = base_of(word.text) is not None and word.text not in _TRULY_NOUNS
    if known and (word.text not in _OFTEN_NOUNS or after in _DETERMINERS):
        return word
    plain = word.text in _BASES and word.text not in _TRULY_NOUNS
    goes_on = after in _DETERMINERS or after == "" or _ADVERB.match(after) is not None
    return word if plain and goes_on else None


def form_of(verb: str) -> str:
    """Return how a verb is inflected: ``modal``, ``third`` person, ``plain`` or ``other``."""
    if verb in _MODALS:
        return "modal"
    if verb in ("is", "has", "does", "was", "isn't", "doesn't") or base_of(verb) is not None:
        return "third"
    return "plain" if verb in _BASES or verb in ("are", "have", "do", "were") else "other"


def _may_be(words: list[Word], at: int) -> bool:
    """Tell whether a word is a verb, where nothing else in the clause is one."""
    word = words[at].text
    return at > 0 and base_of(word) is not None and words[at - 1].text not in _OPENERS


def _is_third_person(word: str, before: str, after: str, at: int) -> bool:
    is_one = before == "one" and at == 1  # "One takes …", not "one weight"
    if base_of(word) is None or (before in _OPENERS and not is_one):
        return False
    if word in _TRULY_NOUNS:
        return at > 0 and after in _DETERMINERS
    return word not in _OFTEN_NOUNS or after in _DETERMINERS or bool(_ADVERB.match(after))


def _is_plain(word: str, words: list[Word], at: int) -> bool:
    """Tell whether a plain form follows what can only be a plural subject."""
    if word not in _BASES or word in _TRULY_NOUNS or at == 0:
        return False
    if words[at - 1].text in _OPENERS:
        return False
    named = [w.text for w in words[:at] if not _ADVERB.match(w.text)]
    last = named[-1] if named else ""
    if last in _PLURAL_SUBJECTS or _is_plural(last):
        return True
    # "The estimates from the batch get unreliable": the head stands before a preposition.
    inner = next((i for i, w in enumerate(named) if w in _LINKS), 0)
    is_short = inner > 0 and len(named) - inner <= _MOST_LINKED
    return is_short and last not in _OPENERS and _is_plural(named[inner - 1])


def _is_plural(word: str) -> bool:
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return is_plural and base_of(word) in (None, *_NOUNS_TOO)


def _is_participle(words: list[Word], at: int) -> bool:
    return any(word.text in AUXILIARIES for word in words[max(0, at - 2) : at])
