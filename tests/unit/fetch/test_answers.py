"""What a server may say, and what becomes of it."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli  # type: ignore[import-untyped]
import pytest

from ingest.errors import FetchError
from ingest.types import NotModified, Request, Response
from tests.unit.fetch.server import failed, fetcher, got, reply, routes, serving


def test_a_page() -> None:
    async def run() -> None:
        page = reply(b"<p>hello", 'ETag: W/"a b"', "X-Two: 1", "X-Two: 2", "Content-Type: text/html; charset=utf-8")
        async with serving(routes({"/a?b=%2f": page})) as server:
            answer = await got(server.url("/a?b=%2f"))
            assert (answer.status, answer.body, answer.url) == (200, b"<p>hello", server.url("/a?b=%2f"))
            assert answer.etag == 'W/"a b"'
            assert answer.headers["x-two"] == "2"
            assert answer.moved_to is None
            assert answer.fetched_at.tzinfo is UTC
            assert "user-agent: test/1" in server.seen[0].lower()
            assert "gzip" in server.seen[0]

    asyncio.run(run())


def test_not_modified_with_the_validators_as_they_came() -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"", 'ETag: W/"x"', status="304 Not Modified")})) as server:
            request = Request(server.url(), etag='W/"x"', last_modified="yesterday, or so")
            async with fetcher() as one:
                answer = await one.fetch(request)
            assert isinstance(answer, NotModified)
            assert answer.headers["etag"] == 'W/"x"'
            assert 'If-None-Match: W/"x"\r\n' in server.seen[0]
            assert "If-Modified-Since: yesterday, or so\r\n" in server.seen[0]

    asyncio.run(run())


def test_a_304_that_was_not_asked_for_is_an_error() -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(status="304 Not Modified")})) as server:
            assert (await failed(server.url())).code == "http_304"
            assert (await failed(Request(server.url(), etag="a\r\nX-Injected: 1"))).code == "http_304"
            assert "X-Injected" not in server.seen[1]

    asyncio.run(run())


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(b"text")),
        ("deflate", zlib.compress(b"text")),
        ("deflate", zlib.compress(b"text")[2:-4]),  # raw deflate, as many servers send it
        ("br", brotli.compress(b"text")),
        ("identity", b"text"),
        ("GZIP", gzip.compress(b"text")),
        ("gzip", gzip.compress(b"te") + gzip.compress(b"xt")),
    ],
)
def test_encodings(encoding: str, body: bytes) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(body, f"Content-Encoding: {encoding}")})) as server:
            assert (await got(server.url())).body == b"text"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("status", "retriable"),
    [
        *((400, False), (401, False), (403, False), (404, False), (408, True), (410, False), (425, True), (429, True)),
        *((451, False), (500, True), (502, True), (503, True), (504, True), (599, True), (204, False), (206, False)),
    ],
)
def test_statuses(status: int, retriable: bool) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(status=f"{status} X")})) as server:
            error = await failed(server.url())
            assert (error.code, error.status, error.retriable) == (f"http_{status}", status, retriable)
            assert error.retry_after is None

    asyncio.run(run())


def test_retry_after_in_both_forms() -> None:
    async def run() -> None:
        then = format_datetime(datetime.now(UTC) + timedelta(seconds=300), usegmt=True)
        table = {
            "/s": reply(b"", "Retry-After: 120", status="503 X"),
            "/d": reply(b"", f"Retry-After: {then}", status="503 X"),
            "/long": reply(b"", "Retry-After: 999999999999999999", status="503 X"),
            "/odd": reply(b"", "Retry-After: soon", status="503 X"),
        }
        async with serving(routes(table)) as server:
            assert (await failed(server.url("/s"))).retry_after == 120
            assert 290 < ((await failed(server.url("/d"))).retry_after or 0) <= 300
            assert (await failed(server.url("/long"))).retry_after == 24 * 3600
            assert (await failed(server.url("/odd"))).retry_after is None

    asyncio.run(run())


def test_a_host_that_asked_for_peace_is_not_asked_again() -> None:
    async def run() -> None:
        table = {"/a": reply(b"", "Retry-After: 120", status="429 X"), "/b": reply(b"b")}
        async with serving(routes(table)) as server, serving(routes(table)) as other, fetcher() as one:
            for path in ("/a", "/b"):
                with pytest.raises(FetchError) as caught:
                    await one.fetch(Request(server.url(path)))
                assert caught.value.code == "http_429"
                assert 100 < (caught.value.retry_after or 0) <= 120
            assert len(server.seen) == 1
            answer = await one.fetch(Request(other.url("/b")))
            assert isinstance(answer, Response)

    asyncio.run(run())


def test_headers_in_latin_1_are_readable_text() -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"x", "X-Name: M\xfcnchen")})) as server:
            assert (await got(server.url())).headers["x-name"] == "M\xfcnchen"

    asyncio.run(run())


def test_names_under_localhost_stay_here() -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"here")})) as server:
            for host in ("courier.localhost", "a.b.localhost", "localhost"):
                assert (await got(server.url(host=host))).body == b"here"
            assert f"Host: courier.localhost:{server.port}" in server.seen[0]
            assert (await failed(server.url(host="courier.localhost"), allow_networks=())).code == "forbidden_address"

    asyncio.run(run())
