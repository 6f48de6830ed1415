"""What one line says of the agency whose text it belongs to, by the place the line stands in. Pure; rules are here.

The confidences are what a reader of the page would believe of that place alone; a line of running text gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from processors.agencies import AGENCIES, Where
from processors.credits import PHOTO, alternatives, looks_like_a_name, lookup, read_credit

BYLINE, SHARED_BYLINE, DATELINE, CREDIT, COPYRIGHT = 0.95, 0.85, 0.95, 0.85, 0.8
SHORT = 0.75  # two letters may also be somebody's initials
LOOSE = 0.6  # an agency in brackets behind a sentence without its full stop
CONTRIBUTED = 0.35  # below 0.5: somebody else's text with the agency's material in it
MAX_LINE = 400  # characters; what is longer is a paragraph, and only its end can be a credit


class Evidence(NamedTuple):
    """A place that names an agency; `confidence` in 0..1 is that the text is the agency's, by this place alone."""

    code: str
    where: Where
    text: str
    confidence: float


_ANY = alternatives()
_NAMED = alternatives(marks=False)
_INITIALS = {mark for agency in AGENCIES for mark in agency.marks if len(mark) == 2 and mark != "AP"}
_SIGNS = [(agency.code, sign, re.compile(sign.pattern)) for agency in AGENCIES for sign in agency.signs]

# "PARIS (AP) —", "(Reuters) -", "Berlin (dpa/lno) -", "Madrid, 3 may (EFE).-"; without a dash only behind a day:
# "New Delhi, May 3 (PTI) The ...", or at the end of its line.
_DATELINE = re.compile(
    r"^\W{0,3}(?P<place>[^()（）\n]{0,70}?)\s*[(（](?P<who>[^()（）\n]{2,60})[)）]\s*(?P<dash>[-–—−:=]|\.\s?[-–—]|\.?$|)\s*(?P<next>.?)"
)
# "LONDON — AP —" and "LONDON, May 3, AFP -"; and the ANSA way round: "(ANSA) - ROMA, 12 MAG -", which _DATELINE takes.
_BARE_DATELINE = re.compile(
    r"^(?P<place>[^\W\d_][^()\n]{1,50}?)(?:\s[-–—]\s|,\s)(?P<who>[\w/ -]{2,30}?)\s?[-–—]{1,2}\s"
)
_SMALL_WORDS = re.compile(
    "(?:a|al|am|an|and|bei|da|das|de|del|der|des|di|do|dos|du|e|el|en|et|i|im|in|la|las|le|les|los|nad|o|of|on|og|på|"
    "sur|the|und|upon|van|y|d|l)"
)
_BY = re.compile(r"^(?:By|Von|Par|Por|Di|Door|Av|Af)\s+\S", re.IGNORECASE)
_DAY = re.compile(r"\d")
_STOP = re.compile(r"[.!?…。”\"»“'’)]\s*$")
_END_BRACKET = re.compile(r"^(?P<text>.*?)\s*[(（](?P<who>[^()（）]{2,80})[)）]\s*\.?$", re.DOTALL)
_END_DASH = re.compile(r"^(?P<text>.*[.!?…。”\"»])\s*(?:[-–—]{1,2}|/)\s*(?P<who>[^.!?]{2,60})[./]?$", re.DOTALL)
# Not "© 2024 TT Games": behind the agency the line ends, a new sentence begins, or rights are reserved.
_COPYRIGHT = re.compile(
    rf"(?:©|™|\(c\)|(?i:\bcopyright\b))[\s\d©,–-]*(?i:(?:by|the|copyright) )*(?P<who>{_ANY})(?!\w)"
    r"(?!\s(?!All\b|Alle\b|Tous\b|Tout\b|Todos\b|Tutti\b)[^\W\d_])"
)
_CONTRIBUTED = [
    re.compile(pattern)
    for pattern in (
        rf"^\W*(?:(?i:the) )?(?P<who>{_ANY})\b.{{0,200}}\b"
        r"(?:contributed (?:to (?:this|the) (?:report|story|article|dispatch)|reporting|from)|also contributed)\b",
        rf"\bcontribut(?:ed|ions?) .{{0,60}}\bby (?:the )?(?P<who>{_ANY})(?!\w)",
        rf"(?i:\bwith (?:files|reporting|inputs?|information|additional reporting|reports?|agency reports?)) "
        rf"(?i:from|by|of) .{{0,60}}?\b(?P<who>{_ANY})(?!\w)",
        rf"(?i:\b(?:mit|unter verwendung von)) (?:(?i:material|informationen|agenturmaterial|inhalten) )"
        rf"(?i:(?:von|der|des|aus) ){{0,2}}(?P<who>{_ANY})(?!\w)",
        rf"(?i:\bcon (?:información|informaciones|datos|informazioni) (?:de|di|da)(?: la)?) (?P<who>{_ANY})(?!\w)",
        rf"(?i:\bcom informações (?:da|do|de)) (?P<who>{_ANY})(?!\w)",
        rf"(?i:\bavec (?:l['’])?(?:les informations de )?)(?P<who>{_ANY})(?!\w)",
    )
]
# "Le Monde avec AFP", "Mit dpa": only where nothing but a credit stands.
_TOGETHER = re.compile(
    rf"(?i:(?:^|\W)(?:with|mit|avec|con|com|med|met|z|s)) (?:(?i:the|der|l['’]|la) ?)?(?P<who>{_ANY})(?!\w)"
)


