"""Feeds and entries as rows of the database, and back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Row

from ingest.identity.urls import feed_id, host_of, registered_domain, shard_of
from ingest.plan_poll import Listed, Polled
from ingest.state.tables import feeds
from ingest.types import EntryState, Feed, FeedState
from stream.types import SCHEMA_VERSION, FeedHealth

FIRST_INTERVAL = timedelta(minutes=5)


@dataclass(frozen=True)
class NewFeed:
    """A feed to be added; `url` is normalised. `backfill`: its articles go to the backfill topic."""

    url: str
    title: str | None = None
    folder: str | None = None
    backfill: bool = False


def new_row(feed: NewFeed, now: datetime) -> dict[str, Any]:
    return {
        "id": feed_id(feed.url),
        "url": feed.url,
        "shard": shard_of(registered_domain(host_of(feed.url))),
        "title": feed.title,
        "folder": feed.folder,
        "backfill": feed.backfill,
        "state": FeedState.ACTIVE,
        "added_at": now,
        "interval": int(FIRST_INTERVAL.total_seconds()),
        "status": "new",
    }


def entry_row(feed: Feed, listed: Listed, now: datetime) -> dict[str, Any]:
    domain = registered_domain(host_of(listed.item.url))
    return {
        "id": listed.id,
        "feed_id": feed.id,
        "url": listed.item.url,
        "domain": domain,
        "shard": shard_of(domain),
        "item": msgspec.json.encode(listed.item),
        "item_hash": listed.hash,
        "state": EntryState.PENDING,
        "first_seen_at": now,
        "due_at": now,
    }


def poll_values(polled: Polled) -> dict[str, Any]:
    values: dict[str, Any] = {
        "claim": feeds.c.claim + 1,
        "claimed_by": None,
        "claimed_until": None,
        "state": polled.state,
        "etag": polled.etag,
        "last_modified": polled.last_modified,
        "body_hash": polled.body_hash,
        "interval": int(polled.interval.total_seconds()),
        "failures": polled.failures,
        "status": polled.status,
        "detail": polled.detail,
        "polled_at": polled.at,
        "next_poll_at": polled.next_poll_at,
        "not_before": polled.not_before,
    }
    if polled.ok:
        values["last_ok_at"] = polled.at
    if polled.title and not polled.feed.title:
        values["title"] = polled.title
    if polled.listed is not None:
        values["listed"] = msgspec.json.encode(polled.listed)
    return values


def damaged_values(why: str) -> dict[str, Any]:
    """A row somebody or something has damaged: parked, named, and in a state that can be read again."""
    times = dict.fromkeys(("polled_at", "last_ok_at", "next_poll_at", "not_before", "claimed_until", "claimed_by"))
    state = {"state": FeedState.PARKED, "status": "damaged_row", "detail": why, "failures": 1, "claim": 0}
    return times | state | {"interval": int(FIRST_INTERVAL.total_seconds()), "backfill": False}


def worth_telling(polled: Polled) -> bool:
    """News of the feed itself: a compacted topic is no place for `nothing happened` every five minutes."""
    feed = polled.feed
    return (
        bool(polled.new)
        or polled.failures != feed.failures
        or polled.ok != (feed.failures == 0 and feed.status != "new")
    )


def health(polled: Polled) -> FeedHealth:
    feed = polled.feed
    return FeedHealth(
        schema_version=SCHEMA_VERSION,
        id=feed.id,
        url=feed.url,
        title=feed.title or polled.title,
        status="parked" if polled.state is FeedState.PARKED else polled.status,
        detail=polled.detail,
        polled_at=polled.at,
        next_poll_at=polled.next_poll_at,
        interval=int(polled.interval.total_seconds()),
        failures=polled.failures,
        entries_new=len(polled.new),
    )


def damaged_feed(identity: str, url: str, why: str) -> Feed:
    """A feed whose row cannot be read, as far as it can be named."""
    return Feed(identity, url, 0, state=FeedState.PARKED, status="damaged_row", detail=why, failures=1)


def feed_of(row: Row[Any]) -> Feed:
    host_of(row.url)  # raises what a damaged row deserves
    return Feed(
        id=row.id,
        url=row.url,
        shard=row.shard,
        title=row.title,
        folder=row.folder,
        state=FeedState(row.state),
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        interval=timedelta(seconds=row.interval),
        failures=row.failures,
        next_poll_at=row.next_poll_at,
        not_before=row.not_before,
        polled_at=row.polled_at,
        last_ok_at=row.last_ok_at,
        status=row.status,
        detail=row.detail,
        backfill=row.backfill,
        claim=row.claim,
    )
