"""One feed of each kind, as publishers write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from stream.types import Author
from tests.unit.feed.make import NOW, parsed, rss

STORY = "<p>" + "The council met on Monday and talked for a long time about the harbour. " * 12 + "</p>"

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet href="/feed.xsl" type="text/xsl"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel>
<title>The Harbour Courier &amp; Post</title><link>https://www.example.com/</link><language>en_GB</language>
<ttl>15</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>
<item>
 <title><![CDATA[Harbour &amp; town: <b>what</b> now?]]></title>
 <link>https://www.example.com/news/1?utm_source=rss#top</link>
 <guid isPermaLink="false">tag:1</guid>
 <description>&lt;p&gt;A teaser&lt;br/&gt;of it.&lt;/p&gt;</description>
 <content:encoded><![CDATA[{STORY}]]></content:encoded>
 <dc:creator>Ann Smith</dc:creator><dc:creator>Bob Jones</dc:creator>
 <pubDate>Sun, 01 Mar 2026 10:30:00 +0200</pubDate>
 <category>Harbour</category><category domain="x">Town</category><category>Harbour</category>
 <media:thumbnail url="https://img.example.com/small.jpg" width="100"/>
 <media:content url="https://img.example.com/400.jpg" medium="image" width="400"/>
 <media:content url="https://img.example.com/1600.jpg" medium="image" width="1600"/>
 <media:content url="https://img.example.com/film.mp4" medium="video" width="9999"/>
</item>
<item>
 <title>Two</title><guid>https://www.example.com/news/2</guid><author>desk@example.com (The Desk)</author>
 <enclosure url="https://img.example.com/2.jpg" type="image/jpeg" length="1"/>
</item>
<item><title>No link</title><guid isPermaLink="false">https://www.example.com/3</guid></item>
</channel></rss>"""


def test_rss_2() -> None:
    document = parsed(RSS, "text/xml")
    assert (document.kind, document.title, document.language) == ("rss20", "The Harbour Courier & Post", "en-GB")
    assert document.home_url == "https://www.example.com/"
    assert document.min_interval == timedelta(minutes=30)
    assert document.skipped == 1
    one, two = document.entries
    assert one.url == "https://www.example.com/news/1?utm_source=rss"
    assert (one.guid, one.title, one.summary) == ("tag:1", "Harbour & town: what now?", "A teaser of it.")
    assert one.content == STORY
    assert one.authors == (Author("Ann Smith"), Author("Bob Jones"))
    assert one.published_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert one.updated_at is None
    assert one.categories == ("Harbour", "Town")
    assert one.image_url == "https://img.example.com/1600.jpg"
    assert one.language == "en-GB"
    assert (two.url, two.guid) == ("https://www.example.com/news/2", "https://www.example.com/news/2")
    assert two.authors == (Author("The Desk"),)
    assert two.image_url == "https://img.example.com/2.jpg"
    assert two.content is None


ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example.org/blog/" xml:lang="de">
<title type="html">Der &lt;em&gt;Bote&lt;/em&gt;</title>
<link rel="self" href="feed"/><link rel="alternate" href="./"/>
<entry>
 <id>urn:uuid:1</id><title>Eins &amp; zwei</title>
 <link rel="enclosure" type="image/png" href="1.png"/>
 <link rel="edit" href="/edit/1"/>
 <link rel="alternate" type="text/html" href="2026/eins"/>
 <author><name>Änne Öz</name><email>a@b.c</email></author><contributor><name>Udo</name></contributor>
 <published>2026-02-28T23:59:59.5-05:00</published><updated>2026-03-01T06:00:00Z</updated>
 <category term="t1" label="Hafen"/><category term="t2"/>
 <summary type="text">Kurz</summary>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>short</p></div></content>
