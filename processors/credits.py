"""A line that credits somebody, taken apart: which agencies it names, and who else. Pure; knows no article.

"By JOHN SMITH, AP Sports Writer" -> AP and one stranger; "dpa/AFP" -> dpa, AFP; "AP Moller" -> one stranger.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from processors.agencies import AGENCIES, Agency


class Credit(NamedTuple):
    """`codes` of the agencies in the order they stand; `strangers`: the other parts (persons, papers, initials)."""

    codes: tuple[str, ...]
    strangers: tuple[str, ...]


BY_CODE: dict[str, Agency] = {agency.code: agency for agency in AGENCIES}
BY_DOMAIN: dict[str, str] = {domain: agency.code for agency in AGENCIES for domain in agency.domains}
_NAMES = {name.casefold(): a.code for a in AGENCIES for name in (a.name, *a.names)}
_MARKS = {mark: a.code for a in AGENCIES for mark in a.marks if not a.dateline_only}
_DATELINE_MARKS = {mark: a.code for a in AGENCIES for mark in a.marks}

PHOTO = re.compile(
    r"photo|foto(?!nik)|\bpictures?\b|\bimages?\b|\bgetty|\bbild(?:er|funk|quelle)?\b|\bvideo|grafik|\bgraphics?\b|"
    r"handout|scanpix|lehtikuva|\bkuva\b|fotoğraf|фото|写真|撮影|图片|사진|\bcaption\b|illustration|\bimago\b|shutterstock",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"\s*(?:[/|,;:•·+&\n()（）【】\[\]]|\s[-–—]+\s|\b(?:and|und|et|y|e|i|och|og|ja|en|a|in|via|with|mit|avec|con)\b(?!-))\s*"
)
_EDGES = " \t\"'“”„«»‘’.*-–—_~=<>"
_LEAD = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|autor|text|texte?|redaktion|the|from|source|sources|quelle|quellen|fonte|fuente|"
    r"bron|kilde|källa|lähde|źródło|zdroj|forrás|kaynak|источник|copyright|\(c\)|©|™|\d{4})[\s:]+|^[©™]\s*",
    re.IGNORECASE,
)
_JOB = (
    r"(?:(?:staff|national|sports?|business|political|medical|science|entertainment|airlines?|economics?|technology|"
    r"health|racing|basketball|football|baseball|hockey|golf|tennis|chief|senior|investigative|legal|diplomatic)\s+){0,3}"
    r"(?:writers?|reporters?|correspondents?|journalists?|editors?|columnists?|staff|newsroom|bureau|desk|team)"
)
_DESK = (
    r"(?:staff|national|politics|world|business|sports?|news(?:\s?(?:agency|wire|room))?|wires?|"
    r"wire service|newsfeed|agency|nyheter|deutschland|germany|france|"
    r"international|america|asia|australia|india|africa|canada|españa|brasil|[12]\d{3})"
)
_SMALL_IN_NAMES = {
    "of",
    "for",
    "from",
    "the",
    "van",
    "von",
    "de",
    "der",
    "den",
    "da",
    "di",
    "du",
    "del",
    "la",
    "le",
    "al",
}
_TAIL = re.compile(rf"\s+(?:{_JOB}|{_DESK})$", re.IGNORECASE)


def alternatives(*, marks: bool = True) -> str:
    """A regular expression for every agency: names in any case, marks as they are written."""
    names = "|".join(sorted((re.escape(name) for name in _NAMES), key=len, reverse=True))
    short = "|".join(sorted((re.escape(mark) for mark in _MARKS), key=len, reverse=True))
    return rf"(?:(?i:{names})|{short})" if marks else rf"(?i:{names})"


def lookup(text: str, *, dateline: bool = False) -> str | None:
    """The code of the agency that `text` is, and nothing but is: a name in any case, or a mark as written."""
    known = _DATELINE_MARKS if dateline else _MARKS
    return known.get(text) or _NAMES.get(text.casefold())


def read_credit(phrase: str, *, dateline: bool = False) -> Credit:
    """Who is credited in `phrase`, a short line without running text."""
    codes: list[str] = []
    strangers: list[str] = []
    for part in _SEPARATOR.split(phrase):
        token = _strip(part)
        if not token:
            continue
        code = lookup(token, dateline=dateline) or _with_job(token)
        if code is None:
            strangers.append(token)
        elif code not in codes:
            codes.append(code)
    return Credit(tuple(codes), tuple(strangers))


def looks_like_a_name(words: list[str]) -> bool:
    """Whether `words` can be a person, a town or initials: "Jane Doe of The", "lno"; not a part of a sentence."""
    if len(words) == 1:
        return len(words[0]) <= 4 or not words[0][0].islower()
    small = [word for word in words if word[0].islower()]
    return len(words) <= 6 and all(word in _SMALL_IN_NAMES for word in small) and len(small) <= len(words) // 2


def _strip(part: str) -> str:
    """`part` without quotes, dashes and the words that only lead to a name."""
    token = part.strip(_EDGES)
    while True:
        shorter = _LEAD.sub("", token, count=1).strip(_EDGES)
        if shorter == token:
            return token
        token = shorter


def _with_job(token: str) -> str | None:
    """The agency in "AP Sports Writer", "Reuters Staff", "John Smith The Associated Press", "JOHN SMITH AP Writer".

    A mark after a name counts only with a job behind it: "Paul Smith PA" and "Maria Lusa" are persons.
    """
    bare = _TAIL.sub("", token)
    titled = bare != token
    words = bare.split()
    for start in range(len(words)):  # the longest tail first: "Australian Associated Press" is not AP
        if start and not looks_like_a_name(words[:start]):
            break
        tail = " ".join(words[start:])
        full_name = " " in tail or (titled and start == 0)
        code = (_NAMES.get(tail.casefold()) if full_name else None) or (_MARKS.get(tail) if titled else None)
        if code:
            return code
    return None
