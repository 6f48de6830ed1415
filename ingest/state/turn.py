"""Who holds a feed or an entry while it is worked on, and whether that process is still alive.

A claim ends when its result is saved, when its lease runs out, or, on the same host, as soon as its process is gone: a
run that follows a crash goes on at once.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta

import psutil


@dataclass(frozen=True)
class Turn:
    """One run of a stage: who does it and for which shards.

    `by_hand`: everything once, whatever our own schedule says; what publishers asked for (Retry-After) still holds.
    """

    holder: str
    started: datetime
    lease: timedelta
    shards: tuple[int, ...] | None = None
    by_hand: bool = False


def holder() -> str:
    """This process: host, pid and start time (a pid alone is used again)."""
    return f"{socket.gethostname()}:{os.getpid()}:{psutil.Process().create_time():.2f}"


def is_dead(name: str) -> bool:
    """Whether `name` was a process of this host and is no more; False when that cannot be known."""
    host, _, rest = name.rpartition(":")[0].rpartition(":")
    started = name.rpartition(":")[2]
    if host != socket.gethostname() or not rest.isdigit():
        return False
    try:
        return f"{psutil.Process(int(rest)).create_time():.2f}" != started
    except psutil.NoSuchProcess:
        return True
    except psutil.Error:
        return False
