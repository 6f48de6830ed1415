"""The database: one engine per process, SQLite (WAL) or PostgreSQL by URL, and the tables of the log.

State (ingest/state/tables.py) and log share this metadata and this engine: both can be written in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Dialect,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    create_engine,
    event,
    make_url,
)

metadata = MetaData()
BUSY_SECONDS = 30


class UtcTime(TypeDecorator[datetime]):
    """An aware UTC datetime on both databases: SQLite keeps no zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite gives rowids only to a column declared INTEGER.
Serial = BigInteger().with_variant(Integer(), "sqlite")

log = Table(
    "log",
    metadata,
    Column("id", Serial, primary_key=True, autoincrement=True, doc="row id: what the relay's marker names"),
    Column("topic", String(249), nullable=False),
    Column("offset", BigInteger, nullable=False),
    Column("key", String(512), nullable=False),
    Column("value", LargeBinary),
    Column("headers", LargeBinary, nullable=False, doc="JSON array of [name, base64] pairs"),
    Column("written_at", UtcTime, nullable=False),
    Column("published_at", UtcTime, doc="when the relay had it committed on Kafka; null: not yet, or no Kafka"),
    Index("log_topic_offset", "topic", "offset", unique=True),
    Index("log_unpublished", "published_at", "id"),
)

# Its row lock, held from append to commit, makes offsets of a topic become visible in their order: on PostgreSQL
# a serial alone does not, and a consumer would skip a row that commits late.
log_heads = Table(
    "log_heads",
    metadata,
    Column("topic", String(249), primary_key=True),
    Column("next_offset", BigInteger, nullable=False),
)

positions = Table(
    "log_positions",
    metadata,
    Column("group", String(200), primary_key=True),
    Column("topic", String(249), primary_key=True),
    Column("next_offset", BigInteger, nullable=False),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("holder", String(200), nullable=False),
    Column("epoch", BigInteger, nullable=False, doc="grows with each new holder: the fencing token"),
    Column("until", UtcTime, nullable=False),
)

identity = Table(
    "identity",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("value", String(200), nullable=False, doc="name `database`: the id that the relay's marker carries"),
)


def connect(url: str) -> Engine:
    """An engine for `url`; for SQLite with WAL, a busy timeout and write transactions that take their lock at once."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=True)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        # A cell that is no UTF-8 (a damaged row) must not make the whole query fail.
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.isolation_level = None  # the driver begins nothing by itself: `_begin` does
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # what is reported as saved survives a power cut
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that turns into a writer fails at once when another writer was faster (SQLITE_BUSY).
        mode = "DEFERRED" if connection.get_execution_options().get("readonly") else "IMMEDIATE"
        connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that takes no write lock on SQLite."""
    with engine.connect() as connection:
        yield connection.execution_options(readonly=True)
