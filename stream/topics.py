"""The topics: names, what they carry, and how Kafka keeps them. Data only; `copydesk topics apply` creates them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from stream.types import Article, DeadLetter, EnrichedArticle, FeedHealth, Part

DAY_MS = 24 * 3600 * 1000
# Below the client's default max.request.size (1 MiB) times a little: an article is capped long before this.
MAX_MESSAGE_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Topic:
    """`record` is the type of the value; a compacted topic keeps the last record per key, None deletes (tombstone)."""

    name: str
    record: type[Part] | None
    policy: Literal["delete", "compact"]
    partitions: int
    config: dict[str, str] = field(default_factory=dict)
    internal: bool = False


ARTICLES = Topic("news.articles.v1", Article, "delete", 6, {"retention.ms": str(30 * DAY_MS)})
LATEST = Topic("news.articles.latest.v1", Article, "compact", 6)
ENRICHED = Topic("news.articles.enriched.v1", EnrichedArticle, "delete", 6, {"retention.ms": str(30 * DAY_MS)})
BACKFILL = Topic("news.articles.backfill.v1", Article, "delete", 6, {"retention.ms": str(30 * DAY_MS)})
DLQ = Topic("news.dlq.v1", DeadLetter, "delete", 3, {"retention.ms": str(90 * DAY_MS)})
FEEDS = Topic("news.feeds.v1", FeedHealth, "compact", 3)
# 1 MiB is the smallest segment Kafka allows: markers of 4-6 KB are cleaned away soon.
MARKER = Topic(
    "copydesk.relay.marker",
    None,
    "compact",
    1,
    {"segment.bytes": "1048576", "min.cleanable.dirty.ratio": "0.1"},
    internal=True,
)

# What processors write to the embedded log is not carried when a Kafka comes later: on Kafka they read the articles
# from the beginning and say it all again, once.
NOT_RELAYED = (ENRICHED.name, DLQ.name)

TOPICS: dict[str, Topic] = {t.name: t for t in (ARTICLES, LATEST, ENRICHED, BACKFILL, DLQ, FEEDS, MARKER)}
