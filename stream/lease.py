"""A lease in the database: who may act. Not a lock: a holder that was asleep may act after its end, so what it does
must be fenced too (the relay: by Kafka). Its point is that two healthy holders do not disturb each other.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import psutil
from sqlalchemy import ColumnElement, Connection, Engine, func, select, update

from stream.database import leases
from stream.database_rows import database_errors, upsert
from stream.errors import FencedError, LogError

CLOCK_SECONDS = 5.0  # the start time of a process moves a little when the clock is set


class HeldError(LogError):
    """Somebody else holds the lease; the text says who and until when. Retriable."""


@dataclass(frozen=True)
class Lease:
    """`epoch` grows with each new holder."""

    name: str
    holder: str
    epoch: int
    seconds: float


def this_process() -> str:
    """Host, pid and start time of this process: names it for good, also when its pid is given to another."""
    return f"{socket.gethostname()}/{os.getpid()}/{psutil.Process().create_time():.2f}"


def acquire(engine: Engine, name: str, seconds: float, holder: str | None = None) -> Lease:
    """Take the lease `name` for `seconds`, from a holder whose time is over or that died on this host. HeldError."""
    me = holder or this_process()
    with database_errors(f"lease {name}"), engine.begin() as connection:
        now = _now(connection)
        first = {"name": name, "holder": "", "epoch": 0, "until": now}
        connection.execute(upsert(connection)(leases).values(first).on_conflict_do_nothing())
        query = select(leases.c.holder, leases.c.epoch, leases.c.until).where(leases.c.name == name).with_for_update()
        held_by, epoch, until = connection.execute(query).one()
        if held_by != me and until > now and not is_dead(held_by):
            raise HeldError(f"lease {name} is held by {held_by} until {until:%H:%M:%S} UTC", retry_after=seconds)
        taken = {"holder": me, "epoch": epoch + 1, "until": now + timedelta(seconds=seconds)}
        connection.execute(update(leases).where(leases.c.name == name).values(taken))
    return Lease(name, me, epoch + 1, seconds)


def renew(engine: Engine, lease: Lease) -> None:
    """Hold on for another `lease.seconds`. Raises FencedError when somebody else has taken over."""
    with database_errors(f"lease {lease.name}"), engine.begin() as connection:
        until = _now(connection) + timedelta(seconds=lease.seconds)
        if connection.execute(update(leases).where(_mine(lease)).values(until=until)).rowcount != 1:
            held_by = connection.scalar(select(leases.c.holder).where(leases.c.name == lease.name))
            raise FencedError(f"lease {lease.name} was taken over by {held_by}")


def release(engine: Engine, lease: Lease) -> None:
    """Give the lease back, if it is still ours."""
    with database_errors(f"lease {lease.name}"), engine.begin() as connection:
        connection.execute(update(leases).where(_mine(lease)).values(until=_now(connection)))


def is_dead(holder: str) -> bool:
    """Whether `holder` ran on this host and is no more. Unknown is False: then only time tells."""
    host, _, rest = holder.partition("/")
    pid, _, started = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        process = psutil.Process(int(pid))
        other = abs(process.create_time() - float(started)) > CLOCK_SECONDS
        return other or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except (psutil.Error, ValueError):
        return False


def _mine(lease: Lease) -> ColumnElement[bool]:
    return (leases.c.name == lease.name) & (leases.c.epoch == lease.epoch) & (leases.c.holder == lease.holder)


def _now(connection: Connection) -> datetime:
    """The database's clock where several hosts share it."""
    if connection.dialect.name == "postgresql":
        now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return now.astimezone(UTC)
    return datetime.now(UTC)
