"""A page in, the fields of an article out: the entrance of `ingest.extraction`, whose rooms do the work.

Page -> decode -> one tree -> candidate lines -> two opinions -> rules -> Extracted | Rejected
"""

from __future__ import annotations

from ingest.errors import PageError
from ingest.extraction import html, textual
from ingest.extraction.markup import decode, is_binary, looks_like_html
from ingest.types import Extracted, FeedEntry, Page, Rejected

MAX_BYTES = 20 * 1024 * 1024


def extract(page: Page, hints: FeedEntry | None = None) -> Extracted | Rejected:
    """The article on `page`, or why it is none (reasons: docs/extraction.md).

    `hints`: the feed's entry for it; fills title, authors, date and language where the page has none. Raises PageError
    `empty` (no text at all), `not_html` (binary), `too_large`, `parser_failed`. Never anything else.
    """
    if len(page.body) > MAX_BYTES:
        raise PageError("too_large", f"{page.url}: {len(page.body)} bytes, more than {MAX_BYTES}")
    if not page.body.strip():
        raise PageError("empty", f"{page.url}: nothing there")
    if is_binary(page.body):
        raise PageError("not_html", f"{page.url}: not text")
    text = decode(page.body, page.charset)
    if not text.strip():
        raise PageError("empty", f"{page.url}: nothing but blanks")
    try:
        if page.content_type == "text/plain" or not looks_like_html(text):
            return textual.extract(text, page, hints)
        return html.extract(text, page, hints)
    except (RecursionError, MemoryError, ValueError, TypeError, AttributeError, LookupError) as error:
        raise PageError("parser_failed", f"{page.url}: {type(error).__name__}: {error}") from error
