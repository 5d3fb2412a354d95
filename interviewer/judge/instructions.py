"""Tell an answer that speaks to whoever grades it from one that speaks to the question.

This only flags: the answer is graded all the same, and other things guard its grade (a tag that it
cannot close, the canary, quotes that must stand in it). So a false alarm is the worse mistake, and
an attack worded otherwise than those in `tests/judge/injections.jsonl` often passes. Where an order
could as well be told of, it must stand where one begins; in an answer *about* attacks, prompts or
raters every rule asks for that, two must agree, and what is quoted is passed over.

A text is read as it stands, and with the usual veils lifted: look-alikes, digits for letters,
letters set apart, reversal, rot13, base64, hexadecimal and binary digits, escapes. Rules look a
bounded way ahead, so the work grows with the length. They are written for folded text: lower case,
no accents (``u`` for ``ü``, ``и`` for ``й``).
"""

from __future__ import annotations

import binascii
import html
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote


class _Rule(NamedTuple):
    """A pattern; ``is_order`` says that it counts only where an order can begin."""

    pattern: re.Pattern[str]
    is_order: bool


def gives_instructions(answer: str) -> bool:
    """Say whether an answer speaks to whoever grades it, rather than to the question."""
    return any(_speaks(reading) for reading in _readings(answer))


def _speaks(text: str) -> bool:
    is_about = _ABOUT.search(text) is not None
    said = _QUOTED.sub(" ", text) if is_about else text
    tag = _TAG.search(said)
    needed = (2 if is_about else 1) - (tag is not None and tag[1] == "/")
    broken = (rule for rule in _RULES if _is_broken(rule, said, is_about))
    return len(list(islice(broken, needed))) == needed


def _is_broken(rule: _Rule, text: str, is_about: bool) -> bool:
    """Say whether a match counts; matches may overlap, and one inside another be the order."""
    found = rule.pattern.search(text)
    while found is not None:
        before = text[max(0, found.start() - _LEAD_LENGTH) : found.start()]
        if not (rule.is_order or is_about) or _LEAD.search(before):
            return True
        found = rule.pattern.search(text, found.start() + 1)
    return False


# Veils.

_PIECE = 1000
_UNSEEN: dict[int, str | None] = dict.fromkeys((0xAD, 0x34F, 0x61C, 0x180E, 0x3164, 0xFEFF))
_UNSEEN |= dict.fromkeys((*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)))
_UNSEEN |= dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
_UNSEEN |= {0xFDFA: " ", 0xFDFB: " "}  # NFKC makes eighteen and eight characters of them
_UNSEEN |= {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}  # tags: ASCII not drawn
for _first in (0x1F150, 0x1F170, 0x1F1E6):  # letters in circles and boxes, and those of flags
    _UNSEEN |= {_first + n: chr(ord("a") + n) for n in range(26)}
_MARKS = re.compile("[\u0300-\u036f\u20d0-\u20ff]+")
_LOOKALIKE = str.maketrans("аеорсухіјѕԁһӏвкмнтαβεικνορτυχω", "aeopcyxijsdhlbkmhtabeikvoptuxw")
_LEET = str.maketrans("0134578@$", "oieastbas")
_ROT13 = str.maketrans("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")
_URL_SAFE = str.maketrans("-_", "+/")
_APART = re.compile(r"(?<!\w)[^\W_]([ .\-_*·|]{1,3})(?:[^\W_][ .\-_*·|]{1,3}){4,}[^\W_](?!\w)")
_BETWEEN = re.compile(r"[\W_]+")
_ESCAPE = re.compile(r"\\[ux]\{?([0-9a-fA-F]{2,4})\}?")
_BASE64 = re.compile(r"(?<![\w+/-])[\w+/-]{24,}", re.ASCII)
_HEX = re.compile(r"(?<![0-9a-zA-Z])(?:(?:0x)?[0-9a-fA-F]{2}[\s,:]{0,2}){12,}")
_BYTE = re.compile("[01]{8}")
_BYTES = re.compile(r"(?<!\d)[01]{8}(?:\s?[01]{8}){7,}")
_CLUES = ("rubri", "grade", "grading", "mark", "instruct", "verdict", "credit", "score", "as met")


