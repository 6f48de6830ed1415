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


def published(page: Structured, tree: Any, url: str | None) -> Moment | None:
    """JSON-LD, OpenGraph, other meta, `<time datetime>`; a time with a zone beats one without, any time beats a day;
    htmldate's day when nothing else is there."""
    found: list[Moment | None] = [
        parse_time(page.article.get(name), "json-ld") for name in ("datePublished", "dateCreated", "uploadDate")
    ]
    for origin, names in PUBLISHED:
        found += [parse_time(value, origin) for name in names for value in page.meta.get(name, ())[:1]]
    stamps = sorted(page.times[:6], key=lambda item: not re.search(r"publ|posted|pubdate|created", item[1]))
    found += [parse_time(value, "time") for value, words in stamps if not re.search(r"modif|updat|comment", words)][:1]
    moments = [moment for moment in found if moment]
    if moments:
        return min(moments, key=lambda m: (m.precision == "day", not m.zoned))
    if day := _htmldate(tree, url):
        return day
    return None


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


def _htmldate(tree: Any, url: str | None) -> Moment | None:
    try:
        found = find_date(tree, original_date=True, extensive_search=False, url=url)
    except Exception:  # noqa: BLE001  (third-party search over hostile text; no date is an answer)
        return None
    return parse_time(found, "text") if found else None
