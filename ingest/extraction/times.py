"""When a story was published and changed: the exact time first, a bare day last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from htmldate import find_date

from ingest.extraction.structured import Structured
from stream.types import Precision

_ISO = re.compile(
    r"^\s*(\d{4})-?(\d{1,2})-?(\d{1,2})(?:(?:[T\s]+|\s*-\s*)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{0,2})?)?(?:\s*\[?[A-Za-z/_]+\]?)?\s*$"
)
_RFC = re.compile(
    r"^(?:\w{3,9},?\s+)?(?:(\d{1,2})\s+([A-Za-z]{3})[a-z]*\.?,?|([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?)\s+(\d{4})(?:[\s,]+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?\s*(\(?[A-Z]{1,4}\)?|[+-]\d{2}:?\d{2})?)?",
    re.I,
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_ZONES = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "EST": -300,
    "EDT": -240,
    "CST": -360,
    "CDT": -300,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "CET": 60,
    "CEST": 120,
    "BST": 60,
}

# (origin word, meta names), in order of trust
_OG = "article:published_time og:article:published_time og:published_time article:published"
_META = """
    datepublished parsely-pub-date sailthru.date pubdate publishdate publish-date publish_date dcterms.created
    date dc.date cxenseparse:recs:publishtime dc.date.issued dc.date.created dcterms.issued article.published
    last-published iso-8601-publish-date lp.article:published_time publication_date rnews:datepublished 
    originalpublicationdate cre-article-published"""
_MODIFIED = """
    article:modified_time og:updated_time datemodified lastmod last-modified dc.date.modified dcterms.modified
    article.updated og:modified_time rnews:datemodified"""
PUBLISHED = (("og", _OG.split()), ("meta", _META.split()))
MODIFIED = _MODIFIED.split()


_MONTH_NAMES = {
    1: ("jan", "ene", "gen", "sty", "led"),
    2: ("feb", "fév", "fev", "lut"),
    3: ("mar", "mär", "maa", "brez"),
    4: ("apr", "avr", "abr", "kwi", "dub"),
    5: ("may", "mai", "maj", "mei", "mag", "máj", "kvě"),
    6: ("jun", "juin", "giu", "cze", "červn"),
    7: ("jul", "juil", "lug", "lip", "červe"),
    8: ("aug", "aoû", "aou", "ago", "sie", "srp"),
    9: ("sep", "set", "wrz", "zář"),
    10: ("oct", "okt", "ott", "out", "paź", "říj"),
    11: ("nov", "lis"),
    12: ("dec", "dez", "déc", "dic", "des", "gru", "pro"),
}
_CLOCK = (
    r"(?:[\s,|·•@–-]|\bat\b|\bum\b|\bà\b|\ba las\b|\bkl\.?|\bo\b)*"
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?::\d{2})?"
    r"\s*(?P<half>[ap]\.?m\b)?\.?\s*(?P<zone>\b(?:[ECMP][SD]T|GMT|UTC|BST|CES?T)\b|[+-]\d{2}:?\d{2}\b)?"
)
_NAMED_MONTH = r"[A-Za-zÀ-ž]{3,12}"
_DATED = re.compile(
    rf"(?<![\w/])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?(?P<name>{_NAMED_MONTH})\.?,?\s+(?:de\s+|del\s+)?"
    rf"|(?P<name2>{_NAMED_MONTH})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+)(?P<year>(?:19|20)\d\d)(?!\d)(?:{_CLOCK})?",
    re.I,
)
_EAST = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[年년]\s*(?P<month>\d{1,2})\s*[月월]\s*(?P<day>\d{1,2})\s*[日일]"
    r"(?:\s*(?P<hour>\d{1,2})\s*[:時时시]\s*(?P<minute>\d{1,2}))?"
)


@dataclass(frozen=True)
class Moment:
    """A time with its precision and the place that said it. Without a zone of its own `at` is taken as UTC."""

    at: datetime
    precision: Precision
    origin: str
    zoned: bool = True


def parse_time(value: object, origin: str) -> Moment | None:
    """ISO 8601 and RFC 5322 times as pages write them; None for anything else or a year outside 1900..2100."""
    if not isinstance(value, str) or not 8 <= len(value.strip()) <= 80:
        return None
    try:
        if found := _ISO.match(value):
            year, month, day, hour, minute, second, zone = found.groups()
        elif found := _RFC.match(value.strip()):
            day, name, name2, day2, year, hour, minute, second, half, zone = found.groups()
            month, day = str(_MONTHS[(name or name2).lower()]), day or day2
            if half and hour:
                hour = str(int(hour) % 12 + (12 if half.lower() == "pm" else 0))
        else:
            return None
        if hour is None:
            return _sane(Moment(datetime(int(year), int(month), int(day), tzinfo=UTC), "day", origin, False))
        tz = _zone(zone)
        at = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0), tzinfo=tz or UTC)
        return _sane(Moment(at, "second" if second is not None else "minute", origin, tz is not None))
    except (ValueError, KeyError, OverflowError):
        return None


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    text = text.strip("()").upper()
    if text in _ZONES:
        return timezone(timedelta(minutes=_ZONES[text]))
    digits = text[1:].replace(":", "")
    if text[0] not in "+-" or not digits.isdigit():
        return None
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes)) if minutes < 24 * 60 else None


def _sane(moment: Moment) -> Moment | None:
    return moment if 1900 <= moment.at.year <= 2100 else None


def published(page: Structured) -> Moment | None:
    """JSON-LD, OpenGraph, other meta, `<time datetime>`; a time with a zone beats one without, any time beats a day."""
    found: list[Moment | None] = [
        parse_time(page.article.get(name), "json-ld") for name in ("datePublished", "dateCreated", "uploadDate")
    ]
    for origin, names in PUBLISHED:
        found += [parse_time(value, origin) for name in names for value in page.meta.get(name, ())[:1]]
    stamps = sorted(page.times[:6], key=lambda item: not re.search(r"publ|posted|pubdate|created", item[1]))
    found += [parse_time(value, "time") for value, words in stamps if not re.search(r"modif|updat|comment", words)][:1]
    moments = [moment for moment in found if moment]
    return min(moments, key=lambda m: (m.precision == "day", not m.zoned), default=None)


def in_lines(lines: list[str]) -> Moment | None:
    """The date that stands in the text between title and story; one with a time before one without."""
    found = [moment for line in lines if len(line) < 160 and (moment := in_text(line))]
    return min(found, key=lambda m: m.precision == "day", default=None)


def in_text(line: str) -> Moment | None:
    """The first date with a four-digit year and a month's name (or year first) in a line, with its time and zone. A
    date in figures whose day and month may be exchanged is none."""
    if found := _EAST.search(line):
        year, month, day, hour, minute = found.groups()
        zone = None
    elif found := _DATED.search(line):
        name = found["name"] or found["name2"]
        month = next((str(number) for number, names in _MONTH_NAMES.items() if name.lower().startswith(names)), "")
        year, day, hour, minute = found["year"], found["day"] or found["day2"], found["hour"], found["minute"]
        zone = _zone(found["zone"])
        if hour and found["half"]:
            hour = str(int(hour) % 12 + (12 if found["half"].lower().startswith("p") else 0))
    else:
        return None
    try:
        at = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), tzinfo=zone or UTC)
    except ValueError:
        return None
    return _sane(Moment(at, "minute" if hour and minute else "day", "text", zone is not None))


def modified(page: Structured, since: Moment | None) -> datetime | None:
    """When the page says it was last changed; None when it says nothing or a time before its publication."""
    values: list[object] = [
        page.article.get("dateModified"),
        *(value for name in MODIFIED for value in page.meta.get(name, ())[:1]),
    ]
    moments = [moment for value in values if (moment := parse_time(value, ""))]
    for moment in moments:
        if since is None or moment.at >= since.at or moment.precision == "day":
            return moment.at
    return None


def guessed(tree: Any, url: str | None) -> Moment | None:
    """The day that htmldate finds, for pages that declare none; `tree` as it came, before it is stripped."""
    try:
        found = find_date(tree, original_date=True, extensive_search=False, url=url)
    except Exception:  # noqa: BLE001  (third-party search over hostile text; no date is an answer)
        return None
    return parse_time(found, "text") if found else None
