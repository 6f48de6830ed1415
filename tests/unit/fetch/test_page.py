from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ingest.errors import PageError
from ingest.types import Request, Response
from ingest.web.page import to_page

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def response(body: bytes, kind: str | None, **headers: str) -> Response:
    if kind is not None:
        headers["content-type"] = kind
    return Response(Request("http://a.example/x"), "http://a.example/y", 200, headers, body, NOW)


@pytest.mark.parametrize(
    ("kind", "body", "content_type", "charset"),
    [
        ("text/html; charset=UTF-8", b"x", "text/html", "utf-8"),
        ("TEXT/HTML;CHARSET='iso-8859-1'", b"x", "text/html", "iso-8859-1"),
        ("text/html; charset=", b"x", "text/html", None),
        ("application/xhtml+xml", b"x", "application/xhtml+xml", None),
        ("text/xml", b"<html>", "text/xml", None),
        ("text/plain", b"words of a story", "text/plain", None),
        ("text/plain", b"<!DOCTYPE html><p>really a page", "text/html", None),
        (None, b"\xef\xbb\xbf \n<!-- x --><HTML lang=en>", "text/html", None),
        (None, b"\xff\xfe<\x00h\x00", "text/html", None),
        ("", b"only words", "text/plain", None),
        ("application/octet-stream", b"<html >", "text/html", None),
    ],
)
def test_pages(kind: str | None, body: bytes, content_type: str, charset: str | None) -> None:
    page = to_page(response(body, kind))
    assert (page.content_type, page.charset, page.body) == (content_type, charset, body)
    assert (page.url, page.fetched_at, page.from_feed) == ("http://a.example/y", NOW, False)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("image/jpeg", b"\xff\xd8"),
        ("application/pdf", b"%PDF-1.7"),
        ("application/json", b"{}"),
        ("application/rss+xml", b"<rss>"),
        ("video/mp4", b"<html>"),
        ("text/plain", b"%PDF-1.7\x00\x01\x02"),
        (None, b"\x89PNG\r\n\x1a\n\x00\x00"),
        ("application/octet-stream", b"PK\x03\x04"),
        ("text/html2", b"<html>"),
    ],
)
def test_what_is_no_page(kind: str | None, body: bytes) -> None:
    with pytest.raises(PageError) as caught:
        to_page(response(body, kind))
    assert (caught.value.code, caught.value.retriable) == ("not_html", False)


def test_an_empty_page_may_be_better_later() -> None:
    with pytest.raises(PageError) as caught:
        to_page(response(b" \n", "text/html"))
    assert (caught.value.code, caught.value.retriable) == ("empty", True)


def test_robots_header() -> None:
    assert to_page(response(b"x", "text/html", **{"x-robots-tag": "noai"})).robots_header == "noai"
