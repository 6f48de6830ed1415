"""What follows from one look at an entry's page: new, update, correction, takedown, unchanged, again later, or never.

Pure: no clock, no network, no database. The stage brings the outcome and what is known, the store saves the result.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from msgspec.structs import replace

from ingest.errors import IngestError
from ingest.identity.domains import is_address
from ingest.identity.urls import entry_id, host_of, registered_domain
from ingest.record import build, canceled, differing
from ingest.types import Entry, EntryState, Extracted, NotModified, Page, Rejected, Response
from stream.types import Article, Change, ChangeKind

# When an article's page is looked at again for updates, counted from its first sight; a feed's hint comes on top.
RECHECKS = tuple(timedelta(minutes=m) for m in (15, 60, 6 * 60, 24 * 60, 72 * 60))
RETRIES = tuple(timedelta(seconds=s) for s in (30, 120, 600, 3600, 3 * 3600, 6 * 3600, 12 * 3600))
# How often a page is tried before the entry is rejected; a page may be linked a little before it is there.
TRIES = {"http_404": 3, "http_403": 3, "http_401": 2}
DEATHS = 5


@dataclass(frozen=True)
class Known:
    """The last version of an article and the publisher's notice in it."""

    article: Article
    note: str | None = None


@dataclass(frozen=True)
class Seen:
    """A page that was fetched and read: `page` as extracted, `response` None when the feed's own text was the page."""

    extracted: Extracted
    page: Page
    response: Response | None = None


@dataclass(frozen=True)
class Collected:
    """Everything one look changes, to be saved in one transaction. `article`: the new version for the log, if any.

    `aliases`: entry ids of the article's other URLs; when one of them belongs to another article already, the store
    rejects this entry as its duplicate instead.
    """

    entry: Entry
    at: datetime
    state: EntryState
    reason: str | None = None
    detail: str | None = None
    due_at: datetime | None = None
    not_before: datetime | None = None
    attempts: int = 0
    article: Article | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


def plan_seen(entry: Entry, seen: Seen, known: Known | None, digest: str) -> Collected:
    """The page was read: a first version, a new one, or nothing new. `digest`: hash of the page's bytes."""
    at, response = seen.page.fetched_at, seen.response
    note = seen.extracted.note
    article = build(entry, seen.extracted, seen.page)
    changed: Article | None = article
    if known is not None:
        fields = differing(known.article, article)
        kind: ChangeKind = "correction" if note and note != known.note else "update"
        changed = None
        if fields:
            change = Change(kind, fields, note if kind == "correction" else None)
            changed = replace(article, version=known.article.version + 1, change=change)
    return Collected(
        entry,
        at,
        EntryState.ARTICLE,
        due_at=next_recheck(entry.first_seen_at, at),
        article=changed,
        note=note,
        aliases=_aliases(entry, seen),
        etag=response.etag if response else None,
        last_modified=response.last_modified if response else None,
        body_hash=digest,
    )


def plan_same(entry: Entry, answer: NotModified | Response) -> Collected:
    """A 304, or the bytes of last time: look again later."""
    fresh = answer if isinstance(answer, Response) else None
    return Collected(
        entry,
        answer.fetched_at,
        entry.state,
        reason=entry.reason,
        due_at=next_recheck(entry.first_seen_at, answer.fetched_at),
        etag=fresh.etag if fresh else entry.etag,
        last_modified=fresh.last_modified if fresh else entry.last_modified,
        body_hash=entry.body_hash,
    )


def plan_rejected(entry: Entry, rejected: Rejected, known: Known | None, at: datetime) -> Collected:
    """The page is no article. A known article stays as it is: one odd answer does not take a story back."""
    if known is not None:
        return _stay(entry, at, rejected.reason, rejected.detail)
    return Collected(entry, at, EntryState.REJECTED, rejected.reason, rejected.detail)


def plan_failed(entry: Entry, error: IngestError, known: Known | None, at: datetime) -> Collected:
    """The page could not be had: a takedown (410 of a known article), another try later, or the end of trying."""
    if known is not None and error.status == 410:
        return _takedown(entry, known, at)
    if known is not None:
        return _stay(entry, at, error.code, str(error))
    allowed = TRIES.get(error.code, len(RETRIES) + 1 if error.retriable else 1)
    if entry.attempts >= allowed:
        return Collected(entry, at, EntryState.REJECTED, error.code, str(error), attempts=entry.attempts)
    asked = None if error.retry_after is None else at + timedelta(seconds=error.retry_after)
    due = max(at + RETRIES[min(entry.attempts, len(RETRIES)) - 1], asked or at)
    return Collected(
        entry, at, EntryState.PENDING, error.code, str(error), due_at=due, not_before=asked, attempts=entry.attempts
    )


def plan_deadly(entry: Entry, at: datetime) -> Collected:
    """The process died each time it held this entry: it is not tried again."""
    detail = f"{entry.deaths} processes ended while they worked on this entry"
    return Collected(entry, at, EntryState.REJECTED, "crashed", detail, attempts=entry.attempts)


def next_recheck(first_seen_at: datetime, at: datetime) -> datetime | None:
    return next((first_seen_at + r for r in RECHECKS if first_seen_at + r > at), None)


def _stay(entry: Entry, at: datetime, reason: str, detail: str) -> Collected:
    return Collected(
        entry,
        at,
        entry.state,
        reason,
        detail,
        due_at=next_recheck(entry.first_seen_at, at),
        etag=entry.etag,
        last_modified=entry.last_modified,
        body_hash=entry.body_hash,
    )


def _takedown(entry: Entry, known: Known, at: datetime) -> Collected:
    """The page is gone for good: a canceled version that names the story and repeats none of its content."""
    if known.article.pub_status == "canceled":
        return Collected(entry, at, EntryState.ARTICLE)
    return Collected(entry, at, EntryState.ARTICLE, article=canceled(known.article, at, "the page answers 410 Gone"))


def _aliases(entry: Entry, seen: Seen) -> tuple[str, ...]:
    """Ids of the page's other URLs at the publisher itself: elsewhere a canonical link is no identity."""
    ids = (_own_id(url, entry) for url in (seen.page.url, seen.extracted.canonical_url) if url)
    return tuple(dict.fromkeys(i for i in ids if i and i != entry.id))


def _own_id(url: str, entry: Entry) -> str | None:
    try:
        # Some sites name their front page as the canonical address of everything.
        return entry_id(url) if urlsplit(url).path.strip("/") and _same_publisher(url, entry.url) else None
    except (IngestError, ValueError):
        return None


def _same_publisher(one: str, other: str) -> bool:
    """The same registered domain; where the host is an address, which has no owner by name, the same port as well."""
    hosts = host_of(one), host_of(other)
    if is_address(hosts[0]):
        return urlsplit(one).netloc == urlsplit(other).netloc
    return registered_domain(hosts[0]) == registered_domain(hosts[1])
