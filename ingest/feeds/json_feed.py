"""JSON Feed 1.0 and 1.1 (jsonfeed.org). Items are read one by one, so that a bad one costs itself alone."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec import Raw, Struct

from ingest.errors import FeedError
from ingest.feeds.fields import (
    MAX_SUMMARY,
    MAX_TITLE,
    absolute_url,
    authors,
    bounded_time,
    full_text,
    guid,
    language_tag,
    names,
    plain_text,
    unlike,
)
from ingest.feeds.prefilter import MAX_ENTRIES
from ingest.types import FeedDocument, FeedEntry, Response

_VERSIONS = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")


class _Person(Struct):
    name: object = None


class _Item(Struct):
    id: object = None
    url: object = None
    external_url: object = None
    title: object = None
    summary: object = None
    content_html: object = None
    content_text: object = None
    image: object = None
    banner_image: object = None
    date_published: object = None
    date_modified: object = None
    author: _Person | None = None
    authors: list[_Person] | None = None
    tags: list[object] | None = None
    language: object = None


class _Feed(Struct):
    version: str = ""
    title: object = None
    home_page_url: object = None
    language: object = None
    items: list[Raw] = []
    author: _Person | None = None
    authors: list[_Person] | None = None


def parse_json(response: Response) -> FeedDocument:
    """Raises FeedError: not_a_feed (JSON of another kind too), too_many_entries."""
    body = response.body.lstrip().removeprefix(b"\xef\xbb\xbf")
    try:
        feed = msgspec.json.decode(body, type=_Feed)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError("not_a_feed", f"JSON, but no JSON Feed: {error}") from error
    if not feed.version.startswith(_VERSIONS):
        raise FeedError("not_a_feed", "JSON, but no JSON Feed: its version is not jsonfeed.org's")
    if len(feed.items) > MAX_ENTRIES:
        raise FeedError("too_many_entries", f"{len(feed.items)} entries, more than {MAX_ENTRIES}")
    found = [entry for raw in feed.items if (entry := _entry(raw, feed, response))]
    entries = tuple(unlike(found))
    return FeedDocument(
        kind="json" + feed.version.rpartition("/")[2].replace(".", "")[:4],
        title=plain_text(feed.title, MAX_TITLE),
        home_url=absolute_url(response.url, feed.home_page_url),
        language=language_tag(feed.language),
        entries=entries,
        skipped=len(feed.items) - len(entries),
    )


def _entry(raw: Raw, feed: _Feed, response: Response) -> FeedEntry | None:
    try:
        item = msgspec.json.decode(raw, type=_Item)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    url = absolute_url(response.url, item.url) or absolute_url(response.url, item.external_url)
    url = url or absolute_url("", item.id)
    if url is None:
        return None
    return FeedEntry(
        guid=guid(item.id, url),
        url=url,
        title=plain_text(item.title, MAX_TITLE),
        summary=plain_text(item.summary or item.content_text or item.content_html, MAX_SUMMARY),
        content=full_text((item.content_html,)) or full_text((item.content_text,)),
        authors=authors(person.name for person in _people(item) or _people(feed)),
        published_at=bounded_time(_time(item.date_published), response.fetched_at),
        updated_at=bounded_time(_time(item.date_modified), response.fetched_at),
        categories=names(item.tags or (), 50),
        image_url=absolute_url(response.url, item.image, item.banner_image),
        language=language_tag(item.language, feed.language),
    )


def _people(holder: _Item | _Feed) -> list[_Person]:
    """`authors` of 1.1, or `author` of 1.0."""
    return holder.authors or ([holder.author] if holder.author else [])


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None
