"""The published record types. They are the contract: `schemas/` is generated from them and checked for compatibility.

Frozen and closed: a field that is not named here is an error, so a typing mistake cannot travel. Times are aware
datetimes (RFC 3339 in JSON) and keep the publisher's offset. Sequences are tuples; an absent value is null.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

SCHEMA_VERSION = 1

PubStatus = Literal["usable", "withheld", "canceled"]
ChangeKind = Literal["new", "update", "correction", "takedown"]
BlockType = Literal["paragraph", "heading", "quote", "list_item", "preformatted", "table_row"]
ImageRole = Literal["lead", "inline", "gallery"]
Precision = Literal["second", "minute", "day"]
Access = Literal["free", "metered", "paywalled", "unknown"]
Time = Annotated[datetime, Meta(tz=True)]  # a time without a zone is refused, and the schema says `date-time`


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every published struct."""


class Source(Part, frozen=True):
    """The publisher. `domain` is the registered domain (public suffix list); `id` is stable for it."""

    id: str
    domain: str
    name: str | None = None
    country: str | None = None


class FeedRef(Part, frozen=True):
    """The feed and the entry in it through which the article was first seen."""

    id: str
    url: str
    guid: str | None = None


class Change(Part, frozen=True):
    """What this version is to the one before it; `fields` names what differs, `note` is the publisher's own wording."""

    kind: ChangeKind
    fields: tuple[str, ...] = ()
    note: str | None = None


class Block(Part, frozen=True):
    """One block of the body: `body_text[start:end] == text` (offsets in code points)."""

    type: BlockType
    text: str
    start: int
    end: int


class Image(Part, frozen=True):
    """An image of the story; `caption` is free of its credit. `url` is absolute, null when the page names none."""

    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None
    role: ImageRole = "inline"


class Removed(Part, frozen=True):
    """A line taken out of the body: which rule took it, where it stood, and its text."""

    rule: str
    where: str
    text: str


class Author(Part, frozen=True):
    """A person or desk that the byline names; `role` as the page gives it ("Political correspondent")."""

    name: str
    role: str | None = None


class Dateline(Part, frozen=True):
    """The place (and agency) that opens a story: "PARIS (AP) -". `text` is as it stood."""

    text: str
    place: str | None = None


class Language(Part, frozen=True):
    """BCP 47 tag as declared by the page or feed; `confidence` in 0..1."""

    tag: str
    confidence: float


class Rights(Part, frozen=True):
    """What the publisher says about reuse: robots directives as found, an AI opt-out, a licence URL or text."""

    robots: tuple[str, ...] = ()
    noai: bool = False
    license: str | None = None


class Extraction(Part, frozen=True):
    """How the text was won. `flags` name what a reader should know (see docs/extraction.md)."""

    tool: str
    version: str
    flags: tuple[str, ...] = ()


class Article(Part, frozen=True):
    """One version of one article (topic news.articles.v1).

    `id` is stable per article and publisher; `version` counts from 1; `revision_id` is a hash of the content and the
    idempotency key of consumers. `body_text` holds one paragraph a line. `images` has the lead image first.
    """

    schema_version: int
    id: str
    version: int
    revision_id: str
    pub_status: PubStatus
    change: Change
    url: str
    source: Source
    feed: FeedRef
    title: str
    body_text: str
    first_seen_at: Time
    fetched_at: Time
    extraction: Extraction
    canonical_url: str | None = None
    aliases: tuple[str, ...] = ()
    subtitle: str | None = None
    blocks: tuple[Block, ...] = ()
    images: tuple[Image, ...] = ()
    removed: tuple[Removed, ...] = ()
    authors: tuple[Author, ...] = ()
    dateline: Dateline | None = None
    published_at: Time | None = None
    published_precision: Precision | None = None
    published_from: str | None = None
    modified_at: Time | None = None
    language: Language | None = None
    sections: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    access: Access = "unknown"
    rights: Rights = Rights()


class Enrichment(Part, frozen=True):
    """What one processor adds to one article version; `values` is that processor's own JSON object."""

    processor: str
    version: str
    values: dict[str, Any]


class EnrichedArticle(Part, frozen=True):
    """The enrichments of one article version (topic news.articles.enriched.v1); `failed`: processors that gave up."""

    schema_version: int
    article_id: str
    version: int
    revision_id: str
    url: str
    title: str
    enrichments: tuple[Enrichment, ...]
    enriched_at: Time
    failed: tuple[str, ...] = ()


class DeadLetter(Part, frozen=True):
    """A message that could not be processed (topic news.dlq.v1). `value` is the original bytes, base64 in JSON.

    `what` is the error's class and text, `where` the processor or step; topic, partition and offset find the original.
    """

    schema_version: int
    topic: str
    partition: int
    offset: int
    key: str | None
    value: bytes | None
    headers: dict[str, str]
    where: str
    what: str
    attempts: int
    failed_at: Time


class FeedHealth(Part, frozen=True):
    """State of one feed after its last poll (topic news.feeds.v1, compacted). Times are UTC; `interval` in seconds."""

    schema_version: int
    id: str
    url: str
    title: str | None
    status: str
    detail: str | None
    polled_at: Time
    next_poll_at: Time | None
    interval: int
    failures: int
    entries_new: int
