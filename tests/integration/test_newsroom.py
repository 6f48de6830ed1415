"""The newsroom's server, over real connections."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from examples.newsroom import Newsroom, serve
from tests.support.need import missing

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "corpora"


def get(url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port or 80, timeout=10)
    asked = {"Host": parts.netloc} | {key.replace("_", "-"): value for key, value in headers.items()}
    try:
        connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers=asked)
        response = connection.getresponse()
        return response.status, {key.lower(): value for key, value in response.getheaders()}, response.read()
    finally:
        connection.close()


def outlines(newsroom: Newsroom) -> list[str]:
    body = get(newsroom.opml_url)[2]
    return [str(outline.get("xmlUrl")) for outline in ElementTree.fromstring(body).iter("outline")]


def test_feeds_answer_with_validators() -> None:
    with serve(clock=lambda: 10.0) as newsroom:
        assert outlines(newsroom) == newsroom.feed_urls
        for url in newsroom.feed_urls:
            status, headers, body = get(url)
            assert status == 200
            assert get(url, If_None_Match=headers["etag"])[0] == 304
            assert get(url, If_Modified_Since=headers["last-modified"])[0] == 304
            packed = get(url, Accept_Encoding="gzip")
            assert packed[1]["content-encoding"] == "gzip"
            assert gzip.decompress(packed[2]) == body
        seen = [(request.status, bool(request.if_none_match)) for request in newsroom.requests if request.host]
        assert seen.count((304, True)) == len(newsroom.feed_urls)


def test_the_clock_decides_what_stands() -> None:
    now = [80.0]
    with serve(clock=lambda: now[0]) as newsroom:
        truth = newsroom.truth()["northline-today/rink-roof"]
        feed = "http://northline-today.localhost:" + str(newsroom.port) + "/atom.xml"
        assert get(truth.url)[0] == 200
        assert truth.title in get(feed)[2].decode()
        etag = get(feed)[1]["etag"]
        now[0] = 90.0
        assert get(truth.url)[0] == 410
        status, _, body = get(feed, If_None_Match=etag)
        assert status == 200
        assert truth.title not in body.decode()


def test_a_page_fails_twice_before_it_works() -> None:
    with serve() as newsroom:
        url = newsroom.truth()["northline-today/copper-lake-mine"].url
        status, headers, _ = get(url)
        assert (status, headers["retry-after"]) == (503, "1")
        with pytest.raises(http.client.IncompleteRead):
            get(url)
        assert get(url)[0] == 200
        assert [request.status for request in newsroom.requests] == [503, 200, 200]


def test_hosts() -> None:
    with serve() as newsroom:
        assert b"feeds.opml" in get(f"http://127.0.0.1:{newsroom.port}/")[2]
        assert get(f"http://nobody.localhost:{newsroom.port}/")[0] == 404
        for feed in newsroom.feeds:
            status, _, body = get(feed.home)
            assert status == 200
            assert len(body) > 500
        image = get(f"http://minato-times.localhost:{newsroom.port}/images/kissaten.png")
        assert image[1]["content-type"] == "image/png"
        assert image[2].startswith(b"\x89PNG")
        tracked = newsroom.truth()["harbour-courier/lifeboat-medal"].url
        assert get(tracked + "?utm_source=rss")[2] == get(tracked)[2]


def test_a_taken_port_is_an_error() -> None:
    with serve() as newsroom, pytest.raises(OSError, match="in use"):
        Newsroom(newsroom.port)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_the_command_ends_at_a_signal(name: str) -> None:
    command = [sys.executable, "-m", "examples.newsroom", "--speed", "1000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url = process.stdout.readline().split()[1]
            assert get(url)[0] == 200
            os.kill(process.pid, getattr(signal, name))
            assert process.wait(10) == 0
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [(["--speed", "0"], 2, "--speed"), (["--pages", "/nowhere/at/all"], 1, "/nowhere/at/all")],
)
def test_the_command_names_what_is_wrong(wrong: list[str], status: int, said: str) -> None:
    command = [sys.executable, "-m", "examples.newsroom", *wrong]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_saved_pages_are_served_as_they_are() -> None:
    if not (PAGES / "pages.jsonl").is_file():
        missing("a folder of saved pages", f"none at ../shared/corpora beside {ROOT.name}")
    rows = [json.loads(line) for line in (PAGES / "pages.jsonl").read_text(encoding="utf-8").splitlines()]
    told: list[str] = []
    with serve(pages=PAGES, on_bad=told.append) as newsroom:
        assert told == []
        assert len(newsroom.feeds) == len({row["host"] for row in rows})
        links = []
        for url in newsroom.feed_urls:
            links += [item.findtext("link") or "" for item in ElementTree.fromstring(get(url)[2]).iter("item")]
        assert len(links) == len(rows)
        saved = {row["id"]: PAGES / row["file"] for row in rows}
        for link in links[::25]:
            status, headers, body = get(link)
            assert (status, headers["content-type"]) == (200, "text/html")
            assert body == gzip.decompress(saved[link.rpartition("/")[2]].read_bytes())
