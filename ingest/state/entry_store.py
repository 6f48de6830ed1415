"""Entries and articles in the database: claim, and save what a look at a page changed together with its log records."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Row, and_, insert, or_, select, union, update
from sqlalchemy.exc import IntegrityError

from ingest.errors import IngestError
from ingest.identity.urls import host_of
from ingest.plan_collect import Collected, Known
from ingest.state.claims import FAR, Claimed, Due, free, reached, read_rows, release_dead
from ingest.state.tables import aliases, articles, entries, feeds
from ingest.state.turn import Turn
from ingest.types import Entry, EntryState, FeedEntry
from stream.codec import decode, encode, to_record
from stream.database import reading
from stream.database_log import append_in
from stream.errors import DecodeError
from stream.faults import reach
from stream.log import Record
from stream.topics import ARTICLES, BACKFILL, LATEST
from stream.types import Article


class Saved(StrEnum):
    """What became of a result: `LOST`: somebody else had saved the entry, nothing was written."""

    SAVED = "saved"
    DUPLICATE = "duplicate"
    LOST = "lost"


class EntryStore:
    """Thread-safe. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, turn: Turn, limit: int = 1000) -> list[Due]:
        """What `turn` may look at, oldest first; what processes died with comes last."""
        order = (entries.c.deaths > 0, entries.c.due_at, entries.c.id)
        columns = (entries.c.id, entries.c.url, entries.c.shard, entries.c.deaths)
        query = select(*columns).where(_due(turn)).order_by(*order).limit(limit)
        with reading(self._engine) as connection:
            return [Due(row.id, row.url, row.shard, bool(row.deaths)) for row in connection.execute(query)]

    def claim(self, ids: Sequence[str], turn: Turn, now: datetime) -> Claimed[Entry]:
        """Those of `ids` that are still free, now held and one attempt older. A damaged row is rejected."""
        mine_query = select(entries.c.id).where(entries.c.id.in_(ids), _due(turn)).with_for_update(skip_locked=True)
        with self._engine.begin() as connection:
            mine = [row.id for row in connection.execute(mine_query)]
            values = {
                "claim": entries.c.claim + 1,
                "attempts": entries.c.attempts + 1,
                "tried_at": now,
                "claimed_by": turn.holder,
                "claimed_until": now + turn.lease,
            }
            connection.execute(update(entries).where(entries.c.id.in_(mine)).values(values))
            whole = select(entries, feeds.c.url.label("feed_url"), feeds.c.title.label("feed_title"), feeds.c.backfill)
            taken = read_rows(connection, whole.join(feeds, isouter=True), entries.c.id, mine, _entry)
            for identity, why in taken.damaged.items():
                connection.execute(update(entries).where(entries.c.id == identity).values(_damaged_values(why)))
            return taken

    def release_dead(self) -> int:
        """Free what processes of this host held that are gone."""
        return release_dead(self._engine, entries.c.claimed_by, deaths=entries.c.deaths + 1)

    def known(self, entry: Entry) -> Known | None:
        """The last version of the entry's article; raises IngestError `damaged_row` when it cannot be read."""
        with reading(self._engine) as connection:
            row = connection.execute(select(articles).where(articles.c.id == entry.id)).one_or_none()
        try:
            return None if row is None else Known(decode(Article, row.record), row.note)
        except DecodeError as error:
            raise IngestError("damaged_row", f"article {entry.id} in the database: {error}") from error

    def save(self, collected: Collected) -> Saved:
        """The entry's new state, its article and the log records, or nothing."""
        try:
            return self._save(collected)
        except IntegrityError:  # another entry of the same article was saved meanwhile: now it is there to be seen
            return self._save(collected)

    def _save(self, collected: Collected) -> Saved:
        entry = collected.entry
        with self._engine.begin() as connection:
            twin = _twin(connection, collected)
            values = _duplicate_of(twin) if twin else _entry_values(collected)
            mine = update(entries).where(entries.c.id == entry.id, entries.c.claim == entry.claim)
            done = {"claim": entries.c.claim + 1, "claimed_by": None, "claimed_until": None}
            if not connection.execute(mine.values(values | done)).rowcount:
                return Saved.LOST
            if collected.article is not None and not twin:
                _save_article(connection, collected, collected.article)
                append_in(connection, _records(entry, collected.article))
            reach("collect.logging")
        reach("collect.logged")
        return Saved.DUPLICATE if twin else Saved.SAVED


