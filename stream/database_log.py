"""The log in the database: the embedded default, and the outbox of the relay. The same on SQLite and PostgreSQL.

Every topic has one partition, 0. An append takes the row lock of each of its topics' heads, in the order of their
names (so two appends cannot deadlock), and holds it until its transaction commits: offsets therefore become visible in
their order, and a reader that has seen offset n will never find a smaller one later. (A serial alone commits out of
order on PostgreSQL, and a consumer would skip the late row.)

A group's position is moved by compare-and-set in the transaction that writes the outputs. Of two members of a group
that worked on the same records one commits, the other gets a LogError and starts again: outputs appear once.
"""

from __future__ import annotations

import base64
import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, LargeBinary, cast, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from stream.admit import admit, admit_topics
from stream.database import log, log_heads, positions, reading
from stream.errors import LogError
from stream.faults import reach
from stream.log import Headers, Record, Stored

POLL_SECONDS = 0.2  # between two looks for new rows
PAGE = 500
DAMAGED = "copydesk-damaged-headers"


@contextmanager
def database_errors(doing: str) -> Iterator[None]:
    """Raise SQLAlchemy's errors as LogError: retriable when the database may be well again later."""
    try:
        yield
    except SQLAlchemyError as error:
        passing = isinstance(error, OperationalError | InterfaceError) or not isinstance(error, DBAPIError)
        cause = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
        raise LogError(f"{doing}: {type(error).__name__}: {cause}", retriable=passing) from error


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
        return DatabaseConsumer(self._engine, group, topics)

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
        while page := _page(self._engine, topic, offset, PAGE):
            for stored in page:
                if stored.offset >= end:
                    return
                yield stored
            offset = page[-1].offset + 1

    def _follow(self, topic: str, offset: int) -> Iterator[Stored]:
        while True:
            page = _page(self._engine, topic, offset, PAGE)
            yield from page
            if page:
                offset = page[-1].offset + 1
            else:
                time.sleep(POLL_SECONDS)


class DatabaseConsumer:
    """`stream.log.Consumer`. After a failed commit it is of no more use: make a new one."""

    def __init__(self, engine: Engine, group: str, topics: Sequence[str]) -> None:
        admit_topics(topics)
        self._engine, self._group, self._topics = engine, group, sorted(set(topics))
        self._usable = True
        self._committed = self._load()
        self._position = dict(self._committed)
        self._turn = 0

    def poll(self, timeout: float, limit: int = 100) -> list[Stored]:
        self._check()
        deadline = time.monotonic() + timeout
        while True:
            found = self._take(limit)
            left = deadline - time.monotonic()
            if found or left <= 0:
                return found
            time.sleep(min(POLL_SECONDS, left))

    def caught_up(self) -> bool:
        self._check()
        return True  # every member reads all topics, and a poll sees all that was committed before it

    def commit(self, outputs: Sequence[Record] = ()) -> None:
        self._check()
        self._usable = False
        with database_errors(f"group {self._group}: the commit failed"), self._engine.begin() as connection:
            for topic in self._topics:
                self._move(connection, topic)
            reach("process.offsets_sent")
            append_in(connection, outputs)
            reach("process.produced")
        self._committed = dict(self._position)
        self._usable = True

    def close(self) -> None:
        self._usable = False

    def __enter__(self) -> DatabaseConsumer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check(self) -> None:
        if not self._usable:
            raise LogError(f"group {self._group}: this consumer is closed or its commit failed; make a new one")

    def _load(self) -> dict[str, int]:
        with database_errors(f"group {self._group}: no position"), self._engine.begin() as connection:
            for topic in self._topics:
                row = {"group": self._group, "topic": topic, "next_offset": 0}
                connection.execute(_upsert(connection)(positions).values(row).on_conflict_do_nothing())
            query = select(positions.c.topic, positions.c.next_offset).where(positions.c.group == self._group)
            found = {topic: int(offset) for topic, offset in connection.execute(query)}
        return {topic: found[topic] for topic in self._topics}

    def _take(self, limit: int) -> list[Stored]:
        """One page, beginning with another topic each time, so that a busy topic does not starve the others."""
        self._turn += 1
        start = self._turn % len(self._topics) if self._topics else 0
        taken: list[Stored] = []
        for topic in self._topics[start:] + self._topics[:start]:
            if len(taken) == limit:
                break
            page = _page(self._engine, topic, self._position[topic], limit - len(taken))
            if page:
                self._position[topic] = page[-1].offset + 1
                taken += page
        return taken

    def _move(self, connection: Connection, topic: str) -> None:
        old, new = self._committed[topic], self._position[topic]
        if old == new:
            return
        mine = (positions.c.group == self._group) & (positions.c.topic == topic) & (positions.c.next_offset == old)
        if connection.execute(update(positions).where(mine).values(next_offset=new)).rowcount != 1:
            raise LogError(f"group {self._group}: another member has read on in {topic} from offset {old}")


def _reserve(connection: Connection, topic: str, count: int) -> int:
    """The first of `count` offsets of `topic`; its head stays locked until the transaction ends."""
    new = _upsert(connection)(log_heads).values(topic=topic, next_offset=count)
    taken = new.on_conflict_do_update(
        index_elements=["topic"], set_={"next_offset": log_heads.c.next_offset + count}
    ).returning(log_heads.c.next_offset)
    return int(connection.execute(taken).scalar_one()) - count


def _upsert(connection: Connection) -> Any:  # the two dialects' own Insert: same methods, no common type
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def _row(record: Record, offset: int, now: datetime) -> dict[str, Any]:
    return {
        "topic": record.topic,
        "offset": offset,
        "key": record.key,
        "value": record.value,
        "headers": pack_headers(record.headers),
        "written_at": now,
    }


def _page(engine: Engine, topic: str, offset: int, limit: int) -> list[Stored]:
    query = (
        select(log.c.topic, log.c.offset, log.c.key, *payload())
        .where(log.c.topic == topic, log.c.offset >= offset)
        .order_by(log.c.offset)
        .limit(limit)
    )
    with database_errors("the log cannot be read"), reading(engine) as connection:
        rows = connection.execute(query).all()
    return [Stored(name, 0, place, key, value, unpack_headers(headers)) for name, place, key, value, headers in rows]


def pack_headers(headers: Headers) -> bytes:
    """Headers as the column holds them: a JSON array of [name, base64] pairs."""
    return json.dumps([[name, base64.b64encode(value).decode()] for name, value in headers]).encode()


def unpack_headers(packed: bytes) -> Headers:
    """The reverse of `pack_headers`. A damaged row must not stop its topic: what it holds then becomes one header."""
    try:
        return tuple((str(name), base64.b64decode(value, validate=True)) for name, value in json.loads(packed))
    except (ValueError, TypeError):
        return ((DAMAGED, packed),)


def payload() -> tuple[ColumnElement[bytes | None], ColumnElement[bytes]]:
    """Value and headers, as bytes also where a hand wrote text into SQLite's untyped columns."""
    return cast(log.c.value, LargeBinary), cast(log.c.headers, LargeBinary)