</entry>
<entry xml:base="deeper/"><id>https://www.example.com/two</id><title>Two</title><link href="two"/>
<updated>2026-03-01T06:00:00Z</updated></entry>
</feed>"""


def test_atom_1() -> None:
    document = parsed(ATOM, "application/atom+xml; charset=utf-8")
    assert (document.kind, document.title, document.language) == ("atom10", "Der Bote", "de")
    assert document.home_url == "https://base.example.org/blog/"
    one, two = document.entries
    assert one.url == "https://base.example.org/blog/2026/eins"
    assert (one.guid, one.title, one.summary, one.content) == ("urn:uuid:1", "Eins & zwei", "Kurz", None)
    assert one.authors == (Author("Änne Öz"), Author("Udo", "contributor"))
    assert one.published_at == datetime(2026, 3, 1, 4, 59, 59, tzinfo=UTC)
    assert one.updated_at == datetime(2026, 3, 1, 6, tzinfo=UTC)
    assert one.categories == ("Hafen", "t2")
    assert one.image_url == "https://base.example.org/blog/1.png"
    assert two.url == "https://base.example.org/blog/deeper/two"
    assert (two.published_at, two.updated_at) == (None, datetime(2026, 3, 1, 6, tzinfo=UTC))


def test_atom_03() -> None:
    document = parsed(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>T</title><entry><title>E</title>'
        '<link rel="alternate" type="text/html" href="http://a.example/e"/><issued>2026-02-01T00:00:00Z</issued>'
        "</entry></feed>"
    )
    assert document.kind == "atom03"
    assert document.entries[0].url == "http://a.example/e"
    assert document.entries[0].published_at == datetime(2026, 2, 1, tzinfo=UTC)


def test_rdf() -> None:
    document = parsed(
        """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
        <channel rdf:about="http://a.example/"><title>Agency</title><link>http://a.example/</link>
        <items><rdf:Seq><rdf:li resource="http://a.example/1"/></rdf:Seq></items></channel>
        <item rdf:about="http://a.example/1"><title>First</title><link>http://a.example/1</link>
        <dc:creator>Cy</dc:creator><dc:date>2026-02-28T12:00:00+01:00</dc:date><dc:subject>Sea</dc:subject>
        <dc:language>fr-CA</dc:language></item></rdf:RDF>"""
    )
    assert (document.kind, document.title) == ("rss10", "Agency")
    (entry,) = document.entries
    assert entry.published_at == datetime(2026, 2, 28, 11, tzinfo=UTC)
    assert (entry.authors, entry.categories) == ((Author("Cy"),), ("Sea",))


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "2.0", ""])
def test_old_rss(version: str) -> None:
    document = parsed(rss("<title>T</title><link>http://a.example/1</link>", version=version))
    assert document.kind.startswith("rss")
    assert [entry.url for entry in document.entries] == ["http://a.example/1"]


def test_json_feed_11() -> None:
    items: list[object] = [
        {
            "id": 7,
            "url": "/stories/7",
            "title": "Seven &amp; <i>eight</i>",
            "content_html": STORY,
            "content_text": "short",
            "date_published": "2026-02-28T12:00:00+01:00",
            "date_modified": "2026-03-01T00:00:00Z",
            "authors": [{"name": "Ann"}, {"url": "x"}, {"name": None}],
            "tags": ["a", 3, "b", "a"],
            "image": "7.png",
            "language": "nl",
        },
        {"id": "https://www.example.com/8", "content_text": "Text of eight"},
        {"id": "9", "external_url": "https://other.example/9"},
        {"id": "no url"},
        "not an object",
        {"id": "typed wrongly", "url": "https://www.example.com/x", "authors": "Ann", "tags": 1},
        {"id": "7 again", "url": "/stories/7"},
    ]
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "J",
        "home_page_url": "/",
        "items": items,
    }
    feed |= {"authors": [{"name": "The Paper"}], "language": "en", "unknown": {"a": [1]}}
    document = parsed(b"\xef\xbb\xbf \n" + json.dumps(feed).encode(), "application/feed+json")
    assert (document.kind, document.title, document.language) == ("json11", "J", "en")
    assert document.home_url == "https://www.example.com/"
    assert document.skipped == 4
    seven, eight, nine = document.entries
    assert (seven.guid, seven.url, seven.title) == ("7", "https://www.example.com/stories/7", "Seven & eight")
    assert (seven.content, seven.authors, seven.categories) == (STORY, (Author("Ann"),), ("a", "b"))
    assert seven.published_at == datetime(2026, 2, 28, 11, tzinfo=UTC)
    assert seven.updated_at == datetime(2026, 3, 1, tzinfo=UTC)
    assert (seven.image_url, seven.language) == ("https://www.example.com/news/7.png", "nl")
    assert (eight.url, eight.summary, eight.language) == ("https://www.example.com/8", "Text of eight", "en")
    assert eight.authors == (Author("The Paper"),)
    assert nine.url == "https://other.example/9"


def test_json_feed_10() -> None:
    feed: dict[str, object] = {"version": "https://jsonfeed.org/version/1", "title": "J", "author": {"name": "A"}}
    feed |= {"items": [{"id": "1", "url": "http://a.example/1"}]}
    document = parsed(json.dumps(feed), "text/plain")
    assert (document.kind, document.entries[0].authors) == ("json1", (Author("A"),))


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parsed(rss(channel="<title>T</title>")).entries == ()
    assert parsed('{"version": "https://jsonfeed.org/version/1"}').entries == ()


def test_times_are_aware() -> None:
    assert NOW.utcoffset() == timedelta(0)
    entry = parsed(rss("<link>http://a.example/</link><pubDate>Sun, 01 Mar 2026 10:30:00 GMT</pubDate>")).entries[0]
    assert entry.published_at is not None
    assert entry.published_at.utcoffset() == timedelta(0)
