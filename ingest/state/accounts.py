"""The books: what became of every feed and entry, read in one transaction so that the sums hold."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Text, cast, func, or_, select

from ingest.state.tables import articles, entries, feeds
from ingest.types import EntryState
from stream.database import log, reading
from stream.outbox import waiting


def accounts(engine: Engine, *, kafka: bool) -> dict[str, Any]:
    """Counts: feeds (by state), entries = articles + rejected + pending, reasons, versions in the log, unpublished.

    `unpublished` counts log rows that the relay has yet to bring to Kafka; 0 without Kafka, where the log is the end.
    """
    with reading(engine) as connection, connection.begin():
        states = _counts(connection, entries.c.state)
        rejected = _reasons(connection, EntryState.REJECTED)
        pending = _reasons(connection, EntryState.PENDING)
        unpublished = select(func.count()).select_from(log).where(waiting())
        failing = select(func.count()).select_from(feeds).where(feeds.c.failures > 0)
        return {
            "feeds": connection.scalar(select(func.count()).select_from(feeds)),
            "feeds_by_state": _counts(connection, feeds.c.state),
            "feeds_failing": connection.scalar(failing),
            "entries": sum(states.values()),
            "articles": states.get(EntryState.ARTICLE, 0),
            "articles_by_status": _counts(connection, articles.c.pub_status),
            "rejected": states.get(EntryState.REJECTED, 0),
            "rejected_by_reason": rejected,
            "pending": sum(n for state, n in states.items() if state not in (EntryState.ARTICLE, EntryState.REJECTED)),
            "pending_by_reason": pending,
            "unpublished": connection.scalar(unpublished) if kafka else 0,
            "log": _counts(connection, log.c.topic),
        }


class Trouble(NamedTuple):
    """An entry that is no article (yet), and why. `state`: rejected, or pending (it is tried again)."""

    url: str
    state: str
    reason: str
    detail: str


def troubles(
    engine: Engine, *, feed_id: str | None = None, since: datetime | None = None, reason: str | None = None
) -> list[Trouble]:
    """Rejected entries and those whose last try failed, the latest first; of a feed, since a moment, of one reason."""
    columns = (entries.c.url, entries.c.state, entries.c.reason, entries.c.detail)
    query = select(*(cast(column, Text) for column in columns)).where(entries.c.reason.is_not(None))
    query = query.where(entries.c.state != EntryState.ARTICLE).order_by(entries.c.tried_at.desc(), entries.c.url)
    if feed_id is not None:
        query = query.where(entries.c.feed_id == feed_id)
    if since is not None:  # a damaged row has no time left
        query = query.where(or_(entries.c.tried_at >= since, entries.c.reason == "damaged_row"))
    if reason is not None:
        query = query.where(entries.c.reason == reason)
    with reading(engine) as connection:
        return [Trouble(*(str(cell or "") for cell in row)) for row in connection.execute(query)]


def _counts(connection: Connection, column: Any) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    return {str(value): int(n) for value, n in rows}


def _reasons(connection: Connection, state: EntryState) -> dict[str, int]:
    reason = func.coalesce(entries.c.reason, "not tried yet")
    # A state that is none of ours (a damaged row) is pending until somebody looks at it.
    others = [s for s in EntryState if s is not state]
    chosen = entries.c.state.not_in(others) if state is EntryState.PENDING else entries.c.state == state
    rows = connection.execute(select(reason, func.count()).where(chosen).group_by(reason).order_by(reason))
    return {str(value): int(n) for value, n in rows}
