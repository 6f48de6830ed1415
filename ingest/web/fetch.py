"""One HTTP GET, safe against whatever answers: where it may go, how long it may take, how much it may be.

The order of a hop: URL and port checked -> the host's turn (politeness.py) -> the clock starts -> the address
checked where the socket is made -> status -> body, counted after decoding. A redirect is a new hop with all of that.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import aiohttp
from yarl import URL

from ingest.errors import FetchError, IngestError
from ingest.identity.urls import normalize
from ingest.types import NotModified, Request, Response
from ingest.web.addresses import Network, is_allowed, is_web_port
from ingest.web.errors import ForbiddenAddress, http_error, wrapped
from ingest.web.names import Resolver
from ingest.web.politeness import HostGate, retry_after

MAX_BYTES = 10 * 1024 * 1024
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_CHUNK = 64 * 1024


@dataclass
class _Journey:
    """What one fetch has used up and where it has been."""

    request: Request
    url: str
    seconds_left: float
    visited: list[str] = field(default_factory=list)
    permanent: bool = True


class Fetcher:
    """Fetches with one connection pool; use as `async with Fetcher(...) as fetcher`, in one event loop.

    `host_interval`: seconds between request starts to one host:port. `allow_networks`: non-public networks that are
    open. `total_timeout`: seconds for all hops of one fetch together, body included, waiting for a turn not.
    `max_bytes`: of the decoded body. `clock` and `sleep` are those of the politeness.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        host_interval: float,
        allow_networks: Sequence[Network] = (),
        total_timeout: float = 30.0,
        max_bytes: int = MAX_BYTES,
        max_redirects: int = 5,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._user_agent = user_agent
        self._allow = tuple(allow_networks)
        self._total_timeout = total_timeout
        self._max_bytes = max_bytes
        self._max_redirects = max_redirects
        self._gate = HostGate(host_interval, clock=clock, sleep=sleep)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._resolver = Resolver()
        connector = aiohttp.TCPConnector(resolver=self._resolver, socket_factory=self._socket)
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": self._user_agent},
            timeout=aiohttp.ClientTimeout(total=None),  # _Journey keeps the time, over all hops
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            await self._resolver.close()  # the connector closes only a resolver that it made

    async def fetch(self, request: Request) -> Response | NotModified:
        """The answer to `request`; raises FetchError (see there for the codes)."""
        journey = _Journey(request, _checked(request.url), self._total_timeout)
        while True:
            answer = await self._hop(journey)
            if not isinstance(answer, str):
                return answer
            journey.visited.append(journey.url)
            journey.url = _checked(urljoin(journey.url, answer))
            if journey.url in journey.visited or len(journey.visited) > self._max_redirects:
                raise FetchError("redirect_loop", f"{request.url} leads in circles: {len(journey.visited)} redirects")

    async def _hop(self, journey: _Journey) -> Response | NotModified | str:
        """One request: the answer, or the Location it leads to."""
        host = urlsplit(journey.url).netloc
        async with self._gate.turn(host):
            if (closed := self._gate.closed_for(host)) > 0:
                raise FetchError(
                    "http_429",
                    f"{host} asked for {closed:.0f} s of peace",
                    retriable=True,
                    retry_after=closed,
                    status=429,
                )
            started = time.monotonic()
            try:
                async with asyncio.timeout(journey.seconds_left):
                    return await self._ask(journey, host)
            except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
                raise wrapped(error, journey.url, self._total_timeout) from error
            finally:
                journey.seconds_left -= time.monotonic() - started

    async def _ask(self, journey: _Journey, host: str) -> Response | NotModified | str:
        assert self._session is not None, "use: async with Fetcher(...) as fetcher"
        conditional = _conditional(journey.request)
        async with self._session.get(
            URL(journey.url, encoded=True),
            headers={"Accept": journey.request.accept, **conditional},
            allow_redirects=False,
        ) as answer:
            now = datetime.now(UTC)
            headers = {name.lower(): _text(value) for name, value in answer.headers.items()}
            if answer.status in _REDIRECTS and headers.get("location"):
                journey.permanent = journey.permanent and answer.status in _PERMANENT
                return headers["location"]
            if answer.status == 304 and conditional:
                return NotModified(journey.request, now, headers)
            if answer.status not in (200, 203):
                wait = retry_after(headers.get("retry-after"), now)
                if answer.status == 429 and wait:
                    self._gate.close(host, wait)
                raise http_error(answer.status, journey.url, wait)
            body = await self._body(answer, journey.url)
        moved = journey.url if journey.visited and journey.permanent else None
        return Response(journey.request, journey.url, 200, headers, body, now, moved)

    async def _body(self, answer: aiohttp.ClientResponse, url: str) -> bytes:
        """The decoded body; it is cut off as soon as it is too large, whatever Content-Length said."""
        encoding = answer.headers.get("Content-Encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "deflate", "br", "zstd"):  # aiohttp hands out others undecoded
            raise FetchError("bad_encoding", f"{url}: content-encoding {encoding[:60]!r} was not asked for")
        body = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > self._max_bytes:
                raise FetchError("too_large", f"{url}: more than {self._max_bytes} bytes")
        return bytes(body)

    def _socket(self, info: tuple[int, int, int, str, tuple[object, ...]]) -> socket.socket:
        """Called with the address that is really about to be connected."""
        family, kind, protocol, _, address = info
        if not is_allowed(str(address[0]), self._allow):
            raise ForbiddenAddress
        return socket.socket(family, kind, protocol)


def _checked(url: str) -> str:
    try:
        url = normalize(url)
    except IngestError as error:
        raise FetchError(error.code, str(error)) from error
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if not is_web_port(port):
        raise FetchError("forbidden_address", f"{url}: port {port} is not one of the web's")
    return url


def _conditional(request: Request) -> dict[str, str]:
    """Validators go back as they came; one that could not have come from a header is left out."""
    validators = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in validators.items() if value and value.isascii() and value.isprintable()}


def _text(value: str) -> str:
    """A header's value without the lone surrogates by which aiohttp carries bytes that are not UTF-8."""
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
