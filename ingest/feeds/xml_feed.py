"""RSS 0.9x, 1.0 (RDF), 2.0 and Atom 0.3, 1.0 through feedparser.

feedparser is given a stream of prefiltered bytes, never bytes or text: it opens those as a file or fetches them as a
URL. Its sanitizing and its rewriting of links inside HTML are off: they are slow and the content is cleaned later.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import feedparser

from ingest.errors import FeedError
from ingest.feeds.fields import (
    MAX_SUMMARY,
    MAX_TITLE,
    absolute_url,
    authors,
    bounded_interval,
    bounded_time,
    full_text,
    guid,
    language_tag,
    names,
    plain_text,
    unlike,
)
from ingest.feeds.prefilter import prefilter
from ingest.types import FeedDocument, FeedEntry, Response

_PERIODS = {"hourly": 3600.0, "daily": 86400.0, "weekly": 604800.0, "monthly": 2592000.0, "yearly": 31536000.0}


def parse_xml(response: Response) -> FeedDocument:
    """Raises FeedError: not_a_feed, too_many_entries, parser_failed."""
    body = prefilter(response.body, response.headers.get("content-type", ""))
    headers = {"content-type": "application/xml; charset=utf-8"}  # no content-location: it would rewrite guids too
    try:
        parsed = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
        if parsed.get("version"):  # not `bozo`: that is set for good feeds and not set for pages
            return _document(parsed, response)
    except Exception as error:  # ten kinds were seen, each a bug of the parser on broken input
        raise FeedError("parser_failed", f"{type(error).__name__}: {error}"[:300]) from error
    raise FeedError("not_a_feed", "no feed that the parser knows")


def _document(parsed: Any, response: Response) -> FeedDocument:
    feed = parsed.get("feed", {})
    found = [entry for item in parsed.entries if (entry := _entry(item, feed, parsed.version, response))]
    entries = tuple(unlike(found))
    return FeedDocument(
        kind=parsed.version,
        title=plain_text(feed.get("title"), MAX_TITLE),
        home_url=absolute_url(response.url, feed.get("link")),
        language=language_tag(feed.get("language"), _detail(feed, "title").get("language")),
        entries=entries,
        min_interval=_min_interval(feed),
        skipped=len(parsed.entries) - len(entries),
    )


def _entry(item: Any, feed: Any, version: str, response: Response) -> FeedEntry | None:
    link, permalink = item.get("link"), item.get("id") if item.get("guidislink") else None
    url = absolute_url(response.url, item.get("feedburner_origlink"), None if link == permalink else link)
    url = url or absolute_url("", permalink)  # a guid is not relative to anything
    if url is None:
        return None
    published, updated = _times(item, version, response.fetched_at)
    bodies = [part.get("value") for part in item.get("content", ())]
    return FeedEntry(
        guid=guid(item.get("id"), url),
        url=url,
        title=plain_text(item.get("title"), MAX_TITLE),
        summary=plain_text(item.get("summary"), MAX_SUMMARY) or plain_text(next(iter(bodies), None), MAX_SUMMARY),
        content=full_text((*bodies, item.get("summary"))),
        authors=_authors(item),
        published_at=published,
        updated_at=updated,
        categories=names((tag.get("label") or tag.get("term") for tag in item.get("tags", ())), 50),
        image_url=absolute_url(response.url, *_images(item)),
        language=language_tag(item.get("language"), *_content_languages(item), feed.get("language")),
    )


def _times(item: Any, version: str, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Published and updated. dict.get, for the parser's own `get` gives one date for the other.

    dc:date reaches us as `updated`; outside of Atom it is when the story was published.
    """
    published = _time(item, "published", now) or _time(item, "created", now)
    updated = _time(item, "updated", now)
    if published is None and not version.startswith("atom"):
        published = updated
    return published, updated


def _time(item: Any, name: str, now: datetime) -> datetime | None:
    """None too when the year is not in the words: the parser makes 2010 of the year 10000."""
    time = bounded_time(dict.get(item, f"{name}_parsed"), now)
    numbers = re.findall("[0-9]+", str(dict.get(item, name) or ""))
    if time is None:
        return None
    years = [str(time.year + shift) for shift in (0, -1, 1)]  # a zone may move New Year
    seen = any(
        (number.startswith(year) and len(number) != 5) or number == year[2:] for number in numbers for year in years
    )
    return time if seen else None


def _authors(item: Any) -> tuple[Any, ...]:
    found = authors(person.get("name") for person in item.get("authors", ()))
    found = found or authors([item.get("author")])
    return found + authors((person.get("name") for person in item.get("contributors", ())), "contributor")


def _images(item: Any) -> Iterator[object]:
    """From the likeliest: media:content by width, media:thumbnail, enclosures, itunes:image."""
    media = [part for part in item.get("media_content", ()) if _is_image(part)]
    media.sort(key=_width, reverse=True)
    yield from (part.get("url") for part in media)
    yield from (part.get("url") for part in sorted(item.get("media_thumbnail", ()), key=_width, reverse=True))
    yield from (part.get("href") for part in item.get("enclosures", ()) if _is_image(part))
    if isinstance(image := item.get("image"), dict):
        yield image.get("href")


def _is_image(part: Any) -> bool:
    kind = f"{part.get('medium') or ''} {part.get('type') or ''}".lower()
    url = str(part.get("url") or part.get("href") or "").lower().partition("?")[0]
    return "image" in kind or (not kind.strip() and url.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif")))


def _width(part: Any) -> int:
    width = str(part.get("width") or "")
    return int(width) if width.isascii() and width.isdigit() and len(width) < 6 else 0


def _content_languages(item: Any) -> Iterator[object]:
    yield from (part.get("language") for part in item.get("content", ()))
    yield _detail(item, "title").get("language")


def _detail(holder: Any, name: str) -> Any:
    return holder.get(f"{name}_detail") or {}


def _min_interval(feed: Any) -> timedelta | None:
    """The longer of RSS ttl (minutes) and sy:updatePeriod / sy:updateFrequency (RSS 1.0 syndication module)."""
    ttl = _number(feed.get("ttl")) * 60
    period = _PERIODS.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0.0)
    often = _number(feed.get("sy_updatefrequency")) or 1.0
    return bounded_interval(max(ttl, period / often))


def _number(value: object) -> float:
    text = str(value or "").strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0.0
