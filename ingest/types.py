"""Types of the flow inside ingest, named by their role. All frozen; times are aware UTC datetimes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from stream.types import (
    Access,
    Author,
    Block,
    Dateline,
    Extraction,
    Image,
    Language,
    Precision,
    Removed,
    Rights,
)

# ---------------------------------------------------------------- fetch


@dataclass(frozen=True)
class Request:
    """A GET. `etag` and `last_modified` are sent back exactly as they were received (RFC 9110, 8.8: opaque)."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    accept: str = "*/*"


@dataclass(frozen=True)
class Response:
    """A 200. `url` is where the redirects ended, `body` is decoded (content-encoding removed).

    `moved_to`: where a chain made of permanent redirects (301, 308) alone led, else None.
    `headers` keys are lower case; the last one of a repeated header stands.
    """

    request: Request
    url: str
    status: int
    headers: dict[str, str]
    body: bytes
    fetched_at: datetime
    moved_to: str | None = None

    @property
    def etag(self) -> str | None:
        return self.headers.get("etag")

    @property
    def last_modified(self) -> str | None:
        return self.headers.get("last-modified")


@dataclass(frozen=True)
class NotModified:
    """A 304 to a conditional request."""

    request: Request
    fetched_at: datetime
    headers: dict[str, str] = field(default_factory=dict)


# ---------------------------------------------------------------- feeds


@dataclass(frozen=True)
class FeedEntry:
    """An entry as the feed gives it, cleaned of what cannot be: `url` is absolute http(s); `text` is plain or HTML.

    `guid` is the feed's own id, or the URL where it has none. `content` is the full text when the feed carries it.
    """

    guid: str
    url: str
    title: str | None = None
    summary: str | None = None
    content: str | None = None
    authors: tuple[Author, ...] = ()
    published_at: datetime | None = None
    updated_at: datetime | None = None
    categories: tuple[str, ...] = ()
    image_url: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class FeedDocument:
    """A parsed feed. `kind`: rss20, atom10, rss10, json11 ...; `min_interval`: what the feed asks for (ttl)."""

    kind: str
    title: str | None
    home_url: str | None
    language: str | None
    entries: tuple[FeedEntry, ...]
    min_interval: timedelta | None = None
    skipped: int = 0


class FeedState(StrEnum):
    """`parked` feeds (410 Gone, or stopped by hand) are not polled until somebody wakes them."""

    ACTIVE = "active"
    PARKED = "parked"


@dataclass(frozen=True)
class Feed:
    """A feed as the store knows it. `shard` in 0..15; `interval` is the present time between polls."""

    id: str
    url: str
    shard: int
    title: str | None = None
    folder: str | None = None
    state: FeedState = FeedState.ACTIVE
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    interval: timedelta = timedelta(minutes=5)
    failures: int = 0
    next_poll_at: datetime | None = None
    not_before: datetime | None = None
    polled_at: datetime | None = None
    last_ok_at: datetime | None = None
    status: str = "new"
    detail: str | None = None
    backfill: bool = False
    claim: int = 0


# ---------------------------------------------------------------- entries and articles


class EntryState(StrEnum):
    """entries = articles + rejected + pending, always: every entry is in exactly one of these."""

    PENDING = "pending"
    ARTICLE = "article"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Entry:
    """An entry as the store knows it: its feed's words, its identity and what became of it.

    `id` is also the id of its article. `attempts` counts claims since the last success,
    `deaths` processes that ended with this entry in hand. `etag`, `last_modified` and
    `body_hash` are the page's.
    """

    id: str
    feed_id: str
    feed_url: str
    url: str
    domain: str
    shard: int
    item: FeedEntry
    state: EntryState
    first_seen_at: datetime
    attempts: int = 0
    deaths: int = 0
    reason: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    feed_title: str | None = None
    backfill: bool = False
    claim: int = 0


@dataclass(frozen=True)
class Page:
    """A fetched document, ready for extraction. `body` is HTML bytes, or the feed's own full text when `from_feed`."""

    url: str
    body: bytes
    fetched_at: datetime
    content_type: str = "text/html"
    charset: str | None = None
    robots_header: str | None = None
    from_feed: bool = False


@dataclass(frozen=True)
class Extracted:
    """The content of one page: the fields of an Article that depend on the page alone."""

    title: str
    body_text: str
    extraction: Extraction
    subtitle: str | None = None
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    removed: tuple[Removed, ...] = ()
    authors: tuple[Author, ...] = ()
    dateline: Dateline | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    published_from: str | None = None
    modified_at: datetime | None = None
    language: Language | None = None
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    access: Access = "unknown"
    rights: Rights = Rights()  # noqa: RUF009 (frozen)
    canonical_url: str | None = None
    site_name: str | None = None
    note: str | None = None  # the publisher's own correction or update notice


@dataclass(frozen=True)
class Rejected:
    """The page is no article; `reason` is a stable word (see docs/extraction.md), `detail` says it to a person."""

    reason: str
    detail: str = ""