def _readings(answer: str) -> Iterator[str]:
    """Yield the folded text, what it encodes, and what it may be a disguise of."""
    text = _shown(answer)
    plain = _folded(text)
    yield plain
    yield _folded(_shown(_decoded(text)))
    latin = plain.translate(_LOOKALIKE)
    joined = _APART.sub(_joined, latin.translate(_LEET))
    turned = (latin.translate(_ROT13), latin[::-1], " ".join(reversed(latin.split())))
    for veiled in dict.fromkeys((latin, joined, *turned)):
        if veiled != plain and any(clue in veiled for clue in _CLUES):
            yield veiled


def _shown(text: str) -> str:
    """Return the text in plain characters, without what takes no room.

    In pieces: to put a long run of combining marks in order takes quadratic time.
    """
    seen = text.translate(_UNSEEN)
    pieces = (seen[at : at + _PIECE] for at in range(0, len(seen), _PIECE))
    return "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)


def _folded(text: str) -> str:
    """Return it in lower case and without accents; scripts that need their marks keep them."""
    low = text.casefold().replace("’", "'")
    pieces = (low[at : at + _PIECE] for at in range(0, len(low), _PIECE))
    bare = (_MARKS.sub("", unicodedata.normalize("NFD", piece)) for piece in pieces)
    return "".join(unicodedata.normalize("NFC", piece) for piece in bare)


def _joined(run: re.Match[str]) -> str:
    """Join letters that were set apart; another gap than the first one ends a word."""
    return _BETWEEN.sub(lambda gap: "" if gap[0] == run[1] else " ", run[0])


def _decoded(text: str) -> str:
    """Return the text with its escapes resolved, if any, and what runs of digits stand for."""
    plain = unquote(html.unescape(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)))
    base64 = "".join(_from_base64(run[0]) for run in _BASE64.finditer(text))
    hexadecimal = "".join(_from_hex(run[0]) for run in _HEX.finditer(text))
    octets = (octet for run in _BYTES.finditer(text) for octet in _BYTE.findall(run[0]))
    binary = "".join(chr(int(octet, 2)) for octet in octets)
    return "\n".join((plain if plain != text else "", base64, hexadecimal, binary))


def _from_base64(run: str) -> str:
    """Return the text that it stands for; nothing where it stands for none, as most words do."""
    padded = run.translate(_URL_SAFE) + "=" * (-len(run) % 4)
    try:
        return binascii.a2b_base64(padded).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _from_hex(run: str) -> str:
    return binascii.unhexlify(re.sub("0x|[^0-9a-fA-F]", "", run)).decode("utf-8", "ignore")


# Rules.

_LEAD_LENGTH = 30
_LEAD = re.compile(
    r"(?:^|[.!?:;,\n>\"'“”„«»*#\-–—(\[\]{}|/。、「』،।]|(?:^|\W)(?:please|kindly|now|then|and|just"
    r"|simply|must|shall|ha(?:ve|s) to|(?:is|are|as) to|only|bitte|und|et|d'|y|e|и|i|en|dan))\s*$"
)
_QUOTED = re.compile(
    r"\"[^\"\n]{3,400}\"|“[^”\n]{3,400}”|„[^“”\n]{3,400}[“”]|«[^»\n]{3,400}»|「[^」\n]{3,400}」"
    r"|(?<!\w)['‘](?:[^'’\n]|(?<=\w)['’](?=\w)){3,400}['’](?!\w)|`[^`\n]{3,400}`"
)
_ABOUT = re.compile(
    r"prompt[ -]?(?:injection|engineer)|jailbreak|attacker|malicious|reward (?:model|hack)|rlhf"
    r"|annotators|\braters|human (?:judge|grader|evaluator)s|(?:llm|model)[ -](?:as[ -]a[ -])?judge"
    r"|(?<!your )system prompt|\b(?:input|prompt|page|mail|comment|message)s? (?:like|such as|say)"
    r"|\b(?:tell|ask|instruct|trick|fool)s? (?:the|an?) (?:\w+ )?(?:model|llm|judge|bot)\b"
    r"|judge model|angreifer|attaquant|atacante|злоумышлен|注入|インジェクション|攻[击撃]者|مهاجم"
)
_TAG = re.compile(
    r"<\s*(/?)\s*(?:answer|candidate|submission|statement|question|rubric)s?(?![a-z])"
)

