"""Whose turn it is, by a clock that the test moves."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Request, Response
from ingest.web.politeness import MAX_RETRY_AFTER, HostGate, retry_after
from tests.unit.fetch.server import fetcher, reply, routes, serving

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def test_starts_are_apart_and_in_order() -> None:
    async def run() -> None:
        clock = Clock()
        gate = HostGate(2.0, clock=clock, sleep=clock.sleep)
        starts: list[tuple[int, float]] = []

        async def visit(number: int) -> None:
            async with gate.turn("example.com"):
                starts.append((number, clock.now))
                clock.now += 0.5

        await asyncio.gather(*map(visit, range(4)))
        assert starts == [(0, 100.0), (1, 102.0), (2, 104.0), (3, 106.0)]

    asyncio.run(run())


def test_a_slow_answer_is_pause_enough() -> None:
    async def run() -> None:
        clock = Clock()
        gate = HostGate(2.0, clock=clock, sleep=clock.sleep)
        async with gate.turn("h"):
            clock.now += 5
        async with gate.turn("h"):
            assert clock.now == 105

    asyncio.run(run())


def test_one_at_a_time_to_a_host_but_hosts_side_by_side() -> None:
    async def run() -> None:
        inside: dict[str, int] = {"a": 0, "b": 0}
        most: dict[str, int] = {"a": 0, "b": 0, "both": 0}
        gate = HostGate(0)

        async def visit(host: str) -> None:
            async with gate.turn(host):
                inside[host] += 1
                most[host] = max(most[host], inside[host])
                most["both"] = max(most["both"], sum(inside.values()))
                await asyncio.sleep(0)
                await asyncio.sleep(0)
                inside[host] -= 1

        await asyncio.gather(*(visit(host) for host in "ab" * 5))
        assert most == {"a": 1, "b": 1, "both": 2}

    asyncio.run(run())


def test_an_error_or_a_cancelled_wait_gives_the_turn_back() -> None:
    async def run() -> None:
        gate = HostGate(0)
        with pytest.raises(ZeroDivisionError):
            async with gate.turn("h"):
                raise ZeroDivisionError
        async with gate.turn("h"):
            waiter = asyncio.create_task(gate.turn("h").__aenter__())
            await asyncio.sleep(0)
            waiter.cancel()
            await asyncio.gather(waiter, return_exceptions=True)
        async with asyncio.timeout(5), gate.turn("h"):
            pass

    asyncio.run(run())


def test_hosts_of_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr("ingest.web.politeness._MANY", 10)
        clock = Clock()
        gate = HostGate(1.0, clock=clock, sleep=clock.sleep)
        gate.close("sorry", 10_000)
        for number in range(100):
            clock.now += 1
            async with gate.turn(f"h{number}"):
                pass
        assert len(gate._hosts) <= 12
        assert gate.closed_for("sorry") > 9_000

    asyncio.run(run())


def test_the_fetcher_keeps_the_pause_over_redirects_too() -> None:
    async def run() -> None:
        clock = Clock()
        table = {"/": reply(b"", "Location: /b", status="302 X"), "/b": reply(b"b")}
        async with (
            serving(routes(table)) as server,
            fetcher(host_interval=3.0, clock=clock, sleep=clock.sleep) as one,
        ):
            answers = await asyncio.gather(*(one.fetch(Request(server.url())) for _ in range(2)))
            assert all(isinstance(answer, Response) for answer in answers)
            assert clock.now == 109.0  # four requests, three pauses

    asyncio.run(run())


def test_waiting_for_a_turn_does_not_use_up_the_time() -> None:
    async def run() -> None:
        async def slow(path: str, writer: asyncio.StreamWriter) -> None:
            await asyncio.sleep(0.15)
            writer.write(reply(b"x"))

        async with serving(slow) as server, fetcher(total_timeout=1.0) as one:
            answers = await asyncio.gather(*(one.fetch(Request(server.url(f"/{i}"))) for i in range(10)))
            assert len(answers) == 10

    asyncio.run(run())


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("", None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("99999999999999999999", 86400.0),
        ("Sun, 01 Mar 2026 12:01:40 GMT", 100.0),
        ("Sun, 01 Mar 2026 12:01:40", 100.0),
        ("Sunday, 01-Mar-26 12:01:40 GMT", 100.0),
        ("Sun Mar  1 12:01:40 2026", 100.0),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 0.0),
        ("Sun, 01 Mar 2036 11:00:00 GMT", 86400.0),
        ("Sun, 99 Mar 2026 12:01:40 GMT", None),
        ("tomorrow", None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(
    st.one_of(
        st.text(max_size=40), st.from_regex(r"(Sun, )?\d{1,6}[ -]\w{3}[ -]-?\d{1,6} \d+:\d+(:\d+)? ?[+\w-]{0,12}")
    )
)
def test_retry_after_of_anything_is_a_wait_or_nothing(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or 0 <= seconds <= MAX_RETRY_AFTER
