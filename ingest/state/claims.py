"""The part of claiming that feeds and entries share: which rows are free, and freeing what the dead held."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Connection, Engine, Row, Select, and_, or_, select, true, update

from ingest.state.turn import Turn, is_dead
from stream.database import reading


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


def free(table: Any, turn: Turn) -> ColumnElement[bool]:
    """Not held by a living claim, and the publisher did not ask to wait."""
    return and_(
        or_(table.c.claimed_until.is_(None), table.c.claimed_until <= turn.started),
        or_(table.c.not_before.is_(None), table.c.not_before <= turn.started),
        table.c.shard.in_(turn.shards) if turn.shards is not None else true(),
    )


T = TypeVar("T")


class Due(NamedTuple):
    """A row that may be claimed. `suspect`: a process ended while it held this entry, so it is worked on alone."""

    id: str
    url: str
    shard: int
    suspect: bool = False


def read_rows(
    connection: Connection,
    query: Select[Any],
    identity: ColumnElement[str],
    ids: Iterable[str],
    make: Callable[[Row[Any]], T],
    damaged: Callable[[str, str], None],
) -> list[T]:
    """`make` of each row of `ids`, one by one: a row that cannot be read is told to `damaged`, the others go on."""
    made: list[T] = []
    for each in ids:
        try:
            made += map(make, connection.execute(query.where(identity == each)).all())
        except (ValueError, TypeError, ArithmeticError, msgspec.DecodeError) as error:  # a date, an enum, a JSON, ...
            damaged(each, f"{type(error).__name__}: {error}"[:500])
    return made