def _due(turn: Turn) -> ColumnElement[bool]:
    due = reached(entries.c.due_at, turn)
    if turn.by_hand:
        tried = or_(entries.c.tried_at < turn.started, entries.c.tried_at > turn.started + FAR)
        once = or_(entries.c.tried_at.is_(None), tried)
        due = and_(once, or_(entries.c.state == EntryState.PENDING, due))
    return and_(free(entries, turn), due)


def _twin(connection: Connection, collected: Collected) -> str | None:
    """The article that has one of this new article's identities already."""
    if collected.article is None or collected.article.version > 1:
        return None
    ids = (collected.entry.id, *collected.aliases)
    by_alias = select(aliases.c.article_id).where(aliases.c.id.in_(ids))
    by_id = select(articles.c.id).where(articles.c.id.in_(collected.aliases))
    found: str | None = connection.execute(union(by_alias, by_id)).scalars().first()
    return found


def _duplicate_of(article_id: str) -> dict[str, Any]:
    return {
        "state": EntryState.REJECTED,
        "reason": "duplicate",
        "detail": f"another address of article {article_id}",
        "due_at": None,
        "not_before": None,
    }


def _save_article(connection: Connection, collected: Collected, article: Article) -> None:
    row = {
        "version": article.version,
        "revision_id": article.revision_id,
        "pub_status": article.pub_status,
        "record": encode(article),
        "note": collected.note,
        "changed_at": collected.at,
    }
    if article.version > 1:
        connection.execute(update(articles).where(articles.c.id == article.id).values(row))
        return
    connection.execute(insert(articles).values(id=article.id, **row))
    if collected.aliases:
        connection.execute(insert(aliases), [{"id": i, "article_id": article.id} for i in collected.aliases])


def _records(entry: Entry, article: Article) -> list[Record]:
    return [to_record(BACKFILL if entry.backfill else ARTICLES, article), to_record(LATEST, article)]


def _damaged_values(why: str) -> dict[str, Any]:
    times = dict.fromkeys(("due_at", "not_before", "tried_at", "claimed_until", "claimed_by"))
    return times | {"state": EntryState.REJECTED, "reason": "damaged_row", "detail": why, "claim": 0}


def _entry_values(collected: Collected) -> dict[str, Any]:
    return {
        "state": collected.state,
        "reason": collected.reason,
        "detail": collected.detail,
        "due_at": collected.due_at,
        "not_before": collected.not_before,
        "attempts": collected.attempts,
        "deaths": 0,
        "etag": collected.etag,
        "last_modified": collected.last_modified,
        "body_hash": collected.body_hash,
    }


def _entry(row: Row[Any]) -> Entry:
    """Raises what a damaged row deserves."""
    host_of(row.url)
    if row.feed_url is None:
        raise ValueError(f"its feed {row.feed_id!r} is not there")
    return Entry(
        id=row.id,
        feed_id=row.feed_id,
        feed_url=row.feed_url,
        feed_title=row.feed_title,
        backfill=row.backfill,
        url=row.url,
        domain=row.domain,
        shard=row.shard,
        item=msgspec.json.decode(row.item, type=FeedEntry),
        state=EntryState(row.state),
        first_seen_at=row.first_seen_at,
        attempts=row.attempts,
        deaths=row.deaths,
        reason=row.reason,
        etag=row.etag,
        last_modified=row.last_modified,
        body_hash=row.body_hash,
        claim=row.claim,
    )
