"""Rows of the log as records: what the database log, its consumers and the relay share."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, LargeBinary, cast, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError

from stream.database import log, reading
from stream.errors import LogError
from stream.log import Headers, Stored

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


def upsert(connection: Connection) -> Any:  # the two dialects' own Insert: same methods, no common type
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def page_of(engine: Engine, topic: str, offset: int, limit: int) -> list[Stored]:
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
