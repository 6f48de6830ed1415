"""Names that resolve to addresses of our own network: what counts is where the socket would go, each time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Sequence

import pytest

from ingest.errors import FetchError
from ingest.types import Request, Response
from tests.unit.fetch.server import failed, fetcher, got, reply, routes, serving


class Names:
    """The system's resolver by a script: one answer per question; the last one stays."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        self.asked.append(host)
        addresses = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [(socket.AF_INET6 if ":" in a else socket.AF_INET, 1, 6, "", (a, port)) for a in addresses]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: Sequence[str]) -> Names:
    names = Names(*answers)
    monkeypatch.setattr("ingest.web.names.socket.getaddrinfo", names)
    return names


def test_a_name_that_leads_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"secret")}), host="127.9.9.9") as inner:
            answering(monkeypatch, ["127.9.9.9"])
            error = await failed(inner.url(host="innocent.example"))
            assert (error.code, error.retriable) == ("forbidden_address", False)
            assert inner.seen == []

    asyncio.run(run())


def test_of_several_addresses_only_the_public_ones_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with serving(routes({"/": reply(b"public")})) as outer:
            names = answering(monkeypatch, ["127.9.9.9", "127.9.9.8", "127.0.0.1"])
            assert (await got(outer.url(host="both.example"))).body == b"public"
            assert names.asked == ["both.example"]
            answering(monkeypatch, ["127.9.9.9", "10.0.0.1", "::1", "169.254.169.254"])
            assert (await failed(outer.url(host="none.example"))).code == "forbidden_address"

    asyncio.run(run())


def test_a_name_that_changes_its_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: good at the first question, inside at the second."""

    async def run() -> None:
        async with serving(routes({"/": reply(b"x")}), host="0.0.0.0") as server, fetcher() as one:
            names = answering(monkeypatch, ["127.0.0.1"], ["127.9.9.9"])
            assert isinstance(await one.fetch(Request(server.url(host="fickle.example"))), Response)
            one._session._connector.clear_dns_cache()  # type: ignore[union-attr]
            with pytest.raises(FetchError) as caught:
                await one.fetch(Request(server.url(host="fickle.example")))
            assert caught.value.code == "forbidden_address"
            assert len(names.asked) == 2
            assert len(server.seen) == 1

    asyncio.run(run())
