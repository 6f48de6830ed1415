"""Feeds in the database: add, claim, and save what a poll changed together with the event it is told by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Text, and_, cast, or_, select, update

from ingest.plan_poll import Listed, Polled
from ingest.state.claims import FAR, Claimed, Due, free, reached, read_rows, release_dead
from ingest.state.feed_rows import (
    NewFeed,
    damaged_feed,
    damaged_values,
    entry_row,
    feed_of,
    health,
    new_row,
    poll_values,
    worth_telling,
)
from ingest.state.tables import entries, feeds
from ingest.state.turn import Turn
from ingest.types import EntryState, Feed, FeedState
from stream.codec import to_record
from stream.database import reading
from stream.database_log import append_in
from stream.database_rows import upsert
from stream.faults import reach
from stream.topics import FEEDS


class FeedStore:
    """Thread-safe. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: Iterable[NewFeed], now: datetime) -> int:
        """How many were added; feeds that are there already stay as they are, but a parked one is woken."""
        rows = [new_row(feed, now) for feed in new]
        with self._engine.begin() as connection:
            added = sum(_insert_or_ignore(connection, feeds, row) for row in rows)
            parked = feeds.c.id.in_([row["id"] for row in rows]) & (feeds.c.state == FeedState.PARKED)
            connection.execute(update(feeds).where(parked).values(state=FeedState.ACTIVE, next_poll_at=None))
            return added

    def park(self, ids: Iterable[str], status: str, detail: str) -> int:
        """Poll these no more until `add` wakes them; how many were active. `detail` says why to a person."""
        active = feeds.c.id.in_(list(ids)) & (feeds.c.state == FeedState.ACTIVE)
        values = {"state": FeedState.PARKED, "status": status, "detail": detail, "next_poll_at": None, "failures": 0}
        with self._engine.begin() as connection:
            return connection.execute(update(feeds).where(active).values(values)).rowcount

    def all(self) -> list[Feed]:
        """Every feed, by folder and URL; one whose row cannot be read comes last, parked as `damaged_row`."""
        with reading(self._engine) as connection:
            ids = connection.execute(select(feeds.c.id).order_by(feeds.c.folder, feeds.c.url)).scalars().all()
            found, damaged = read_rows(connection, select(feeds), feeds.c.id, ids, feed_of)
            addresses = select(feeds.c.id, cast(feeds.c.url, Text)).where(feeds.c.id.in_(damaged))
            return found + [damaged_feed(row[0], str(row[1]), damaged[row[0]]) for row in connection.execute(addresses)]

    def due(self, turn: Turn) -> list[Due]:
        """Every feed that `turn` may poll, the longest waiting first."""
        query = select(feeds.c.id, feeds.c.url, feeds.c.shard).where(_due(turn)).order_by(feeds.c.next_poll_at)
        with reading(self._engine) as connection:
            return [Due(row.id, row.url, row.shard) for row in connection.execute(query)]

    def claim(self, ids: Sequence[str], turn: Turn, now: datetime) -> Claimed[Feed]:
        """Those of `ids` that are still free, now held by this turn. A row that cannot be read is parked."""
        free = select(feeds.c.id).where(feeds.c.id.in_(ids), _due(turn)).with_for_update(skip_locked=True)
        with self._engine.begin() as connection:
            mine = [row.id for row in connection.execute(free)]
            claimed = update(feeds).where(feeds.c.id.in_(mine))
            values = {"claim": feeds.c.claim + 1, "claimed_by": turn.holder, "claimed_until": now + turn.lease}
            connection.execute(claimed.values(values))
            taken = read_rows(connection, select(feeds), feeds.c.id, mine, feed_of)
            for identity, why in taken.damaged.items():
                connection.execute(update(feeds).where(feeds.c.id == identity).values(damaged_values(why)))
            return taken

    def release_dead(self) -> int:
        """Free what processes of this host held that are gone."""
        return release_dead(self._engine, feeds.c.claimed_by)

    def listed(self, feed: Feed) -> tuple[str, ...]:
        """The entry ids of the feed's last document."""
        with reading(self._engine) as connection:
            value = connection.execute(select(feeds.c.listed).where(feeds.c.id == feed.id)).scalar_one_or_none()
        return tuple(msgspec.json.decode(value, type=list[str])) if value else ()

    def seen(self, feed: Feed, ids: Sequence[str]) -> dict[str, str | None]:
        """The known ones of `ids` with the hash of what their feed said; None for an entry of another feed."""
        query = select(entries.c.id, entries.c.feed_id, entries.c.item_hash).where(entries.c.id.in_(ids))
        with reading(self._engine) as connection:
            rows = connection.execute(query).all()
        return {row.id: row.item_hash if row.feed_id == feed.id else None for row in rows}

    def save(self, polled: Polled) -> bool:
        """The feed's new state, its entries and the event, or nothing. False: somebody else has saved this feed."""
        feed = polled.feed
        with self._engine.begin() as connection:
            mine = update(feeds).where(feeds.c.id == feed.id, feeds.c.claim == feed.claim)
            if not connection.execute(mine.values(poll_values(polled))).rowcount:
                return False
            for listed in polled.new:
                _insert_or_ignore(connection, entries, entry_row(feed, listed, polled.at))
            for listed in polled.changed:
                _wake_changed(connection, listed, polled.at)
            article = entries.c.state == EntryState.ARTICLE
            gone = update(entries).where(entries.c.id.in_(polled.gone), entries.c.feed_id == feed.id, article)
            connection.execute(gone.values(due_at=polled.at))
            if worth_telling(polled):
                append_in(connection, [to_record(FEEDS, health(polled))])
            reach("poll.saving")
        reach("poll.saved")
        return True


def _due(turn: Turn) -> ColumnElement[bool]:
    by_schedule = or_(feeds.c.next_poll_at.is_(None), reached(feeds.c.next_poll_at, turn))
    once = or_(feeds.c.polled_at.is_(None), feeds.c.polled_at < turn.started, feeds.c.polled_at > turn.started + FAR)
    return and_(feeds.c.state == FeedState.ACTIVE, free(feeds, turn), once if turn.by_hand else by_schedule)


def _insert_or_ignore(connection: Connection, table: Any, row: dict[str, Any]) -> int:
    return connection.execute(upsert(connection)(table).values(row).on_conflict_do_nothing()).rowcount


def _wake_changed(connection: Connection, listed: Listed, now: datetime) -> None:
    """The feed says something new of the entry: look at its page now. A rejected one gets another chance."""
    values = {"item": msgspec.json.encode(listed.item), "item_hash": listed.hash, "due_at": now}
    this = update(entries).where(entries.c.id == listed.id)
    connection.execute(this.values(values))
    again = this.where(entries.c.state == EntryState.REJECTED, entries.c.reason.not_in(("duplicate", "crashed")))
    connection.execute(again.values(state=EntryState.PENDING, attempts=0))
    connection.execute(this.where(entries.c.state == EntryState.REJECTED).values(due_at=None))