def byline(line: str) -> Iterator[Evidence]:
    """A line or a name that says who wrote."""
    if len(line) > MAX_LINE // 2 or PHOTO.search(line):
        return
    if together := _TOGETHER.search(line):
        yield from _each(together["who"], "contributed", line, CONTRIBUTED)
        return
    codes, strangers = read_credit(line)
    initials = line.strip() in _INITIALS
    for code in codes:
        sure = SHORT if initials else BYLINE if len(codes) == 1 and len(strangers) < 4 else SHARED_BYLINE
        yield Evidence(code, "byline", line, sure)


def leading_byline(line: str) -> Iterator[Evidence]:
    """The first line of the text: a byline that was left there, if it is one ("By The Associated Press", "AFP")."""
    strangers = read_credit(line).strangers if len(line) <= 100 else (line,)
    if not strangers or (_BY.match(line) and _are_names(strangers)):
        yield from byline(line)


def opening(line: str) -> Iterator[Evidence]:
    """One of the first lines of the text: it may begin with a dateline."""
    yield from _signs(line[:MAX_LINE], "dateline")
    found = _DATELINE.match(line)
    if found and _is_place(found["place"]):
        day = bool(_DAY.search(found["place"]))
        begins = bool(found["place"].strip()) and not found["next"].islower()
        if found["dash"] or day or begins:
            sure = DATELINE if found["dash"] or day else LOOSE
            yield from _dateline(found["who"], found.group()[: found.end("dash")], sure)
    elif (bare := _BARE_DATELINE.match(line)) and _is_place(bare["place"]):
        yield from _dateline(bare["who"], bare.group(), DATELINE)


def closing(line: str) -> Iterator[Evidence]:
    """One of the last lines of the text, or a line that was taken out: credit, copyright, sign-off, contribution."""
    if PHOTO.search(line[-MAX_LINE:]) and len(line) < MAX_LINE:
        return
    end = line[-MAX_LINE:]
    signed = [*_signs(end, "copyright"), *_signs(end, "sign-off"), *_signs(end, "credit")]
    yield from signed
    if len(line) <= MAX_LINE and (given := _contributed(line)):
        yield from given
        return
    if len(line) <= MAX_LINE:
        yield from (e for found in _COPYRIGHT.finditer(line) for e in _each(found["who"], "copyright", line, COPYRIGHT))
    yield from _credit(end)


def _dateline(who: str, text: str, sure: float) -> Iterator[Evidence]:
    if not PHOTO.search(who):
        for code in read_credit(who, dateline=True).codes:
            yield Evidence(code, "dateline", text.strip(), sure)


def _is_place(place: str) -> bool:
    """Whether `place` can be what stands before the bracket: names and a day, or nothing; never running text."""
    town, _, day = place.partition(",")
    words = re.findall(r"[^\W\d_]+", town)
    names = all(not word[0].islower() or _SMALL_WORDS.fullmatch(word) for word in words)
    return names and len(words) <= 8 and (len(day.split()) <= 6)


def _signs(line: str, where: Where) -> Iterator[Evidence]:
    for code, sign, pattern in _SIGNS:
        if sign.where == where and (found := pattern.search(line)):
            yield Evidence(code, where, found.group(), sign.confidence)


def _contributed(line: str) -> list[Evidence]:
    for pattern in _CONTRIBUTED:
        if found := pattern.search(line):
            return list(_each(found["who"], "contributed", line, CONTRIBUTED))
    return []


def _credit(line: str) -> Iterator[Evidence]:
    """A credit that is the whole line, or that ends it in brackets or behind a dash."""
    if len(line) <= 100 and not _runs_on(line):
        if together := _TOGETHER.search(line):
            yield from _each(together["who"], "contributed", line, CONTRIBUTED)
            return
        codes, strangers = read_credit(line)
        if codes and len(strangers) <= 2 and _are_names(strangers):
            sure = SHORT if line.strip() in _INITIALS else CREDIT
            yield from (Evidence(code, "credit", line, sure) for code in codes)
            return
    if bracket := _END_BRACKET.match(line):
        yield from _end_credit(bracket["text"], bracket["who"], CREDIT if _STOP.search(bracket["text"]) else LOOSE)
    elif dash := _END_DASH.match(line):
        yield from _end_credit(dash["text"], dash["who"], CREDIT)


def _end_credit(text: str, who: str, sure: float) -> Iterator[Evidence]:
    if together := _TOGETHER.search(who):
        yield from _each(together["who"], "contributed", who, CONTRIBUTED)
        return
    codes, strangers = read_credit(who)
    if len(strangers) > 3 or (sure < CREDIT and _explains(text, codes)):
        return
    for code in codes:
        yield Evidence(code, "credit", who, sure)


def _explains(text: str, codes: tuple[str, ...]) -> bool:
    """Whether the bracket only gives the short form of what the sentence names: "the Associated Press (AP)"."""
    before = text[-80:]
    return any(lookup(found.group()) in codes for found in re.finditer(_NAMED, before))


def _are_names(strangers: tuple[str, ...]) -> bool:
    return all(looks_like_a_name(stranger.split()) for stranger in strangers)


def _runs_on(line: str) -> bool:
    """Whether the line is a sentence rather than a credit."""
    return len(line.split()) > 12 or bool(re.search(r"[^\W\d_]{3,}[.!?]\s+\S", line))


def _each(who: str, where: Where, line: str, confidence: float) -> Iterator[Evidence]:
    if code := lookup(who):
        yield Evidence(code, where, line, confidence)
