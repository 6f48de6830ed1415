"""Feeds made to harm, polled side by side with a good one: each is named, the good one is read."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from copydesk import feed_list, pipeline
from copydesk.settings import Settings

GOOD = b"<rss version='2.0'><channel><item><title>Good</title><link>/story/1</link></item></channel></rss>"
FEEDS = {
    "/good": GOOD,
    "/page": b"<!DOCTYPE html><html><body>No feed here</body></html>",
    "/empty": b"",
    "/slow": b"<rss version='2.0'><channel><item><guid>" + b"<b>" * 600_000 + b"</b>" * 600_000,
    "/entities": b"<!DOCTYPE rss ["
    + b"".join(b'<!ENTITY e%d "&e%d;">\n' % (i, i + 1) for i in range(40_000))
    + b"]>"
    + GOOD,
    "/many": b"<rss version='2.0'><channel>" + b"<item/>" * 6_000,
    "/large": b"<rss version='2.0'>" + b" " * (11 << 20),
}
STATUSES = {
    "/good": "ok",
    "/page": "not_a_feed",
    "/empty": "empty",
    "/slow": "parser_failed",
    "/entities": "not_a_feed",
    "/many": "too_many_entries",
    "/large": "too_large",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = FEEDS[self.path]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with suppress(ConnectionError):  # the client may have seen enough
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silent."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    server.server_close()
    thread.join()


def test_each_is_named_and_the_good_one_is_read(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.poll.PARSE_SECONDS", 1.0)
    settings = Settings(home=tmp_path, allow_networks=(ip_network("127.0.0.0/8"),), host_interval=0.0)
    urls = [f"http://site{number}.localhost:{port}{path}" for number, path in enumerate(FEEDS)]
    feed_list.add(settings, [feed_list.new_feed(url) for url in urls])
    counts = pipeline.poll(settings, by_hand=True)
    assert (counts["feeds"], counts["new"], counts["errors"]) == (len(FEEDS), 1, len(FEEDS) - 1)
    found = {feed.url.partition(str(port))[2]: feed for feed in feed_list.everything(settings)}
    assert {path: feed.status for path, feed in found.items()} == STATUSES
    assert "longer than 1 s" in (found["/slow"].detail or "")
