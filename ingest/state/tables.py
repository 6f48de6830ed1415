"""The tables of the state: feeds, entries, articles, aliases. They share the log's metadata and so its transactions."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from stream.database import UtcTime, metadata

feeds = Table(
    "feeds",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("shard", Integer, nullable=False),
    Column("title", Text),
    Column("folder", Text),
    Column("backfill", Boolean, nullable=False, default=False),
    Column("state", String(10), nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(32)),
    Column("listed", LargeBinary, doc="JSON array: the entry ids of the last document, in its order"),
    Column("interval", Integer, nullable=False, doc="seconds"),
    Column("failures", Integer, nullable=False, default=0, doc="in a row"),
    Column("status", String(40), nullable=False, doc="`ok`, `not_modified`, `new` or the code of the last error"),
    Column("detail", Text),
    Column("polled_at", UtcTime),
    Column("last_ok_at", UtcTime),
    Column("next_poll_at", UtcTime, doc="our own schedule"),
    Column("not_before", UtcTime, doc="what the publisher asked for (Retry-After); holds for polls by hand too"),
    Column("claim", BigInteger, nullable=False, default=0, doc="grows with each claim and each save: compare and set"),
    Column("claimed_by", String(200)),
    Column("claimed_until", UtcTime),
    Index("feeds_due", "state", "shard", "next_poll_at"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", String(32), primary_key=True, doc="also the article's id"),
    Column("feed_id", String(32), ForeignKey("feeds.id"), nullable=False),
    Column("url", Text, nullable=False),
    Column("domain", String(253), nullable=False),
    Column("shard", Integer, nullable=False),
    Column("item", LargeBinary, nullable=False, doc="JSON of the FeedEntry"),
    Column("item_hash", String(32), nullable=False, doc="changes when the feed says something else of the entry"),
    Column("state", String(10), nullable=False),
    Column("reason", String(60), doc="why rejected; of a pending one the code of its last error"),
    Column("detail", Text),
    Column("first_seen_at", UtcTime, nullable=False),
    Column("attempts", Integer, nullable=False, default=0, doc="claims since the last success"),
    Column("deaths", Integer, nullable=False, default=0, doc="processes that ended while they held this entry"),
    Column("tried_at", UtcTime),
    Column("due_at", UtcTime, doc="our own schedule; null: nothing more to do"),
    Column("not_before", UtcTime, doc="what the publisher asked for (Retry-After)"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(32)),
    Column("claim", BigInteger, nullable=False, default=0),
    Column("claimed_by", String(200)),
    Column("claimed_until", UtcTime),
    Index("entries_due", "shard", "due_at"),
    Index("entries_state", "state", "reason"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(32), ForeignKey("entries.id"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("revision_id", String(32), nullable=False),
    Column("pub_status", String(10), nullable=False),
    Column("record", LargeBinary, nullable=False, doc="JSON of the last version"),
    Column("note", Text, doc="the publisher's notice of the last version"),
    Column("changed_at", UtcTime, nullable=False),
    Column("tombstoned_at", UtcTime, doc="when a canceled article left the compacted topic for good"),
)

# Other URLs of an article (redirect targets, canonical links within its registered domain), by their entry id.
aliases = Table(
    "aliases",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("article_id", String(32), ForeignKey("articles.id"), nullable=False),
)