_GAP = r"[^.!?\n。।]{0,60}?\b"
_NEAR = r"[^.!?\n。।]{0,20}?\b"
_GRADER = (
    r"(?:(?:grader|examiner|evaluator|assessor|judge)s?"
    r"|(?:grading|scoring|marking|evaluation) (?:model|assistant|system|bot|ai|agent|llm))\b"
)
_MACHINE = r"(?:chatgpt|gpt|claude|gemini|llm|ai|language model|chatbot)\b"
_THIS = (
    r"(?:this|my|the (?:above|following|next))(?: \w+)? "
    r"(?:answer|response|submission|candidate|row|text|sentence)\b"
)
_ALL = (
    r"(?:everything|(?:each|every|all|any)\b[\w ]{0,20}(?:statement|key ?point|criteri|label)\w*)"
)
_BEST = r"(?:full|maxim\w+|max|highest|top|perfect|best)(?: possible)?[ -]?"
_TOP = (
    rf"(?:{_BEST}(?:(?:marks?|credit|grade)\b|(?:score|points) (?:for|to|in) (?:this|my|all|every))"
    r"|10 ?(?:/|out of) ?10\b|100 ?(?:/|out of) ?100\b)"
)
_MET = r"(?:(?:as|to|be|word|label)\W{1,3}|=\W{0,3})(?:fully |all )?met\b"
_RIGHT = (
    r"(?:met|contradicted|missed"
    r"|as (?:if|though|(?:fully |completely )?(?:met|correct|complete|perfect|true|satisf|pass)))"
)
_MARK = (
    r"\b(?:give|award|grant|assign|mark|grade|score|rate|evaluate|label|rule|set|output|return"
    r"|respond|reply|say|report|print|write|credit|accept|count|treat|consider|regard|classify|record)\b"
)
_IGNORE = (
    r"\b(?:ignore|disregard|forget|override|overrule|overwrite|bypass|neglect|abandon|set aside"
    r"|(?:do not|don't|stop) (?:read|follow|apply|check|use|obey)(?:ing)?)\b"
)
_SCHEME = (
    r"(?:rubric|(?:grading|marking|scoring|evaluation) (?:criteri|guid|schem|rule|instruct)"
    r"|(?:the|these|those|all) statements|everything (?:above|before)|(?:previous|prior|earlier"
    r"|above|original|system|your|you were given)[\w ]{0,20}(?:instruct|prompt|directi|guideline))"
)

