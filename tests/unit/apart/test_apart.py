"""Calls in a process of their own: what comes back, and that nothing is left when they do not."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime

import psutil
import pytest

from ingest.apart import Apart
from ingest.errors import FeedError, IngestError, PageError

WORK = "tests.unit.apart.work:"


def ended(why: str) -> IngestError:
    return FeedError("parser_failed", why)


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_one_child_answers_many_calls_and_ends() -> None:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    with Apart(WORK + "double", ended) as double:
        first, text, when = double("ab", at)
        assert (text, when) == ("abab", at)
        assert double("x")[0] == first != os.getpid()
    assert gone(first)
    with double:
        assert double("again")[1] == "againagain"


def test_large_messages_in_both_directions() -> None:
    data = os.urandom(1 << 20) * 12
    with Apart(WORK + "echo", ended) as echo:
        assert echo(data) == data[::-1]


def test_errors_come_back_as_they_are() -> None:
    with Apart(WORK + "refuse", ended) as refuse:
        with pytest.raises(PageError, match="nothing there") as page:
            refuse("page")
        assert (page.value.code, page.value.retriable, page.value.retry_after) == ("empty", True, 7.0)
        with pytest.raises(FeedError) as feed:
            refuse("feed")
        assert (feed.value.code, feed.value.retriable) == ("not_a_feed", False)
        with pytest.raises(RuntimeError, match="KeyError"):
            refuse("other")


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ("sleep", "longer than 0.5 s"),
        ("hang in C", "longer than 0.5 s"),
        ("ignore the timer", "longer than 0.5 s"),
        ("crash", "died of SIGSEGV"),
        ("exit", "died of status 3"),
        ("memory", "died of status 137"),
    ],
)
def test_a_bad_call_ends_the_child_and_the_next_one_works(how: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.apart._GRACE", 1.0)
    monkeypatch.setattr("ingest.apart._START", 5.0)
    with Apart(WORK + "misbehave", ended, seconds=0.5) as misbehave:
        assert misbehave("well") == "well"
        with pytest.raises(FeedError, match=why) as caught:
            misbehave(how)
        assert caught.value.code == "parser_failed"
        assert misbehave("well") == "well"


def test_a_child_that_was_killed_while_idle_is_replaced() -> None:
    with Apart(WORK + "double", ended) as double:
        first = double("a")[0]
        os.kill(first, signal.SIGKILL)
        assert gone(first)
        assert double("a")[0] != first


def test_calls_of_several_threads_take_turns() -> None:
    found: list[str] = []
    with Apart(WORK + "double", ended) as double:
        threads = [threading.Thread(target=lambda n=n: found.append(double(str(n))[1])) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == [str(n) * 2 for n in range(8)]


@pytest.mark.parametrize("busy", [True, False])
def test_the_child_ends_with_a_parent_that_is_killed(busy: bool) -> None:
    script = (
        "import threading, time\nfrom ingest.apart import Apart\n"
        f"apart = Apart('{WORK}double', RuntimeError)\nprint(apart('x')[0], flush=True)\n"
        f"slow = Apart('{WORK}misbehave', RuntimeError)\nslow('well')\nprint(slow._child.pid, flush=True)\n"
        + ("slow('sleep')" if busy else "time.sleep(60)")
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        children = [int(parent.stdout.readline()), int(parent.stdout.readline())]
        time.sleep(0.1)
        parent.kill()
        assert all(map(gone, children))


def test_later_leaves_the_loop_free_and_closing_refuses_what_waits() -> None:
    async def run() -> None:
        with Apart(WORK + "misbehave", ended) as misbehave:
            assert await asyncio.gather(*(misbehave.later("well") for _ in range(3))) == ["well"] * 3
            stuck = asyncio.create_task(misbehave.later("sleep"))
            waiting = asyncio.create_task(misbehave.later("well"))
            await asyncio.sleep(0.05)
            assert not stuck.done()
        outcomes = await asyncio.gather(stuck, waiting, return_exceptions=True)
        assert isinstance(outcomes[0], FeedError)
        assert isinstance(outcomes[1], FeedError | asyncio.CancelledError)

    asyncio.run(run())


def test_a_real_feed_goes_there_and_back() -> None:
    from ingest.feeds.parse import parse_feed
    from tests.unit.feed.make import answer, rss
    from tests.unit.feed.test_kinds import ATOM, RSS

    with Apart("ingest.feeds.parse:parse_feed", ended) as parse:
        for body in (RSS, ATOM, rss()):
            assert parse(answer(body)) == parse_feed(answer(body))
        with pytest.raises(FeedError) as caught:
            parse(answer("<html>"))
        assert caught.value.code == "not_a_feed"
