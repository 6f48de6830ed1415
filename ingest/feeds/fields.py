"""The words of a feed made fit to be kept: plain, bounded, absolute. Pure; for every kind of feed."""

from __future__ import annotations

import calendar
import html
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from ingest.errors import IngestError
from ingest.identity.urls import normalize
from ingest.types import FeedEntry
from stream.types import Author

MAX_TITLE = 500
MAX_SUMMARY = 5_000
MAX_CONTENT = 1_000_000
MAX_GUID = 1_000
MAX_NAME = 200
FULL_TEXT = 700  # plain characters from which a feed's own content can be a whole story
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
FUTURE = timedelta(days=2)
MAX_INTERVAL = timedelta(days=1)

# Controls, bidi embeddings, overrides and isolates, lone surrogates, noncharacters: they make records lie or fail.
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_HIDDEN = tuple(
    (re.compile(opening, re.IGNORECASE), re.compile(closing, re.IGNORECASE))
    for opening, closing in (("<!--", "-->"), (r"<script\b", r"</script\s*>"), (r"<style\b", r"</style\s*>"))
)
_BLOCK = re.compile(r"<(?:/?(?:p|div|li|h[1-6]|tr|ul|ol|blockquote|figure|figcaption)\b|br\b)[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<![^<>]*>")
_ESCAPED_AGAIN = re.compile(r"&(?:amp|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_CUT = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|read more|continue reading|read the full (?:story|article)|weiterlesen|lire la suite"
    r"|leer más|seguir leyendo)\W{0,5}$",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """Without what cannot be seen but acts: controls, bidi overrides, lone surrogates."""
    return _CONTROLS.sub("", text)


def plain_text(value: object, limit: int) -> str | None:
    """One line of plain text out of text or HTML, at most `limit` characters; None when nothing is left."""
    if not isinstance(value, str):
        return None
    text = value[: limit * 20]
    for _ in range(2):  # many feeds escape their titles once too often
        text = _TAG.sub("", _BLOCK.sub(" ", _without_hidden(text)))
        text = html.unescape(text)
        if not (_ESCAPED_AGAIN.search(text) or _TAG.search(text)):
            break
    text = " ".join(visible(text).split())
    return _shortened(text, limit) or None


def full_text(candidates: Iterable[object]) -> str | None:
    """The longest of the candidates (HTML) when it can be the whole story and not a teaser of it."""
    best, length = None, FULL_TEXT - 1
    for candidate in candidates:
        if not isinstance(candidate, str) or not length < len(candidate) <= MAX_CONTENT:
            continue
        text = plain_text(candidate, MAX_CONTENT) or ""
        if len(text) > length and not _CUT.search(text[-60:]):
            best, length = _as_html(visible(candidate)), len(text)
    return best


def absolute_url(base: str, *candidates: object) -> str | None:
    """The first candidate that is, or relative to `base` becomes, an http(s) URL."""
    for candidate in candidates:
        if isinstance(candidate, str) and candidate.strip():
            try:
                return normalize(urljoin(base, candidate.strip()))
            except (IngestError, ValueError):  # ValueError: urljoin on http://[
                continue
    return None


def bounded_time(value: datetime | time.struct_time | None, now: datetime) -> datetime | None:
    """An aware UTC time between 1990 and two days from `now`; None for others: they are mistakes, and break readers."""
    try:
        if isinstance(value, time.struct_time):
            value = datetime.fromtimestamp(calendar.timegm(value), UTC)
        elif value is not None:
            value = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return value if value is not None and EARLIEST <= value <= now + FUTURE else None


def bounded_interval(seconds: float) -> timedelta | None:
    """What a feed asks for between two polls, at most a day; None when it asks for nothing."""
    return min(timedelta(seconds=min(seconds, 1e9)), MAX_INTERVAL) if seconds > 0 else None


def language_tag(*candidates: object) -> str | None:
    """The first candidate that looks like a BCP 47 tag."""
    for candidate in candidates:
        if isinstance(candidate, str) and _LANGUAGE.fullmatch(tag := candidate.strip().replace("_", "-")):
            return tag
    return None


def names(values: Iterable[object], most: int) -> tuple[str, ...]:
    """Plain, unlike each other, in order."""
    found = dict.fromkeys(name for value in values if (name := plain_text(value, MAX_NAME)))
    return tuple(found)[:most]


def authors(values: Iterable[object], role: str | None = None) -> tuple[Author, ...]:
    """Authors with a name; an e-mail address is none and is not passed on."""
    return tuple(Author(name, role) for name in names(values, 20) if "@" not in name)


def guid(value: object, url: str) -> str:
    """The feed's own id, or the URL where it has none."""
    if isinstance(value, int | float):
        value = str(value)
    return plain_text(value, MAX_GUID) or url if isinstance(value, str) else url


def unlike(entries: Iterable[FeedEntry]) -> Iterator[FeedEntry]:
    """Entries with URLs and guids of their own: of two with one URL the first stays, a guid used twice is no id."""
    urls: set[str] = set()
    guids: set[str] = set()
    for entry in entries:
        if entry.url in urls:
            continue
        urls.add(entry.url)
        if entry.guid in guids:
            entry = replace(entry, guid=entry.url)
        guids.add(entry.guid)
        yield entry


def _as_html(text: str) -> str:
    """Text without any tag has its paragraphs as lines; in HTML they would run into one."""
    if _TAG.search(text):
        return text
    return "".join(
        f"<p>{html.escape(line.strip(), quote=False)}</p>" for line in html.unescape(text).splitlines() if line.strip()
    )


def _without_hidden(text: str) -> str:
    """Without comments, scripts and styles. Linear: one regular expression would not be."""
    for opening, closing in _HIDDEN:
        parts: list[str] = []
        done = 0
        while (start := opening.search(text, done)) and (end := closing.search(text, start.end())):
            parts += text[done : start.start()], " "
            done = end.end()
        text = "".join((*parts, text[done:]))
    return text


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
