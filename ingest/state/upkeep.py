"""The nightly part of the state: tombstones for stories that were taken back, and checks of the books."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, update

from ingest.state.tables import articles, entries, feeds
from ingest.types import EntryState, FeedState
from stream.codec import tombstone
from stream.database import log, reading
from stream.database_log import append_in
from stream.outbox import waiting
from stream.topics import LATEST

TOMBSTONE_AFTER = timedelta(days=7)  # a consumer that was away for a weekend still sees the canceled record
STUCK_AFTER = timedelta(days=3)
RELAY_AFTER = timedelta(hours=1)


def bury(engine: Engine, now: datetime) -> int:
    """Delete canceled articles from the compacted topic (a tombstone each); how many."""
    old = articles.c.changed_at <= now - TOMBSTONE_AFTER
    canceled = (articles.c.pub_status == "canceled") & articles.c.tombstoned_at.is_(None) & old
    with engine.begin() as connection:
        ids = connection.execute(select(articles.c.id).where(canceled).with_for_update()).scalars().all()
        if ids:
            append_in(connection, [tombstone(LATEST, identity) for identity in ids])
            connection.execute(update(articles).where(articles.c.id.in_(ids)).values(tombstoned_at=now))
    return len(ids)


def faults(engine: Engine, now: datetime, *, kafka: bool) -> list[str]:
    """What is not as it should be, in words with what to do; [] when all is well."""
    with reading(engine) as connection:
        with_article = select(articles.c.id)
        lone = connection.scalar(
            select(func.count()).where(entries.c.state == EntryState.ARTICLE, entries.c.id.not_in(with_article))
        )
        old = (entries.c.state == EntryState.PENDING) & (entries.c.first_seen_at < now - STUCK_AFTER)
        stuck = connection.scalar(select(func.count()).where(old))
        silent = (feeds.c.state == FeedState.ACTIVE) & (feeds.c.next_poll_at < now - STUCK_AFTER)
        unasked = connection.scalar(select(func.count()).where(silent))
        unpublished = waiting() & (log.c.written_at < now - RELAY_AFTER)
        behind = connection.scalar(select(func.count()).where(unpublished)) if kafka else 0
    said = (
        (lone, "entries are counted as articles but have none: the database was changed by hand or restored in part"),
        (stuck, "entries wait for more than three days: see `copydesk status`, pending by reason"),
        (unasked, "feeds are due for more than three days and were not polled: is `poll_feeds` running?"),
        (behind, "log records wait for Kafka for more than an hour: see `copydesk doctor`"),
    )
    return [f"{count} {text}" for count, text in said if count]
