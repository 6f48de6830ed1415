"""One document in, one record out: the library's entrance for a Python user (`copydesk.clean`)."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from ingest.errors import IngestError
from ingest.extract import extract
from ingest.extraction.markup import looks_like_html
from ingest.identity.urls import entry_id, host_of, registered_domain
from ingest.record import build
from ingest.types import Entry, EntryState, FeedEntry, Page, Rejected
from stream.types import Article


def clean(document: str | bytes, url: str | None = None) -> Article:
    """The article in `document` (HTML or plain text) as the record that the pipeline would publish: version 1, new.

    `url`: where the document is from; it makes links absolute and gives id and source. Without it the id is a hash of
    the document and the source's domain is "". Raises PageError when the document cannot be read, and IngestError
    whose `code` is the reason (docs/extraction.md) when it holds no article.
    """
    raw = document.encode("utf-8", "replace") if isinstance(document, str) else bytes(document)
    now = datetime.now(UTC)
    kind = "text/html" if looks_like_html(raw[:65536].decode("latin-1")) else "text/plain"
    page = Page(url or "", raw, now, kind, "utf-8" if isinstance(document, str) else None)
    found = extract(page)
    if isinstance(found, Rejected):
        raise IngestError(found.reason, found.detail or found.reason)
    return build(_entry(url, raw, now), found, page)


def _entry(url: str | None, raw: bytes, now: datetime) -> Entry:
    """A lone document has no feed: its entry is made of its address, or of its bytes."""
    known = url or ""
    identity = entry_id(known) if known else blake2b(raw, digest_size=16).hexdigest()
    domain = registered_domain(host_of(known)) if known else ""
    return Entry(
        id=identity,
        feed_id="",
        feed_url="",
        url=known,
        domain=domain,
        shard=0,
        item=FeedEntry(guid=known or identity, url=known),
        state=EntryState.ARTICLE,
        first_seen_at=now,
    )
