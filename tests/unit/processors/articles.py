"""Articles for the tests of the processors: only what the test is about has to be said."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from stream.types import Article, Change, Extraction, FeedRef, Source

NOW = datetime(2024, 5, 3, 12, 0, tzinfo=UTC)


def article(body: str = "", **fields: Any) -> Article:
    """A usable article with `body` as its text; `fields` replace any other field."""
    values: dict[str, Any] = {
        "schema_version": 1,
        "id": "a1",
        "version": 1,
        "revision_id": "r1",
        "pub_status": "usable",
        "change": Change("new"),
        "url": "https://news.example/1",
        "source": Source("s1", "news.example"),
        "feed": FeedRef("f1", "https://news.example/rss"),
        "title": "",
        "body_text": body,
        "first_seen_at": NOW,
        "fetched_at": NOW,
        "extraction": Extraction("test", "1"),
    }
    return Article(**(values | fields))
