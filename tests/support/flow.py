"""Makers of the flow's values for unit tests: every field has a sensible default, a test names what it is about."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from ingest.identity.urls import entry_id
from ingest.types import (
    Entry,
    EntryState,
    Extracted,
    Feed,
    FeedDocument,
    FeedEntry,
    Page,
    Request,
    Response,
)
from stream.types import Extraction

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
URL = "https://news.example.org/story/1"


def item(url: str = URL, **fields: Any) -> FeedEntry:
    return FeedEntry(**({"guid": url, "url": url, "title": "A title"} | fields))


def feed(**fields: Any) -> Feed:
    return Feed(**({"id": "f" * 32, "url": "https://news.example.org/feed", "shard": 3} | fields))


def entry(url: str = URL, **fields: Any) -> Entry:
    defaults: dict[str, Any] = {
        "id": entry_id(url),
        "feed_id": "f" * 32,
        "feed_url": "https://news.example.org/feed",
        "url": url,
        "domain": "example.org",
        "shard": 3,
        "item": item(url),
        "state": EntryState.PENDING,
        "first_seen_at": NOW - timedelta(minutes=1),
        "attempts": 1,
    }
    return Entry(**(defaults | fields))


def response(url: str = URL, body: bytes = b"<html>", **fields: Any) -> Response:
    defaults: dict[str, Any] = {
        "request": Request(url),
        "url": url,
        "status": 200,
        "headers": {"etag": 'W/"1"'},
        "body": body,
        "fetched_at": NOW,
    }
    return Response(**(defaults | fields))


def document(*items: FeedEntry, **fields: Any) -> FeedDocument:
    defaults: dict[str, Any] = {"kind": "rss20", "title": "The News", "home_url": None, "language": "en"}
    return FeedDocument(**(defaults | {"entries": items} | fields))


def page(url: str = URL, **fields: Any) -> Page:
    return Page(**({"url": url, "body": b"<html>", "fetched_at": NOW} | fields))


def extracted(**fields: Any) -> Extracted:
    defaults: dict[str, Any] = {
        "title": "A title",
        "body_text": "One.\nTwo.",
        "extraction": Extraction("copydesk", "1"),
    }
    return Extracted(**(defaults | fields))
