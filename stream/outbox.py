"""The relay's side of the database log: rows that are not on Kafka yet, and the marking of those that are.

Rows are taken as "unpublished", never as "ids above a cursor": on PostgreSQL ids do not commit in order. Within one
topic they do (`stream.database_log`), so the order per key is kept.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, Engine, LargeBinary, and_, cast, func, select, update

from stream.database import identity, log, reading
from stream.database_rows import database_errors, payload, unpack_headers, upsert
from stream.log import Record
from stream.topics import NOT_RELAYED

IDS_PER_STATEMENT = 1_000


@dataclass(frozen=True)
class OutboxRow:
    """A row of the log; `id` is what the relay's marker names."""

    id: int
    offset: int
    record: Record


def database_id(engine: Engine) -> str:
    """The id of this database, made at the first call: a marker of another database must not be believed."""
    with database_errors("the database has no id"), engine.begin() as connection:
        new = {"name": "database", "value": uuid.uuid4().hex}
        connection.execute(upsert(connection)(identity).values(new).on_conflict_do_nothing())
        return str(connection.execute(select(identity.c.value).where(identity.c.name == "database")).scalar_one())


def is_relayed(engine: Engine) -> bool:
    """Whether a relay has ever worked on this database: the first one gave it its id."""
    query = select(func.count()).select_from(identity).where(identity.c.name == "database")
    with database_errors("the outbox cannot be read"), reading(engine) as connection:
        return bool(connection.execute(query).scalar_one())


def waiting() -> ColumnElement[bool]:
    """The rows that the relay has yet to carry."""
    return and_(log.c.published_at.is_(None), log.c.topic.not_in(NOT_RELAYED))


def take(engine: Engine, max_rows: int, max_bytes: int) -> list[OutboxRow]:
    """The oldest unpublished rows, at most `max_rows` and about `max_bytes`, but at least one."""
    sizes = (
        select(log.c.id, func.coalesce(func.length(cast(log.c.value, LargeBinary)), 0))
        .where(waiting())
        .order_by(log.c.id)
        .limit(max_rows)
    )
    with database_errors("the outbox cannot be read"), reading(engine) as connection:
        ids: list[int] = []
        left = max_bytes
        for row_id, size in connection.execute(sizes):
            if ids and size > left:
                break
            ids.append(row_id)
            left -= size
        return _rows(connection, ids)


def mark(engine: Engine, ids: Sequence[int]) -> int:
    """Mark rows as published; how many were not before. Doing it again, or late, is harmless."""
    now, marked = datetime.now(UTC), 0
    with database_errors("rows cannot be marked as published"), engine.begin() as connection:
        for start in range(0, len(ids), IDS_PER_STATEMENT):
            some = log.c.id.in_(ids[start : start + IDS_PER_STATEMENT])
            rows = update(log).where(some, log.c.published_at.is_(None)).values(published_at=now)
            marked += connection.execute(rows).rowcount
    return marked


def unpublished(engine: Engine, upto: int | None = None) -> int:
    """How many rows wait for the relay; with `upto` only those whose id is not above it."""
    query = select(func.count()).select_from(log).where(waiting())
    if upto is not None:
        query = query.where(log.c.id <= upto)
    with database_errors("the outbox cannot be read"), reading(engine) as connection:
        return int(connection.execute(query).scalar_one())


def last_id(engine: Engine) -> int:
    """The highest row id there is; 0 for none."""
    with database_errors("the outbox cannot be read"), reading(engine) as connection:
        return int(connection.execute(select(func.max(log.c.id))).scalar() or 0)


def digest_of(engine: Engine, ids: Sequence[int]) -> str:
    """`digest` of the rows with these ids that are in the database now."""
    with database_errors("the outbox cannot be read"), reading(engine) as connection:
        return digest(_rows(connection, ids))


def digest(rows: Iterable[OutboxRow]) -> str:
    """What these rows are, not only their ids: a database restored from a backup gives old ids to new rows."""
    whole = hashlib.sha256()
    for row in sorted(rows, key=lambda row: row.id):
        value = hashlib.sha256(row.record.value or b"").hexdigest()
        whole.update(json.dumps([row.id, row.record.topic, row.offset, row.record.key, value]).encode())
    return whole.hexdigest()


def _rows(connection: Connection, ids: Sequence[int]) -> list[OutboxRow]:
    found: list[OutboxRow] = []
    for start in range(0, len(ids), IDS_PER_STATEMENT):
        query = select(log.c.id, log.c.offset, log.c.topic, log.c.key, *payload()).order_by(log.c.id)
        for row_id, offset, topic, key, value, headers in connection.execute(
            query.where(log.c.id.in_(ids[start : start + IDS_PER_STATEMENT]))
        ):
            found.append(OutboxRow(row_id, offset, Record(topic, key, value, unpack_headers(headers))))
    return found
