from __future__ import annotations

import asyncio

import pytest

from ingest.types import NotModified, Request
from tests.unit.fetch.server import failed, fetcher, got, reply, routes, serving


def to(location: str, status: int = 301) -> bytes:
    return reply(b"moved", f"Location: {location}", status=f"{status} Moved")


@pytest.mark.parametrize(
    ("statuses", "kept"),
    [((301,), True), ((308, 301), True), ((302,), False), ((301, 307), False), ((303, 308), False)],
)
def test_a_chain_of_permanent_redirects_alone_moves_the_feed(statuses: tuple[int, ...], kept: bool) -> None:
    async def run() -> None:
        table = {f"/{i}": to(f"/{i + 1}", status) for i, status in enumerate(statuses)}
        end = f"/{len(statuses)}"
        async with serving(routes({**table, end: reply(b"end")})) as server:
            answer = await got(server.url("/0"))
            assert (answer.body, answer.url) == (b"end", server.url(end))
            assert answer.moved_to == (server.url(end) if kept else None)
            assert answer.request.url == server.url("/0")

    asyncio.run(run())


def test_validators_go_along_and_a_304_ends_the_chain() -> None:
    async def run() -> None:
        async with serving(routes({"/": to("/b", 302), "/b": reply(status="304 X")})) as server, fetcher() as one:
            assert isinstance(await one.fetch(Request(server.url(), etag='"x"')), NotModified)
            assert 'If-None-Match: "x"' in server.seen[1]

    asyncio.run(run())


def test_relative_and_odd_locations() -> None:
    async def run() -> None:
        table = {"/a/b": to("../c#frag"), "/c": to("?q=a b"), "/c?q=a%20b": to("//127.0.0.2:PORT/d"), "/d": reply(b"d")}
        async with serving(routes(table), host="0.0.0.0") as server:
            table["/c?q=a%20b"] = to(f"//127.0.0.2:{server.port}/d")
            assert (await got(server.url("/a/b", "127.0.0.1"))).url == server.url("/d", "127.0.0.2")

    asyncio.run(run())


@pytest.mark.parametrize(
    ("location", "code"),
    [
        ("/", "redirect_loop"),
        ("file:///etc/passwd", "bad_url"),
        ("javascript:x", "bad_url"),
        ("http://user:pw@127.0.0.1/", "bad_url"),
        ("http://127.9.9.9/", "forbidden_address"),
        ("http://[::1]/", "forbidden_address"),
        ("http://[::ffff:127.0.0.1]/", "forbidden_address"),
        ("http://10.0.0.1/", "forbidden_address"),
        ("http://127.0.0.1:22/", "forbidden_address"),
        ("http://127.0.0.1:6379/", "forbidden_address"),
        ("", "http_301"),
    ],
)
def test_where_a_redirect_may_not_lead(location: str, code: str) -> None:
    async def run() -> None:
        async with serving(routes({"/": to(location)})) as server:
            error = await failed(server.url())
            assert error.code == code
            assert not error.retriable
            assert len(server.seen) == 1

    asyncio.run(run())


def test_a_redirect_to_an_inner_server_does_not_reach_it() -> None:
    async def run() -> None:
        async with (
            serving(routes({"/": reply(b"secret")}), host="127.9.9.9") as inner,
            serving(routes({"/": to(inner.url())})) as server,
        ):
            assert (await failed(server.url())).code == "forbidden_address"
            assert inner.seen == []

    asyncio.run(run())


def test_a_chain_that_does_not_end() -> None:
    async def run() -> None:
        async with serving(routes({f"/{i}": to(f"/{i + 1}") for i in range(99)})) as server:
            assert (await failed(server.url("/0"), max_redirects=3)).code == "redirect_loop"
            assert len(server.seen) == 4

    asyncio.run(run())
