"""How long the database keeps its log: what Kafka has been given goes after a week, what is the end of the line (the
embedded log) lives as long as its topic says; a compacted topic keeps the last record of each key."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_, delete, func, or_, select

from stream.database import log
from stream.topics import NOT_RELAYED, TOPICS, Topic

AFTER_PUBLISHED = timedelta(days=7)
FOREVER_MS = "-1"


def trim(engine: Engine, now: datetime, *, kafka: bool) -> int:
    """Delete what retention lets go; returns the number of rows. Unpublished rows stay as long as there is a Kafka."""
    with engine.begin() as connection:
        old = log.c.published_at <= now - AFTER_PUBLISHED
        published = connection.execute(delete(log).where(old)).rowcount
        ends_here = [t for t in TOPICS.values() if not t.internal and (t.name in NOT_RELAYED or not kafka)]
        return published + sum(_trim_topic(connection, topic, now) for topic in ends_here)


def _trim_topic(connection: Connection, topic: Topic, now: datetime) -> int:
    if topic.policy == "compact":
        return _compact(connection, topic.name)
    kept = topic.config.get("retention.ms", FOREVER_MS)
    if kept == FOREVER_MS:
        return 0
    old = and_(log.c.topic == topic.name, log.c.written_at <= now - timedelta(milliseconds=int(kept)))
    return connection.execute(delete(log).where(old)).rowcount


def _compact(connection: Connection, topic: str) -> int:
    """Keep the last record per key; a tombstone that is the last one goes as well."""
    here = log.c.topic == topic
    last = select(func.max(log.c.offset)).where(here).group_by(log.c.key)
    gone = and_(here, or_(log.c.offset.not_in(last), log.c.value.is_(None)))
    return connection.execute(delete(log).where(gone)).rowcount
