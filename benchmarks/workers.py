"""The processes of a benchmark: the site that serves the pages, and the loops that are compared.

Each loop is a process of its own that lives through the whole run and works on a batch at a time, so that start-up and
imports are in none of the figures and all see the machine at nearly the same moments.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psutil

HOST = "127.0.0.1"
Work = Callable[[str, list[int]], int]


@dataclass(frozen=True)
class Cost:
    """What one pass took: seconds of wall clock and of processor, children included; articles that came out."""

    pages: int
    wall: float
    cpu: float
    articles: int


@dataclass(frozen=True)
class Memory:
    """Bytes. `child`: the peak of the largest process that it started and that has ended, 0 where there was none.

    `pss` is what it holds now, a page shared by n processes counted as 1/n; None where the system does not tell.
    """

    peak: int
    child: int
    pss: int | None


def serve(pages: list[bytes], pipe: Connection) -> None:
    """A site: /page/N and /feed/A-B, an RSS feed of the pages A to B-1. Sends its port; ends with its parent."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            _, kind, name = self.path.split("/", 2)
            body = pages[int(name)] if kind == "page" else _feed(*map(int, name.split("-")))
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if kind == "page" else "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    pipe.send(server.server_port)
    server.serve_forever()


def _feed(first: int, end: int) -> bytes:
    items = "".join(f"<item><title>Page {n}</title><link>/page/{n}</link></item>" for n in range(first, end))
    return f'<rss version="2.0"><channel><title>Bench {first}</title>{items}</channel></rss>'.encode()


def pipeline(home: Path) -> Work:
    """Poll a feed of the batch and collect its pages, as Airflow's tasks do: from fetch to the log on disk."""
    from copydesk import pipeline as steps
    from copydesk.settings import Settings

    settings = Settings(home=home, kafka="", host_interval=0, allow_networks=(ip_network(f"{HOST}/32"),))
    steps.prepare(settings)

    def work(site: str, batch: list[int]) -> int:
        feed = f"{site}/feed/{batch[0]}-{batch[-1] + 1}"
        steps.import_feeds(settings, f'<opml version="2.0"><body><outline xmlUrl="{feed}"/></body></opml>'.encode())
        polled = steps.poll(settings)
        if polled["new"] != len(batch):
            raise RuntimeError(f"the feed of {len(batch)} pages gave {polled}")
        return steps.collect(settings)["articles"]

    return work


def bare(metadata: bool) -> Work:
    """The least that could be done: fetch, trafilatura, one page after the other, nothing kept."""
    import aiohttp
    import trafilatura

    async def loop(site: str, batch: list[int]) -> int:
        found = 0
        async with aiohttp.ClientSession() as session:
            for number in batch:
                url = f"{site}/page/{number}"
                async with session.get(url) as answer:
                    body = await answer.read()
                found += trafilatura.bare_extraction(body, url=url, with_metadata=metadata) is not None
        return found

    return lambda site, batch: asyncio.run(loop(site, batch))


WORKS: dict[str, Callable[[Path], Work]] = {
    "pipeline": pipeline,
    "bare": lambda _: bare(metadata=True),
    "bare, text only": lambda _: bare(metadata=False),
}


def work(name: str, site: str, pipe: Connection) -> None:
    """Do batches as they are asked for, send their Cost; None ends it and sends its Memory."""
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-") as home:
        do = WORKS[name](Path(home))
        while (batch := pipe.recv()) is not None:
            wall, cpu = time.perf_counter(), _cpu()
            articles = do(site, batch)
            pipe.send(Cost(len(batch), time.perf_counter() - wall, _cpu() - cpu, articles))
        pipe.send(_memory())


def _cpu() -> float:
    """Processor seconds of this process and its descendants: living ones, and what each of them has waited for."""
    mine = resource.getrusage(resource.RUSAGE_SELF)
    gone = resource.getrusage(resource.RUSAGE_CHILDREN)
    living = sum(sum(child.cpu_times()[:4]) for child in psutil.Process().children(recursive=True))
    return mine.ru_utime + mine.ru_stime + gone.ru_utime + gone.ru_stime + living


def _memory() -> Memory:
    unit = 1 if sys.platform == "darwin" else 1024
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit
    pss = getattr(psutil.Process().memory_full_info(), "pss", None)
    return Memory(_peak() or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit, children, pss)


def _peak() -> int | None:
    """Linux counts the parent's memory at the fork into ru_maxrss; VmHWM begins with the program."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


class Worker:
    """A process with a pipe to it; ends with this one."""

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self._process = context.Process(target=target, args=(*arguments, theirs), daemon=True)
        self._process.start()
        theirs.close()  # so that its death is seen as the end of the pipe

    def ask(self, batch: list[int] | None) -> Any:
        try:
            self.pipe.send(batch)
            return self.pipe.recv()
        except (EOFError, BrokenPipeError) as error:
            raise SystemExit("a process of the benchmark ended: its error stands above") from error

    def close(self) -> None:
        self._process.terminate()
        self._process.join(10)
