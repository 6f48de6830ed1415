"""Folders of saved pages."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import feedparser
import pytest

from examples.newsroom.shelf import Shelf
from tests.unit.newsroom.conftest import at

PAGE = """<html><head><title>Title | Site</title><meta content="It&#39;s the title" property="og:title">
<script type="application/ld+json">{"datePublished": "2021-05-06T07:08:09+02:00"}</script></head><p>Text</p></html>"""


def shelve(folder: Path, rows: list[object], files: dict[str, bytes]) -> tuple[Shelf, list[str]]:
    (folder / "html").mkdir()
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "pages.jsonl").write_text("\n".join(lines), encoding="utf-8")
    for name, body in files.items():
        (folder / "html" / name).write_bytes(gzip.compress(body) if name.endswith(".gz") else body)
    told: list[str] = []
    return Shelf(folder, 8000, told.append), told


def row(name: str, host: str = "www.example.org", **more: str) -> dict[str, str]:
    return {"id": name, "host": host, "file": f"html/{name}.html.gz", "title": "the truth is not told", **more}


def test_pages_become_publishers(tmp_path: Path) -> None:
    japanese = "<meta charset=shift_jis><title>港の話</title>".encode("shift_jis")
    files = {"a.html.gz": PAGE.encode(), "b.html.gz": japanese, "c d.html.gz": b"<p>no title"}
    shelf, told = shelve(tmp_path, [row("a"), row("b"), row("c d"), row("a", host="www-example.org")], files)
    assert told == []
    assert [feed.url for feed in shelf.feeds()] == [
        "http://www-example-org.localhost:8000/feed.xml",
        "http://www-example-org-2.localhost:8000/feed.xml",
    ]
    answer = shelf.answer("www-example-org", "/feed.xml", at(0))
    assert answer is not None
    first, second, third = feedparser.parse(io.BytesIO(answer.body)).entries
    assert (first.title, first.id, first.link) == ("It's the title", "a", "http://www-example-org.localhost:8000/a")
    assert first.published == "Thu, 06 May 2021 05:08:09 GMT"
    assert (second.title, "published" in second) == ("港の話", False)
    assert (third.title, third.link) == ("c d", "http://www-example-org.localhost:8000/c%20d")
    page = shelf.answer("www-example-org", "/b", at(0))
    assert page is not None
    assert (page.status, page.content_type, page.body) == (200, "text/html", japanese)


def test_what_is_wrong_is_named_and_skipped(tmp_path: Path) -> None:
    bad = [row("missing"), "{not json", '["list"]', {"id": "x"}, row("broken"), row("a", file="../../etc/passwd")]
    shelf, told = shelve(tmp_path, [*bad, "", row("a"), row("a")], {"a.html.gz": PAGE.encode()})
    (tmp_path / "html" / "broken.html.gz").write_bytes(gzip.compress(b"x" * 900)[:-9])
    assert len(told) == 7
    for number, line in enumerate(told[:6], 1):
        assert f"pages.jsonl:{number}:" in line
    assert "another page" in told[6]
    assert len(shelf.feeds()) == 1


def test_a_page_that_breaks_later_is_an_error_of_its_own(tmp_path: Path) -> None:
    shelf, told = shelve(tmp_path, [row("a")], {"a.html.gz": PAGE.encode()})
    (tmp_path / "html" / "a.html.gz").write_bytes(b"no longer gzip")
    answer = shelf.answer("www-example-org", "/a", at(0))
    assert answer is not None
    assert answer.status == 500
    assert len(told) == 1


def test_a_folder_without_a_list(tmp_path: Path) -> None:
    (tmp_path / "some.host").mkdir()
    (tmp_path / "some.host" / "one.html").write_text(PAGE)
    (tmp_path / "two.html.gz").write_bytes(gzip.compress(PAGE.encode()))
    shelf = Shelf(tmp_path, 8000)
    assert [feed.title for feed in shelf.feeds()] == ["some.host", "pages"]
    for host, path in (("some-host", "/one"), ("pages", "/two")):
        answer = shelf.answer(host, path, at(0))
        assert answer is not None
        assert answer.body == PAGE.encode()


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        Shelf(tmp_path / "nowhere", 8000)
    told: list[str] = []
    assert Shelf(tmp_path, 8000, told.append).feeds() == []
    assert "no page" in told[0]
