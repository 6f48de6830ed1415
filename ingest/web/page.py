"""Whether an answer can be a page: by its type, or where it has none by its first bytes."""

from __future__ import annotations

import re

from ingest.errors import PageError
from ingest.types import Page, Response

_TYPES = ("text/html", "text/plain", "text/xml", "application/xml", "application/xhtml+xml")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:+-]{1,40})""", re.IGNORECASE)
_UNTYPED = ("", "application/octet-stream", "unknown/unknown", "application/unknown", "*/*")  # MIME Sniffing, 7
_MARKUP = re.compile(rb"<(?:!doctype|!--|\?xml|html|head|body|title|meta|div|p|h1|article|script|table|a)[\s>/-]", re.I)
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HEAD = 1445  # bytes that MIME Sniffing looks at


def to_page(response: Response) -> Page:
    """The page in `response`. Raises PageError: `not_html` (an image, a PDF, a feed ...), `empty` (no body)."""
    declared = response.headers.get("content-type", "")
    kind = declared.partition(";")[0].strip().lower()
    if not response.body.strip():
        raise PageError("empty", f"{response.url}: the body is empty", retriable=True)
    if kind in _UNTYPED or kind == "text/plain":  # servers call anything text/plain
        kind = _sniffed(response.body)
    if kind not in _TYPES:
        raise PageError("not_html", f"{response.url}: {kind[:80] or 'a type that was not declared'}")
    charset = _CHARSET.search(declared)
    return Page(
        url=response.url,
        body=response.body,
        fetched_at=response.fetched_at,
        content_type=kind,
        charset=charset[1].lower() if charset else None,
        robots_header=response.headers.get("x-robots-tag"),
    )


def _sniffed(body: bytes) -> str:
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n\x0c")
    if _MARKUP.search(head) or body[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return "text/html"
    return "" if _BINARY.search(head) else "text/plain"
