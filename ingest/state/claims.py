"""The part of claiming that feeds and entries share: which rows are free, and freeing what the dead held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, or_, select, true, update

from ingest.errors import IngestError
from ingest.identity.urls import host_of
from ingest.state.turn import Turn, is_dead
from stream.database import reading

T = TypeVar("T")


def release_dead(engine: Engine, claimed_by: Any, **also: Any) -> int:
    """Free the rows of `claimed_by`'s table whose holder is a process of this host that is gone; set `also` on them."""
    with reading(engine) as connection:
        holders = connection.execute(select(claimed_by).where(claimed_by.is_not(None)).distinct()).scalars().all()
    dead = [name for name in holders if is_dead(name)]
    if not dead:
        return 0
    with engine.begin() as connection:
        free = update(claimed_by.table).where(claimed_by.in_(dead))
        return connection.execute(free.values(claimed_by=None, claimed_until=None, **also)).rowcount


FAR = timedelta(days=8)  # beyond every wait we write; what lies further off was not written by us


def reached(column: Any, turn: Turn) -> ColumnElement[bool]:
    """The time in `column` has come. One that is impossibly far off (a damaged row) must not block its row for ever."""
    return or_(column <= turn.started, column > turn.started + FAR)


def free(table: Any, turn: Turn) -> ColumnElement[bool]:
    """Not held by a living claim, and the publisher did not ask to wait."""
    return and_(
        or_(table.c.claimed_until.is_(None), reached(table.c.claimed_until, turn)),
        or_(table.c.not_before.is_(None), reached(table.c.not_before, turn)),
        table.c.shard.in_(turn.shards) if turn.shards is not None else true(),
    )


class Due(NamedTuple):
    """A row that may be claimed. `suspect`: a process ended while it held this entry, so it is worked on alone."""

    id: str
    url: str
    shard: int
    suspect: bool = False

    @property
    def host(self) -> str:
        """Empty for a URL that a damaged row holds: claiming it will tell."""
        try:
            return host_of(self.url)
        except (IngestError, TypeError, ValueError, AttributeError):
            return ""


class Claimed(NamedTuple, Generic[T]):
    """What a turn holds now, and the rows that could not be read (id -> why): set aside for good, and named."""

    rows: list[T]
    damaged: dict[str, str]


def read_rows(
    connection: Connection,
    query: Select[Any],
    identity: ColumnElement[str],
    ids: Iterable[str],
    make: Callable[[Row[Any]], T],
) -> Claimed[T]:
    """`make` of each row of `ids`, one by one: a row that cannot be read is named, the others go on."""
    claimed: Claimed[T] = Claimed([], {})
    for each in ids:
        try:
            claimed.rows.extend(map(make, connection.execute(query.where(identity == each)).all()))
        except (
            ValueError,
            TypeError,
            ArithmeticError,
            msgspec.DecodeError,
            IngestError,
        ) as error:  # a date, JSON, ...
            claimed.damaged[each] = f"{type(error).__name__}: {error}"[:500]
    return claimed
