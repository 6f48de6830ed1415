"""The books: what became of every feed and entry, read in one transaction so that the sums hold."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, func, select

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
            "pending": states.get(EntryState.PENDING, 0),
            "pending_by_reason": pending,
            "unpublished": connection.scalar(unpublished) if kafka else 0,
            "log": _counts(connection, log.c.topic),
        }


def _counts(connection: Connection, column: Any) -> dict[str, int]:
    rows = connection.execute(select(column, func.count()).group_by(column).order_by(column))
    return {str(value): int(n) for value, n in rows}


def _reasons(connection: Connection, state: EntryState) -> dict[str, int]:
    reason = func.coalesce(entries.c.reason, "not tried yet")
    rows = connection.execute(
        select(reason, func.count()).where(entries.c.state == state).group_by(reason).order_by(reason)
    )
    return {str(value): int(n) for value, n in rows}
