"""Lists of feeds: read in every state of repair, written so that they are read the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import IngestError
from ingest.feeds.fields import visible
from ingest.feeds.opml import OpmlFeed, read_opml, write_opml
from ingest.identity.urls import feed_id, normalize

FEEDS = Path(__file__).parents[3] / "feeds.opml"

GOOD = """<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- exported -->
<opml version="1.1"><head><title>Mine</title></head><body>
<outline text="World"><outline text="Europe &amp; Asia" title="Europe">
  <outline type="rss" text="Courier" title="The Courier" xmlUrl="https://courier.example/rss" htmlUrl="https://courier.example"/>
  </outline>
  <outline text="Post" xmlurl="http://post.example/feed?a=1&amp;b=2"/>
</outline>
<outline TYPE="RSS" TEXT="Bote \xfc" XMLURL="feed://bote.example/atom.xml"/>
<outline text="https://untitled.example/f" xmlUrl="https://untitled.example/f"/>
<outline text="feed:https://x.example/f" xmlUrl="feed:https://x.example/f"/>
<outline text="An empty folder"/>
</body></opml>"""


def test_read() -> None:
    document = read_opml(GOOD.encode("latin-1"))
    assert document.problems == ()
    assert document.feeds == (
        OpmlFeed("https://courier.example/rss", "The Courier", "World/Europe", "https://courier.example/"),
        OpmlFeed("http://post.example/feed?a=1&b=2", "Post", "World"),
        OpmlFeed("http://bote.example/atom.xml", "Bote ü"),
        OpmlFeed("https://untitled.example/f"),
        OpmlFeed("https://x.example/f"),
    )


def test_a_bad_outline_is_named_and_the_rest_goes_on() -> None:
    document = read_opml(
        b"""<opml><body>
        <outline type="rss" text="No address"/>
        <outline text="Script" xmlUrl="javascript:x"/>
        <outline text="Secret" xmlUrl="https://me:pw@a.example/"/>
        <outline type="rss" xmlUrl="http://"/>
        <outline text="Good" xmlUrl="http://a.example/f"/>
        <outline text="Twice" xmlUrl="https://A.example/f#x"/>
        </body></opml>"""
    )
    assert [feed.title for feed in document.feeds] == ["Good"]
    assert len(document.problems) == 4
    assert document.problems[0].startswith("line 2, No address: it has no xmlUrl")
    assert document.problems[1].startswith("line 3, Script: ")
    assert "pw" not in document.problems[2]
    assert "an outline without a title" in document.problems[3]


@pytest.mark.parametrize(
    ("body", "problems"),
    [
        (b'<opml><body><outline text="a" xmlUrl="http://a.example/f?x=1&y=2"/></body></opml>', 0),
        (b'<opml><body><outline text="a" xmlUrl="http://a.example/f?x=1&amp;y=2"/>', 1),
        (b'<opml><body><outline text="a" xmlUrl="http://a.example/f?x=1&amp;y=2"></body></opml>', 1),
        (b'<OPML><BODY><outline text="a" xmlUrl="http://a.example/f?x=1&amp;y=2"/></BODY></OPML>', 0),
        (b'junk <opml><outline text="a&nbsp;" xmlUrl="http://a.example/f?x=1&#38;y=2"/></opml> junk', 1),
        (b'<opml><body><outline text="a\x00\x08" xmlUrl="http://a.example/f?x=1&amp;y=2"/></body></opml>', 0),
        ('<opml><outline text="a" xmlUrl="http://a.example/f?x=1&amp;y=2"/></opml>'.encode("utf-16"), 0),
    ],
)
def test_broken_files(body: bytes, problems: int) -> None:
    document = read_opml(body)
    assert document.feeds == (OpmlFeed("http://a.example/f?x=1&y=2", "a"),)
    assert len(document.problems) == problems


@pytest.mark.parametrize(
    "body", [b"", b"words", b"<html><body>opml</body></html>", b"<rss/>", b"\x89PNG\r\n", b"<opmlx/>"]
)
def test_what_is_no_opml(body: bytes) -> None:
    with pytest.raises(IngestError) as caught:
        read_opml(body)
    assert caught.value.code == "not_opml"


def test_entities_do_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("TOP SECRET")
    head = (
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY a "http://a.example/"><!ENTITY b "&a;&a;&a;">]>'
    )
    body = '<opml><body><outline text="&x;" xmlUrl="http://ok.example/"/><outline text="B" xmlUrl="&b;"/></body></opml>'
    document = read_opml((head + body).encode())
    assert [feed.url for feed in document.feeds] == ["http://ok.example/"]
    assert "SECRET" not in repr(document)


def test_deep_and_many() -> None:
    deep = b"<opml><body>" + b'<outline text="f">' * 50_000 + b'<outline xmlUrl="http://a.example/"/>'
    assert read_opml(deep).problems
    many = "".join(f'<outline text="n" xmlUrl="http://a.example/{i}"/>' for i in range(5_000))
    assert len(read_opml(f"<opml>{many}</opml>".encode()).feeds) == 5_000


def test_the_feeds_that_come_with_it() -> None:
    document = read_opml(FEEDS.read_bytes())
    assert document.problems == ()
    assert 12 <= len(document.feeds) <= 20
    assert all(feed.title and feed.folder and feed.home_url for feed in document.feeds)
    assert all(feed.url == normalize(feed.url) for feed in document.feeds)
    assert read_opml(write_opml(document.feeds)).feeds == document.feeds


lines = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).map(lambda text: " ".join(text.split()))
titles = st.none() | lines
paths = st.none() | st.lists(lines.map(lambda text: text.replace("/", "")).filter(str.strip), max_size=3).map("/".join)
feeds = st.builds(
    OpmlFeed,
    st.text("abc&=?<>'\"/é", max_size=12).map(lambda tail: normalize("http://a.example/" + tail)),
    titles,
    paths,
    st.sampled_from([None, "https://a.example/"]),
)


@settings(deadline=None)
@given(st.lists(feeds, max_size=6, unique_by=lambda feed: feed_id(feed.url)))
def test_round_trip(some: list[OpmlFeed]) -> None:
    once = read_opml(write_opml(some))
    assert once.problems == ()
    assert {feed.url for feed in once.feeds} == {feed.url for feed in some}
    again = read_opml(write_opml(once.feeds))
    assert again.feeds == once.feeds


def test_round_trip_keeps_every_word() -> None:
    some = (
        OpmlFeed("https://a.example/f?x=1&y=%22", 'Tom & "Jerry" <b>', "World/Europe", "https://a.example/"),
        OpmlFeed("https://b.example/f", "&amp; literally", "World"),
        OpmlFeed("https://c.example/f", None, None),
    )
    assert read_opml(write_opml(some)).feeds == some


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 10_000), st.binary(max_size=8), st.integers(0, 40))
def test_any_damage_is_a_document_or_an_error(place: int, inserted: bytes, removed: int) -> None:
    body = GOOD.encode("latin-1")
    place %= len(body)
    try:
        document = read_opml(body[:place] + inserted + body[place + removed :])
    except IngestError as error:
        assert error.code == "not_opml"  # noqa: PT017
        return
    assert all(feed.url == normalize(feed.url) for feed in document.feeds)
    assert all(problem == " ".join(visible(problem).split()) for problem in document.problems)
