"""Poll: due feeds -> their new and changed entries. One feed at a time per host, its result in one transaction."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from ingest.apart import Apart
from ingest.errors import FeedError, FetchError, IngestError, unforeseen
from ingest.plan_poll import Polled, body_hash, listing, plan_failed, plan_read, plan_unchanged
from ingest.stage import HOSTS_AT_ONCE, Fetch, by_host
from ingest.state.claims import Due
from ingest.state.feed_store import FeedStore
from ingest.state.turn import Turn
from ingest.types import Feed, FeedDocument, NotModified, Request, Response
from stream.faults import reach

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, */*;q=0.5"
PARSE_SECONDS = 30.0
Parse = Callable[[Response], Awaitable[FeedDocument]]


async def poll(store: FeedStore, fetcher: Fetch, turn: Turn) -> Counter[str]:
    """Poll every feed that `turn` finds due. Counts: feeds, new, changed, unchanged, errors."""
    store.release_dead()
    counts: Counter[str] = Counter(feeds=0, new=0, changed=0, unchanged=0, errors=0)
    places = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def host(due: list[Due]) -> None:
        async with places:
            for each in due:
                claimed = store.claim([each.id], turn, datetime.now(UTC))
                counts.update(errors=len(claimed.damaged))
                for feed in claimed.rows:
                    reach("poll.claimed")
                    polled = await look(store, fetcher, feed, parser.later)
                    if store.save(polled):
                        counts.update(_counted(polled))

    # Bytes made to hang or crash a parser cost a process of their own and not the run.
    with Apart("ingest.feeds.parse:parse_feed", _ended, seconds=PARSE_SECONDS) as parser:
        await asyncio.gather(*(host(due) for due in by_host(store.due(turn))))
    return counts


def _ended(why: str) -> FeedError:
    return FeedError("parser_failed", f"the feed could not be parsed: {why}")


async def look(store: FeedStore, fetcher: Fetch, feed: Feed, parse: Parse) -> Polled:
    """One feed: ask, parse, decide. Errors become part of the result here."""
    try:
        answer = await fetcher.fetch(Request(feed.url, feed.etag, feed.last_modified, ACCEPT))
        reach("poll.response")
        if isinstance(answer, NotModified):
            if not (feed.etag or feed.last_modified):
                raise FetchError("protocol", "304 Not Modified to a request without validators", retriable=True)
            return plan_unchanged(feed, answer)
        if feed.body_hash == body_hash(answer.body):
            return plan_unchanged(feed, answer)
        document = await parse(answer)
        entries = listing(document)
        reach("poll.parsed")
    except IngestError as error:
        return plan_failed(feed, error, datetime.now(UTC))
    except Exception as error:  # noqa: BLE001 - a fault of ours in one feed must not stop the others
        return plan_failed(feed, unforeseen(error), datetime.now(UTC))
    seen = store.seen(feed, [e.id for e in entries])
    return plan_read(feed, answer, document, entries, store.listed(feed), seen)


def _counted(polled: Polled) -> dict[str, int]:
    if not polled.ok:
        return {"feeds": 1, "errors": 1}
    unchanged = 1 if polled.listed is None else 0
    return {"feeds": 1, "new": len(polled.new), "changed": len(polled.changed), "unchanged": unchanged}