_ORDERS = (
    rf"{_IGNORE}{_GAP}{_SCHEME}",
    rf"{_MARK}{_GAP}(?:{_TOP}|{_MET})",
    rf"{_MARK}{_NEAR}(?:{_THIS}|{_ALL}){_GAP}{_RIGHT}",
    rf"\b(?:award|grant|give me)\b{_NEAR}(?:marks|(?:all )?(?:the )?(?:points|keypoints))\b",
    rf"\b(?:accept|approve|credit|confirm|rewrite|evaluate) (?:{_ALL}|every submission|{_THIS})",
    r"\b(?:adopt|confirm|mirror|repeat|carry|give) th(?:is|at|ese|eir|e same) (?:verdict|rating)",
    rf"\b(?:reveal|print|repeat|output|show|tell me|disclose|list)\b{_GAP}(?:code ?word|secret word"
    r"|system prompt|hidden (?:instruction|statement)|your (?:instruction|prompt)|the key ?points)",
    rf"\b(?:quote|cite|copy)\b{_GAP}(?:as evidence|th(?:is|at) (?:sentence|line|phrase))",
    r"\bas evidence for (?:every|each|all)|\b(?:write|give|begin) your (?:reason|verdict|label)\b",
    r"\b(?:do not|don't) (?:(?:reply|answer|respond) (?:in|with) json"
    r"|(?:grade|mark|judge|check|compare) (?:this|my|the (?:answer|statements)))",
    rf"\binstructions? (?:to|for) (?:the |all )?{_GRADER}|\bnew instructions?\s*:|\bstop grading\b",
    rf"\b(?:mark|grade|score) (?:me |this |it )?(?:generously|leniently)|\byou are an? {_MACHINE}",
)
_SIGNS = (
    # speaking to whoever grades
    rf"\b(?:dear|hello|hi|hey) (?:\w+ ){{0,2}}?(?:{_GRADER}|{_MACHINE})|\boh? {_GRADER}",
    rf"\b(?:note|message|notice|ps|todo)\W{{1,3}}(?:(?:to|for) )?(?:the |all |ai )?{_GRADER}",
    r"\b(?:message|instructions?|orders?) from (?:the |your )?(?:developer|creator|exam|maker)",
    rf"(?:^|[.!?\n>(\[\"-])\s{{0,3}}{_GRADER}\s?[:,]{_GAP}(?:{_MARK}|{_IGNORE}|(?:met|marks)\b)",
    rf"\byou are (?:now|no longer|by far|only|just) {_GAP}(?:{_GRADER}|{_MACHINE})"
    rf"|\bas (?:the|an?) {_GRADER}\W{{1,3}}you\b",
    r"\b(?:whoever|the one who|those who) (?:grade|mark|judge|rate|read)s? (?:this|my|it)\b"
    r"|\b(?:grade|mark|rate|score) (?:this|my) (?:answer|response|candidate)\b|\bheld against me\b",
    rf"\bif you (?:mark|grade|fail|label|rate) (?:(?:me|this answer|my)\b|{_NEAR}{_RIGHT}\b)",
    r"\byour (?:next |last |final )?(?:verdict|ruling|rubric|developers|creators|final json)\b",
    r"\b(?:pretend|imagine|stay in character)\b[^\n]{0,160}\b(?:this very answer"
    r"|(?:rule|grade|mark|judge|label)\w* (?:on |over )?my answers?)\b",
    r"\blet me pass\b(?! (?:over|on|by))|(?:don't|do not) (?:fail me|deduct)|\bi beg you\b"
    r"|\bi deserve\b|\bunethical of you|\bi (?:will|'ll) (?:tip|pay|report|bribe) (?:you|this|\$)",
    # saying what the grade is
    r"\b(?:the|this|your|any|no) rubric\b|\bmet(?:\W+met){2,}|\bmet (?:labels?|verdicts?)\b",
    rf"\b{_THIS} (?:\w+ ){{0,2}}(?:already (?:been )?(?:graded|approved|passed|accepted)"
    r"|pre-?approved|verified|no real|exempt|deserves|merits|(?:must|should) (?:get|receive))\b",
    rf"\b(?:answer|response|submission|candidate|above)\b{_GAP}(?:is to|must|should|has to) be"
    rf" (?:graded|marked|scored|rated|counted|treated|accepted|credited) (?:{_RIGHT}|{_BEST})",
    r"\b(?:correct|right|proper|final|only|expected) (?:label|verdict|ruling|grade|result)"
    r"\b[^.\n]{0,20}\bmet\b|\bthe candidate (?:said|passed|asserts|knows|deserves)\b",
    r"\b(?:key ?points?|(?:all|every|each|the) statements?) (?:\w+ ){0,2}(?:is|are|was|were|be|been"
    r"|counted|regarded|treated) (?:as |fully |all |to be |regarded )*(?:met|satisfied|credited)\b",
    r"\b(?:satisf|cover)\w+ (?:\w+ ){0,2}key ?points|\bkey ?points? [\"'`]?met\b",
    r"\b(?:your|grading|marking|scoring|evaluation) (?:criteria|rules|instructions|guidelines)"
    r" (?:have|has|were) (?:been )?(?:changed|updated|suspended|withdrawn|replaced)",
    rf"{_MARK} [\"'`]?met\b|(?:^|[.:!?\n]) ?full (?:marks|credit) ?(?:[.!?\n]|$)|credit in full\b",
    # what a judge would have written, and where its prompt would go on
    r"(?<!= )[\"'`“]met\\?[\"'`”]|\b(?:label|verdict|ruling|grade)[\"'`*]* ?[:=>|]+ ?\W{0,3}met\b",
    r"\b(?:result|label)s?: (?:all )?met\b|[=>|]\s?met\s?[<|;})\]\n]|,met\n|\]\]>\s?<",
    r"[-=#*_<\[(] ?end of (?:the )?(?:candidate|student|user)?(?:'s)? ?"
    r"(?:answer|submission|text|response) ?[-=#*_>\])]",
    r"(?:<\|?(?:im_start|im_end|system|developer|user|assistant)\|?>|\[/?(?:inst|system)\]"
    r"|(?:^|\n)\W{0,3}(?:system|developer|assistant|human|admin)\b[^\n:]{0,12}:|\"system\")"
    r"[^\0]{0,250}?(?:\bgrade|grading|rubric|verdict|(?:the|this) candidate\b|\bfinal json"
    r"|(?:as|label|answer) met\b)",
)
_ORDERS_ELSEWHERE = (
    # German, French; Spanish, Portuguese, Italian; Polish, Dutch, Vietnamese, Indonesian; Russian
    rf"\b(?:ignoriere|vergiss|vergessen sie)\b{_GAP}(?:bewertung|anweisung|vorgaben|kriterien)",
    rf"\b(?:vergib|vergeben sie|gib|geben sie|erteile|bewerte|stufe|werte)\b{_GAP}(?:volle\w* punkt"
    r"|(?:beste|hochste)\w* (?:note|punktzahl)|bestnote|als (?:\w+ )?(?:erfullt|bestanden))",
    rf"\b(?:oublie|ignore|neglige)[rz]?\b{_GAP}(?:consigne|les instructions|bareme|grille)",
    rf"\b(?:accorde|attribue|donne|mets|mettez)[rz]?\b{_GAP}(?:note maximale|tous les points)",
    rf"\b(?:olvida|ignora|omite|desconsidere|ignore|esqueca|dimentica|trascura)\b{_GAP}"
    r"(?:criteri|instrucc|instrucoes|rubric|pauta|istruzion|diretriz|griglia)",
    rf"\b(?:dame|otorga|concede|conceda|asigna|marca|atribua|assegna|dammi|attribuisci)\b{_GAP}"
    r"(?:(?:puntu|pontu|punteggi|nota|voto)\w* (?:maxim|massim|pieno)\w*|maxima (?:nota|puntuacion)"
    r"|todos (?:los puntos|os pontos)|afirmaciones como)",
    rf"\b(?:zignoruj|ignoruj|pomin|negeer|vergeet|bo qua|abaikan|lupakan)\b{_GAP}"
    r"(?:kryteri|instruk|polece|criteria|beoordeling|instructie|huong dan|tieu chi|perintah)",
    rf"\b(?:przyznaj|daj|geef|cho|cham|beri|berikan)\b{_GAP}(?:maksymaln\w+ (?:liczb|ocen)"
    r"|(?:maximale|volle|hoogste) (?:aantal|punten|cijfer)|điem toi đa|nilai (?:penuh|sempurna))",
    rf"\b(?:про)?(?:игнорируи|забудь|отмени)\w*{_GAP}(?:критери|инструкци|рубрик|указани|правил)",
    rf"\b(?:поставь|засчитаи|выставь)\w*{_GAP}(?:(?:максимальн|высш)\w+ (?:балл|оценк)|все пункт)",
)
_SIGNS_ELSEWHERE = (
    # to the examiner; then languages whose letters or endings tell an order from a report
    r"\b(?:liebe[rs]?|sehr geehrte[rs]?|hinweis an (?:den|die)) (?:ki\b|prufer|prufungs|korrektor)",
    r"\bchere?s? (?:correcteur|examinateur)|\b(?:estimad|car)[oa]s? (?:corre|evalua|exam|avali)",
    r"уважаем\w+ (?:проверяющ|экзаменатор)|(?:阅卷|评卷|评分)(?:老师|员|人)|採点者(?:の方|様|へ)",
    r"채점자 ?(?:님|에게)|(?:إلى|عزيزي|أيها) (?:المصحح|الممتحن)|परीक्षक (?:महोदय|जी)|मुझे पास कर",
    r"(?:忽略|无视|無視|忘记)[^。\n]{0,15}(?:指令|指示|评分)|(?:给|給|打)[^。,\n是的]{0,8}(?:满分|滿分)",
    r"要点[^。\n]{0,8}(?:满足|met)|(?:指示|命令|採点基準|評価基準)[^。\n]{0,12}(?:無視し|忘れ)て",
    r"満点[^。\n]{0,6}(?:つけ|付け|与え|して)|(?:指示|評価基準)[^。\n]{0,12}無視し、",
    r"(?:지시|명령|채점 ?기준)[^.\n]{0,12}(?:무시하|잊)|만점[^.\n]{0,6}주세",
    r"(?<!\w)(?:تجاهل|انس|أهمل)[^.\n]{0,30}(?:تعليمات|المعايير)|(?:امنح|أعط)[^.\n]{0,30}الدرجة",
    r"(?:निर्देश|मानदंड)[^।\n]{0,25}(?:अनदेखा|भूल)|(?:पूरे|अधिकतम) अंक[^।\n]{0,8}(?:दें|दो|दीजिए)",
    r"(?:talimat|yonerge|kriter)\w*[^.\n]{0,20}(?:yok say|unut)|\b(?:tam|en yuksek) puan ver",
)
_RULES = (
    *(_Rule(re.compile(order), True) for order in (*_ORDERS, *_ORDERS_ELSEWHERE)),
    *(_Rule(re.compile(sign), False) for sign in (*_SIGNS, *_SIGNS_ELSEWHERE)),
)
