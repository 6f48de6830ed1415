"""The published record of an entry's page: how it is put together, its revision, and what differs between two. Pure."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

import msgspec
from msgspec.structs import replace

from ingest.identity.urls import source_id
from ingest.types import Entry, Extracted, Page
from stream.types import SCHEMA_VERSION, Article, Change, FeedRef, Source

_CONTENT = (
    "title",
    "body_text",
    "extraction",
    "subtitle",
    "blocks",
    "images",
    "removed",
    "authors",
    "dateline",
    "published_at",
    "published_precision",
    "published_from",
    "modified_at",
    "language",
    "sections",
    "keywords",
    "access",
    "rights",
)
# What a reader would call a change of the story. Image addresses, times and ledgers change without one.
_TOLD = ("pub_status", "title", "subtitle", "body_text", "authors", "images", "access")


def build(entry: Entry, extracted: Extracted, page: Page) -> Article:
    """The record of the page as version 1 of the entry's article."""
    content = {name: getattr(extracted, name) for name in _CONTENT}
    article = Article(
        schema_version=SCHEMA_VERSION,
        id=entry.id,
        version=1,
        revision_id="",
        pub_status="usable",
        change=Change("new"),
        url=entry.url,
        source=Source(source_id(entry.domain), entry.domain, extracted.site_name or entry.feed_title),
        feed=FeedRef(entry.feed_id, entry.feed_url, entry.item.guid),
        first_seen_at=entry.first_seen_at,
        fetched_at=page.fetched_at,
        canonical_url=extracted.canonical_url,
        aliases=tuple(u for u in (page.url,) if u != entry.url),
        **content,
    )
    return replace(article, revision_id=revision(article))


def revision(article: Article) -> str:
    """Hash of what a reader is told: the same content has the same revision, whenever and wherever it was fetched."""
    return blake2b(msgspec.json.encode([_told(article, name) for name in _TOLD]), digest_size=16).hexdigest()


def differing(old: Article, new: Article) -> tuple[str, ...]:
    return tuple(name for name in _TOLD if _told(old, name) != _told(new, name))


def _told(article: Article, name: str) -> object:
    if name == "images":
        return [(i.caption, i.credit) for i in article.images if i.caption or i.credit]
    value: object = getattr(article, name)
    return value


def canceled(article: Article, at: datetime, note: str) -> Article:
    """The version that takes a story back: it names the story and repeats none of its content."""
    empty = replace(
        article,
        version=article.version + 1,
        pub_status="canceled",
        change=Change("takedown", ("pub_status", "body_text"), note),
        fetched_at=at,
        body_text="",
        blocks=(),
        images=(),
        removed=(),
        subtitle=None,
        dateline=None,
    )
    return replace(empty, revision_id=revision(empty))
