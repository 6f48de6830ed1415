"""Collect: due entries -> pages -> article versions on the log. Hosts side by side, a page at a time per host."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

from ingest.apart import Apart
from ingest.errors import FetchError, IngestError, PageError, unforeseen
from ingest.plan_collect import (
    DEATHS,
    Collected,
    Known,
    Seen,
    plan_deadly,
    plan_failed,
    plan_rejected,
    plan_same,
    plan_seen,
)
from ingest.plan_poll import body_hash
from ingest.stage import HOSTS_AT_ONCE, Fetch, by_host
from ingest.state.claims import Due
from ingest.state.entry_store import EntryStore, Saved
from ingest.state.turn import Turn
from ingest.types import Entry, EntryState, Extracted, FeedEntry, NotModified, Page, Rejected, Request
from ingest.web.page import to_page
from stream.faults import reach

ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
CHUNK = 8
EXTRACT_SECONDS = 30.0
Extract = Callable[[Page, FeedEntry], Awaitable[Extracted | Rejected]]


async def collect(store: EntryStore, fetcher: Fetch, turn: Turn) -> Counter[str]:
    """Look at every entry that `turn` finds due. Counts: articles, updates, takedowns, unchanged, rejected, retried."""
    store.release_dead()
    counts: Counter[str] = Counter(articles=0, updates=0, takedowns=0, unchanged=0, rejected=0, retried=0)
    places = asyncio.Semaphore(HOSTS_AT_ONCE)
    # Bytes made to hang or crash a parser cost a process of their own and not the run.
    with Apart("ingest.extract:extract", _ended, seconds=EXTRACT_SECONDS) as apart:

        async def host(due: list[Due]) -> None:
            async with places:
                for ids in _chunks(due):
                    claimed = store.claim(ids, turn, datetime.now(UTC))
                    reach("collect.claimed")
                    counts.update(rejected=len(claimed.damaged))
                    for entry in claimed.rows:
                        counts.update([await _settle(store, fetcher, entry, apart.later)])

        done: set[str] = set()
        while batch := [d for d in store.due(turn) if d.id not in done]:
            done.update(d.id for d in batch)
            await asyncio.gather(*(host(due) for due in by_host(batch)))
    return counts


def _ended(why: str) -> PageError:
    return PageError("parser_failed", f"the page could not be read: {why}")


async def _settle(store: EntryStore, fetcher: Fetch, entry: Entry, extract: Extract) -> str:
    try:
        known = store.known(entry) if entry.state is EntryState.ARTICLE else None
        collected = await look(fetcher, entry, known, extract)
    except IngestError as error:
        collected = plan_failed(entry, error, None, datetime.now(UTC))
    return _counted(collected, store.save(collected))


async def look(fetcher: Fetch, entry: Entry, known: Known | None, extract: Extract) -> Collected:
    """One entry: fetch, extract, decide. Errors become part of the result here."""
    if entry.deaths >= DEATHS:
        return plan_deadly(entry, datetime.now(UTC))
    try:
        answer = await fetcher.fetch(Request(entry.url, entry.etag, entry.last_modified, ACCEPT))
        reach("collect.fetched")
        if isinstance(answer, NotModified):
            if known is None:
                raise FetchError("protocol", "304 Not Modified to a request without validators", retriable=True)
            return plan_same(entry, answer)
        digest = body_hash(answer.body)
        if known is not None and known.article.pub_status == "usable" and entry.body_hash == digest:
            return plan_same(entry, answer)
        page = to_page(answer)
        extracted = await extract(page, entry.item)
        reach("collect.extracted")
        if isinstance(extracted, Rejected):
            return plan_rejected(entry, extracted, known, page.fetched_at)
        return plan_seen(entry, Seen(extracted, page, answer), known, digest)
    except IngestError as error:
        failed = plan_failed(entry, error, known, datetime.now(UTC))
        return await _from_feed(failed, extract) or failed
    except Exception as error:  # noqa: BLE001 - a fault of ours in one page must not stop the others
        return plan_failed(entry, unforeseen(error), known, datetime.now(UTC))


async def _from_feed(failed: Collected, extract: Extract) -> Collected | None:
    """The page was given up; where the feed carried the full text, that is the article."""
    entry = failed.entry
    if failed.state is not EntryState.REJECTED or failed.reason == "http_410" or not entry.item.content:
        return None
    body = entry.item.content.encode()
    page = Page(entry.url, body, failed.at, charset="utf-8", from_feed=True)
    try:
        extracted = await extract(page, entry.item)
    except IngestError:
        return None
    if isinstance(extracted, Rejected):
        return None
    return plan_seen(entry, Seen(extracted, page), None, body_hash(body))


def _chunks(due: list[Due]) -> Iterator[list[str]]:
    """Ids to be claimed together; a suspect alone, so that its death is nobody else's."""
    chunk: list[str] = []
    for each in due:
        if each.suspect or len(chunk) == CHUNK:
            if chunk:
                yield chunk
            chunk = []
        if each.suspect:
            yield [each.id]
        else:
            chunk.append(each.id)
    if chunk:
        yield chunk


def _counted(collected: Collected, saved: Saved) -> str:
    """The one line of accounting of an entry."""
    if saved is not Saved.SAVED:
        return "rejected" if saved is Saved.DUPLICATE else "lost_claims"
    if collected.state is EntryState.REJECTED:
        return "rejected"
    if collected.state is EntryState.PENDING:
        return "retried"
    if collected.article is None:
        return "unchanged"
    if collected.article.pub_status == "canceled":
        return "takedowns"
    return "articles" if collected.article.version == 1 else "updates"
