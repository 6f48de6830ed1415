"""What follows from one poll of a feed: which entries are new, changed or gone, and when to poll again. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

import msgspec

from ingest.errors import IngestError
from ingest.identity.urls import entry_id
from ingest.types import Feed, FeedDocument, FeedEntry, FeedState, NotModified, Response

BUSY = timedelta(minutes=1)  # after a poll that brought something: the schedule (cron, --every) sets the pace then
QUIETEST = timedelta(hours=1)
LONGEST_BACKOFF = timedelta(hours=24)


@dataclass(frozen=True)
class Listed:
    """An entry of the document with its identity; `hash` changes when the feed says something else of it."""

    id: str
    item: FeedEntry
    hash: str


@dataclass(frozen=True)
class Polled:
    """Everything one poll changes, to be saved in one transaction.

    `gone`: ids that left the document although older ones stayed: perhaps taken down, so their pages are looked at now.
    `listed` None: the document was not read, the last list stands. `not_before`: the publisher's Retry-After.
    """

    feed: Feed
    at: datetime
    status: str
    detail: str | None
    failures: int
    interval: timedelta
    next_poll_at: datetime | None
    not_before: datetime | None = None
    state: FeedState = FeedState.ACTIVE
    ok: bool = True
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    new: tuple[Listed, ...] = ()
    changed: tuple[Listed, ...] = ()
    gone: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None


def body_hash(body: bytes) -> str:
    """128 bits, hex: publishers that ignore validators send the same bytes again and again."""
    return blake2b(body, digest_size=16).hexdigest()


def listing(document: FeedDocument) -> tuple[Listed, ...]:
    """The document's entries by identity, first one first; a second item with the same identity is the same entry."""
    found: dict[str, Listed] = {}
    for item in document.entries:
        identity = entry_id(item.url)
        found.setdefault(identity, Listed(identity, item, item_hash(item)))
    return tuple(found.values())


def item_hash(item: FeedEntry) -> str:
    """Of what the feed says about the story itself; a new GUID or image address alone is no change."""
    said = (item.title, item.summary, item.content, item.updated_at, [a.name for a in item.authors])
    return body_hash(msgspec.json.encode(said))


def plan_read(
    feed: Feed,
    response: Response,
    document: FeedDocument,
    entries: tuple[Listed, ...],
    before: tuple[str, ...],
    seen: Mapping[str, str | None],
) -> Polled:
    """After a document: `entries` is its listing, `before` the ids of the last one, `seen`: id -> hash as stored,
    None for an entry that belongs to another feed (which alone says whether it changed).
    """
    new = tuple(e for e in entries if e.id not in seen)
    changed = tuple(e for e in entries if e.id in seen and seen[e.id] not in (None, e.hash))
    gone = vanished(before, frozenset(e.id for e in entries))
    interval = BUSY if new or changed or gone else _quieter(feed.interval)
    interval = max(interval, min(document.min_interval or interval, QUIETEST))
    detail = f"{document.skipped} entries without a usable link" if document.skipped else None
    return Polled(
        feed,
        response.fetched_at,
        "ok",
        detail,
        0,
        interval,
        response.fetched_at + interval,
        title=document.title,
        etag=response.etag,
        last_modified=response.last_modified,
        body_hash=body_hash(response.body),
        new=new,
        changed=changed,
        gone=gone,
        listed=tuple(e.id for e in entries),
    )


def plan_unchanged(feed: Feed, answer: NotModified | Response) -> Polled:
    """After a 304, or a 200 with the bytes of last time: nothing is parsed, the feed is asked a little less often."""
    interval, status = _quieter(feed.interval), "not_modified"
    etag, last_modified, digest = feed.etag, feed.last_modified, feed.body_hash
    if isinstance(answer, Response):
        status, etag, last_modified = "same_bytes", answer.etag, answer.last_modified
    return Polled(
        feed,
        answer.fetched_at,
        status,
        None,
        0,
        interval,
        answer.fetched_at + interval,
        etag=etag,
        last_modified=last_modified,
        body_hash=digest,
    )


def plan_failed(feed: Feed, error: IngestError, at: datetime) -> Polled:
    """After an error: 410 parks the feed (RFC 9110, 15.5.11), anything else backs off, Retry-After is kept."""
    failures = feed.failures + 1
    gone = error.status == 410
    wait = min(feed.interval * 2 ** min(failures - 1, 10), LONGEST_BACKOFF)
    asked = None if error.retry_after is None else at + timedelta(seconds=error.retry_after)
    return Polled(
        feed,
        at,
        error.code,
        str(error),
        failures,
        feed.interval,
        None if gone else max(at + wait, asked or at),
        not_before=asked,
        state=FeedState.PARKED if gone else feed.state,
        ok=False,
        etag=feed.etag,
        last_modified=feed.last_modified,
        body_hash=feed.body_hash,
    )


def vanished(before: tuple[str, ...], now: frozenset[str]) -> tuple[str, ...]:
    """Ids that left a list although one behind them stayed: the oldest scroll off at the end, these did not."""
    stayed = [i for i, identity in enumerate(before) if identity in now]
    last = stayed[-1] if stayed else -1
    return tuple(identity for identity in before[: max(last, 0)] if identity not in now)


def _quieter(interval: timedelta) -> timedelta:
    return min(interval * 1.5, QUIETEST)
