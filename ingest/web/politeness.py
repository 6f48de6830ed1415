"""One request at a time to a host, and a pause between their starts; a host that said 429 is left alone as it asked."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_RETRY_AFTER = 24 * 3600.0
_MANY = 10_000


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    next_start: float = 0.0
    closed_until: float = 0.0


class HostGate:
    """`interval`: seconds between the starts of two requests to one `host:port`. Good for one event loop."""

    def __init__(
        self,
        interval: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Waits for the host's turn and holds it; others wait in the order in which they came."""
        known = self._hosts.setdefault(host, _Host())
        known.waiting += 1
        try:
            async with known.lock:
                while (pause := known.next_start - self._clock()) > 0:
                    await self._sleep(pause)
                known.next_start = self._clock() + self._interval
                yield
        finally:
            known.waiting -= 1
            self._forget()

    def close(self, host: str, seconds: float) -> None:
        """The host asked to be left alone for so long."""
        self._hosts.setdefault(host, _Host()).closed_until = self._clock() + seconds

    def closed_for(self, host: str) -> float:
        """Seconds for which the host wants no request; 0 when it is open."""
        known = self._hosts.get(host)
        return max(0.0, known.closed_until - self._clock()) if known else 0.0

    def _forget(self) -> None:
        if len(self._hosts) > _MANY:
            now = self._clock()
            self._hosts = {
                name: host
                for name, host in self._hosts.items()
                if host.waiting or host.next_start > now or host.closed_until > now
            }


def retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait by Retry-After (RFC 9110, 10.2.3: seconds or a date), at most 24 h; None: it says nothing."""
    if value is None:
        return None
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_RETRY_AFTER)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max(0.0, (when - now).total_seconds()), MAX_RETRY_AFTER)
