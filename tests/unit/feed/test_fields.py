"""The words of a feed, made fit to be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.feeds.fields import (
    MAX_TITLE,
    absolute_url,
    authors,
    bounded_interval,
    bounded_time,
    full_text,
    language_tag,
    plain_text,
)
from stream.types import Author
from tests.unit.feed.make import NOW, item, parsed, rss


@pytest.mark.parametrize(
    ("given_text", "text"),
    [
        ("  A \n b\tc ", "A b c"),
        ("Tom &amp; Jerry", "Tom & Jerry"),
        ("Tom &amp;amp; Jerry", "Tom & Jerry"),
        ("&lt;b&gt;Bold&lt;/b&gt; move", "Bold move"),
        ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
        ("a<br/>b<p>c</p><b>d</b>e", "a b c de"),
        ("<script>x('<b>')</script>Title<!-- <p>no -->", "Title"),
        ("<script>never closed", "never closed"),
        ("\u202egnp.exe\u202c \u2066x\u2069", "gnp.exe x"),
        ("a\u0000b\u0007c\ufeffd\ud800e", "abcde"),
        ("Weiß\u00a0wo", "Weiß wo"),
        ("&#8220;Quoted&#8221; &hellip;", "“Quoted” …"),
        ("\u05e9\u05dc\u05d5\u05dd \u200f(1)", "\u05e9\u05dc\u05d5\u05dd \u200f(1)"),
        ("", None),
        (" <br> ", None),
        (None, None),
        (3, None),
        ("x" * 9_999, "x" * (MAX_TITLE - 1) + "…"),
    ],
)
def test_plain_text(given_text: object, text: str | None) -> None:
    assert plain_text(given_text, MAX_TITLE) == text


@given(st.text(), st.integers(2, 50))
def test_plain_text_is_bounded_and_visible(value: str, limit: int) -> None:
    text = plain_text(value, limit)
    assert text is None or (0 < len(text) <= limit and text == text.strip())
    assert text is None or text.encode("utf-8")


def test_full_text_is_the_longest_that_is_no_teaser() -> None:
    long, longer = "<p>" + "word " * 200 + "</p>", "<p>" + "word " * 300 + "</p>"
    assert full_text(["short", long, None, longer, 7]) == longer
    assert full_text(["short"]) is None
    assert full_text([longer + "Continue reading &raquo;"]) is None
    assert full_text([longer + " […]"]) is None
    assert full_text(["<p>" + "<img src='data:," + "x" * 5000 + "'>"]) is None
    assert full_text([long, "x" * 2_000_000]) == long


def test_full_text_that_is_no_html_keeps_its_paragraphs() -> None:
    line = "Bread & butter, 5 < 6. " * 20
    assert full_text([f"{line}\r\n\n{line}\nAT&amp;T"]) == "".join(
        f"<p>{text}</p>"
        for text in [*["Bread &amp; butter, 5 &lt; 6. " * 19 + "Bread &amp; butter, 5 &lt; 6."] * 2, "AT&amp;T"]
    )


@pytest.mark.parametrize(
    ("candidates", "url"),
    [
        (("/a",), "https://b.example/a"),
        (("",), None),
        ((None, 7, "javascript:x", "data:,x", "c"), "https://b.example/x/c"),
        (("//c.example/p",), "https://c.example/p"),
        (("mailto:a@b.c",), None),
        (("http://user:pw@c.example/",), None),
        (("http://[",), None),
        ((" http://c.example/a b#f ",), "http://c.example/a%20b"),
    ],
)
def test_absolute_url(candidates: tuple[object, ...], url: str | None) -> None:
    assert absolute_url("https://b.example/x/y", *candidates) == url


def test_bounded_time() -> None:
    zone = timezone(timedelta(hours=-5))
    assert bounded_time(datetime(2026, 2, 28, 20, tzinfo=zone), NOW) == datetime(2026, 3, 1, 1, tzinfo=UTC)
    assert bounded_time(datetime(2026, 2, 28, 20), NOW) == datetime(2026, 2, 28, 20, tzinfo=UTC)  # noqa: DTZ001
    assert bounded_time(NOW + timedelta(days=2), NOW) == NOW + timedelta(days=2)
    assert bounded_time(NOW + timedelta(days=2, seconds=1), NOW) is None
    assert bounded_time(datetime(1989, 12, 31, tzinfo=UTC), NOW) is None
    assert bounded_time(datetime.min.replace(tzinfo=timezone(timedelta(hours=14))), NOW) is None
    assert bounded_time(None, NOW) is None


@pytest.mark.parametrize(
    "date",
    ["-1-01-01T00:00:00Z", "10000-01-01T00:00:00Z", "1772366400", "Mon, 99 Foo 2026", "0000-00-00", "1630-05-05", "x"],
)
def test_a_mad_date_costs_only_itself(date: str) -> None:
    document = parsed(rss(item(f"<pubDate>{date}</pubDate>")))
    assert [(entry.title, entry.published_at) for entry in document.entries] == [("One", None)]


def test_bounded_interval() -> None:
    assert bounded_interval(0) is None
    assert bounded_interval(-1) is None
    assert bounded_interval(60) == timedelta(minutes=1)
    assert bounded_interval(1e300) == timedelta(days=1)


@pytest.mark.parametrize(
    ("channel", "interval"),
    [
        ("", None),
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 5 </ttl>", timedelta(minutes=5)),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>99999999999999999999</ttl>", None),
        ("<ttl>999999</ttl>", timedelta(days=1)),
        ("<sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<sy:updatePeriod>weekly</sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", timedelta(hours=1)),
        ("<sy:updatePeriod>often</sy:updatePeriod>", None),
    ],
)
def test_min_interval(channel: str, interval: timedelta | None) -> None:
    names = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"'
    assert parsed(rss(channel=channel, names=names)).min_interval == interval


def test_authors() -> None:
    assert authors(["Ann", None, "ann@example.com", " Ann ", "<b>Bo</b>"]) == (Author("Ann"), Author("Bo"))


def test_language_tag() -> None:
    assert language_tag(None, "", "english, mostly", "pt_BR") == "pt-BR"
    assert language_tag("zh-Hant-TW") == "zh-Hant-TW"
    assert language_tag("x" * 99) is None


def test_links() -> None:
    document = parsed(
        rss(
            item(link="/relative"),
            item(link="javascript:alert(1)"),
            item(link="data:text/html,x"),
            item(link="  https://www.example.com/spaced "),
            item("<guid>https://www.example.com/by-guid</guid>", link=""),
            item('<guid isPermaLink="false">https://www.example.com/no</guid>', link=""),
            item("<guid>12345</guid>", link=""),
            "<guid>https://www.example.com/g</guid><link>/guid-first</link>",
            "<guid>https://www.example.com/permalink</guid><link>javascript:x</link>",
            item(
                "<feedburner:origLink>https://www.example.com/orig</feedburner:origLink>", link="https://fb.example/~1"
            ),
            names='xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
        )
    )
    assert [entry.url.removeprefix("https://www.example.com") for entry in document.entries] == [
        "/relative",
        "/spaced",
        "/by-guid",
        "/guid-first",
        "/permalink",
        "/orig",
    ]
    assert document.skipped == 4


def test_guids_and_urls_that_are_used_twice() -> None:
    document = parsed(
        rss(
            item("<guid>a</guid>", link="https://x.example/1", title="first"),
            item("<guid>a</guid>", link="https://x.example/2"),
            item("<guid>b</guid>", link="https://x.example/1#again"),
            item(f"<guid>{'g' * 5000}</guid>", link="https://x.example/3"),
        )
    )
    one, two, three = document.entries
    assert (one.guid, one.title, two.guid) == ("a", "first", "https://x.example/2")
    assert len(three.guid) == 1000
    assert document.skipped == 1
