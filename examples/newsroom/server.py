"""The newsroom's server: one loopback port, a virtual host for every publisher."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from examples.newsroom.content import catalogue
from examples.newsroom.delivery import Answer, deliver
from examples.newsroom.feeds import FeedLink, opml
from examples.newsroom.model import Truth
from examples.newsroom.press import Press
from examples.newsroom.shelf import Shelf
from examples.newsroom.timeline import Moment

LOOPBACK = "127.0.0.1"


class Site(Protocol):
    """What the server serves: the sample press or a shelf of saved pages."""

    title: str

    def feeds(self) -> list[FeedLink]: ...

    def answer(self, host: str, path: str, moment: Moment) -> Answer | None: ...

    def schedule(self, moment: Moment) -> str: ...

    def truth(self, moment: Moment) -> dict[str, Truth]: ...


@dataclass(frozen=True)
class Seen:
    """One request as it was answered. `host` is the label before .localhost ('' for the index)."""

    method: str
    host: str
    path: str
    query: str
    status: int
    if_none_match: str | None
    if_modified_since: str | None
    user_agent: str | None
    seconds: float


class Newsroom:
    """Serves in a thread from construction until `close`. `clock` gives the seconds since the start; tests set it.

    `pages`: serve this folder of saved pages instead of the sample press. `on_bad` is told what in it cannot be used.
    Raises OSError when the port is taken, FileNotFoundError when `pages` is no folder, ContentError for a wrong story.
    """

    def __init__(
        self,
        port: int = 0,
        pages: Path | None = None,
        *,
        clock: Callable[[], float] | None = None,
        started: datetime | None = None,
        speed: float = 1.0,
        on_bad: Callable[[str], None] | None = None,
    ) -> None:
        begin = time.monotonic()
        self._clock = clock or (lambda: (time.monotonic() - begin) * speed)
        self._started = started or datetime.now(UTC)
        self._speed = speed
        self.requests: deque[Seen] = deque(maxlen=100_000)
        self._server = _Server((LOOPBACK, port), _Handler)
        self._server.newsroom = self
        self.port: int = self._server.server_address[1]
        try:
            self.site: Site = Shelf(pages, self.port, on_bad) if pages else Press(catalogue(), self.port)
        except BaseException:
            self._server.server_close()
            raise
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.2,), name="newsroom", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The index page."""
        return f"http://localhost:{self.port}/"

    @property
    def opml_url(self) -> str:
        return f"{self.url}feeds.opml"

    @property
    def feeds(self) -> list[FeedLink]:
        return self.site.feeds()

    @property
    def feed_urls(self) -> list[str]:
        return [feed.url for feed in self.feeds]

    def moment(self, seconds: float | None = None) -> Moment:
        return Moment(self._started, self._clock() if seconds is None else seconds, self._speed)

    def truth(self, seconds: float | None = None) -> dict[str, Truth]:
        """What was written, by story id; at second `seconds` since the start, or now. Empty for saved pages."""
        return self.site.truth(self.moment(seconds))

    def answer(self, host: str, path: str) -> Answer:
        """What `host` (label before .localhost, '' for the index) says at present; never an exception for bad input."""
        moment = self.moment()
        if host:
            found = self.site.answer(host, path, moment)
            return found or _text(404, f"No publisher {host!r} here; see {self.url}\n")
        if path == "/":
            return Answer(200, self._index(moment).encode(), "text/html; charset=utf-8")
        if path == "/feeds.opml":
            body = opml(self.site.title, self.feeds).encode()
            return Answer(200, body, "text/x-opml; charset=utf-8", self._started, validators=True)
        return _text(404, "Not found\n")

    def _index(self, moment: Moment) -> str:
        rows = "".join(
            f'<tr><td><a href="{feed.home}">{escape(feed.title)}</a></td>'
            f'<td><a href="{feed.url}">{feed.url}</a></td></tr>\n'
            for feed in self.feeds
        )
        return _INDEX.format(title=escape(self.site.title), rows=rows, schedule=self.site.schedule(moment))

    def close(self) -> None:
        """Stop serving; requests under way are dropped."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def __enter__(self) -> Newsroom:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def serve(port: int = 0, pages: Path | None = None, **options: Any) -> Iterator[Newsroom]:
    """A running Newsroom (same options), closed at the end of the block."""
    with Newsroom(port, pages, **options) as newsroom:
        yield newsroom


def _text(status: int, text: str) -> Answer:
    return Answer(status, text.encode(), "text/plain; charset=utf-8")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    newsroom: Newsroom

    def server_bind(self) -> None:
        # HTTPServer asks the resolver for the machine's full name here, which may take seconds and is not needed.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A reader that hangs up is no news; anything else is a fault of ours and shows on stderr."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "newsroom"
    sys_version = ""
    timeout = 30
    wbufsize = -1  # headers and body in one write
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        name = (self.headers.get("Host") or "").rsplit(":", 1)[0].lower()
        host = name.removesuffix(".localhost") if name.endswith(".localhost") else ""
        answer = self.server.newsroom.answer(host, unquote(url.path))
        sent = deliver(answer, {key.lower(): value for key, value in self.headers.items()})
        self._note(host, url.path, url.query, sent.status)
        self.send_response(sent.status)
        for key, value in sent.headers.items():
            self.send_header(key, value)
        if answer.cut or answer.status >= 500:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(sent.body)
        self.wfile.flush()

    do_HEAD = do_GET

    def _note(self, host: str, path: str, query: str, status: int) -> None:
        get = self.headers.get
        newsroom = self.server.newsroom
        conditions = (get("If-None-Match"), get("If-Modified-Since"), get("User-Agent"))
        newsroom.requests.append(Seen(self.command, host, path, query, status, *conditions, newsroom.moment().seconds))

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are in `Newsroom.requests`, not on stderr."""


_INDEX = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}}
td{{padding:.3em 1.2em .3em 0;border-bottom:1px solid #ddd;vertical-align:top}}table{{border-collapse:collapse}}</style>
</head><body><h1>{title}</h1><p>All feeds: <a href="/feeds.opml">feeds.opml</a></p>
<table>{rows}</table>{schedule}</body></html>
"""
