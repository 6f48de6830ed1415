"""Times, authors, titles, rights, language: what a page declares, as pages really write it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from ingest.extract import extract
from ingest.extraction.language import tag_of
from ingest.extraction.people import clean
from ingest.extraction.structured import load_json
from ingest.extraction.times import parse_time
from ingest.types import Extracted, FeedEntry, Page
from stream.types import Author, Dateline
from tests.unit.extraction.stories import QUAY

BODY = "".join(f"<p>{text}</p>" for text in QUAY.paragraphs)


def page(head: str = "", body: str = BODY, hints: FeedEntry | None = None, robots: str | None = None) -> Extracted:
    html = f"<html lang=en-GB><head>{head}</head><body><article>{body}</article></body></html>"
    found = extract(Page("https://news.example/a/1", html.encode(), datetime.now(UTC), robots_header=robots), hints)
    assert isinstance(found, Extracted)
    return found


@pytest.mark.parametrize(
    ("text", "at", "precision"),
    [
        ("2015-11-17T06:22:00-05:00", datetime(2015, 11, 17, 6, 22, tzinfo=timezone(timedelta(hours=-5))), "second"),
        ("2015-11-17T06:22Z", datetime(2015, 11, 17, 6, 22, tzinfo=UTC), "minute"),
        ("2015-11-17 06:22:00", datetime(2015, 11, 17, 6, 22, tzinfo=UTC), "second"),
        ("2015-11-17", datetime(2015, 11, 17, tzinfo=UTC), "day"),
        ("20151117", datetime(2015, 11, 17, tzinfo=UTC), "day"),
        ("Tue, 17 Nov 2015 06:22:00 GMT", datetime(2015, 11, 17, 6, 22, tzinfo=UTC), "second"),
        ("Nov 17, 2015 6:22 PM", datetime(2015, 11, 17, 18, 22, tzinfo=UTC), "minute"),
        ("2015-11-17T06:22:00.123+0100", datetime(2015, 11, 17, 6, 22, tzinfo=timezone(timedelta(hours=1))), "second"),
    ],
)
def test_times(text: str, at: datetime, precision: str) -> None:
    moment = parse_time(text, "og")
    assert moment is not None
    assert (moment.at, moment.precision) == (at, precision)


NO_TIMES = ["", "yesterday", "0001-01-01T00:00:00Z", "2020-13-45", "2020-01-01T99:99:99Z", None, 1447762920]


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_times(text: object) -> None:
    assert parse_time(text, "og") is None


def test_json_ld_with_comments_trailing_commas_and_line_breaks() -> None:
    assert load_json('<!-- {"a": "x\ny", "b": [1, 2,],} -->') == {"a": "x\ny", "b": [1, 2]}
    assert load_json("not json") is None


def test_json_ld_beats_open_graph_and_a_zone_beats_none() -> None:
    head = (
        '<meta property="article:published_time" content="2015-11-17T00:00:00">'
        '<script type="application/ld+json">{"@graph": [{"@type": "WebSite"},'
        '{"@type": ["NewsArticle"], "headline": "H h h h",'
        ' "datePublished": "2015-11-17T06:22:00-05:00", "dateModified": "2015-11-17T08:00:00-05:00",}]}</script>'
    )
    found = page(head)
    assert found.published_at is not None
    assert found.published_at.isoformat() == "2015-11-17T06:22:00-05:00"
    assert (found.published_from, found.published_precision) == ("json-ld", "second")
    assert found.modified_at is not None


def test_hints_fill_what_the_page_lacks() -> None:
    at = datetime(2015, 11, 17, 12, tzinfo=UTC)
    hints = FeedEntry("g", "https://news.example/a/1", title="A title", authors=(Author("Jane Doe"),), published_at=at)
    found = page(hints=hints)
    assert (found.title, found.authors, found.published_at, found.published_from) == (
        "A title",
        hints.authors,
        at,
        "feed",
    )


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        (["By JANE DOE and JOHN ROE, The Associated Press"], ["Jane Doe", "John Roe"]),
        (["https://www.facebook.com/paper", "Jane Doe"], ["Jane Doe"]),
        (["Von Max Muster, Redakteur"], ["Max Muster"]),
        (["The Daily", "admin", "jane@doe.example"], []),
    ],
)
def test_authors(raw: list[str], names: list[str]) -> None:
    assert clean(raw, "The Daily") == names


def test_title_is_what_most_of_the_page_says() -> None:
    head = (
        "<title>Board asks for help now - The Daily</title><meta property='og:title' content='The Daily: all the news'>"
    )
    found = page(head, "<h1>Board asks for help now</h1>" + BODY)
    assert found.title == "Board asks for help now"
    assert [row.rule for row in found.removed] == ["title"]


def test_dateline_stays_in_the_body_and_is_a_field() -> None:
    found = page(body="<p>NORDHAVN (AP) — " + BODY.removeprefix("<p>"))
    assert found.dateline == Dateline("NORDHAVN (AP) —", "NORDHAVN")
    assert found.body_text.startswith("NORDHAVN (AP) — The harbour board")


def test_rights_of_page_and_header() -> None:
    found = page(
        '<meta name="robots" content="index, noarchive"><meta name="tdm-reservation" content="1">',
        robots="noai, noimageai",
    )
    assert found.rights.noai
    assert {"noarchive", "noai", "noimageai", "tdm-reservation=1"} <= set(found.rights.robots)


def test_paywalled_teaser() -> None:
    wall = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>'
    found = page(wall, "".join(f"<p>{text}</p>" for text in QUAY.paragraphs[:3]))
    assert found.access == "paywalled"
    assert "teaser" in found.extraction.flags


def test_live_blog() -> None:
    found = page('<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Live"}</script>')
    assert "live_blog" in found.extraction.flags


@pytest.mark.parametrize(
    ("byline", "names", "roles"),
    [
        ("By JANE DOE, Associated Press Writer", ["Jane Doe"], ["Associated Press Writer"]),
        ("Jane Doe and John Roe, Staff Writers", ["Jane Doe", "John Roe"], [None, None]),
        ("Par A. Nomine avec AFP", ["A. Nomine"], [None]),
        ("Por Ana Ruiz, corresponsal", ["Ana Ruiz"], ["corresponsal"]),
        ("記者・杉本遼", ["杉本遼"], [None]),
        ("By our foreign staff", [], []),
    ],
)
def test_byline_of_a_page_that_declares_no_author(byline: str, names: list[str], roles: list[str | None]) -> None:
    found = page(body=f"<h1>Bridge</h1><p>{byline}</p><p>Published 3 March 2024, 14:05 EST</p>" + BODY)
    assert [author.name for author in found.authors] == names
    assert [author.role for author in found.authors] == roles
    assert byline in [row.text for row in found.removed if row.rule == "byline"]
    assert str(found.published_at) == "2024-03-03 14:05:00-05:00"
    assert found.published_precision == "minute"


def test_correction_notice() -> None:
    note = "An earlier version of this story misspelt the name of the mayor of Sandvik."
    for label in ("Correction: ", "Rectificatif : ", "Korrektur: ", "Fe de errores: ", ""):
        assert page(body=BODY + f"<p>{label}{note}</p>").note == note


@pytest.mark.parametrize(
    ("raw", "tag"), [("en_US", "en-US"), ("DE", "de"), ("zh-hant-tw", "zh-Hant-TW"), ("x", None), (None, None)]
)
def test_language_tags(raw: object, tag: str | None) -> None:
    assert tag_of(raw) == tag


def test_a_page_that_names_its_title_nowhere_but_over_the_story() -> None:
    found = page(body=f'<div class="hd">{QUAY.title}</div><p>By Jane Doe</p>{BODY}')
    assert found.title == QUAY.title
    assert [(row.rule, row.text) for row in found.removed] == [("title", QUAY.title), ("byline", "By Jane Doe")]
    assert found.authors == (Author("Jane Doe"),)
