"""Names to addresses, for aiohttp: the system's resolver in threads of its own, but localhost is here."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver, ResolveResult

_THREADS = 32  # a name whose servers are dead holds one for half a minute; the loop has six, for everybody
_NUMERIC = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV


class Resolver(AbstractResolver):
    """Names under localhost are 127.0.0.1 without asking (RFC 6761, 6.3); many system resolvers do ask."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Raises OSError (socket.gaierror) when there is no such name, UnicodeError when there cannot be one."""
        name = host.rstrip(".").lower()
        if name == "localhost" or name.endswith(".localhost"):
            return [_result(host, "127.0.0.1", port, socket.AF_INET, 0)]
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._threads, ask)
        return [_result(host, str(address[0]), port, kind, protocol) for kind, _, protocol, _, address in found]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _result(name: str, address: str, port: int, family: int, protocol: int) -> ResolveResult:
    return ResolveResult(hostname=name, host=address, port=port, family=family, proto=protocol, flags=_NUMERIC)
