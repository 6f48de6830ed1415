"""The log in the database: the embedded default, and the outbox of the relay. The same on SQLite and PostgreSQL.

Every topic has one partition, 0. An append takes the row lock of each of its topics' heads, in the order of their
names (so two appends cannot deadlock), and holds it until its transaction commits: offsets therefore become visible in
their order, and a reader that has seen offset n will never find a smaller one later. (A serial alone commits out of
order on PostgreSQL, and a consumer would skip the late row.)
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select

from stream.admit import admit, admit_topics
from stream.database import log, log_heads, reading
from stream.database_consumer import POLL_SECONDS, DatabaseConsumer
from stream.database_rows import database_errors, pack_headers, page_of, upsert
from stream.log import Record, Stored

PAGE = 500


def append_in(connection: Connection, records: Sequence[Record]) -> None:
    """Append inside the caller's transaction, so that state and event stand or fall together.

    At most once per transaction: a second call could take the heads' locks in another order. Raises LogError.
    """
    admit(records)
    with database_errors("the log cannot be written"):
        counts = Counter(record.topic for record in records)
        heads = {topic: _reserve(connection, topic, counts[topic]) for topic in sorted(counts)}
        now = datetime.now(UTC)
        rows: list[dict[str, Any]] = []
        for record in records:
            rows.append(_row(record, heads[record.topic], now))
            heads[record.topic] += 1
        if rows:
            connection.execute(insert(log), rows)


class DatabaseLog:
    """`stream.log.Log` over the tables of stream.database. Thread-safe; the engine stays the caller's to dispose of."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def append_in(self, connection: Connection, records: Sequence[Record]) -> None:
        """See the function of this name."""
        append_in(connection, records)

    def append(self, records: Sequence[Record]) -> None:
        with database_errors("the log cannot be written"), self._engine.begin() as connection:
            append_in(connection, records)

    def consumer(self, group: str, topics: Sequence[str]) -> DatabaseConsumer:
        return DatabaseConsumer(self._engine, append_in, group, topics)

    def read(self, topic: str, *, from_beginning: bool = True, follow: bool = False) -> Iterator[Stored]:
        admit_topics([topic])
        end = self._end(topic)
        offset = 0 if from_beginning else end
        return self._follow(topic, offset) if follow else self._upto(topic, offset, end)

    def counts(self, topics: Sequence[str]) -> dict[str, int]:
        admit_topics(topics)
        query = select(log.c.topic, func.count()).where(log.c.topic.in_(topics)).group_by(log.c.topic)
        with database_errors("the log cannot be read"), reading(self._engine) as connection:
            found = {topic: int(n) for topic, n in connection.execute(query)}
        return {topic: found.get(topic, 0) for topic in topics}

    def close(self) -> None:
        """Nothing is held open."""

    def _end(self, topic: str) -> int:
        with database_errors("the log cannot be read"), reading(self._engine) as connection:
            query = select(log_heads.c.next_offset).where(log_heads.c.topic == topic)
            return int(connection.scalar(query) or 0)

    def _upto(self, topic: str, offset: int, end: int) -> Iterator[Stored]:
        while page := page_of(self._engine, topic, offset, PAGE):
            for stored in page:
                if stored.offset >= end:
                    return
                yield stored
            offset = page[-1].offset + 1

    def _follow(self, topic: str, offset: int) -> Iterator[Stored]:
        while True:
            page = page_of(self._engine, topic, offset, PAGE)
            yield from page
            if page:
                offset = page[-1].offset + 1
            else:
                time.sleep(POLL_SECONDS)


def _reserve(connection: Connection, topic: str, count: int) -> int:
    """The first of `count` offsets of `topic`; its head stays locked until the transaction ends."""
    new = upsert(connection)(log_heads).values(topic=topic, next_offset=count)
    taken = new.on_conflict_do_update(
        index_elements=["topic"], set_={"next_offset": log_heads.c.next_offset + count}
    ).returning(log_heads.c.next_offset)
    return int(connection.execute(taken).scalar_one()) - count


def _row(record: Record, offset: int, now: datetime) -> dict[str, Any]:
    return {
        "topic": record.topic,
        "offset": offset,
        "key": record.key,
        "value": record.value,
        "headers": pack_headers(record.headers),
        "written_at": now,
    }
