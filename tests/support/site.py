"""A publisher on loopback whose stories a test writes: one RSS feed, plain pages, nothing else."""

from __future__ import annotations

import random
import threading
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

# fmt: off
WORDS = (
    "harbour", "council", "winter", "bridge", "letter", "market", "engine", "river", "school", "ferry", "record",
    "village", "station", "captain", "garden", "budget", "weather", "teacher", "island", "museum", "signal",
    "factory", "orchard", "lantern", "meadow", "timber",
)
# fmt: on


@dataclass
class Story:
    """One page; `edition` grows with each edit."""

    number: int
    title: str
    paragraphs: list[str]
    edition: int = 1


@dataclass
class Site:
    """Use as a context manager; `write` and `edit` take effect at once."""

    rng: random.Random
    address: str = "127.0.0.1"
    stories: list[Story] = field(default_factory=list)

    def __enter__(self) -> Site:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                kind, body = site.answer(self.path)
                self.send_response(200 if body else 404)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Silent."""

        self._server = ThreadingHTTPServer((self.address, 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base(self) -> str:
        return f"http://{self.address}:{self._server.server_address[1]}"

    @property
    def feed_url(self) -> str:
        return f"{self.base}/feed.xml"

    def url(self, story: Story) -> str:
        return f"{self.base}/story/{story.number}"

    def write(self, count: int) -> None:
        for _ in range(count):
            number = len(self.stories) + 1
            title = f"The {self._some(3)} of number {number}"
            self.stories.append(Story(number, title, [self._sentence(number) for _ in range(7)]))

    def edit(self, story: Story) -> None:
        story.edition += 1
        story.paragraphs.append(f"{self._sentence(story.number)} This is edition {story.edition}.")

    def answer(self, path: str) -> tuple[str, bytes]:
        """Content type and body; an empty body is a 404."""
        if path == "/feed.xml":
            return "application/rss+xml", self._feed().encode()
        found = [story for story in self.stories if path == f"/story/{story.number}"]
        return "text/html; charset=utf-8", self._page(found[0]).encode() if found else b""

    def _feed(self) -> str:
        items = "".join(
            f"<item><title>{escape(s.title)}</title><link>{self.url(s)}</link><guid>{s.number}</guid>"
            f"<description>Edition {s.edition}</description></item>"
            for s in reversed(self.stories)
        )
        head = f"<title>The Test Tribune</title><link>{self.base}/</link><description>Stories</description>"
        return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{items}</channel></rss>'

    def _page(self, story: Story) -> str:
        body = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs)
        return (
            f'<!doctype html><html lang="en"><head><title>{escape(story.title)}</title></head><body>'
            f"<article><h1>{escape(story.title)}</h1>{body}</article></body></html>"
        )

    def _sentence(self, number: int) -> str:
        return f"In the {self._some(4)} the {self._some(5)} of the {self._some(6)} was seen {number} times, they said."

    def _some(self, count: int) -> str:
        return " ".join(self.rng.choices(WORDS, k=count))
