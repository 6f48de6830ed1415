"""A real server on loopback that answers exactly the bytes it is told to, well-formed or not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any

from ingest.errors import FetchError
from ingest.types import NotModified, Request, Response
from ingest.web.fetch import Fetcher

LOCAL = IPv4Network("127.0.0.0/24")  # 127.9.9.9 stays forbidden and plays a host of the inner network
Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """`seen`: the head of every request, in order."""

    port: int = 0
    seen: list[str] = field(default_factory=list)
    host: str = "127.0.0.1"

    def url(self, path: str = "/", host: str | None = None) -> str:
        return f"http://{host or self.host}:{self.port}{path}"


@asynccontextmanager
async def serving(answer: Answer, host: str = "127.0.0.1", **options: Any) -> AsyncIterator[Server]:
    """`answer` gets the request's path and the stream; the connection is closed after it."""
    server = Server(host=host)

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            server.seen.append(head)
            await answer(head.split(" ")[1], writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    listener = await asyncio.start_server(handle, host, 0, **options)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()


def reply(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", "Connection: close", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, *headers, "", ""]).encode("latin-1") + body


def routes(table: dict[str, bytes]) -> Answer:
    async def answer(path: str, writer: asyncio.StreamWriter) -> None:
        writer.write(table[path])

    return answer


def fetcher(**options: Any) -> Fetcher:
    usual: dict[str, Any] = {
        "user_agent": "test/1",
        "host_interval": 0,
        "allow_networks": (LOCAL,),
        "total_timeout": 10.0,
    }
    return Fetcher(**(usual | options))


async def got(url: str, **options: Any) -> Response:
    async with fetcher(**options) as one:
        answer = await one.fetch(Request(url))
    assert isinstance(answer, Response)
    return answer


async def failed(url: str | Request, **options: Any) -> FetchError:
    request = Request(url) if isinstance(url, str) else url
    async with fetcher(**options) as one:
        try:
            answer: Response | NotModified = await one.fetch(request)
        except FetchError as error:
            return error
    raise AssertionError(f"no error but {answer}")
