"""Answers that hold feeds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.errors import FeedError
from ingest.feeds.parse import parse_feed
from ingest.types import FeedDocument, Request, Response

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "https://www.example.com/news/feed.xml"


def answer(body: bytes | str, content_type: str | None = "application/xml", url: str = URL) -> Response:
    data = body.encode() if isinstance(body, str) else body
    headers = {} if content_type is None else {"content-type": content_type}
    return Response(Request(url), url, 200, headers, data, NOW)


def parsed(body: bytes | str, content_type: str | None = "application/xml", url: str = URL) -> FeedDocument:
    return parse_feed(answer(body, content_type, url))


def refused(body: bytes | str, content_type: str | None = "application/xml") -> str:
    with pytest.raises(FeedError) as caught:
        parsed(body, content_type)
    assert URL in str(caught.value)
    return caught.value.code


def rss(*items: str, channel: str = "", version: str = "2.0", names: str = "") -> str:
    entries = "".join(f"<item>{item}</item>" for item in items)
    return f'<?xml version="1.0"?>\n<rss version="{version}" {names}><channel>{channel}{entries}</channel></rss>'


def item(extra: str = "", link: str = "https://www.example.com/1", title: str = "One") -> str:
    return f"<title>{title}</title><link>{link}</link>{extra}"
